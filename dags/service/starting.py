"""Start and stop the service, and tell whoever does how far it is."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from dags.airflow_settings import AIRFLOW_URL, API_PORT, HEALTH_PORT, LOOPBACK, PASSWORDS, SERVICE_USER, list_settings
from dags.service import family, health, preparing
from dags.service.errors import ServiceError
from dags.service.supervisor import Supervisor, list_commands
from dags.service.tidying import Tidier, read_kept_days
from pipeline.home import Home

READY_WITHIN_S = 300.0
"""How long the service may take to be healthy. Chosen by hand: the first start makes Airflow's database."""
_POLL_S = 0.5
"""How often it is asked. Chosen by hand."""
_SUPERVISOR = "supervisor"


def up(
    home: Home,
    *,
    port: int = API_PORT,
    health_port: int = HEALTH_PORT,
    environ: Mapping[str, str] | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> str:
    """Start the service in the background, wait until it is healthy and return what to tell whoever started it."""
    environment = _prepare(home, port, health_port, os.environ if environ is None else environ, say)
    with _find_log(home).open("ab") as log:
        started = subprocess.Popen(  # noqa: S603 -- our own interpreter
            [sys.executable, "-m", "dags.service", "supervise", str(port)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    family.record_session(home, family.open_session(_SUPERVISOR, started.pid))
    try:
        _wait_until_healthy(home, port, started, say)
    except ServiceError:
        down(home)
        raise
    return describe(home, port)


def run(home: Home, *, port: int, health_port: int, environ: Mapping[str, str], say: Callable[[str], None]) -> None:
    """Run the service in this process until it is asked to stop, as systemd does."""
    environment = _prepare(home, port, health_port, environ, say)
    supervise(home, environment, port, say)


def supervise(home: Home, environment: Mapping[str, str], port: int, say: Callable[[str], None]) -> None:
    """Keep the processes of a service that was prepared running."""
    keeper = preparing.PoolKeeper(home, environment, say)
    tidier = Tidier(home=home, environment=environment, days=read_kept_days(environment), say=say)

    def keep_and_tidy() -> None:
        keeper()
        tidier()

    Supervisor(
        home=home,
        commands=list_commands(preparing.AIRFLOW, LOOPBACK, port),
        environment=environment,
        list_unhealthy=partial(health.list_unhealthy, port),
        say=say,
        every_tick=keep_and_tidy,
    ).run()


def down(home: Home) -> int:
    """Stop every process of the service, also those whose parent was killed; returns how many there were."""
    members = {each.name: family.find_members(each) for each in family.read_sessions(home)}
    count = len(family.find_family(home))
    family.end(members.get(_SUPERVISOR, []), within_s=2 * family.STOPPED_WITHIN_S)
    family.end(family.find_family(home))
    return count


def describe(home: Home, port: int) -> str:
    """Say where the service is, and who may log in."""
    passwords = json.loads((home.airflow / PASSWORDS).read_text())
    logins = "\n".join(f"  {user} / {password}" for user, password in passwords.items() if user != SERVICE_USER)
    return (
        f"Airflow is ready: http://{LOOPBACK}:{port}\n{logins}\n"
        "Switch on the sources you want followed; `Backfill` asks for sources and days. `make down` stops everything."
    )


def _prepare(home: Home, port: int, health_port: int, environ: Mapping[str, str], say: Callable[[str], None]) -> dict[str, str]:
    """Refuse a second service; bring database and pools up to date; return the environment of the processes."""
    if family.find_family(home):
        raise ServiceError("The service, or what is left of one, is running already; `make down` stops it.")
    read_kept_days(environ)
    for wanted in (port, health_port):
        _require_free(wanted)
    os.umask(0o077)
    (home.airflow / "service").mkdir(parents=True, exist_ok=True)
    settings = list_settings(home, port=port, health_port=health_port, environ=environ)
    environment = family.mark({AIRFLOW_URL: f"http://{LOOPBACK}:{port}", **settings}, home)
    say(f"Airflow's database ({_name_database(settings)}) is brought up to date ...")
    preparing.migrate(home, environment)
    say("pools are created, one for each host ...")
    preparing.create_pools(home, environment)
    return environment


def _name_database(settings: Mapping[str, str]) -> str:
    """Name a database without its password."""
    parts = urlsplit(settings["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"])
    host = f"{parts.hostname}{f':{parts.port}' if parts.port else ''}" if parts.hostname else ""
    return f"{parts.scheme}://{host}{parts.path}"


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            raise ServiceError(f"Port {port} of {LOOPBACK} is taken; stop what listens there, or set ONRECORD_PORT.") from None


def _wait_until_healthy(home: Home, port: int, started: subprocess.Popen[bytes], say: Callable[[str], None]) -> None:
    """Wait for every process, and pass on what the supervisor says meanwhile."""
    deadline = time.monotonic() + READY_WITHIN_S
    log = _find_log(home)
    told = log.stat().st_size
    unhealthy = ["everything"]
    while time.monotonic() < deadline:
        told = _pass_on(log, told, say)
        if started.poll() is not None:
            raise ServiceError(f"The supervisor ended while starting; see {log}.")
        unhealthy = health.list_unhealthy(port)
        if not unhealthy:
            return
        time.sleep(_POLL_S)
    raise ServiceError(f"Not healthy after {READY_WITHIN_S:.0f} s: {', '.join(unhealthy)}; see {log.parent}.")


def _pass_on(log: Path, told: int, say: Callable[[str], None]) -> int:
    with log.open("rb") as stream:
        stream.seek(told)
        for line in stream:
            if not line.endswith(b"\n"):
                break
            told += len(line)
            say(line.decode(errors="replace").partition(" ")[2].strip())
    return told


def _find_log(home: Home) -> Path:
    return home.airflow / "service" / f"{_SUPERVISOR}.log"


def log_line(words: str) -> None:
    """Write a line of the supervisor's log to standard output, with its moment."""
    sys.stdout.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {words}\n")
    sys.stdout.flush()
