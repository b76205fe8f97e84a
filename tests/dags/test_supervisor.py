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
from dags.service.supervisor import FIRST, STUCK_AFTER_S, Supervisor
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


def _supervise(home: Home, commands: dict[str, list[str]], unhealthy: Callable[[], list[str]] = list) -> Supervisor:
    return Supervisor(
        home=home,
        commands=commands,
        environment=family.mark(os.environ, home),
        list_unhealthy=unhealthy,
        say=lambda _: None,
        every_tick=lambda: None,
    )


def _end(supervisor: Supervisor) -> None:
    supervisor.stopping.set()
    supervisor.run()


def test_the_others_start_only_when_the_first_answers(home: Home) -> None:
    unhealthy = [FIRST]
    supervisor = _supervise(home, {FIRST: _FOREVER, "scheduler": _FOREVER}, lambda: unhealthy)
    supervisor.look_after()
    assert supervisor.children["scheduler"].process is None
    unhealthy.clear()
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


def _ask_after(supervisor: Supervisor, seconds: float) -> None:
    """Have the supervisor ask for health as if so many seconds had passed since it last did."""
    supervisor.asked_at -= seconds
    for child in supervisor.children.values():
        child.started_at -= seconds
        if child.unwell_since is not None:
            child.unwell_since -= seconds
    supervisor.end_stuck()


def _find_ended(supervisor: Supervisor) -> list[str]:
    return [child.name for child in supervisor.children.values() if child.process is None or child.process.poll() is not None]


@pytest.mark.parametrize("stuck", [FIRST, "scheduler"])
def test_a_process_that_lives_but_has_not_been_well_for_minutes_is_ended_and_started_again(home: Home, stuck: str) -> None:
    supervisor = _supervise(home, {FIRST: _FOREVER, "scheduler": _FOREVER}, list)
    said: list[str] = []
    supervisor.say = said.append
    supervisor.look_after()
    first = supervisor.children[stuck].process
    assert first is not None
    supervisor.list_unhealthy = lambda: [stuck]
    _ask_after(supervisor, 30)
    _ask_after(supervisor, STUCK_AFTER_S - 1)
    assert _find_ended(supervisor) == []
    _ask_after(supervisor, 30)
    assert _find_ended(supervisor) == [stuck]
    assert f"{stuck} has not been well for 329 s and was ended; it is started again in 1 s" in said
    assert not psutil.pid_exists(first.pid)
    supervisor.list_unhealthy = list
    supervisor.children[stuck].not_before = 0.0
    supervisor.look_after()
    assert _find_ended(supervisor) == []
    _end(supervisor)


def test_a_process_that_came_back_is_left_alone(home: Home) -> None:
    answers = [["scheduler"], [], ["scheduler"], ["scheduler"]]
    supervisor = _supervise(home, {FIRST: _FOREVER, "scheduler": _FOREVER})
    supervisor.look_after()
    supervisor.list_unhealthy = lambda: answers.pop(0)
    for _ in range(4):
        _ask_after(supervisor, STUCK_AFTER_S - 1)
    assert _find_ended(supervisor) == []
    assert answers == []
    _end(supervisor)


def test_one_that_was_started_again_has_its_time_to_become_well(home: Home) -> None:
    supervisor = _supervise(home, {FIRST: _FOREVER, "scheduler": _FOREVER})
    supervisor.look_after()
    supervisor.list_unhealthy = lambda: ["scheduler"]
    _ask_after(supervisor, 30)
    supervisor.children["scheduler"].unwell_since = supervisor.children["scheduler"].started_at - 2 * STUCK_AFTER_S
    _ask_after(supervisor, 30)
    assert _find_ended(supervisor) == []
    _end(supervisor)


def test_without_airflows_database_nothing_is_ended_but_it_is_said(home: Home) -> None:
    supervisor = _supervise(home, {FIRST: _FOREVER, "scheduler": _FOREVER})
    said: list[str] = []
    supervisor.say = said.append
    supervisor.look_after()
    supervisor.list_unhealthy = lambda: ["metadatabase", "scheduler"]
    for _ in range(3):
        _ask_after(supervisor, STUCK_AFTER_S)
    assert _find_ended(supervisor) == []
    supervisor.list_unhealthy = list
    _ask_after(supervisor, STUCK_AFTER_S)
    assert said[-2:] == ["Airflow's database cannot be read", "Airflow's database can be read again"]
    _end(supervisor)


def test_health_is_not_asked_for_at_every_tick(home: Home) -> None:
    asked: list[int] = []
    supervisor = _supervise(home, {}, lambda: asked.append(1) or [])  # type: ignore[func-returns-value]
    for _ in range(3):
        supervisor.end_stuck()
    assert len(asked) == 1


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
