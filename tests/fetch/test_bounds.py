"""The limits of fetching, each at its bound: the last value on one side, the first on the other. The clock stands still where
time counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.clock import Clock
from pipeline.errors import FetchError
from pipeline.fetch.http.cookies import ChainCookies
from pipeline.fetch.http.pace import Pace
from pipeline.fetch.http.public_addresses import check_url
from pipeline.fetch.http.retrying import choose_backoff, read_retry_after
from pipeline.fetch.http.robots import Robots, RobotsAnswer
from pipeline.run.collect.slots import name_slots
from pipeline.shared.folder_state import FileState

HOST = "ministry.example"
PAGE = f"https://{HOST}/a"
DAY_S = 86_400
NOW_S = 1_700_000_000.0


class StandingClock:
    """A clock that goes on only when it is told to, or where somebody sleeps."""

    def __init__(self) -> None:
        self.now = NOW_S

    def read(self) -> Clock:
        return Clock(now=lambda: self.now, monotonic=lambda: self.now, sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize(("length", "is_sent"), [(8192, True), (8193, False)])
def test_a_field_of_cookies_has_at_most_8192_characters(length: int, is_sent: bool) -> None:
    cookies = ChainCookies()
    parts = [("Set-Cookie", f"{name}={'x' * 2694}") for name in "abc"]
    cookies.keep(PAGE, (*parts, ("Set-Cookie", f"d={'x' * (length - 8092 - 2 - 2)}")))
    sent = cookies.write(PAGE)
    assert (sent is not None and len(sent) == length) is is_sent


@pytest.mark.parametrize(("length", "is_kept"), [(4096, True), (4097, False)])
def test_a_stated_cookie_has_at_most_4096_characters(length: int, is_kept: bool) -> None:
    cookies = ChainCookies()
    cookies.keep(PAGE, (("Set-Cookie", f"a={'x' * (length - 2)}"), ("Set-Cookie", "b=1")))
    assert (cookies.write(PAGE) or "").endswith("b=1")
    assert ("a=" in (cookies.write(PAGE) or "")) is is_kept


@pytest.mark.parametrize(("ahead_s", "waited"), [(DAY_S - 1, DAY_S - 1), (DAY_S, 0)])
def test_a_moment_a_day_ahead_comes_from_a_clock_set_back(ahead_s: float, waited: float, tmp_path: Path) -> None:
    clock = StandingClock()
    pace = Pace(FileState(tmp_path, clock.read()), clock.read())
    pace.pause(HOST, ahead_s)
    assert pace.take(HOST, 0, patience_s=2 * DAY_S) == waited


@pytest.mark.parametrize(("patience_s", "is_refused"), [(60, False), (59.9, True)])
def test_a_wait_as_long_as_the_patience_is_waited(patience_s: float, is_refused: bool, tmp_path: Path) -> None:
    clock = StandingClock()
    pace = Pace(FileState(tmp_path, clock.read()), clock.read())
    pace.pause(HOST, 60)
    if is_refused:
        with pytest.raises(FetchError, match=f"{HOST} rests for another 60 s"):
            pace.take(HOST, 5, patience_s=patience_s)
    else:
        assert pace.take(HOST, 5, patience_s=patience_s) == 60


def test_slots_of_a_host_follow_each_other_at_its_pace(tmp_path: Path) -> None:
    clock = StandingClock()
    pace = Pace(FileState(tmp_path, clock.read()), clock.read())
    assert [pace.take(HOST, 5, patience_s=99) for _ in range(3)] == [0, 5, 5]
    clock.now += 4
    assert pace.take(HOST, 5, patience_s=99) == 1
    assert pace.take("other.example", 5, patience_s=99) == 0


@pytest.mark.parametrize(("length", "is_refused"), [(253, False), (254, True)])
def test_the_name_of_a_host_has_at_most_253_characters(length: int, is_refused: bool) -> None:
    host = ".".join(["a" * 61] * 5)[: length - 8] + ".example"
    assert len(host) == length
    if is_refused:
        with pytest.raises(FetchError, match="254 characters"):
            check_url(f"https://{host}/")
    else:
        assert check_url(f"https://{host}/") == f"https://{host}/"


@pytest.mark.parametrize(
    ("port", "is_refused"), [(79, True), (80, False), (81, True), (443, False), (1023, True), (1024, False)]
)
def test_ports_below_1024_are_those_of_web_servers(port: int, is_refused: bool) -> None:
    if is_refused:
        with pytest.raises(FetchError, match=f"port {port}"):
            check_url(f"http://{HOST}:{port}/")
    else:
        check_url(f"http://{HOST}:{port}/")


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        ("0", 0),
        ("999999999", 999_999_999),
        ("1000000000", 1e9),
        ("1000000001", 1e9),
        ("9" * 400, 1e9),
        ("1e9", 1e9),
        ("1e10", 1e9),
        ("1.5", 1.5),
        ("-0.5", None),
        ("inf", None),
        ("nan", None),
        ("٣", None),
        ("", None),
        (None, None),
        ("Tue, 14 Nov 2023 22:13:30 GMT", 10),
        ("Tue, 14 Nov 2023 22:13:10 GMT", 0),
        ("Tue, 14 Nov 2023 22:13:30 -0000", 10),
        ("soon", None),
    ],
)
def test_a_host_is_left_alone_for_thirty_years_at_most(stated: str | None, seconds: float | None) -> None:
    assert read_retry_after(stated, now_s=NOW_S) == seconds


class Highest:
    """Dice that always fall on their highest number."""

    def uniform(self, low: float, high: float) -> float:
        assert low == 0
        return high


@pytest.mark.parametrize(("attempt", "most_s"), [(1, 2), (2, 4), (5, 32), (6, 60), (31, 60), (5_000, 60)])
def test_the_ceiling_of_a_backoff_doubles_up_to_its_limit(attempt: int, most_s: float) -> None:
    assert choose_backoff(attempt, base_s=1, most_s=60, dice=Highest()) == most_s  # type: ignore[arg-type]


RULES = RobotsAnswer(status=200, text="User-agent: *\nDisallow: /private\n")
DOWN = RobotsAnswer(status=None, failure="timeout")


class Origin:
    """An origin that answers as it is told to, and counts how often it was asked."""

    def __init__(self, folder: Path, answer: RobotsAnswer = RULES) -> None:
        self.answer, self.asked, self.clock = answer, 0, StandingClock()
        self.robots = Robots(FileState(folder, self.clock.read()), self._ask)

    def _ask(self, url: str) -> RobotsAnswer:
        assert url == f"https://{HOST}/robots.txt"
        self.asked += 1
        return self.answer

    def refuses(self, page: str = PAGE) -> str | None:
        try:
            self.robots.check(page, "onrecord/1.0")
        except FetchError as error:
            return error.reason
        return None


@pytest.mark.parametrize(("answer", "fresh_s"), [(RULES, DAY_S), (DOWN, 600)])
def test_rules_are_asked_for_again_after_a_day_and_missing_ones_after_ten_minutes(
    answer: RobotsAnswer, fresh_s: float, tmp_path: Path
) -> None:
    origin = Origin(tmp_path, answer)
    first = origin.refuses()
    for later, asked in ((fresh_s - 1, 1), (1, 2)):
        origin.clock.now += later
        assert (origin.refuses(), origin.asked) == (first, asked)


@pytest.mark.parametrize(("age_s", "reason"), [(30 * DAY_S - 1, None), (30 * DAY_S, "timeout")])
def test_rules_outlive_a_server_that_fails_by_thirty_days(age_s: float, reason: str | None, tmp_path: Path) -> None:
    origin = Origin(tmp_path)
    origin.refuses()
    origin.answer = DOWN
    origin.clock.now += age_s
    assert origin.refuses() == reason


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (199, "robots.txt unreachable"),
        (200, "robots.txt forbids"),
        (299, "robots.txt forbids"),
        (300, None),
        (428, None),
        (429, "robots.txt unreachable"),
        (430, None),
        (499, None),
        (500, "robots.txt unreachable"),
    ],
)
def test_an_answer_tells_by_its_status_whether_there_are_rules(status: int, reason: str | None, tmp_path: Path) -> None:
    origin = Origin(tmp_path, RobotsAnswer(status=status, text="User-agent: *\nDisallow: /\n"))
    assert origin.refuses() == reason


@pytest.mark.parametrize(("place", "reason"), [(512_000, "robots.txt forbids"), (512_001, None)])
def test_rules_are_read_up_to_512000_characters(place: int, reason: str | None, tmp_path: Path) -> None:
    rules = "User-agent: *\nAllow: /privat\nDisallow: /private"  # the longer one counts, and of equal ones the first
    text = f"{'#' * (place - len(rules) - 1)}\n{rules}"
    assert len(text) == place
    origin = Origin(tmp_path, RobotsAnswer(status=200, text=text))
    assert origin.refuses(f"https://{HOST}/private") == reason


def test_files_of_one_content_have_one_lock_and_large_ones_that_of_their_length(tmp_path: Path) -> None:
    names = []
    for number, (length, last) in enumerate([(1, b"a"), (1, b"a"), (1, b"b"), ((64 << 20) + 1, b"a"), ((64 << 20) + 1, b"b")]):
        path = tmp_path / str(number)
        with path.open("wb") as stream:
            stream.truncate(length - 1)
            stream.seek(length - 1)
            stream.write(last)
        names.append(name_slots([path]))
    assert names[0] == names[1] != names[2]
    assert names[3] == names[4]
    assert all(len(name) == 1 and len(next(iter(name))) == 2 for name in names)
