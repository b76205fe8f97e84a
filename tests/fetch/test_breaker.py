"""The circuit breaker: who waits, who probes, who is refused; in one process and in several."""

from __future__ import annotations

import multiprocessing
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.clock import Clock
from pipeline.errors import FetchError
from pipeline.fetch.http.breaker import FORGOTTEN_S, Breaker, Pass
from pipeline.shared.folder_state import FileState
from tests.loopback.clients import LeapingClock

HOST = "ministry.example"


def make_breaker(folder: Path, clock: Clock, *, failures: int = 6, rest_s: float = 300.0, patience_s: float = 900.0) -> Breaker:
    return Breaker(FileState(folder, clock), clock, failures=failures, rest_s=rest_s, patience_s=patience_s)


def fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        breaker.record(Pass(host=HOST), well=False)


def is_refused(breaker: Breaker) -> bool:
    try:
        breaker.enter(HOST, within_s=60)
    except FetchError as error:
        return error.reason == "host failing"
    return False


@pytest.mark.parametrize(("failures", "waits"), [(5, False), (6, True), (7, True)])
def test_a_circuit_opens_with_the_sixth_failure_in_a_row(failures: int, waits: bool, tmp_path: Path) -> None:
    clock = LeapingClock()
    breaker = make_breaker(tmp_path, clock.read())
    fail(breaker, failures)
    entered = breaker.enter(HOST, within_s=60)
    assert (bool(clock.naps), entered.probe is not None) == (waits, waits)


def test_an_answer_in_between_begins_the_count_anew(tmp_path: Path) -> None:
    clock = LeapingClock()
    breaker = make_breaker(tmp_path, clock.read())
    fail(breaker, 5)
    breaker.record(Pass(host=HOST), well=True)
    fail(breaker, 5)
    assert breaker.enter(HOST, within_s=60).waited_s == 0


def test_failures_of_one_host_do_not_close_another(tmp_path: Path) -> None:
    breaker = make_breaker(tmp_path, LeapingClock().read())
    fail(breaker, 6)
    assert breaker.enter("other.example", within_s=60).waited_s == 0


def test_a_probe_that_fails_lets_the_rest_fail_at_once_until_the_next_rest_is_over(tmp_path: Path) -> None:
    clock = LeapingClock()
    breaker = make_breaker(tmp_path, clock.read())
    fail(breaker, 6)
    breaker.record(breaker.enter(HOST, within_s=60), well=False)
    assert [is_refused(breaker) for _ in range(3)] == [True] * 3
    clock.ahead_s += 299
    assert is_refused(breaker)
    clock.ahead_s += 2
    assert breaker.enter(HOST, within_s=60).probe is not None
    assert [round(nap) for nap in clock.naps] == [300]


def test_a_probe_that_goes_well_closes_the_circuit(tmp_path: Path) -> None:
    breaker = make_breaker(tmp_path, LeapingClock().read())
    fail(breaker, 6)
    breaker.record(breaker.enter(HOST, within_s=60), well=True)
    fail(breaker, 5)
    assert breaker.enter(HOST, within_s=60) == Pass(host=HOST)


def test_a_probe_that_says_nothing_about_the_host_leaves_the_next_one_to_probe(tmp_path: Path) -> None:
    clock = LeapingClock()
    breaker = make_breaker(tmp_path, clock.read())
    fail(breaker, 6)
    breaker.record(breaker.enter(HOST, within_s=60), well=None)
    assert breaker.enter(HOST, within_s=60).probe is not None
    assert len(clock.naps) == 1


def test_a_late_failure_of_a_fetch_begun_before_does_not_spend_the_probe(tmp_path: Path) -> None:
    breaker = make_breaker(tmp_path, LeapingClock().read())
    fail(breaker, 9)
    assert breaker.enter(HOST, within_s=60).probe is not None


@pytest.mark.parametrize(("age_s", "opens"), [(FORGOTTEN_S - 2, True), (FORGOTTEN_S + 1, False)])
def test_failures_of_an_earlier_run_are_forgotten_after_an_hour(age_s: float, opens: bool, tmp_path: Path) -> None:
    clock = LeapingClock()
    breaker = make_breaker(tmp_path, clock.read())
    fail(breaker, 5)
    clock.ahead_s += age_s
    fail(breaker, 1)
    assert breaker.is_open(HOST) is opens


