"""A walk over a source ends every lead and says why every list came to its end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.declarations import Discovery, Method, Source
from pipeline.fetch.walks import sitemaps
from pipeline.fetch.walks.steps import Step, Stop
from pipeline.fetch.walks.visiting import LeadEnd
from pipeline.stages.discover import read_feed
from pipeline.stages.parse.draft import Page
from storage.captures import WarcWriter, read_response, read_warc
from storage.model import Capture, Lead, LeadReason, Outcome
from storage.model import Page as KnownPage
from tests.loopback.clients import LeapingClock, make_client
from tests.loopback.ministry import article, count, feed, list_by_page, listing, make_source, sitemap
from tests.loopback.server import LoopbackServer, Program, Visit
from tests.words import capture_source

OCTOBER, NOVEMBER = date(2020, 10, 1), date(2020, 11, 30)


class Walker:
    """Walks a source again and again, remembering its captures as an archive would."""

    def __init__(self, folder: Path, clock: LeapingClock | None = None) -> None:
        self.folder = folder
        self.clock = clock
        self.captures: dict[str, Capture] = {}
        self.payloads: dict[str, Capture] = {}
        self.runs = 0

    def walk(self, source: Source, *, dry: bool = False, **given: Any) -> tuple[list[LeadEnd], list[str], list[Lead]]:
        self.runs += 1
        with make_client(self.folder, self.clock, attempts=1) as client, self._write() as writer:
            steps = list(
                capture_source(
                    source, client, None if dry else writer, latest=self.captures.get, read_stored=self.read, **given
                )
            )
        for found in read_warc(self.folder, writer.path, resolve=self.payloads.get) if writer.ledger else ():
            if found.capture:
                self.captures[found.capture.url] = found.capture
                self.payloads.setdefault(found.capture.payload_sha256, found.capture)
        return _sort(steps)

    def read(self, capture: Capture) -> Any:
        return read_response(self.folder, capture, load={kept.id: kept for kept in self.payloads.values()}.get)

    @contextmanager
    def _write(self) -> Iterator[WarcWriter]:
        with WarcWriter(self.folder, name=f"run{self.runs}", find_payload=self.payloads.get) as writer:
            yield writer


def _sort(steps: list[Step]) -> tuple[list[LeadEnd], list[str], list[Lead]]:
    ends = [step for step in steps if isinstance(step, LeadEnd)]
    stops = [step.why for step in steps if isinstance(step, Stop)]
    return ends, stops, [step for step in steps if isinstance(step, Lead)]


def walk_once(
    tmp_path: Path, programs: dict[str, Program], discover: Callable[[LoopbackServer], Discovery] = list_by_page, **given: Any
) -> tuple[list[LeadEnd], list[str], list[str]]:
    """Walk once; gives the ends of the leads, why lists ended, and the paths asked for."""
    with LoopbackServer({"*": article(), **programs}) as server:
        ends, stops, _ = Walker(tmp_path).walk(make_source(server, discover(server)), **given)
        return ends, [stop.replace(server.url(""), "") for stop in stops], server.paths()


def make_known(url: str) -> KnownPage:
    """Give a page that was requested long ago, and failed."""
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    return KnownPage(url=url, first_at=long_ago, asked_at=long_ago, outcome=Outcome.FAILED)


def paged(*pages: Program) -> dict[str, Program]:
    return {f"/news?page={number}": page for number, page in enumerate(pages, start=1)}


def test_a_window_is_walked_back_to_its_first_day_and_no_further(tmp_path: Path) -> None:
    pages = paged(
        listing(("/5", "2 December 2020"), ("/4", "20 November 2020")),
        listing(("/3", "27 October 2020"), ("/2", "30 September 2020")),
        listing(("/1", "1 September 2020")),
        listing(("/0", "1 August 2020")),
    )
    ends, stops, paths = walk_once(tmp_path, pages, since=OCTOBER, until=NOVEMBER)
    outside = (Outcome.SKIPPED, "outside the days asked for")
    assert [(end.outcome, end.reason) for end in ends] == [outside, (None, None), (None, None), outside, outside]
    assert stops == ["/news?page=3 lies before 2020-10-01"]
    assert paths == ["/news?page=1", "/4", "/news?page=2", "/3", "/news?page=3"]


def test_leads_without_a_date_are_fetched_and_do_not_stop_the_walk(tmp_path: Path) -> None:
    pages = paged(listing(("/2", None)), listing(("/1", None)), lambda visit: visit.reply(b"", "404 Not Found"))
    ends, stops, _ = walk_once(tmp_path, pages, since=OCTOBER, until=NOVEMBER)
    assert [end.outcome for end in ends] == [None, None]
    assert stops == ["/news?page=3 is past the last page"]


def test_a_pager_that_repeats_its_last_page_is_seen_through(tmp_path: Path) -> None:
    last = listing(("/1", "27 October 2020"))
    _, stops, paths = walk_once(tmp_path, paged(listing(("/2", None)), last, last, last), since=OCTOBER)
    assert stops == ["/news?page=3 repeats the leads of earlier pages"]
    assert count(paths, "/1") == 1


def test_an_empty_page_ends_its_list(tmp_path: Path) -> None:
    _, stops, _ = walk_once(tmp_path, paged(listing(("/1", None)), listing()), since=OCTOBER)
    assert stops == ["/news?page=2: no list of leads (discover: item: 'li.item' found nothing that leads on)"]


def test_next_links_that_run_in_a_circle_are_left(tmp_path: Path) -> None:
    programs = {"/a": listing(("/1", None), following="/b"), "/b": listing(("/2", None), following="/a")}
    _, stops, _ = walk_once(tmp_path, programs, _follow_from("/a"), since=OCTOBER)
    assert stops == ["/a was read before: the list runs in a circle"]


def test_a_list_without_a_next_page_is_read_to_its_end(tmp_path: Path) -> None:
    programs = {"/a": listing(("/1", None), following="/b"), "/b": listing(("/2", None))}
    ends, stops, _ = walk_once(tmp_path, programs, _follow_from("/a"), since=OCTOBER)
    assert len(ends) == 2
    assert stops == ["the list at /a ends before it reaches 2020-10-01; the Wayback Machine may hold more"]


def test_an_api_is_followed_by_its_link_header_or_its_counting(tmp_path: Path) -> None:
    def counted(visit: Visit) -> None:
        start = 2 if "start=2" in visit.path else 0
        rows = [{"title": "Speech", "link": f"/{n}"} for n in range(start, start + 2)]
        visit.reply(json.dumps({"results": rows, "total": 4, "start": start}).encode(), Content_Type="application/json")

    def linked(visit: Visit) -> None:
        more = {} if "page=2" in visit.path else {"Link": '</posts?page=1>; rel="prev", </posts?page=2>; rel="next"'}
        rows = [{"title": {"rendered": "Post"}, "link": f"/{visit.path[-1]}"}]
        visit.reply(json.dumps(rows).encode(), Content_Type="application/json", **more)

    for folder, path, program, number in (("a", "/search?count=2", counted, 4), ("b", "/posts", linked, 2)):
        programs: dict[str, Program] = {path.partition("?")[0]: program}
        ends, _, _ = walk_once(
            tmp_path / folder,
            programs,
            lambda server, path=path: Discovery(method=Method.API, urls=(server.url(path),)),  # type: ignore[misc]
            since=OCTOBER,
        )
        assert len(ends) == number


def test_no_more_pages_are_read_than_the_source_allows(tmp_path: Path) -> None:
    def endless(visit: Visit) -> None:
        listing((f"/{visit.path.rpartition('=')[2]}{round_}", None))(visit)

    walker, round_ = Walker(tmp_path), "a"
    with LoopbackServer({"*": article(), "/news": endless}) as server:
        source = make_source(server, list_by_page(server, most_pages=3))
        walker.walk(source)
        round_ = "b"
        _, stops, _ = walker.walk(source)
    assert stops == ["3 pages, the most that are read of a list, were read"]


def test_pages_that_are_too_new_are_strode_over(tmp_path: Path) -> None:
    def by_day(visit: Visit) -> None:
        number = int(visit.path.rpartition("=")[2])
        day = date(2026, 1, 1) - timedelta(days=number)
        listing(*(() if number > 3000 else ((f"/{number}", f"{day:%d %B %Y}"),)))(visit)

    ends, stops, paths = walk_once(tmp_path, {"/news": by_day}, since=date(2020, 10, 26), until=date(2020, 10, 27))
    assert [end.url.rpartition("/")[2] for end in ends if end.outcome is None] == ["1892", "1893"]
    assert stops == ["/news?page=1894 lies before 2020-10-26"]
    assert count(paths, "/news") < 30


def test_a_list_that_never_reaches_back_far_enough_says_so(tmp_path: Path) -> None:
    always: Program = listing(("/1", "1 January 2026"))
    _, stops, paths = walk_once(tmp_path, {"/news": always}, since=OCTOBER, until=NOVEMBER)
    assert stops == ["/news?page=2 repeats the leads of earlier pages"]
    assert count(paths, "/news") == 2


def test_a_list_that_is_blocked_stops_the_walk_with_its_reason(tmp_path: Path) -> None:
    blocked: Program = lambda visit: visit.reply(b"<title>Access Denied</title>", "403 Forbidden")  # noqa: E731
    ends, stops, _ = walk_once(tmp_path, paged(blocked), since=OCTOBER)
    assert [(end.outcome, end.reason) for end in ends] == [(Outcome.FAILED, "blocked")]
    assert stops == ["/news?page=1: blocked: refused (403)"]


def test_a_list_that_cannot_be_had_is_a_failed_lead_and_a_stop(tmp_path: Path) -> None:
    ends, stops, _ = walk_once(tmp_path, paged(Visit.hang_up))
    assert [(end.outcome, end.reason) for end in ends] == [(Outcome.FAILED, "connection broken")]
    assert stops == ["/news?page=1: connection broken"]


def test_robots_txt_that_forbids_a_lead_skips_it(tmp_path: Path) -> None:
    rules: Program = lambda visit: visit.reply(b"User-agent: *\nDisallow: /1\n")  # noqa: E731
    ends, _, paths = walk_once(tmp_path, {"/robots.txt": rules, **paged(listing(("/1", None)))})
    assert [(end.outcome, end.reason) for end in ends] == [(Outcome.SKIPPED, "robots.txt forbids")]
    assert paths == ["/news?page=1"]


def test_a_lead_on_a_host_that_no_source_declares_is_skipped_once_named_and_not_asked_for(tmp_path: Path) -> None:
    other = "http://other.example/2"
    pages = paged(listing(("/1", None), (other, None)), listing(("/3", None), (other, None)))
    ends, stops, paths = walk_once(tmp_path, pages, since=OCTOBER, until=NOVEMBER)
    assert [(end.outcome, end.reason) for end in ends if end.url == other] == [(Outcome.SKIPPED, "listed on another host")]
    assert stops[-1] == "leads were passed over, as no source declares their hosts: other.example (1)"
    assert [path for path in paths if "news" not in path] == ["/1", "/3"]


def test_a_pattern_of_a_path_alone_lets_no_other_host_in(tmp_path: Path) -> None:
    with LoopbackServer({"*": article()}) as server:
        named = server.url("/en/3", host="localhost")
        server.programs |= paged(listing(("/en/1", None), ("http://other.example/en/2", None), (named, None)))
        source = make_source(server, list_by_page(server, allow=("/en/", "^http://localhost:")))
        ends, _, _ = Walker(tmp_path).walk(source)
    ended = {end.url.partition("/en/")[2]: end.reason for end in ends}
    assert ended == {"1": None, "2": "listed on another host", "3": None}


def test_a_lead_and_a_redirect_to_another_declared_source_are_captured_at_that_sources_pace(tmp_path: Path) -> None:
    clock = LeapingClock()
    with LoopbackServer({"*": article()}, address="127.0.0.2") as theirs:
        moved: Program = lambda visit: visit.reply(b"", "302 Found", Location=theirs.url("/4"))  # noqa: E731
        pages = paged(listing(("/1", None), (theirs.url("/2"), None), (theirs.url("/3"), None), ("/moved", None)))
        with LoopbackServer({"*": article(), "/moved": moved, **pages}) as server:
            source = make_source(server, list_by_page(server))
            owner = replace(source, id="xx_other", hosts=("127.0.0.2",), politeness=replace(source.politeness, delay_s=7.0))
            ends, _, _ = Walker(tmp_path, clock).walk(source, find_source=lambda url: owner if "127.0.0.2" in url else None)
    assert [end.outcome for end in ends] == [None] * 4
    assert theirs.paths() == ["/2", "/3", "/4"]
    assert sum(clock.naps) >= 7.0


def test_a_lead_that_redirects_to_the_home_page_is_skipped_and_only_the_redirect_kept(tmp_path: Path) -> None:
    sent_home: Program = lambda visit: visit.reply(b"", "302 Found", Location="/")  # noqa: E731
    ends, _, _ = walk_once(tmp_path, {"/news/1": sent_home, **paged(listing(("/news/1", None)))})
    assert [(end.outcome, end.reason, len(end.captures)) for end in ends] == [(Outcome.SKIPPED, "soft_404", 1)]


def test_a_moved_lead_is_captured_with_its_redirect(tmp_path: Path) -> None:
    moved: Program = lambda visit: visit.reply(b"", "301 Moved Permanently", Location="/en/1")  # noqa: E731
    ends, _, _ = walk_once(tmp_path, {"/1": moved, **paged(listing(("/1", None)))})
    assert [[capture.status for capture in end.captures] for end in ends] == [[301, 200]]


def test_leads_that_the_source_does_not_allow_are_no_leads(tmp_path: Path) -> None:
    programs = paged(listing(("/news/1", None), ("/about", None), ("/news/archive", None)))
    ends, _, _ = walk_once(tmp_path, programs, lambda server: list_by_page(server, allow=("/news/",), deny=("archive",)))
    assert [end.url.rpartition("/")[2] for end in ends] == ["1"]


def test_the_first_meeting_with_a_list_takes_its_newest_page_only(tmp_path: Path) -> None:
    _, stops, paths = walk_once(tmp_path, paged(listing(("/2", None)), listing(("/1", None))))
    assert "first time" in stops[0]
    assert paths == ["/news?page=1", "/2"]


def test_a_second_run_goes_back_to_where_nothing_is_new(tmp_path: Path) -> None:
    walker = Walker(tmp_path)
    programs = {"*": article(), **paged(listing(("/1", None)), listing(("/0", None)))}
    with LoopbackServer(programs) as server:
        source = make_source(server, list_by_page(server))
        walker.walk(source)
        programs |= paged(listing(("/3", None)), listing(("/2", None)), listing(("/1", None)), listing(("/0", None)))
        server.visits.clear()
        ends, stops, _ = walker.walk(source)
    assert [end.outcome for end in ends] == [None, None, Outcome.UNCHANGED]
    assert stops == [f"{server.url('/news?page=3')} holds nothing new"]


def test_a_run_in_which_nothing_changed_transfers_next_to_nothing(tmp_path: Path) -> None:
    walker = Walker(tmp_path)
    tag = '"list"'

    def tagged_list(visit: Visit) -> None:
        if visit.fields.get("if-none-match") == tag:
            visit.reply(b"", "304 Not Modified", ETag=tag)
        else:
            visit.reply(LISTING, ETag=tag, Content_Type="text/html")

    with LoopbackServer({"*": article(), "/news": tagged_list}) as server:
        source = make_source(server, list_by_page(server))
        walker.walk(source)
        first, first_bytes = len(walker.captures), count_bytes(tmp_path)
        ends, stops, _ = walker.walk(source)
    assert (first, len(walker.captures)) == (4, 4)
    assert count_bytes(tmp_path) - first_bytes < 0.02 * first_bytes
    assert [(end.outcome, end.reason) for end in ends] == [(Outcome.UNCHANGED, "not modified")] * 3
    assert "nothing new" in stops[0]


def count_bytes(folder: Path) -> int:
    """Count the body bytes that all fetches so far transferred, robots.txt aside."""
    lines = map(json.loads, (folder / "fetch.jsonl").read_text().splitlines())
    return sum(line["bytes"] for line in lines if not line["url"].endswith("/robots.txt"))


LISTING = (
    b"<ul>" + b"".join(b'<li class=item><a href="/%d">Statement of the Ministry</a></li>' % n for n in (1, 2, 3)) + b"</ul>"
)


def test_an_address_that_is_sent_escaped_is_known_by_its_printed_form(tmp_path: Path) -> None:
    walker = Walker(tmp_path)
    with LoopbackServer({"*": article(), **paged(listing(("/նորություն 1#top", None)))}) as server:
        source = make_source(server, list_by_page(server))
        walker.walk(source)
        ends, stops, _ = walker.walk(source)
    assert [end.outcome for end in ends] == [Outcome.UNCHANGED]
    assert "nothing new" in stops[0]


def test_a_backfill_goes_on_where_it_stopped(tmp_path: Path) -> None:
    walker = Walker(tmp_path)
    with LoopbackServer({"*": article(), **paged(listing(("/2", None), ("/1", None)))}) as server:
        source = make_source(server, list_by_page(server, most_pages=1))
        walker.walk(source, since=OCTOBER)
        server.visits.clear()
        ends, _, _ = walker.walk(source, since=OCTOBER)
        assert [(end.outcome, end.reason) for end in ends] == [(Outcome.SKIPPED, "captured before")] * 2
        assert count(server.paths(), "/news") == len(server.paths())


def test_a_backfill_asks_again_for_what_was_refused_and_not_for_what_is_gone(tmp_path: Path) -> None:
    walker = Walker(tmp_path)
    programs: dict[str, Program] = paged(listing(("/refused", None), ("/gone", None)), listing())
    programs["/refused"] = lambda visit: visit.reply(b"no", "403 Forbidden")
    programs["/gone"] = lambda visit: visit.reply(b"no", "404 Not Found")
    with LoopbackServer(programs) as server:
        source = make_source(server, list_by_page(server))
        walker.walk(source, since=OCTOBER)
        ends, _, _ = walker.walk(source, since=OCTOBER)
    assert [(end.outcome, end.reason) for end in ends] == [(None, None), (Outcome.SKIPPED, "captured before")]


def test_a_dry_run_asks_for_the_lists_only_and_keeps_nothing(tmp_path: Path) -> None:
    with LoopbackServer(paged(listing(("/2", None), ("/1", None)))) as server:
        source = make_source(server, list_by_page(server))
        ends, _, leads = Walker(tmp_path).walk(source, dry=True)
        assert (ends, [lead.url for lead in leads]) == ([], [server.url("/2"), server.url("/1")])
        assert server.paths() == ["/news?page=1"]
    assert not list(tmp_path.glob("*.warc.gz*"))


def test_a_feed_is_read_and_an_archive_of_pages_only_for_a_window(tmp_path: Path) -> None:
    def discover(server: LoopbackServer) -> Discovery:
        return list_by_page(server, method=Method.FEED, urls=(server.url("/feed"),), most_pages=1)

    with LoopbackServer({}) as server:
        item = (server.url("/1"), "Tue, 27 Oct 2020 10:00:00 +0400")
        server.programs |= {"*": article(), "/feed": feed(item), **paged(listing(("/1", None), ("/0", None)))}
        source = make_source(server, discover(server))
        assert [end.url for end in Walker(tmp_path / "a").walk(source)[0]] == [server.url("/1")]
        ends = Walker(tmp_path / "b").walk(source, since=OCTOBER)[0]
        assert [end.url for end in ends] == [server.url("/1"), server.url("/0")]


def test_sitemaps_are_followed_where_they_may_hold_something_of_the_window(tmp_path: Path) -> None:
    with LoopbackServer({}) as server:
        server.programs |= {
            "*": article(),
            "/sitemap.xml": sitemap((server.url("/s1.xml"), "2020-12-01"), (server.url("/s2.xml"), "2019-01-01"), index=True),
            "/s1.xml": sitemap((server.url("/1"), "2020-12-01"), (server.url("/0"), "2020-01-01")),
        }
        discovery = Discovery(method=Method.SITEMAP, urls=(server.url("/sitemap.xml"),))
        ends, stops, _ = Walker(tmp_path).walk(make_source(server, discovery), since=OCTOBER, until=NOVEMBER)
        assert [end.outcome for end in ends] == [None, Outcome.SKIPPED]
        assert stops == [f"{server.url('/s1.xml')} was read to its end"]
        assert "/s2.xml" not in server.paths()


def test_a_usual_run_takes_of_a_sitemap_what_changed_of_late_or_is_unknown(tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    programs = {"*": article()}
    with LoopbackServer(programs) as server:
        old, new, undated = (
            (server.url(f"/{name}"), day) for name, day in (("a", "2020-01-01"), ("b", str(today)), ("c", None))
        )
        programs["/sitemap.xml"] = sitemap(old, new, undated)
        source = make_source(server, Discovery(method=Method.SITEMAP, urls=(server.url("/sitemap.xml"),)))
        walker = Walker(tmp_path)
        first, second = walker.walk(source), walker.walk(source)
    assert [[end.url[-1] for end in ends] for ends, _, _ in (first, second)] == [["b", "c"], ["b"]]
    assert first[1][0].endswith("was read to its end; 1 of its addresses are not new")


def test_sitemaps_that_run_in_a_circle_are_left(tmp_path: Path) -> None:
    with LoopbackServer({}) as server:
        server.programs["/sitemap.xml"] = sitemap((server.url("/sitemap.xml"), None), index=True)
        discovery = Discovery(method=Method.SITEMAP, urls=(server.url("/sitemap.xml"),))
        _, stops, _ = Walker(tmp_path).walk(make_source(server, discovery))
    assert "circle" in stops[0]


def test_sitemaps_that_run_in_a_circle_by_their_fragments_are_left(tmp_path: Path) -> None:
    with LoopbackServer({}) as server:
        itself = [(server.url(f"/sitemap.xml#{number}"), None) for number in range(5)]
        server.programs["/sitemap.xml"] = sitemap(*itself, index=True)
        Walker(tmp_path).walk(make_source(server, Discovery(method=Method.SITEMAP, urls=(server.url("/sitemap.xml"),))))
        assert server.paths() == ["/sitemap.xml"]


def test_the_entities_of_a_feed_are_never_expanded_nor_fetched(tmp_path: Path) -> None:
    laughs = b'<!ENTITY a "ha">' + b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 10) for c in range(98, 108))
    body = b'<?xml version="1.0"?><!DOCTYPE rss [%s<!ENTITY x SYSTEM "file:///etc/passwd">]>' % laughs
    body += b"<rss><channel><item><title>Before &k;&x; after</title><link>/1</link></item></channel></rss>"
    with LoopbackServer({"*": article(), "/feed": lambda visit: visit.reply(body)}) as server:
        discovery = Discovery(method=Method.FEED, urls=(server.url("/feed"),))
        ends, stops, _ = Walker(tmp_path).walk(make_source(server, discovery))
        address = server.url("/1")
    assert [end.url for end in ends] == [address]
    assert len(stops) == 1
    listed = read_feed(body.decode(), base=None, read_date=Page(url=None).first_date)
    assert listed is not None
    assert [lead.title for lead in listed.leads] == ["Before &k;&x; after"]


def test_a_source_that_declares_no_way_to_find_leads_says_so(tmp_path: Path) -> None:
    with LoopbackServer({}) as server:
        _, stops, _ = Walker(tmp_path).walk(make_source(server, Discovery()))
    assert "import" in stops[0]


def _follow_from(path: str) -> Callable[[LoopbackServer], Discovery]:
    return lambda server: list_by_page(server, pages=None, urls=(server.url(path),))


def test_an_item_without_an_address_is_skipped_and_counted(tmp_path: Path) -> None:
    body = (
        b"<rss><channel><item><link>/1</link></item><item><title>S</title></item><item><link>/2</link></item></channel></rss>"
    )
    with LoopbackServer({"*": article(), "/feed": lambda visit: visit.reply(body)}) as server:
        source = make_source(server, Discovery(method=Method.FEED, urls=(server.url("/feed"),)))
        ends, _, _ = Walker(tmp_path).walk(source)
    assert [(end.outcome, end.reason) for end in ends] == [
        (Outcome.SKIPPED, "an item without an address"),
        (None, None),
        (None, None),
    ]


@pytest.mark.parametrize("many", [50_000, 50_001])
def test_a_list_of_more_leads_than_are_looked_at_says_so(many: int, tmp_path: Path) -> None:
    body = "\n".join(f"http://other.example/{number}" for number in range(many)).encode()
    with LoopbackServer({"/sitemap.txt": lambda visit: visit.reply(body, Content_Type="text/plain")}) as server:
        discovery = Discovery(method=Method.SITEMAP, urls=(server.url("/sitemap.txt"),), deny=("other",))
        _, stops, _ = Walker(tmp_path).walk(make_source(server, discovery))
    said = [stop for stop in stops if stop.endswith("50001 leads, of which the first 50000 are looked at, the most of a list")]
    assert len(said) == (many > 50_000)


@pytest.mark.parametrize(("most", "left"), [(6, 0), (5, 1), (4, 2)])
def test_indexes_of_indexes_are_read_within_one_bound(
    most: int, left: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "_MAX_SITEMAPS_IN_ALL", most)
    with LoopbackServer({"*": sitemap()}) as server:
        server.programs["/top.xml"] = sitemap((server.url("/a.xml"), None), (server.url("/b.xml"), None), index=True)
        server.programs["/a.xml"] = sitemap((server.url("/1.xml"), None), (server.url("/2.xml"), None), index=True)
        server.programs["/b.xml"] = sitemap((server.url("/3.xml"), None), index=True)
        source = make_source(server, Discovery(method=Method.SITEMAP, urls=(server.url("/top.xml"),)))
        _, stops, _ = Walker(tmp_path).walk(source)
        assert len(server.paths()) == min(6, most)
    said = [stop for stop in stops if stop.endswith(f"sitemaps were left: {most} sitemaps were read, the most in one run")]
    assert bool(said) == (left > 0)


def test_a_sitemap_or_page_on_another_host_makes_no_pages_there_the_source_s(tmp_path: Path) -> None:
    with LoopbackServer({"*": article()}, address="127.0.0.2") as theirs, LoopbackServer({"*": article()}) as ours:
        theirs.programs["/s.xml"] = sitemap((theirs.url("/1"), None), (ours.url("/1"), None))
        theirs.programs["/list"] = listing(("/2", None), (ours.url("/2"), None))
        ours.programs["/s.xml"] = sitemap((theirs.url("/s.xml"), None), index=True)
        ours.programs["/list"] = listing(("/3", None), following=theirs.url("/list"))
        for path, method in (("/s.xml", Method.SITEMAP), ("/list", Method.LISTING)):
            discovery = Discovery(method=method, urls=(ours.url(path),), item="li.item", link="a")
            ends, _, _ = Walker(tmp_path / method.value).walk(make_source(ours, discovery), since=OCTOBER)
            others = [end for end in ends if end.reason == LeadReason.OTHER_HOST]
            assert [end.url.startswith(theirs.url("")) for end in others] == [True]
        assert theirs.paths() == ["/s.xml", "/list"]


def test_an_unmodified_list_behind_a_redirect_is_read_as_it_is_stored(tmp_path: Path) -> None:
    def listed(visit: Visit) -> None:
        if "if-none-match" in visit.fields:
            visit.reply(b"", "304 Not Modified")
        else:
            visit.reply(b"<rss><channel><item><link>/1</link></item></channel></rss>", ETag='"1"')

    programs: dict[str, Program] = {
        "*": article(), "/feed": lambda visit: visit.reply(b"", "301 Moved", Location="/feed/"), "/feed/": listed
    }  # fmt: skip
    with LoopbackServer(programs) as server:
        source = make_source(server, Discovery(method=Method.FEED, urls=(server.url("/feed"),)))
        walker = Walker(tmp_path)
        for _ in range(2):
            ends, _, _ = walker.walk(source)
            assert [end.url for end in ends] == [server.url("/1")]


def test_a_lead_to_the_list_itself_is_skipped_and_counted(tmp_path: Path) -> None:
    ends, _, paths = walk_once(tmp_path, {"/a": listing(("/a#top", None), ("/1", None))}, _follow_from("/a"))
    assert [(end.outcome, end.reason) for end in ends] == [(Outcome.SKIPPED, "a list of this run, read as such"), (None, None)]
    assert paths == ["/a", "/1"]


def test_a_list_that_failed_is_not_requested_again_as_a_page(tmp_path: Path) -> None:
    with LoopbackServer({"*": article(), "/news": listing(("/1", None))}) as server:
        source = make_source(server, list_by_page(server, pages=None, urls=(server.url("/news"),)))
        known = make_known(server.url("/news"))
        Walker(tmp_path).walk(source, due=lambda _: [known])
        assert server.paths() == ["/news", "/1"]


def test_a_page_that_a_listed_address_redirects_to_is_requested_once_in_a_run(tmp_path: Path) -> None:
    moved: Program = lambda visit: visit.reply(b"", "301 Moved", Location="/2")  # noqa: E731
    with LoopbackServer({"*": article(), "/news": listing(("/1", None)), "/1": moved}) as server:
        source = make_source(server, list_by_page(server, pages=None, urls=(server.url("/news"),)))
        known = make_known(server.url("/2"))
        Walker(tmp_path).walk(source, due=lambda _: [known])
        assert server.paths() == ["/news", "/1", "/2"]
