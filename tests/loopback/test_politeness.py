"""robots.txt, pace, retries, conditional requests and the breaker: what we owe to those whom we ask."""

from __future__ import annotations

import json
import multiprocessing
import random
import time
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path

import pytest

from pipeline.clock import Clock
from pipeline.declarations import Politeness
from pipeline.errors import FetchError
from pipeline.fetch.http.live import Validators
from pipeline.fetch.http.pace import Pace
from pipeline.fetch.http.retrying import choose_backoff, read_retry_after
from pipeline.shared.folder_state import FileState
from tests.loopback.clients import BRISK, LeapingClock, make_client
from tests.loopback.server import LoopbackServer, Program, Visit, page


def rules(text: str, status: str = "200 OK") -> Program:
    return lambda visit: visit.reply(text.encode(), status, Content_Type="text/plain")


def fail_first(times: int, status: str, **fields: str) -> Program:
    """Fail so many times, then answer."""
    left = [times]

    def program(visit: Visit) -> None:
        if left[0] > 0:
            left[0] -= 1
            visit.reply(b"later", status, **fields)
        else:
            page(visit)

    return program


# ------------------------------------------------------------------------------------------------------- robots.txt


@pytest.mark.parametrize(
    ("robots", "reason"),
    [
        (rules("User-agent: *\nDisallow: /\n"), "robots.txt forbids"),
        (rules("User-agent: *\nDisallow: /\nAllow: /news\n"), None),
        (rules("User-agent: onrecord\nDisallow: /news\n\nUser-agent: *\nAllow: /\n"), "robots.txt forbids"),
        (rules("User-agent: *\nDisallow: /\n\nUser-agent: OnRecord\nDisallow:\n"), None),
        (rules("", "404 Not Found"), None),
        (rules("User-agent: *\nDisallow: /\n", "403 Forbidden"), None),
        (rules("", "503 Service Unavailable"), "robots.txt unreachable"),
        (rules("", "429 Too Many Requests"), "robots.txt unreachable"),
        (rules("#" * 5_000_001), "robots.txt too large"),
        (Visit.hang_up, "connection broken"),
        (rules("<html>not rules at all</html>"), None),
        (rules("\ufeffUser-agent: *\r\nDisallow: /news\r\n"), "robots.txt forbids"),
        (lambda visit: visit.reply(b"", "302 Found", Location="/rules.txt"), "robots.txt forbids"),
    ],
)
def test_robots_txt_is_obeyed_in_every_state(robots: Program, reason: str | None, tmp_path: Path) -> None:
    programs = {"/robots.txt": robots, "/rules.txt": rules("User-agent: *\nDisallow: /news\n")}
    with LoopbackServer(programs) as server, make_client(tmp_path, attempts=2) as client:
        if reason is None:
            assert client.fetch(server.url("/news/1"), politeness=BRISK).exchanges
            return
        with pytest.raises(FetchError) as caught:
            client.fetch(server.url("/news/1"), politeness=BRISK)
    assert caught.value.reason == reason
    assert "/news/1" not in server.paths()


def test_rules_for_the_agent_that_a_source_declares_are_obeyed(tmp_path: Path) -> None:
    robots = rules("User-agent: ExampleUniversity\nDisallow: /\n")
    with LoopbackServer({"/robots.txt": robots}) as server, make_client(tmp_path) as client:
        assert client.fetch(server.url("/1"), politeness=BRISK).exchanges
        with pytest.raises(FetchError, match="forbids ExampleUniversity"):
            client.fetch(server.url("/2"), politeness=Politeness(delay_s=0, user_agent="ExampleUniversity/2.0 (archive)"))


def test_a_very_long_robots_txt_is_obeyed_as_far_as_it_is_read(tmp_path: Path) -> None:
    robots = rules("User-agent: *\nDisallow: /news\n" + "# a remark\n" * 100_000)
    with LoopbackServer({"/robots.txt": robots}) as server, make_client(tmp_path) as client:
        assert client.fetch(server.url("/1"), politeness=BRISK).exchanges
        with pytest.raises(FetchError, match="forbids"):
            client.fetch(server.url("/news/1"), politeness=BRISK)


