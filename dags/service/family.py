"""Find and end every process of the service, also those whose parent was killed.

A process belongs to the service if its environment carries the service's mark, or if its session is one that the service
opened: Airflow rewrites the titles of some of its processes, which overwrites the environment that the system shows.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from pipeline.home import Home
from storage.model.codec import from_json, to_json

MARK = "ONRECORD_SERVICE"
"""The environment variable that every process of the service inherits; its value names the archive's Airflow folder."""

STOPPED_WITHIN_S = 30.0
"""How long a process may take to end before it is killed. Chosen by hand: a task has time to write its last record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session of processes that the service opened: the pid of its first process, and when that one was created."""

    name: str
    pid: int
    created: float


def name_mark(home: Home) -> str:
    """Return the mark of an archive's service."""
    return str(home.airflow)


def open_session(name: str, pid: int) -> Session:
    """Describe the session whose first process has just been started."""
    return Session(name=name, pid=pid, created=psutil.Process(pid).create_time())


def read_sessions(home: Home) -> list[Session]:
    """Read the sessions that were recorded; none if the service was never started."""
    path = _find_record(home)
    return [from_json(Session, each) for each in json.loads(path.read_text())] if path.exists() else []


def record_session(home: Home, session: Session) -> None:
    """Record a session, whole or not at all; those with no process left are dropped."""
    kept = [each for each in read_sessions(home) if find_members(each)]
    path = _find_record(home)
    passing = path.with_suffix(f".{os.getpid()}")
    passing.write_text(json.dumps([to_json(each) for each in [*kept, session]]))
    passing.replace(path)


def find_members(session: Session) -> list[psutil.Process]:
    """Find the living processes of a session; if its number was given to another session since, none."""
    try:
        if psutil.Process(session.pid).create_time() != session.created:
            return []
    except psutil.NoSuchProcess:
        pass
    return [process for process in psutil.process_iter() if _is_alive(process) and _get_session(process) == session.pid]


def find_family(home: Home) -> list[psutil.Process]:
    """Find every living process of the service, this one left out."""
    marked = [process for process in psutil.process_iter() if _is_alive(process) and _read_mark(process) == name_mark(home)]
    members = [process for session in read_sessions(home) for process in find_members(session)]
    return [process for process in dict.fromkeys([*marked, *members]) if process.pid != os.getpid()]


def end(processes: Iterable[psutil.Process], *, within_s: float = STOPPED_WITHIN_S) -> int:
    """Ask processes to end, kill those that do not in time, and return how many there were."""
    asked = list(processes)
    for process in asked:
        _signal(process, kill=False)
    _, left = psutil.wait_procs(asked, timeout=within_s)
    for process in left:
        _signal(process, kill=True)
    psutil.wait_procs(left, timeout=within_s)
    return len(asked)


def mark(environment: Mapping[str, str], home: Home) -> dict[str, str]:
    """Add the service's mark to an environment."""
    return {**environment, MARK: name_mark(home)}


def _find_record(home: Home) -> Path:
    return home.airflow / "service.json"


def _is_alive(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _get_session(process: psutil.Process) -> int | None:
    try:
        return os.getsid(process.pid)
    except (ProcessLookupError, PermissionError):
        return None


def _read_mark(process: psutil.Process) -> str | None:
    try:
        return process.environ().get(MARK)
    except (psutil.NoSuchProcess, psutil.AccessDenied, OSError):
        return None


def _signal(process: psutil.Process, *, kill: bool) -> None:
    try:
        process.kill() if kill else process.terminate()
    except psutil.NoSuchProcess:
        return
