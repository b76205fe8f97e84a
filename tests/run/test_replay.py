"""A replay takes every capture of a WARC all the way, once."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import FetchError
from pipeline.home import Home
from pipeline.run.collect.recovering import list_pending, recover
from pipeline.run.collect.running import run
from pipeline.run.read.searching import search
from pipeline.run.read.tracing import trace
from pipeline.sample import SAMPLE_WARC
from storage.captures import OPEN_SUFFIX, WarcWriter
from storage.model import Exchange, Response, Tally
from tests.run.contents import read_contents


def _sum(tallies: list[Tally], name: str) -> int:
    return sum(getattr(tally, name) for tally in tallies)


def test_the_sample_comes_in_whole_and_the_blocked_page_is_counted(home: Home) -> None:
    tallies = list(run(home, replay=[SAMPLE_WARC]))
    assert _sum(tallies, "new") == 10
    assert _sum(tallies, "failed") == 1
    assert ("blocked", 1) in next(tally for tally in tallies if tally.source == "us_state").reasons


def test_a_second_replay_is_all_unchanged_and_stores_no_file(home: Home) -> None:
    list(run(home, replay=[SAMPLE_WARC]))
    files = sorted(home.warc.rglob("*"))
    before = read_contents(home)
    again = list(run(home, replay=[SAMPLE_WARC]))
    assert (_sum(again, "new"), _sum(again, "unchanged"), _sum(again, "failed")) == (0, 10, 1)
    assert sorted(home.warc.rglob("*")) == files
    assert read_contents(home) == before


def test_every_quote_of_the_sample_traces_down_to_its_bytes(home: Home) -> None:
    list(run(home, replay=[SAMPLE_WARC]))
    hits = search(home, "", limit=1000).hits
    assert len(hits) >= 10
    for hit in hits:
        chain = trace(home, hit.quote.id)
        assert chain.holds, chain


def test_the_words_of_record_are_found_with_speaker_office_and_day(home: Home) -> None:
    list(run(home, replay=[SAMPLE_WARC]))
    hits = search(home, '"Patriotic War"', speaker="Aliyev").hits
    assert {hit.source for hit in hits} == {"x_presidentaz", "az_president", "news"}
    assert {(hit.quote.speaker, hit.quote.office) for hit in hits} == {("Ilham Aliyev", "President of Azerbaijan")}
    said = {hit.source: hit.quote.said.value for hit in hits}
    assert said["x_presidentaz"] == "2020-10-26T11:40:00+00:00"
    assert said["az_president"] == "2020-10-26T19:00"


def test_what_a_readout_reports_is_the_principals_by_way_of_the_spokesperson(home: Home) -> None:
    list(run(home, replay=[SAMPLE_WARC]))
    hits = search(home, '"no military solution"', speaker="Pompeo").hits
    relayed = {hit.source: (hit.quote.speaker, hit.quote.office, hit.quote.via) for hit in hits}
    addresses = {hit.source: hit.document.address for hit in hits}
    assert addresses["news"] == "https://news.example/2020/10/27/on-record-sample-cease-fire/"
    assert relayed["us_state"] == ("Mike Pompeo", "US Secretary of State", "Morgan Ortagus, Department Spokesperson")
    assert relayed["news"] == ("Mike Pompeo", "US Secretary of State", "Sample News")


def test_only_the_named_source_is_replayed(home: Home) -> None:
    tallies = list(run(home, ["am_mfa"], replay=[SAMPLE_WARC]))
    assert [tally.source for tally in tallies] == ["am_mfa"]


def test_a_torn_tail_is_counted_and_what_stands_before_it_is_kept(home: Home, tmp_path: Path) -> None:
    torn = tmp_path / "torn.warc.gz"
    torn.write_bytes(SAMPLE_WARC.read_bytes()[:-100])
    tallies = list(run(home, replay=[torn]))
    assert _sum(tallies, "new") >= 8
    assert ("torn WARC record", 1) in [reason for tally in tallies for reason in tally.reasons]


@pytest.mark.parametrize(
    "content", [b"", b"no archive at all", gzip.compress(b"neither is this", mtime=0)], ids=["empty", "text", "gzip"]
)
def test_a_file_that_is_no_warc_is_refused_in_one_sentence_and_nothing_is_stored(
    home: Home, tmp_path: Path, content: bytes
) -> None:
    wrong = tmp_path / "wrong.warc.gz"
    wrong.write_bytes(content)
    with pytest.raises(FetchError, match=r"wrong\.warc\.gz"):
        list(run(home, replay=[wrong]))
    assert not list(home.root.rglob("*.warc.gz"))


def test_what_was_captured_and_not_loaded_is_loaded_by_recover(home: Home) -> None:
    from pipeline.run.collect.running import capture

    capture(home, "am_mfa", replay=[SAMPLE_WARC])
    assert len(list_pending(home)) == 1
    recovered = recover(home)
    assert [tally.source for tally in recovered.loaded] == ["am_mfa"]
    assert not list_pending(home)
    assert recover(home).loaded == ()


def test_a_torn_open_file_is_cut_back_and_loaded_by_the_next_run(home: Home) -> None:
    from pipeline.run.collect.running import capture

    ticket = capture(home, "us_state", replay=[SAMPLE_WARC])
    whole = home.warc / str(ticket.warc)
    whole.with_name(whole.name + OPEN_SUFFIX).write_bytes(whole.read_bytes()[:-50])
    whole.unlink()
    list(run(home, replay=[SAMPLE_WARC]))
    undisturbed = Home(root=home.root.with_name("undisturbed"))
    list(run(undisturbed, replay=[SAMPLE_WARC]))
    assert read_contents(home) == read_contents(undisturbed)


def _redirect(url: str, target: str) -> Exchange:
    response = Response(url=url, status=301, headers=(("Location", target),), body=b"")
    return Exchange(fetched_at=datetime(2020, 10, 27, 12, tzinfo=UTC), request=b"GET / HTTP/1.1\r\n\r\n", response=response)


def test_a_redirect_whose_target_was_not_captured_is_a_lead_that_is_counted(home: Home, tmp_path: Path) -> None:
    page = b"<title>Statement</title><h1>Statement</h1><p>The Ministry of Samples opens the bridge and thanks all helpers.</p>"
    there = "https://www.mfa.am/en/press-releases/2020/10/27/there/1"
    with WarcWriter(tmp_path, name="crawl", find_payload=lambda _: None) as warc:
        warc.write_exchange(_redirect("https://www.mfa.am/en/a", there))
        answer = Response(url=there, status=200, headers=(("Content-Type", "text/html"),), body=page)
        warc.write_exchange(Exchange(fetched_at=datetime(2020, 10, 27, 12, tzinfo=UTC), request=b"", response=answer))
        warc.write_exchange(_redirect("https://www.mfa.am/en/b", "https://www.mfa.am/en/press-releases/2020/10/27/gone/2"))
    [tally] = run(home, replay=[tmp_path / warc.path])
    assert (tally.new, tally.failed, tally.skipped) == (1, 0, 1)
    assert tally.reasons == (("redirects to what was not captured", 1),)
