"""How long the rules of an origin hold: a day, ten minutes if they could not be had, a month if the server fails later."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import FetchError
from pipeline.fetch.http.robots import Robots, RobotsAnswer
from pipeline.shared.folder_state import FileState
from tests.loopback.clients import LeapingClock

PAGE = "https://ministry.example/a"
RULES = RobotsAnswer(status=200, text="User-agent: *\nDisallow: /private\n")
DOWN = RobotsAnswer(status=None, failure="timeout")
DAY_S = 86_400


class Origin:
    """An origin that answers as it is told to, and counts how often it was asked."""

    def __init__(self, folder: Path) -> None:
        self.answer, self.asked = RULES, 0
        self.clock = LeapingClock()
        self.robots = Robots(FileState(folder, self.clock.read()), self._ask)

    def _ask(self, url: str) -> RobotsAnswer:
        assert url == "https://ministry.example/robots.txt"
        self.asked += 1
        return self.answer

    def refuses(self) -> str | None:
        try:
            self.robots.check(PAGE, "onrecord/1.0")
        except FetchError as error:
            return error.reason
        return None


@pytest.mark.parametrize(("age_s", "asked"), [(DAY_S - 5, 1), (DAY_S + 5, 2)])
def test_rules_are_fresh_for_a_day(age_s: float, asked: int, tmp_path: Path) -> None:
    origin = Origin(tmp_path)
    origin.refuses()
    origin.clock.ahead_s += age_s
    origin.refuses()
    assert origin.asked == asked


@pytest.mark.parametrize(("age_s", "asked"), [(595, 1), (605, 2)])
def test_an_origin_that_did_not_answer_is_asked_again_after_ten_minutes(age_s: float, asked: int, tmp_path: Path) -> None:
    origin = Origin(tmp_path)
    origin.answer = DOWN
    assert origin.refuses() == "timeout"
    origin.clock.ahead_s += age_s
    assert origin.refuses() == "timeout"
    assert origin.asked == asked


@pytest.mark.parametrize(("days", "reason"), [(29, None), (31, "timeout"), (60, "timeout")])
def test_rules_outlive_a_server_that_fails_by_thirty_days(days: int, reason: str | None, tmp_path: Path) -> None:
    origin = Origin(tmp_path)
    assert origin.refuses() is None
    origin.answer = DOWN
    origin.clock.ahead_s += days * DAY_S
    assert origin.refuses() == reason
