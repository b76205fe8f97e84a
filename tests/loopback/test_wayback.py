"""The Wayback Machine's index is walked page by page, and only mementos of the instant asked for are taken."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from pipeline.declarations import Discovery, Method
from pipeline.fetch.walks.steps import Stop
from pipeline.fetch.walks.visiting import LeadEnd
from storage.captures import WarcWriter
from storage.model import Capture, Lead, LeadReason, Outcome
from storage.model.addresses import read_timestamp, split_memento
from tests.loopback.clients import make_client
from tests.loopback.ministry import make_source
from tests.loopback.server import LoopbackServer, Program, Visit
from tests.material import SHARED
from tests.words import capture_source

SINCE, UNTIL = date(2020, 10, 1), date(2020, 10, 31)
PAGE = b"<title>Statement</title><p>The Ministry calls for restraint and for dialogue between all.</p>"


def row(path: str, timestamp: str, digest: str, status: str = "200", mimetype: str = "text/html") -> str:
    return f"example,ministry){path} {timestamp} https://ministry.example{path} {mimetype} {status} {digest} 1234"


def index(*rows: str, key: str | None = None) -> Program:
    text = "\n".join(rows) + "\n" + (f"\n{key}\n" if key else "")
    return lambda visit: visit.reply(text.encode(), Content_Type="text/plain;charset=UTF-8")


def memento(visit: Visit) -> None:
    asked = split_memento(f"http://archive.example{visit.path}", host=None)
    instant = asked and read_timestamp(asked.instant)
    visit.reply(PAGE, Content_Type="text/html", Memento_Datetime=format_datetime(instant, usegmt=True) if instant else "")


def walk(
    folder: Path,
    cdx: Program,
    *,
    mementos: dict[str, Program] | None = None,
    latest: Any = None,
    discovery: Discovery | None = None,
) -> tuple[list[LeadEnd], list[str], LoopbackServer]:
    programs = {"/cdx/search/cdx": cdx, "*": memento, **(mementos or {})}
    with LoopbackServer(programs) as server, make_client(folder, attempts=1) as client:
        source = make_source(server, discovery or Discovery(), hosts=("ministry.example",), paths=("/en/",))
        with WarcWriter(folder, name="run", find_payload=lambda _: None) as writer:
            given: dict[str, Any] = {"since": SINCE, "until": UNTIL, "via": "wayback", "latest": latest}
            steps = list(capture_source(source, client, writer, wayback=server.url(""), **given))
    ends = [step for step in steps if isinstance(step, LeadEnd)]
    return ends, [step.why for step in steps if isinstance(step, Stop)], server


def test_the_index_is_asked_for_the_source_s_addresses_and_days(tmp_path: Path) -> None:
    _, stops, server = walk(tmp_path, index(row("/en/1", "20201027100000", "A")))
    asked = parse_qs(urlsplit(server.paths()[0]).query)
    assert (asked["url"], asked["matchType"], asked["from"], asked["to"]) == (
        ["ministry.example/en/"], ["prefix"], ["20201001"], ["20210129"]
    )  # fmt: skip
    assert stops == ["the index of ministry.example/en/* was read to its end"]
    assert server.paths()[1] == "/web/20201027100000id_/https://ministry.example/en/1"


def test_every_page_of_the_index_is_read_and_every_content_taken_once(tmp_path: Path) -> None:
    def cdx(visit: Visit) -> None:
        first = index(row("/en/1", "20201027100000", "A"), row("/en/1", "20201027100000", "A"), key="next page")
        second = index(
            row("/en/1", "20201028100000", "A"),
            row("/en/1", "20201029100000", "B"),
            row("/en/2", "20201029100000", "-", status="404"),
            row("/en/3.jpg", "20201029100000", "C", mimetype="image/jpeg"),
            row("/en/2020/12/24/4", "20201229100000", "D"),
        )
        (second if "resumeKey=next" in visit.path else first)(visit)

    ends, stops, server = walk(tmp_path, cdx)
    assert [(end.url.partition("id_")[0][-14:], end.outcome) for end in ends] == [
        ("20201027100000", None), ("20201029100000", None), ("20201229100000", Outcome.SKIPPED)
    ]  # fmt: skip
    assert len(server.paths()) == 4
    assert len(stops) == 1


@pytest.mark.shared
def test_a_real_index_in_three_parts_is_walked_to_its_end(tmp_path: Path) -> None:
    folder = SHARED / "pages" / "wayback"
    parts = iter([(folder / f"test_search_multipage.{number}.cdx.txt").read_bytes() for number in ("00", "02", "04")])
    cdx: Program = lambda visit: visit.reply(next(parts, b""), Content_Type="text/plain;charset=UTF-8")  # noqa: E731
    discovery = Discovery(method=Method.WAYBACK, urls=("cnn.com",))
    programs: dict[str, Program] = {"/cdx/search/cdx": cdx, "*": memento}
    with LoopbackServer(programs) as server, make_client(tmp_path, attempts=1) as client:
        source = make_source(server, discovery, hosts=("cnn.com",))
        steps = list(capture_source(source, client, None, wayback=server.url("")))
    leads = [step.url for step in steps if isinstance(step, Lead)]
    assert len(leads) == len(set(leads)) > 7
    assert sum("/cdx/" in path for path in server.paths()) >= 3
    assert isinstance(steps[-1], Stop)


def test_an_index_whose_keys_run_in_a_circle_is_left(tmp_path: Path) -> None:
    _, stops, _ = walk(tmp_path, index(row("/en/1", "20201027100000", "A"), key="again"))
    assert stops == ["the index of ministry.example/en/* runs in a circle"]


def test_an_index_that_may_not_be_shown_is_a_stop_with_its_reason(tmp_path: Path) -> None:
    refusal = b"org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error"
    for number, status in enumerate(("403 Forbidden", "200 OK")):
        _, stops, _ = walk(tmp_path / str(number), lambda visit, status=status: visit.reply(refusal, status))  # type: ignore[misc]
        assert "blocked" in stops[0]


def test_an_index_without_rows_holds_nothing(tmp_path: Path) -> None:
    for number, body in enumerate((b"", b"\n\n")):
        ends, stops, _ = walk(tmp_path / str(number), lambda visit, body=body: visit.reply(body))  # type: ignore[misc]
        assert (ends, stops) == ([], ["the index of ministry.example/en/* holds nothing for these days"])


def test_a_malformed_index_is_a_failure(tmp_path: Path) -> None:
    for number, body in enumerate((b"<html><body>oops</body></html>", b"what is this")):
        ends, stops, _ = walk(tmp_path / str(number), lambda visit, body=body: visit.reply(body))  # type: ignore[misc]
        assert [(end.outcome, end.reason) for end in ends] == [(Outcome.FAILED, "no index")]
        assert len(stops) == 1


def test_a_memento_of_another_time_is_refused_and_one_of_the_same_day_taken(tmp_path: Path) -> None:
    cdx = index(row("/en/1", "20201001000000", "A"), row("/en/2", "20201001000000", "B"))
    far, near = "/web/20201024000000id_/https://ministry.example/en/1", "/web/20201001050000id_/https://ministry.example/en/2"
    mementos: dict[str, Program] = {
        "/web/20201001000000id_/https://ministry.example/en/1": lambda visit: visit.reply(b"", "302 Found", Location=far),
        "/web/20201001000000id_/https://ministry.example/en/2": lambda visit: visit.reply(b"", "302 Found", Location=near),
    }
    ends, _, _ = walk(tmp_path, cdx, mementos=mementos)
    assert [(end.outcome, end.reason, len(end.captures)) for end in ends] == [
        (Outcome.SKIPPED, "a memento of another time", 1),
        (None, None, 2),
    ]


def test_a_memento_captured_before_is_not_asked_for_again(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, name="known", find_payload=lambda _: None) as writer:
        known = writer.write_resource("https://ministry.example/en/1", PAGE, "text/html", datetime(2020, 10, 27, tzinfo=UTC))

    def latest(url: str) -> Capture | None:
        return known if "/web/" in url else None

    ends, _, server = walk(tmp_path, index(row("/en/1", "20201027100000", "A")), latest=latest)
    assert [(end.outcome, end.reason) for end in ends] == [(Outcome.SKIPPED, "captured before")]
    assert len(server.paths()) == 1


def test_a_row_that_cannot_be_read_fails_and_one_of_another_host_is_passed_over(tmp_path: Path) -> None:
    bad = row("/en/2", "20201332999999", "B")
    other = row("/en/3", "20201027100000", "C").replace("https://ministry.example", "https://other.example")
    ends, _, server = walk(
        tmp_path, index(row("/en/1", "20201027100000", "A"), bad, other, row("/en/4", "20201027100000", "D"))
    )
    assert [(end.outcome, end.reason) for end in ends] == [
        (Outcome.FAILED, "an unreadable row of an index"), (None, None), (Outcome.SKIPPED, LeadReason.OTHER_HOST), (None, None)
    ]  # fmt: skip
    assert [path[-1] for path in server.paths()[1:]] == ["1", "4"]


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        ("Tue, 27 Oct 2020 10:00:00 GMT", None),
        ("Wed, 28 Oct 2020 10:00:00 GMT", None),
        ("Wed, 28 Oct 2020 10:00:01 GMT", "a memento of another time"),
        ("Tue, 27 Oct 2020 10:00:00 +99999999999999", "a memento of another time"),
        ("no date", "a memento of another time"),
    ],
)
def test_a_memento_that_states_another_time_is_refused(stated: str, reason: str | None, tmp_path: Path) -> None:
    answer: Program = lambda visit: visit.reply(PAGE, Content_Type="text/html", Memento_Datetime=stated)  # noqa: E731
    ends, _, _ = walk(tmp_path, index(row("/en/1", "20201027100000", "A")), mementos={"*": answer})
    assert [(end.reason, len(end.captures)) for end in ends] == [(reason, 0 if reason else 1)]


def test_a_memento_that_redirects_to_one_of_another_host_is_not_taken(tmp_path: Path) -> None:
    def moved(visit: Visit) -> None:
        visit.reply(b"", "302 Found", Location="/web/20201027100000id_/https://other.example/1")

    path = "/web/20201027100000id_/https://ministry.example/en/1"
    ends, _, _ = walk(tmp_path, index(row("/en/1", "20201027100000", "A")), mementos={path: moved})
    assert [(end.outcome, end.reason, len(end.captures)) for end in ends] == [
        (Outcome.SKIPPED, "redirected to another host", 1)
    ]
