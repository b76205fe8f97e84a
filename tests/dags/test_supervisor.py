"""The supervisor starts processes in order, starts again what dies, and the whole family ends, orphans included."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from dags.service import family
from dags.service.supervisor import FIRST, Supervisor
from pipeline.home import Home

_FOREVER = [sys.executable, "-c", "import signal; signal.pause()"]
_PARENT = (
    "import subprocess, sys, signal; subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()']); signal.pause()"
)
_WITHIN_S = 20.0


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(root=tmp_path)
    (home.airflow / "service").mkdir(parents=True)
    yield home
    family.end(family.find_family(home), within_s=5)


def _await(question: Callable[[], object]) -> None:
    """Ask again and again until the answer is yes; each time a moment of the system's scheduling passes."""
    ticking = threading.Event()
    for _ in range(int(_WITHIN_S / 0.05)):
        if question():
            return
        ticking.wait(0.05)
    raise AssertionError(f"not so within {_WITHIN_S:.0f} s")


def _supervise(home: Home, commands: dict[str, list[str]], answers: Callable[[], bool] = lambda: True) -> Supervisor:
    return Supervisor(
        home=home,
        commands=commands,
        environment=family.mark(os.environ, home),
        answers=answers,
        say=lambda _: None,
        every_tick=lambda: None,
    )


def _end(supervisor: Supervisor) -> None:
    supervisor.stopping.set()
    supervisor.run()


def test_the_others_start_only_when_the_first_answers(home: Home) -> None:
    ready: list[bool] = []
    supervisor = _supervise(home, {FIRST: _FOREVER, "scheduler": _FOREVER}, answers=lambda: bool(ready))
    supervisor.look_after()
    assert supervisor.children["scheduler"].process is None
    ready.append(True)
    supervisor.look_after()
    assert supervisor.children["scheduler"].process is not None
    _end(supervisor)


def test_a_process_that_dies_is_started_again_after_its_back_off(home: Home) -> None:
    supervisor = _supervise(home, {FIRST: _FOREVER})
    supervisor.look_after()
    child = supervisor.children[FIRST]
    assert child.process is not None
    first = child.process
    first.kill()
    _await(lambda: first.poll() is not None)
    supervisor.look_after()
    assert child.process is None
    child.not_before = 0.0
    supervisor.look_after()
    assert child.process is not None
    assert child.process.pid != first.pid
    _end(supervisor)


def test_the_back_off_doubles_up_to_a_minute(home: Home) -> None:
    supervisor = _supervise(home, {FIRST: [sys.executable, "-c", ""]})
    child = supervisor.children[FIRST]
    said: list[str] = []
    supervisor.say = said.append
    for _ in range(8):
        child.not_before = 0.0
        supervisor.look_after()
        process = child.process
        assert process is not None
        process.wait()
        supervisor._note_death(child, child.started_at)
    delays = [line.rpartition(" in ")[2] for line in said if "ended" in line]
    assert delays == ["1 s", "2 s", "4 s", "8 s", "16 s", "32 s", "60 s", "60 s"]


def test_what_a_dead_process_left_ends_before_it_is_started_again(home: Home) -> None:
    supervisor = _supervise(home, {FIRST: [sys.executable, "-c", _PARENT]})
    supervisor.look_after()
    process = supervisor.children[FIRST].process
    assert process is not None
    parent = psutil.Process(process.pid)
    _await(parent.children)
    [orphan] = parent.children()
    parent.kill()
    _await(lambda: process.poll() is not None)
    supervisor.look_after()
    assert not orphan.is_running()
    _end(supervisor)


def test_stopping_ends_every_process(home: Home) -> None:
    supervisor = _supervise(home, {FIRST: _FOREVER, "scheduler": _FOREVER})
    supervisor.look_after()
    assert len(family.find_family(home)) == 2
    _end(supervisor)
    assert family.find_family(home) == []


def _start_marked(home: Home, code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code], env=family.mark(os.environ, home), start_new_session=True)


def test_orphans_are_found_by_their_mark(home: Home) -> None:
    with _start_marked(home, _PARENT) as started:
        parent = psutil.Process(started.pid)
        _await(parent.children)
        [orphan] = parent.children()
        parent.kill()
        started.wait()
        assert [process.pid for process in family.find_family(home)] == [orphan.pid]


def test_orphans_without_a_mark_are_found_by_their_session(home: Home) -> None:
    with subprocess.Popen([sys.executable, "-c", _PARENT], start_new_session=True) as started:
        family.record_session(home, family.open_session("scheduler", started.pid))
        parent = psutil.Process(started.pid)
        _await(parent.children)
        [orphan] = parent.children()
        parent.kill()
        started.wait()
        assert [process.pid for process in family.find_family(home)] == [orphan.pid]


def test_a_session_number_that_was_given_to_another_process_is_not_ours(home: Home) -> None:
    with subprocess.Popen(_FOREVER, start_new_session=True) as stranger:
        family.record_session(home, family.Session(name="scheduler", pid=stranger.pid, created=1.0))
        assert family.find_family(home) == []
        stranger.send_signal(signal.SIGKILL)


def test_the_service_of_another_archive_is_left_alone(home: Home, tmp_path: Path) -> None:
    other = Home(root=tmp_path / "other")
    with _start_marked(other, "import signal; signal.pause()") as started:
        assert family.find_family(home) == []
        started.kill()


def test_a_process_that_ignores_the_request_to_end_is_killed() -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); signal.pause()"
    with subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE) as started:
        assert started.stdout is not None
        started.stdout.readline()
        assert family.end([psutil.Process(started.pid)], within_s=0.2) == 1
        assert not psutil.pid_exists(started.pid)
