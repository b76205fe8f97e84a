"""What is kept is read anew when the archive has changed, and nobody but the first reader waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.home import Home
from pipeline.run.read import browsing
from pipeline.site.app import make_app
from pipeline.site.caching import OLDEST_S, STALEST_S, Kept, KeptAnswers


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(root=tmp_path)
    change(home, "a")
    return home


def change(home: Home, text: str) -> None:
    home.archive.write_text(home.archive.read_text() + text if home.archive.exists() else text)


def keep(clock: Clock, waiting: list[Callable[[], None]]) -> Kept:
    return Kept(lambda home: home.archive.read_text(), clock=clock, beside=waiting.append)


def test_a_value_is_kept_while_the_archive_stays_as_it_is(home: Home) -> None:
    clock, numbers = Clock(), iter((1, 2))
    kept = Kept(lambda _: next(numbers), clock=clock)
    assert kept.of(home) == 1
    clock.now += 10 * STALEST_S
    assert kept.of(home) == 1


@pytest.mark.parametrize(("age", "renewals"), [(OLDEST_S, 0), (OLDEST_S + 0.1, 1)])
def test_of_a_changed_archive_the_old_value_is_shown_while_it_is_read_anew(home: Home, age: float, renewals: int) -> None:
    clock, waiting = Clock(), list[Callable[[], None]]()
    kept = keep(clock, waiting)
    assert kept.of(home) == "a"
    change(home, "b")
    clock.now += age
    assert [kept.of(home), kept.of(home)] == ["a", "a"]
    assert len(waiting) == renewals
    for renew in waiting:
        renew()
        assert kept.of(home) == "ab"


@pytest.mark.parametrize(("age", "shown"), [(STALEST_S - 0.1, "a"), (STALEST_S, "ab")])
def test_a_value_from_long_ago_is_shown_to_nobody(home: Home, age: float, shown: str) -> None:
    clock, waiting = Clock(), list[Callable[[], None]]()
    kept = keep(clock, waiting)
    kept.of(home)
    change(home, "b")
    clock.now += age
    assert kept.of(home) == shown


def test_a_failed_renewal_is_tried_again_by_the_next_reader(home: Home) -> None:
    clock, waiting, fails = Clock(), list[Callable[[], None]](), [False, True, False]

    def read(home: Home) -> str:
        if fails.pop(0):
            raise OSError("gone")
        return home.archive.read_text()

    kept = Kept(read, clock=clock, beside=waiting.append)
    kept.of(home)
    change(home, "b")
    clock.now += OLDEST_S + 1
    kept.of(home)
    with pytest.raises(OSError, match="gone"):
        waiting.pop()()
    assert kept.of(home) == "a"
    waiting.pop()()
    assert kept.of(home) == "ab"


def test_answers_are_kept_by_what_was_asked_and_the_least_asked_go(home: Home) -> None:
    kept, read = KeptAnswers(most=2, clock=Clock()), list[str]()

    def ask(asked: str) -> str:
        def find() -> str:
            read.append(asked)
            return asked.upper()

        return str(kept.of(home, asked, find))

    assert [ask("a"), ask("b"), ask("a"), ask("c"), ask("a"), ask("b")] == ["A", "B", "A", "C", "A", "B"]
    assert read == ["a", "b", "c", "b"]


@pytest.mark.parametrize(("age", "times"), [(OLDEST_S, 1), (OLDEST_S + 0.1, 2)])
def test_an_answer_of_a_changed_archive_is_kept_for_half_a_minute(home: Home, age: float, times: int) -> None:
    clock, numbers = Clock(), iter((1, 2, 3))
    kept = KeptAnswers(clock=clock)
    kept.of(home, "a", lambda: next(numbers))
    change(home, "b")
    clock.now += age
    assert kept.of(home, "a", lambda: next(numbers)) == times


def test_an_answer_that_was_cut_short_is_not_kept(home: Home) -> None:
    numbers, kept = iter((0, 1, 2)), KeptAnswers(clock=Clock())
    assert [kept.of(home, "a", lambda: next(numbers)) for _ in range(3)] == [0, 1, 1]


def test_the_whole_archive_is_counted_when_the_site_starts(sample: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    counted, count = threading.Event(), browsing.speakers

    def list_speakers(served: Home) -> object:
        counted.set()
        return count(served)

    monkeypatch.setattr(browsing, "speakers", list_speakers)
    with TestClient(make_app(sample)):
        assert counted.wait(60)


def test_a_site_without_an_archive_starts_and_says_so(tmp_path: Path) -> None:
    with TestClient(make_app(Home(root=tmp_path)), base_url="http://localhost") as site:
        assert "archive" in site.get("/").text