def test_robots_txt_is_asked_for_once_a_day_by_all_processes(tmp_path: Path) -> None:
    clock = LeapingClock()
    with LoopbackServer({"/robots.txt": rules("User-agent: *\nDisallow: /private\n")}) as server:
        for _ in range(2):
            with make_client(tmp_path, clock) as client:
                client.fetch(server.url("/1"), politeness=BRISK)
                client.fetch(server.url("/2"), politeness=BRISK)
        assert sum(visit.path == "/robots.txt" for visit in server.visits) == 1
        clock.ahead_s += 86_401
        with make_client(tmp_path, clock) as client:
            client.fetch(server.url("/3"), politeness=BRISK)
        assert sum(visit.path == "/robots.txt" for visit in server.visits) == 2


def test_rules_outlive_a_server_that_cannot_be_reached(tmp_path: Path) -> None:
    clock = LeapingClock()
    programs = {"/robots.txt": rules("User-agent: *\nDisallow: /private\n")}
    with LoopbackServer(programs) as server, make_client(tmp_path, clock, attempts=1) as client:
        client.fetch(server.url("/1"), politeness=BRISK)
        programs["/robots.txt"] = rules("", "500 Internal Server Error")
        clock.ahead_s += 7 * 86_400
        client.fetch(server.url("/2"), politeness=BRISK)
        with pytest.raises(FetchError, match="forbids"):
            client.fetch(server.url("/private"), politeness=BRISK)


def test_robots_txt_is_not_asked_for_interfaces_made_for_programs(tmp_path: Path) -> None:
    with LoopbackServer({}) as server, make_client(tmp_path) as client:
        client.fetch(server.url("/cdx"), politeness=BRISK, obey_robots=False)
        assert [visit.path for visit in server.visits] == ["/cdx"]


# ------------------------------------------------------------------------------------------------------------- pace


def test_requests_to_a_host_keep_their_distance(tmp_path: Path) -> None:
    clock = LeapingClock()
    with LoopbackServer({}) as server, make_client(tmp_path, clock) as client:
        for path in ("/1", "/2", "/3"):
            client.fetch(server.url(path), politeness=Politeness(delay_s=2.0, deadline_s=5.0), obey_robots=False)
    assert len(clock.naps) == 2
    assert all(1.9 < nap <= 2.0 for nap in clock.naps)


def test_a_crawl_delay_is_kept_and_an_absurd_one_capped(tmp_path: Path) -> None:
    for delay, expected in (("10", 10), ("9999", 60)):
        clock = LeapingClock()
        robots = rules(f"User-agent: *\nCrawl-delay: {delay}\n")
        with LoopbackServer({"/robots.txt": robots}) as server, make_client(tmp_path / delay, clock) as client:
            client.fetch(server.url("/1"), politeness=BRISK)
            client.fetch(server.url("/2"), politeness=BRISK)
        assert max(clock.naps) == pytest.approx(expected, abs=0.5)


def test_the_redirects_of_a_fetch_are_paced_as_well(tmp_path: Path) -> None:
    clock = LeapingClock()
    moved: Program = lambda visit: visit.reply(b"", "302 Found", Location="/2")  # noqa: E731
    with LoopbackServer({"/1": moved}) as server, make_client(tmp_path, clock) as client:
        client.fetch(server.url("/1"), politeness=Politeness(delay_s=3.0, deadline_s=5.0), obey_robots=False)
    assert [round(nap) for nap in clock.naps] == [3]


def open_pace(folder: Path, clock: Clock) -> Pace:
    return Pace(FileState(folder, clock), clock)


def take_turns(folder: str, times: int) -> None:
    pace = open_pace(Path(folder), Clock())
    for _ in range(times):
        pace.take("ministry.example", 0.02, patience_s=60)


def test_all_processes_of_a_machine_share_a_host_s_pace(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=take_turns, args=(str(tmp_path), 5)) for _ in range(3)]
    started = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert time.monotonic() - started > 14 * 0.02
    assert [worker.exitcode for worker in workers] == [0, 0, 0]


def test_whoever_would_wait_too_long_takes_no_turn(tmp_path: Path) -> None:
    pace = open_pace(tmp_path, LeapingClock().read())
    pace.pause("ministry.example", 1000)
    with pytest.raises(FetchError) as caught:
        pace.take("ministry.example", 1, patience_s=900)
    assert caught.value.reason == "host resting"