def test_a_rest_longer_than_the_patience_is_not_waited_for(tmp_path: Path) -> None:
    clock = LeapingClock()
    fail(make_breaker(tmp_path, clock.read()), 6)
    assert is_refused(make_breaker(tmp_path, clock.read(), patience_s=200))
    assert not is_refused(make_breaker(tmp_path, clock.read(), patience_s=300))


def test_a_clock_set_back_makes_nobody_wait_longer_than_a_rest(tmp_path: Path) -> None:
    clock = LeapingClock(ahead_s=86_400)
    fail(make_breaker(tmp_path, clock.read()), 6)
    clock.ahead_s = 0
    circuit = make_breaker(tmp_path, replace(clock.read(), sleep=lambda _: _leap_to(clock, 86_400 + 301)))
    assert circuit.enter(HOST, within_s=60).waited_s == 300


def _leap_to(clock: LeapingClock, ahead_s: float) -> None:
    clock.ahead_s = ahead_s


def test_a_circuit_that_was_written_in_part_is_closed(tmp_path: Path) -> None:
    breaker = make_breaker(tmp_path, LeapingClock().read())
    fail(breaker, 6)
    (tmp_path / "breaker" / HOST).write_text('{"failures": 6, "failed_at"')
    assert not breaker.is_open(HOST)


def test_a_probe_that_is_not_over_in_its_time_is_taken_for_dead(tmp_path: Path) -> None:
    clock = LeapingClock()
    breaker = make_breaker(tmp_path, clock.read())
    fail(breaker, 6)
    first = breaker.enter(HOST, within_s=60)
    second = breaker.enter(HOST, within_s=60)
    assert second.probe not in (None, first.probe)
    assert sum(clock.naps) == pytest.approx(360, abs=1.5)


@pytest.mark.parametrize("well", [True, False])
def test_after_a_rest_one_thread_probes_and_the_others_wait_for_its_result(well: bool, tmp_path: Path) -> None:
    leaping = LeapingClock()
    fail(make_breaker(tmp_path, leaping.read()), 6)
    leaping.ahead_s += 301
    probed, waiting = threading.Event(), threading.Barrier(4)
    slept = threading.local()

    def wait(_: float) -> None:
        if not getattr(slept, "once", False):
            slept.once = True
            waiting.wait(10)
        probed.wait(10)

    breaker = make_breaker(tmp_path, replace(leaping.read(), sleep=wait))
    probe = breaker.enter(HOST, within_s=60)
    results: list[bool] = []
    others = [threading.Thread(target=lambda: results.append(is_refused(breaker))) for _ in range(3)]
    for other in others:
        other.start()
    waiting.wait(10)
    assert (results, probe.probe is not None) == ([], True)
    breaker.record(probe, well=well)
    probed.set()
    for other in others:
        other.join(10)
    assert results == [not well] * 3


def come(folder: str, barrier: multiprocessing.synchronize.Barrier, results: multiprocessing.Queue[str], well: bool) -> None:
    clock = Clock()
    breaker = make_breaker(Path(folder), replace(clock, sleep=lambda s: time.sleep(min(s, 0.02))), rest_s=0.2)
    barrier.wait(20)
    try:
        entered = breaker.enter(HOST, within_s=60)
    except FetchError:
        results.put("refused")
        return
    if entered.probe:
        time.sleep(0.2)
        breaker.record(entered, well=well)
    results.put("probe" if entered.probe else "passed")


@pytest.mark.parametrize(("well", "others"), [(True, "passed"), (False, "refused")])
def test_after_a_rest_one_process_probes_and_the_others_wait_for_its_result(well: bool, others: str, tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    fail(make_breaker(tmp_path, Clock(), rest_s=0.2), 6)
    barrier, results = context.Barrier(4), context.Queue()
    workers = [context.Process(target=come, args=(str(tmp_path), barrier, results, well)) for _ in range(4)]
    for worker in workers:
        worker.start()
    found = sorted(results.get(timeout=30) for _ in workers)
    for worker in workers:
        worker.join(30)
    assert found == sorted(["probe", *[others] * 3])
