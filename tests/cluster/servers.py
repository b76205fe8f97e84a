"""PostgreSQL, Redis and an S3 of the test's own: on loopback, on free ports, in a passing folder, ended with the test."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

_STARTED_WITHIN_S = 60.0
_ENDED_WITHIN_S = 20.0
_POLL_S = 0.1


def find_port() -> int:
    """Find a free port of loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> Iterator[psutil.Popen]:
    """Run a process in a session of its own until the context ends, then end it with all that it started."""
    process = start(command, log, environment)
    try:
        yield process
    finally:
        end(process)


def start(command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> psutil.Popen:
    """Start a process in a session of its own, its output in a log."""
    with log.open("ab") as stream:
        return psutil.Popen(
            list(command),
            env=dict(environment) if environment is not None else None,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )


def end(process: psutil.Popen, *, at_once: bool = False) -> None:
    """End a process and all of its session: politely, unless ``at_once``, and then with SIGKILL."""
    family = {each.pid: each for each in list_session(process)}
    if not at_once and process.is_running():
        process.terminate()
        psutil.wait_procs([process], timeout=_ENDED_WITHIN_S)
    family.update({each.pid: each for each in list_session(process)})
    family.pop(process.pid, None)
    for each in (process, *family.values()):
        try:
            each.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            continue
    process.wait(_ENDED_WITHIN_S)
    psutil.wait_procs(family.values(), timeout=_ENDED_WITHIN_S)


def list_session(leader: psutil.Popen) -> list[psutil.Process]:
    """List the living processes of the session that a started process leads, and those below them."""
    found = {}
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == leader.pid:
                found.update({each.pid: each for each in [process, *process.children(recursive=True)]})
        except (ProcessLookupError, psutil.NoSuchProcess):
            continue
    return list(found.values())


def wait_until(holds: Callable[[], bool], what: str, *, within_s: float = _STARTED_WITHIN_S, poll_s: float = _POLL_S) -> None:
    """Wait until something holds; fail with what it is where it does not in time."""
    deadline = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {within_s:.0f} s")
        time.sleep(poll_s)


def answers(port: int) -> bool:
    """Tell whether something listens on a port of loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serve_redis(folder: Path) -> Iterator[str]:
    """Run a Redis that keeps nothing on disk, and give its address."""
    port = find_port()
    options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    with running([_find("redis-server"), "--port", str(port), *options], folder / "redis.log"):
        wait_until(lambda: answers(port), "Redis")
        yield f"redis://127.0.0.1:{port}"


@contextmanager
def serve_s3(folder: Path) -> Iterator[str]:
    """Run an S3 in memory, and give its address."""
    port = find_port()
    server = str(Path(sys.executable).with_name("moto_server"))
    with running([server, "-H", "127.0.0.1", "-p", str(port)], folder / "s3.log"):
        wait_until(lambda: answers(port), "S3")
        yield f"http://127.0.0.1:{port}"


def make_bucket(endpoint: str, name: str) -> None:
    """Make a bucket in the S3 of a test."""
    with urllib.request.urlopen(urllib.request.Request(f"{endpoint}/{name}", method="PUT"), timeout=20):
        return


@contextmanager
def serve_postgres(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL with an empty database, and give its address as SQLAlchemy spells it."""
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    port, data = find_port(), folder / "postgres"
    data.mkdir(mode=0o700)
    drop: list[str] = []
    if os.geteuid() == 0:
        # PostgreSQL refuses to be run by root.
        shutil.chown(data, "postgres", "postgres")
        drop = [_find("setpriv"), "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
    options = ["--auth=trust", "--username=airflow", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
    subprocess.run([*drop, str(binaries / "initdb"), "-D", str(data), *options], check=True, capture_output=True, cwd="/")
    command = [*drop, str(binaries / "postgres"), "-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", "", "-F"]
    with running(command, folder / "postgres.log"):
        wait_until(lambda: answers(port), "PostgreSQL")
        yield f"postgresql+psycopg2://airflow@127.0.0.1:{port}/postgres"


def _find(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise AssertionError(f"{program} is not installed; `make cluster-setup` installs it")
    return found