def test_a_pause_does_not_shorten_a_longer_one(tmp_path: Path) -> None:
    clock = LeapingClock()
    pace = open_pace(tmp_path, clock.read())
    pace.pause("ministry.example", 100)
    pace.pause("ministry.example", 10)
    pace.take("ministry.example", 0, patience_s=900)
    assert sum(clock.naps) == pytest.approx(100, abs=1)


def test_a_damaged_bucket_or_a_clock_set_back_does_not_stop_anybody(tmp_path: Path) -> None:
    (tmp_path / "pace").mkdir()
    (tmp_path / "pace" / "a.example").write_text("not a number")
    (tmp_path / "pace" / "b.example").write_text("99999999999")
    pace = open_pace(tmp_path, LeapingClock().read())
    assert [pace.take(host, 1, patience_s=1) for host in ("a.example", "b.example")] == [0, 0]


# ---------------------------------------------------------------------------------------------------------- retries


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable", "502 Bad Gateway"])
def test_a_passing_failure_is_tried_again(status: str, tmp_path: Path) -> None:
    with LoopbackServer({"/": fail_first(2, status)}) as server, make_client(tmp_path) as client:
        assert client.fetch(server.url(), politeness=Politeness(delay_s=0, deadline_s=60)).exchanges[-1].response.status == 200


def test_a_lasting_failure_is_kept_as_the_answer_it_is(tmp_path: Path) -> None:
    with LoopbackServer({"/": fail_first(99, "503 Service Unavailable")}) as server, make_client(tmp_path) as client:
        fetched = client.fetch(server.url(), politeness=Politeness(delay_s=0, deadline_s=600))
        assert [exchange.response.status for exchange in fetched.exchanges] == [503]
        assert len(server.paths()) == 4


def test_a_page_that_is_not_there_is_asked_for_once(tmp_path: Path) -> None:
    with LoopbackServer({"/": fail_first(9, "404 Not Found")}) as server, make_client(tmp_path) as client:
        client.fetch(server.url(), politeness=BRISK)
        assert len(server.paths()) == 1


def test_retry_after_is_waited_for_and_holds_for_the_whole_host(tmp_path: Path) -> None:
    clock = LeapingClock()
    limited = fail_first(1, "429 Too Many Requests", Retry_After="40")
    with LoopbackServer({"/": limited}) as server, make_client(tmp_path, clock) as client:
        client.fetch(server.url(), politeness=Politeness(delay_s=0, deadline_s=60), obey_robots=False)
    assert sum(clock.naps) == pytest.approx(40, abs=1)


def test_an_absurd_retry_after_ends_the_fetch_and_rests_the_host_no_longer_than_the_cap(tmp_path: Path) -> None:
    clock = LeapingClock()
    limited = fail_first(1, "429 Too Many Requests", Retry_After="999999999")
    with LoopbackServer({"/": limited}) as server, make_client(tmp_path, clock) as client:
        first = client.fetch(server.url(), politeness=BRISK, obey_robots=False)
        assert (first.exchanges[-1].response.status, clock.naps) == (429, [])
        client.fetch(server.url(), politeness=BRISK, obey_robots=False)
    assert sum(clock.naps) == pytest.approx(300, abs=1)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120), ("0", 0), (" 5 ", 5), ("1.5", 1.5), ("-3", None), ("", None), (None, None), ("soon", None), ("nan", None),
        ("inf", None), ("9" * 400, 1e9), ("1E100", 1e9), (formatdate(1_000_060, usegmt=True), 60),
        (formatdate(5, usegmt=True), 0), ("Mon, 12 Jan 1970 13:47:40", 60), ("Wed, 99 Foo 2020", None), ("١٢", None),
    ],
)  # fmt: skip
def test_every_form_of_retry_after_is_read(value: str | None, seconds: float | None) -> None:
    assert read_retry_after(value, now_s=1_000_000) == seconds


def test_backoff_is_drawn_from_the_whole_range_under_a_doubling_ceiling() -> None:
    drawn = [
        choose_backoff(attempt, base_s=1, most_s=30, dice=random.Random(seed)) for attempt in (1, 3, 99) for seed in range(50)
    ]
    ceilings = [2.0] * 50 + [8.0] * 50 + [30.0] * 50
    assert all(0 <= wait <= ceiling for wait, ceiling in zip(drawn, ceilings, strict=True))
    assert min(drawn[:50]) < 0.5 < 1.5 < max(drawn[:50])


