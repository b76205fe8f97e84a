"""A source whose feed holds its items itself comes in by its hook: no page is asked for, and a second run finds nothing new."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.declarations import Discovery, Method
from pipeline.errors import SourceError
from pipeline.fetch.http.fetch_settings import LOOPBACK, FetchSettings
from pipeline.home import Home
from pipeline.run.collect.fetching import capture_live
from pipeline.run.collect.known import open_known
from pipeline.run.collect.running import derive, load
from storage.model import Tally
from tests.loopback.clients import LeapingClock
from tests.loopback.ministry import make_source
from tests.loopback.server import LoopbackServer, Visit
from tests.showing import show

FEED = Path(__file__).parents[1] / "sources" / "eu_commission" / "feed.xml"


def answer(visit: Visit) -> None:
    visit.reply(FEED.read_bytes(), Content_Type="application/rss+xml")


def run(home: Home, server: LoopbackServer) -> Tally:
    discovery = Discovery(method=Method.FEED, urls=(server.url("/api/rss"),))
    source = make_source(server, discovery, id="eu_commission", hook=True)
    settings = FetchSettings(state=home.root / "state", allowed=LOOPBACK, attempts=1, clock=LeapingClock().read())
    return load(home, derive(home, capture_live(home, source, settings=settings)))


def test_a_feed_s_entries_are_documents_and_their_pages_are_not_asked_for(home: Home) -> None:
    with LoopbackServer({"/api/rss": answer}) as server:
        first, second = run(home, server), run(home, server)
        assert (first.new, first.failed, second.new, second.revised, second.failed) == (2, 0, 0, 0, 0)
        assert set(server.paths()) <= {"/robots.txt", "/api/rss"}
    with open_known(home) as known:
        assert known.db is not None
        shown = show(known.db, "https://ec.europa.eu/commission/presscorner/detail/en/ip_20_0001")
    assert (shown.title, shown.published.value[:10]) == ("Commission welcomes the talks", "2020-10-26")
    assert shown.text.startswith("The Commission took note of the talks at the lake")


def test_a_hook_that_does_not_stand_in_the_project_is_named(home: Home) -> None:
    with LoopbackServer({"/api/rss": answer}) as server:
        source = make_source(server, Discovery(method=Method.FEED, urls=(server.url("/api/rss"),)), id="x_outside", hook=True)
        settings = FetchSettings(state=home.root / "state", allowed=LOOPBACK, attempts=1, clock=LeapingClock().read())
        with pytest.raises(
            SourceError, match=r"x_outside\.toml: .hook = true., and there is no pipeline/sources/x_outside\.py"
        ):
            capture_live(home, source, settings=settings)
