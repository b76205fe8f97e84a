"""Keep the service's processes running: start them in order, start again what dies or is stuck, end them together."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dags.service.family import Session, end, find_members, open_session, record_session
from dags.service.health import METADATABASE
from pipeline.home import Home

FIRST = "api-server"
"""The process that the others need: a scheduler that starts before it burns a try of every waiting task."""

_MOST_BACK_OFF_S = 60.0
"""The longest pause before a process is started again. Chosen by hand: pauses double from one second."""
_STEADY_AFTER_S = 300.0
"""A process that lived so long died of something new: pauses begin at one second again. Chosen by hand."""
_TICK_S = 1.0
"""How often the supervisor looks at its processes. Chosen by hand."""
STUCK_AFTER_S = 300.0
"""A process that has been unwell for so long does not come back by itself. Chosen by hand: SQLite waits 120 s for a lock."""
_ASK_EVERY_S = 20.0
"""How often the processes' health is asked for. Chosen by hand."""


@dataclass(slots=True)
class Child:
    """A process of the service and how its last starts went."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    session: Session | None = None
    started_at: float = 0.0
    deaths: int = 0
    not_before: float = 0.0
    unwell_since: float | None = None


@dataclass(slots=True)
class Supervisor:
    """Keeps the processes of a service running until it is asked to stop.

    ``list_unhealthy`` lists the processes that are not well, only the first one if that does not answer; ``every_tick`` is
    called about once a second while all is well.
    """

    home: Home
    commands: Mapping[str, Sequence[str]]
    environment: Mapping[str, str]
    list_unhealthy: Callable[[], Sequence[str]]
    say: Callable[[str], None]
    every_tick: Callable[[], None]
    stopping: threading.Event = field(default_factory=threading.Event)
    asked_at: float = 0.0
    is_readable: bool = True
    children: dict[str, Child] = field(init=False)

    def __post_init__(self) -> None:
        self.children = {name: Child(name=name, command=command) for name, command in self.commands.items()}

    def run(self) -> None:
        """Start the processes and keep them running; returns when asked to stop by SIGTERM, SIGINT or ``stopping``."""
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: self.stopping.set())
        try:
            while not self.stopping.is_set():
                self.look_after()
                self.end_stuck()
                self.every_tick()
                self.stopping.wait(_TICK_S)
        finally:
            self._end_all()

    def look_after(self) -> None:
        """Start whatever does not run and may be started now."""
        now = time.monotonic()
        for child in self.children.values():
            self._note_death(child, now)
            if child.process is None and now >= child.not_before and (child.name == FIRST or self._answers()):
                self._start(child, now)

    def end_stuck(self) -> None:
        """End what lives and has not been well for minutes, as after a deadlock; it is then started again like the dead."""
        now = time.monotonic()
        if now - self.asked_at < _ASK_EVERY_S:
            return
        self.asked_at = now
        unwell = self.list_unhealthy()
        was_readable, self.is_readable = self.is_readable, METADATABASE not in unwell
        if not self.is_readable:  # without the database nothing is known of the others, and a new start mends none of them
            unwell = []
        if was_readable != self.is_readable:
            self.say(f"Airflow's database {'can be read again' if self.is_readable else 'cannot be read'}")
        for child in self.children.values():
            self._note_health(child, now, is_well=child.name not in unwell)

    def _note_health(self, child: Child, now: float, *, is_well: bool) -> None:
        if is_well or child.process is None:
            child.unwell_since = None
            return
        if child.unwell_since is None or child.unwell_since < child.started_at:
            child.unwell_since = now
        if now - child.unwell_since >= STUCK_AFTER_S:
            self._bury(child, now, f"has not been well for {now - child.unwell_since:.0f} s and was ended")
            child.process.poll()  # it has ended: taken note of, before the object is dropped
            child.process = None

    def _answers(self) -> bool:
        return FIRST not in self.list_unhealthy()

    def _note_death(self, child: Child, now: float) -> None:
        if child.process is not None and child.process.poll() is not None:
            self._bury(child, now, f"ended (exit code {child.process.returncode})")
            child.process = None

    def _bury(self, child: Child, now: float, why: str) -> None:
        """End what is left of a process and of its children, and put its next start off."""
        child.deaths = 1 if now - child.started_at > _STEADY_AFTER_S else child.deaths + 1
        back_off = min(2.0 ** (child.deaths - 1), _MOST_BACK_OFF_S)
        child.not_before = now + back_off
        if child.session is not None:
            end(find_members(child.session), within_s=10.0)
        self.say(f"{child.name} {why}; it is started again in {back_off:.0f} s")

    def _start(self, child: Child, now: float) -> None:
        log = self.home.airflow / "service" / f"{child.name}.log"
        with log.open("ab") as stream:
            child.process = subprocess.Popen(  # noqa: S603 -- our own interpreter's commands
                list(child.command),
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )
        child.started_at = now
        child.session = open_session(child.name, child.process.pid)
        record_session(self.home, child.session)
        self.say(f"{child.name} started (pid {child.process.pid})")

    def _end_all(self) -> None:
        """End the processes, those that need the first one before it."""
        self.say("stopping")
        for child in reversed(self.children.values()):
            if child.session is not None:
                end(find_members(child.session))
            if child.process is not None:
                child.process.wait()


def list_commands(airflow: Path, host: str, port: int) -> dict[str, list[str]]:
    """Return the commands of Airflow's four processes, in the order in which they start."""
    return {
        FIRST: [str(airflow), "api-server", "--host", host, "--port", str(port)],
        "scheduler": [str(airflow), "scheduler", "--skip-serve-logs"],
        "dag-processor": [str(airflow), "dag-processor"],
        "triggerer": [str(airflow), "triggerer", "--skip-serve-logs"],
    }