# --------------------------------------------------------------------------------------------------------- validators


def conditional(visit: Visit) -> None:
    if visit.fields.get("if-none-match") == '"v1"' or visit.fields.get("if-modified-since") == "Tue, 27 Oct 2020 10:00:00 GMT":
        visit.reply(b"", "304 Not Modified")
    else:
        page(visit)


@pytest.mark.parametrize(
    ("known", "not_modified"),
    [
        (Validators(etag='"v1"'), True),
        (Validators(last_modified="Tue, 27 Oct 2020 10:00:00 GMT"), True),
        (Validators(etag='"v0"'), False),
        (None, False),
    ],
)
def test_what_is_held_already_is_not_sent_again(known: Validators | None, not_modified: bool, tmp_path: Path) -> None:
    with LoopbackServer({"/": conditional}) as server, make_client(tmp_path) as client:
        fetched = client.fetch(server.url(), politeness=BRISK, find_validators=lambda _: known)
    assert fetched.not_modified is not_modified
    assert len(fetched.exchanges) == (0 if not_modified else 1)


# ------------------------------------------------------------------------------------------------------- the breaker


def test_the_rest_after_failures_is_waited_out_once_and_then_what_is_left_is_refused(tmp_path: Path) -> None:
    clock = LeapingClock()
    with LoopbackServer({"/broken": Visit.hang_up}) as server, make_client(tmp_path, clock, attempts=1) as client:
        reasons = [_fetch_reason(client.fetch, server.url("/broken")) for _ in range(9)]
        assert reasons == ["connection broken"] * 7 + ["host failing"] * 2
        assert [round(nap) for nap in clock.naps] == [300]
        assert len(server.paths()) == 7


def test_five_failing_pages_in_a_row_open_no_circuit(tmp_path: Path) -> None:
    clock = LeapingClock()
    with LoopbackServer({"/broken": Visit.hang_up}) as server, make_client(tmp_path, clock, attempts=1) as client:
        reasons = [_fetch_reason(client.fetch, server.url("/broken")) for _ in range(5)]
        assert _fetch_reason(client.fetch, server.url("/well")) is None
        assert (reasons, clock.naps) == (["connection broken"] * 5, [])


@pytest.mark.parametrize("status", ["500 Internal Server Error", "403 Forbidden"])
def test_healthy_pages_behind_six_failing_ones_are_all_fetched(status: str, tmp_path: Path) -> None:
    clock = LeapingClock()
    programs = {f"/broken/{n}": rules("broken", status) for n in range(6)}
    with LoopbackServer(programs) as server, make_client(tmp_path, clock) as client:
        for path in programs:
            client.fetch(server.url(path), politeness=BRISK, obey_robots=False)
        reasons = [_fetch_reason(client.fetch, server.url(f"/well/{n}")) for n in range(20)]
    assert reasons == [None] * 20
    assert sum(nap > 100 for nap in clock.naps) == 1


def test_the_attempts_at_one_failing_page_count_once(tmp_path: Path) -> None:
    clock = LeapingClock()
    broken = {f"/broken/{n}": rules("broken", "503 Service Unavailable") for n in range(5)}
    with LoopbackServer(broken) as server, make_client(tmp_path, clock, attempts=4) as client:
        for path in broken:
            client.fetch(server.url(path), politeness=Politeness(delay_s=0, deadline_s=600), obey_robots=False)
        client.fetch(server.url("/well"), politeness=BRISK, obey_robots=False)
        assert len(server.paths()) == 5 * 4 + 1
    assert not [nap for nap in clock.naps if nap > 100]


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "403 Forbidden"])
def test_pages_that_are_refused_or_gone_open_no_circuit_where_others_answer_in_between(status: str, tmp_path: Path) -> None:
    clock = LeapingClock()
    with LoopbackServer({"/gone": rules("gone", status)}) as server, make_client(tmp_path, clock) as client:
        for n in range(30):
            path = "/well" if n % 6 == 5 else "/gone"
            client.fetch(server.url(path), politeness=BRISK, obey_robots=False)
    assert clock.naps == []


def test_a_limit_of_ours_says_nothing_about_a_host(tmp_path: Path) -> None:
    clock = LeapingClock()
    with (
        LoopbackServer({"/large": lambda visit: visit.reply(b"x" * 3_000_000)}) as server,
        make_client(tmp_path, clock) as client,
    ):
        reasons = {_fetch_reason(client.fetch, server.url("/large")) for _ in range(12)}
    assert (reasons, clock.naps) == ({"body too large"}, [])


