"""What takes too long to read ends with its reason, and costs nothing else."""

from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from pipeline.errors import ParseError
from pipeline.limits import TOO_LONG, allow_for, iterate_within, limiting_cpu

SLOW = re.compile(r"(?:a+)+$")
ENDLESS = "a" * 60 + "b"


def spin() -> None:
    while True:
        time.process_time()


@pytest.mark.parametrize("work", [spin, lambda: SLOW.match(ENDLESS)])
def test_a_block_that_uses_up_its_seconds_is_ended(work: object) -> None:
    assert callable(work)
    with pytest.raises(ParseError) as caught, limiting_cpu(0.05):
        work()
    assert caught.value.reason == TOO_LONG


def test_a_library_that_swallows_every_exception_is_ended_all_the_same() -> None:
    def stubborn() -> None:
        while True:
            with suppress(Exception):  # as some libraries do
                spin()

    with pytest.raises(ParseError), limiting_cpu(0.05):
        stubborn()


def test_the_limit_is_gone_behind_its_block() -> None:
    before = signal.getsignal(signal.SIGPROF)
    with limiting_cpu(0.05):
        pass
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGPROF) == before


def test_the_seconds_of_all_items_count_together_and_those_between_do_not() -> None:
    def make() -> Iterator[int]:
        yield 1
        yield 2
        spin()

    items = iterate_within(make(), 0.2)
    assert next(items) == 1
    ends = time.process_time() + 0.25
    while time.process_time() < ends:
        pass
    assert next(items) == 2
    with pytest.raises(ParseError):
        next(items)


def test_another_thread_is_not_limited_and_not_broken() -> None:
    made: list[int] = []

    def work() -> None:
        with limiting_cpu(0.001):
            made.append(sum(range(10_000)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert made == [sum(range(10_000))]


def test_a_hundred_kilobytes_may_take_five_seconds() -> None:
    assert allow_for(100_000) == pytest.approx(5.0)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_stop_that_python_drops_while_it_deletes_something_comes_again() -> None:
    class Slow:
        def __del__(self) -> None:
            spend(0.3)

    def go_on() -> None:
        Slow()
        spend(30.0)

    with pytest.raises(ParseError, match="more CPU time"), limiting_cpu(0.05):
        go_on()


def spend(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
