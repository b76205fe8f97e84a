"""Walls that set a cookie and redirect are passed within a fetch; no cookie outlives it or reaches another host."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pipeline.declarations import Discovery, Method, Politeness
from pipeline.errors import FetchError
from pipeline.fetch.http.fetch_settings import LOOPBACK, FetchSettings
from pipeline.home import Home
from pipeline.run.collect.fetching import capture_live
from pipeline.run.collect.running import derive, import_files, load
from pipeline.run.opening import reading
from pipeline.stages.imported import ImportOptions
from tests.loopback.clients import LeapingClock, make_client
from tests.loopback.ministry import article, make_source
from tests.loopback.server import LoopbackServer, Program, Visit

BRISK = Politeness(delay_s=0.0)


def wall(behind: Program, **fields: str) -> Program:
    """Answer only who has the cookie; set it and redirect to the same address otherwise."""

    def program(visit: Visit) -> None:
        if "seen=1" in visit.fields.get("cookie", ""):
            behind(visit)
        else:
            visit.reply(b"", "302 Found", Location=visit.path, Set_Cookie="seen=1; Path=/", **fields)

    return program


def test_a_page_behind_a_wall_is_new_and_the_same_when_imported(tmp_path: Path) -> None:
    items = b"<ul><li class=item><a href=/1>Statement of the Ministry of Samples</a></li></ul>"
    listed = b"<html><title>News</title><h1>News</h1>" + items
    programs = {
        "/list": lambda visit: visit.reply(listed, Content_Type="text/html"),
        "/1": wall(article("The Ministry opens the bridge.")),
    }
    with LoopbackServer(programs) as server:
        discovery = Discovery(method=Method.LISTING, urls=(server.url("/list"),), item="li.item", link="a")
        source = make_source(server, discovery, id="am_mfa")
        home = Home(root=tmp_path / "live")
        settings = FetchSettings(state=home.root / "state", allowed=LOOPBACK, attempts=1, clock=LeapingClock().read())
        tally = load(home, derive(home, capture_live(home, source, settings=settings)))
    assert (tally.new, tally.failed, tally.skipped) == (1, 0, 0)
    assert server.paths() == ["/list", "/1", "/1"]
    other = Home(root=tmp_path / "imported")
    imported = list(import_files(other, sorted(home.warc.rglob("*.warc.gz")), ImportOptions()))
    assert [(each.failed, each.skipped) for each in imported] == [(0, 0)]
    assert _read_page(home) == _read_page(other) != []


def _read_page(home: Home) -> list[tuple[str, str]]:
    """Read the words that the archive holds of the page behind the wall, with their ids."""
    with reading(home) as db:
        sql = (
            "SELECT q.id, g.exact FROM quotes q JOIN documents d ON d.seq = q.document JOIN quote_readings g ON g.quote = q.seq"
        )
        return db.execute(f"{sql} JOIN derivations v ON v.seq = g.derivation WHERE v.url LIKE '%/1' ORDER BY q.id").fetchall()


def test_a_cookie_goes_back_to_its_own_host_alone(tmp_path: Path) -> None:
    with LoopbackServer({}, address="127.0.0.2") as theirs:
        away: Program = lambda visit: visit.reply(b"", "302 Found", Location=theirs.url("/2"), Set_Cookie="seen=1")  # noqa: E731
        with LoopbackServer({"/1": away}) as server, make_client(tmp_path) as client:
            client.fetch(server.url("/1"), politeness=BRISK)
    assert [visit.fields.get("cookie") for visit in theirs.visits if visit.path == "/2"] == [None]


def test_a_wall_that_no_cookie_opens_is_a_loop(tmp_path: Path) -> None:
    shut: Program = lambda visit: visit.reply(b"", "302 Found", Location=visit.path, Set_Cookie="seen=1")  # noqa: E731
    with LoopbackServer({"/1": shut}) as server, make_client(tmp_path) as client:
        with pytest.raises(FetchError) as caught:
            client.fetch(server.url("/1"), politeness=BRISK)
        assert caught.value.reason == "redirect loop"
        assert server.paths().count("/1") == 2


def test_a_wall_with_ever_new_cookies_ends_at_the_most_redirects(tmp_path: Path) -> None:
    dice = random.Random(1)

    def shut(visit: Visit) -> None:
        visit.reply(b"", "302 Found", Location=visit.path, Set_Cookie=f"visitor={dice.random()}")

    with LoopbackServer({"/1": shut}) as server, make_client(tmp_path) as client:
        with pytest.raises(FetchError) as caught:
            client.fetch(server.url("/1"), politeness=BRISK)
        assert caught.value.reason == "too many redirects"


@pytest.mark.parametrize(
    "stated",
    [
        "seen",
        "=",
        "seen=1; Domain=.com",
        "seen=1; Expires=" + "9" * 5000,
        "\xff\xfe=\x80",
        "a=" + "b" * 9000,
        "seen=1; Max-Age=-1",
        "seen=1; Max-Age=" + "9" * 400,
        'seen=1; Max-Age="' + "9" * 400,
        "seen=1; Expires=Mon, 01-Jan-" + "0" * 5000,
    ],
)
def test_an_odd_cookie_stops_nothing(tmp_path: Path, stated: str) -> None:
    moved: Program = lambda visit: visit.reply(b"", "302 Found", Location="/2", Set_Cookie=stated)  # noqa: E731
    with LoopbackServer({"/1": moved}) as server, make_client(tmp_path) as client:
        fetched = client.fetch(server.url("/1"), politeness=BRISK)
    assert [exchange.response.status for exchange in fetched.exchanges] == [302, 200]
