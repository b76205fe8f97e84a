"""A live run over a ministry's own lists goes all the way, and again costs next to nothing."""

from collections.abc import Callable
from pathlib import Path

from pipeline.declarations import Source
from pipeline.fetch.http.fetch_settings import LOOPBACK, FetchSettings
from pipeline.home import Home
from pipeline.run.collect.fetching import capture_live
from pipeline.run.collect.known import open_known
from pipeline.run.collect.running import derive, load
from storage.model import Tally
from storage.reading.failed import list_failed, list_failed_leads
from tests.loopback.clients import LeapingClock
from tests.loopback.ministry import article, list_by_page, listing, make_source
from tests.loopback.server import LoopbackServer, Program, Visit


def _settings(folder: Path) -> FetchSettings:
    return FetchSettings(state=folder / "state", allowed=LOOPBACK, attempts=1, clock=LeapingClock().read())


def _run(home: Home, source: Source, failed: list[str] | None = None) -> Tally:
    ticket = capture_live(home, source, failed=failed, settings=_settings(home.root))
    return load(home, derive(home, ticket))


def _publish(*paths: str, **programs: Program) -> dict[str, Program]:
    answers: dict[str, Program] = {path: article(f"The Ministry calls for sample {path}.") for path in paths}
    return {"/news?page=1": listing(*((path, "27 October 2020") for path in paths)), **answers, **programs}


def _source(server: LoopbackServer) -> Source:
    return make_source(server, list_by_page(server), id="am_mfa")


def test_what_a_ministry_lists_comes_in_and_a_second_run_finds_it_not_modified(home: Home) -> None:
    with LoopbackServer(_publish("/1", "/2", "/3")) as server:
        first = _run(home, _source(server))
        assert (first.new, first.failed) == (3, 0)
        second = _run(home, _source(server))
        assert (second.new, second.unchanged, second.failed) == (0, 3, 0)
        assert first.stops
        assert second.stops


def _fail_first(then: Program) -> tuple[Program, Callable[[], int]]:
    asked = []

    def program(visit: Visit) -> None:
        asked.append(visit.path)
        if len(asked) == 1:
            visit.reply(b"<title>Bad Gateway</title>", "502 Bad Gateway", Content_Type="text/html")
        else:
            then(visit)

    return program, lambda: len(asked)


def test_only_what_failed_is_asked_for_again(home: Home) -> None:
    flaky, count_asked = _fail_first(article("The Ministry answers at last."))
    with LoopbackServer(_publish("/1", "/2", **{"/2": flaky})) as server:
        first = _run(home, _source(server))
        assert (first.new, first.failed) == (1, 1)
        with open_known(home) as known:
            assert known.db is not None
            failed = list_failed(known.db, "am_mfa")
        assert failed == [server.url("/2")]
        before = len(server.paths())
        again = _run(home, _source(server), failed=failed)
        assert (again.new, again.failed) == (1, 0)
        assert count_asked() == 2
        assert len(server.paths()) == before + 1
        with open_known(home) as known:
            assert known.db is not None
            assert list_failed(known.db, "am_mfa") == []


def test_the_failed_leads_of_a_run_are_named_with_their_reasons(home: Home) -> None:
    refused: Program = lambda visit: visit.reply(b"<title>Bad Gateway</title>", "502 Bad Gateway", Content_Type="text/html")  # noqa: E731
    with LoopbackServer(_publish("/1", "/2", "/3", **{"/2": refused, "/3": refused})) as server:
        done = _run(home, _source(server))
        with open_known(home) as known:
            assert known.db is not None
            assert done.run is not None
            found = list_failed_leads(known.db, done.run, "am_mfa", limit=20)
            [first] = list_failed_leads(known.db, done.run, "am_mfa", limit=1)
    assert [lead.url for lead in found] == [server.url("/2"), server.url("/3")]
    assert all(lead.reason == "error" and "502" in lead.why for lead in found)
    assert first == found[0]
