"""Start and stop the scheduled service: Airflow's four processes on loopback, each ended by its own pid.

Used by ``make up`` and ``make down``; ``airflow standalone`` is not, since its log servers listen on every interface.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import psutil

from dags.settings import API_PORT, HEALTH_PORT, LOOPBACK, list_settings
from pipeline.home import Home, find_home
from storage.errors import OnRecordError

READY_WITHIN_S = 120.0
STOPPED_WITHIN_S = 30.0
_POLL_S = 0.5
_PASSWORDS = "simple_auth_manager_passwords.json.generated"


class ServiceError(OnRecordError):
    """The service could not be started or stopped."""


def up(home: Home, *, port: int = API_PORT, health_port: int = HEALTH_PORT) -> str:
    """Start the four processes, wait for their health and give what to tell whoever started them."""
    if _running(home):
        raise ServiceError("The service is running already; `make down` stops it.")
    for wanted in (port, health_port):
        _require_free(wanted)
    os.umask(0o077)
    home.airflow.mkdir(parents=True, exist_ok=True)
    logs = home.airflow / "service"
    logs.mkdir(exist_ok=True)
    environment = {**os.environ, **list_settings(home, port=port, health_port=health_port)}
    _prepare(home, environment, logs / "prepare.log")
    commands = {
        "api-server": ["api-server", "--host", LOOPBACK, "--port", str(port)],
        "scheduler": ["scheduler", "--skip-serve-logs"],
        "dag-processor": ["dag-processor"],
        "triggerer": ["triggerer", "--skip-serve-logs"],
    }
    started = {name: _start(command, environment, logs / f"{name}.log") for name, command in commands.items()}
    _pids(home).write_text(json.dumps(started))
    try:
        _wait_until_healthy(home, port)
    except ServiceError:
        down(home)
        raise
    return _describe(home, port)


def down(home: Home) -> int:
    """Stop the processes of the service and those they started; gives how many were stopped."""
    processes = _running(home)
    family = [*processes, *(child for process in processes for child in process.children(recursive=True))]
    for process in processes:
        process.terminate()
    _, left = psutil.wait_procs(family, timeout=STOPPED_WITHIN_S)
    for process in left:
        process.kill()
    psutil.wait_procs(left, timeout=STOPPED_WITHIN_S)
    _pids(home).unlink(missing_ok=True)
    return len(processes)


def _prepare(home: Home, environment: Mapping[str, str], log: Path) -> None:
    """Bring Airflow's database up to date and declare the pools."""
    from dags.pools import list_pools

    pools = home.airflow / "pools.json"
    pools.write_text(json.dumps(list_pools()))
    for command in (["db", "migrate"], ["pools", "import", str(pools)]):
        with log.open("ab") as stream:
            ended = subprocess.run(_airflow(command), env=dict(environment), stdout=stream, stderr=stream, check=False)  # noqa: S603 -- our own interpreter
        if ended.returncode:
            raise ServiceError(f"`airflow {' '.join(command[:2])}` ended with exit code {ended.returncode}; see {log}.")


def _start(command: list[str], environment: Mapping[str, str], log: Path) -> dict[str, float]:
    """Start a process in a session of its own that outlives this one, its output in a log."""
    append = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    files = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, str(log), append, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    arguments = _airflow(command)
    pid = os.posix_spawn(arguments[0], arguments, dict(environment), file_actions=files, setsid=True)
    return {"pid": pid, "created": psutil.Process(pid).create_time()}


def _airflow(command: list[str]) -> list[str]:
    return [str(Path(sys.executable).with_name("airflow")), *command]


def _pids(home: Home) -> Path:
    return home.airflow / "service.json"


def _running(home: Home) -> list[psutil.Process]:
    """Find the processes that we started and that still run; a pid given to another process since is not ours."""
    if not _pids(home).exists():
        return []
    found = []
    for started in json.loads(_pids(home).read_text()).values():
        try:
            process = psutil.Process(int(started["pid"]))
            if process.create_time() == started["created"] and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.NoSuchProcess:
            continue
    return found


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            raise ServiceError(f"Port {port} of {LOOPBACK} is taken; stop what listens there, or set ONRECORD_PORT.") from None


def _wait_until_healthy(home: Home, port: int) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    unhealthy = ["everything"]
    while time.monotonic() < deadline:
        if len(_running(home)) < 4:
            raise ServiceError(f"A process of the service ended while starting; see {home.airflow / 'service'}.")
        unhealthy = _list_unhealthy(port)
        if not unhealthy:
            return
        time.sleep(_POLL_S)
    raise ServiceError(f"Not healthy after {READY_WITHIN_S:.0f} s: {', '.join(unhealthy)}; see {home.airflow / 'service'}.")


def _list_unhealthy(port: int) -> list[str]:
    try:
        with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/api/v2/monitor/health", timeout=5) as answer:
            health = json.load(answer)
    except (urllib.error.URLError, TimeoutError, ConnectionError, ValueError):
        return ["api-server"]
    return [name for name in ("metadatabase", "scheduler", "triggerer", "dag_processor") if health[name]["status"] != "healthy"]


def _describe(home: Home, port: int) -> str:
    passwords = json.loads((home.airflow / _PASSWORDS).read_text())
    logins = "\n".join(f"  {user} / {password}" for user, password in passwords.items())
    return (
        f"Airflow is ready: http://{LOOPBACK}:{port}\n{logins}\n"
        "Switch on the sources you want followed; `backfill` asks for sources and days. `make down` stops everything."
    )


def main() -> int:
    """Start (``up``) or stop (``down``) the service."""
    home = find_home()
    port = int(os.environ.get("ONRECORD_PORT", API_PORT))
    try:
        if sys.argv[1:] == ["up"]:
            sys.stdout.write(up(home, port=port, health_port=port + 894) + "\n")
        elif sys.argv[1:] == ["down"]:
            count = down(home)
            sys.stdout.write(f"Stopped {count} processes.\n" if count else "The service was not running.\n")
        else:
            sys.stderr.write("usage: python -m dags.service up|down\n")
            return 2
    except ServiceError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