def test_a_circuit_is_shared_by_clients_of_one_archive(tmp_path: Path) -> None:
    clock = LeapingClock()
    with LoopbackServer({"/broken": Visit.hang_up}) as server:
        for _ in range(7):
            with make_client(tmp_path, clock, attempts=1) as client:
                assert _fetch_reason(client.fetch, server.url("/broken")) == "connection broken"
        with make_client(tmp_path, clock) as other:
            assert _fetch_reason(other.fetch, server.url("/well")) == "host failing"
            clock.ahead_s += 301
            assert _fetch_reason(other.fetch, server.url("/well")) is None


def _fetch_reason(fetch: Callable[..., object], url: str) -> str | None:
    try:
        fetch(url, politeness=BRISK, obey_robots=False)
    except FetchError as error:
        return error.reason
    return None


# ----------------------------------------------------------------------------------------------------- what is told


def test_we_say_who_we_are_and_a_source_may_have_us_say_more(tmp_path: Path) -> None:
    with LoopbackServer({}) as server, make_client(tmp_path) as client:
        client.fetch(server.url("/1"), politeness=BRISK)
        client.fetch(server.url("/2"), politeness=Politeness(delay_s=0, user_agent="OnRecord for Example University"))
        agents = {visit.path: visit.fields["user-agent"] for visit in server.visits}
    assert agents["/1"] == "OnRecord/0.1 (archive of official statements; +https://archive.example/about)"
    assert agents["/2"] == "OnRecord for Example University"


def test_bytes_and_headers_are_kept_exactly_as_received(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 Very Well\r\nX-One: a\r\nSET-cookie: b=1\r\nx-ONE:  c \r\nSet-Cookie: d=2\r\nX-Odd: Gr\xfc\xdfe\r\n"
    with LoopbackServer({"/": lambda visit: visit.send(head + b"Content-Length: 4\r\n\r\n\x00\xff\r\n")}) as server:
        with make_client(tmp_path) as client:
            [exchange] = client.fetch(server.url("/?q=ü#part"), politeness=BRISK).exchanges
        sent = server.visits[-1].head.partition("\r\n\r\n")[0] + "\r\n\r\n"
    assert exchange.response.body == b"\x00\xff\r\n"
    assert [name for name, _ in exchange.response.headers] == [
        "X-One",
        "SET-cookie",
        "x-ONE",
        "Set-Cookie",
        "X-Odd",
        "Content-Length",
    ]
    assert dict(exchange.response.headers)["X-Odd"] == "Grüße"
    assert (exchange.reason, exchange.protocol) == ("Very Well", "HTTP/1.1")
    assert exchange.request.decode("latin-1") == sent
    assert exchange.response.url == server.url("/?q=%C3%BC")


def test_every_fetch_leaves_one_line_in_the_log_and_no_secret_in_it(tmp_path: Path) -> None:
    moved: Program = lambda visit: visit.reply(b"", "302 Found", Location="/2?access_token=s3cret")  # noqa: E731
    with LoopbackServer({"/1": moved, "/3": Visit.hang_up}) as server, make_client(tmp_path, attempts=1) as client:
        client.fetch(server.url("/1?api_key=s3cret&page=2"), politeness=BRISK, obey_robots=False)
        _fetch_reason(client.fetch, server.url("/3?token=s3cret"))
    text = (tmp_path / "fetch.jsonl").read_text()
    first, second = map(json.loads, text.splitlines())
    assert "s3cret" not in text
    assert (first["status"], first["hops"], first["attempts"]) == (200, 2, 2)
    assert (second["reason"], second["attempts"]) == ("connection broken", 1)


def test_no_cookie_is_carried_from_one_fetch_to_the_next(tmp_path: Path) -> None:
    with (
        LoopbackServer({"/1": lambda visit: visit.reply(b"x", Set_Cookie="visitor=1")}) as server,
        make_client(tmp_path) as client,
    ):
        client.fetch(server.url("/1"), politeness=BRISK)
        client.fetch(server.url("/2"), politeness=BRISK)
        assert all("cookie" not in visit.fields for visit in server.visits)
