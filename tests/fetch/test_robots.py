"""How long the rules of an origin hold: a day, ten minutes if they could not be had, a month if the server fails later."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.errors import FetchError
from pipeline.fetch.http.robots import Robots, RobotsAnswer
from pipeline.shared.folder_state import FileState
from storage.model import LeadReason
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


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("User-agent: other\nUser-agent: *\nDisallow: /a", True),
        ("User-agent: OnRecord\nUser-agent: other\nDisallow: /a", True),
        ("User-agent: *\nDisallow: /a\n\nUser-agent: onrecord # ours\nDisallow: /b", False),
        ("User-agent: *\nDisallow: /b\n\nuser agent on*\nDisallow: /a", True),
        ("User-agent: *\nDisallow: /b\n\nUseragent: record\nDisallow: /a", False),
        ("User-agent: other:1\nDisallow: /a", False),
        ("User-agent:\nDisallow: /a", False),
        ("User-agent: **\nDisallow: /a", False),
        ("# User-agent: other\nUser-agent: *\nDisallow: /a", True),
    ],
)
def test_the_rules_of_the_groups_that_name_us_or_all_are_obeyed(text: str, refused: bool, tmp_path: Path) -> None:
    origin = Origin(tmp_path)
    origin.answer = RobotsAnswer(status=200, text=text)
    assert origin.refuses() == (LeadReason.ROBOTS_FORBID if refused else None)


@pytest.mark.parametrize("naming", ["User-agent: b{}", "user agent b{}", "User-agent: x:b{}", "User-agent: o{}*"])
def test_thousands_of_agents_with_thousands_of_rules_are_read_in_a_moment(naming: str, tmp_path: Path) -> None:
    origin = Origin(tmp_path)
    agents = "".join(f"{naming.format('*' * number if naming.endswith('*') else number)}\n" for number in range(700))
    origin.answer = RobotsAnswer(status=200, text=f"{agents}Disallow: /a\n" + "Disallow: /b\n" * 20_000)
    started = time.process_time()
    origin.refuses()
    assert time.process_time() - started < 3
