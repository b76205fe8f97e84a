"""Deriving again from stored captures adds a better reading and loses nothing."""

from dataclasses import replace

import pytest

from pipeline.errors import PipelineError, SourceError
from pipeline.home import Home
from pipeline.run.collect import running
from pipeline.run.collect.reparsing import list_changes, list_reparse_tickets, mark_reading
from pipeline.run.collect.running import capture, derive, load, reparse, run
from pipeline.run.collect.ticket import Ticket
from pipeline.run.maintaining import redact
from pipeline.sample import SAMPLE_WARC
from storage.loading.shards import read_shard, write_shard
from storage.model import Derived, Tally
from tests.run.contents import read_contents


def _load_as_by_an_older_parser(home: Home, source: str) -> None:
    """Load a source as an older version would have: it found no quotes at all."""
    ticket: Ticket = derive(home, capture(home, source, replay=[SAMPLE_WARC]))
    shard = home.warc / str(ticket.derived)
    lines = [
        replace(line, code_version="older", documents=tuple(replace(document, quotes=()) for document in line.documents))
        for line in read_shard(Derived, shard)
    ]
    write_shard(shard, lines)
    load(home, ticket)


def test_reparsing_with_the_same_parser_changes_nothing(home: Home) -> None:
    list(run(home, replay=[SAMPLE_WARC]))
    before = read_contents(home)
    tallies = list(reparse(home))
    assert sum(tally.new + tally.revised + tally.quotes for tally in tallies) == 0
    assert sum(tally.unchanged for tally in tallies) == 10
    assert read_contents(home) == before


def test_a_better_parser_adds_the_quotes_that_an_older_one_missed(home: Home) -> None:
    _load_as_by_an_older_parser(home, "am_mfa")
    assert read_contents(home)["quotes"] == []
    [tally] = list(reparse(home, ["am_mfa"]))
    assert tally.quotes > 0
    fresh = Home(root=home.root.with_name("fresh"))
    list(run(fresh, ["am_mfa"], replay=[SAMPLE_WARC]))
    assert read_contents(home) == read_contents(fresh)


def _load_with_other_readings(home: Home, captured: Ticket) -> None:
    """Load what was captured as another version would have: its title was another, and nobody was named."""
    ticket: Ticket = derive(home, captured)
    shard = home.warc / str(ticket.derived)
    lines = [
        replace(
            line,
            code_version="older",
            documents=tuple(
                replace(
                    document,
                    title="An older title",
                    quotes=tuple(replace(quote, speaker=None, speaker_id=None, office=None) for quote in document.quotes[1:]),
                )
                for document in line.documents
            ),
        )
        for line in read_shard(Derived, shard)
    ]
    write_shard(shard, lines)
    load(home, ticket)


def test_what_a_better_parser_changed_is_told_by_document_and_quote(home: Home) -> None:
    _load_with_other_readings(home, capture(home, "us_state", replay=[SAMPLE_WARC]))
    mark = mark_reading(home)
    list(reparse(home))
    [change] = list_changes(home, mark)
    assert [each.before for each in change.fields if each.name == "title"] == ["An older title"]
    assert len(change.gained) == 1
    assert change.lost == ()
    assert {(each.before, each.now) for kept in change.changed for each in kept.fields if each.name == "speaker"} == {
        (None, "Mike Pompeo"),
        (None, "U.S. Department of State"),
    }


def test_a_reading_like_the_last_is_no_change(home: Home) -> None:
    list(run(home, replay=[SAMPLE_WARC]))
    mark = mark_reading(home)
    list(reparse(home))
    assert list_changes(home, mark) == []


def test_what_is_redacted_is_not_told_as_a_change(home: Home) -> None:
    _load_with_other_readings(home, capture(home, "us_state", replay=[SAMPLE_WARC]))
    mark = mark_reading(home)
    list(reparse(home))
    [before] = list_changes(home, mark)
    redact(home, before.gained[0].id, "A test.")
    [after] = list_changes(home, mark)
    assert after.gained == ()
    redact(home, before.document, "A test.")
    assert list_changes(home, mark) == []


def test_a_correction_taken_back_is_undone_by_the_next_reparse(home: Home) -> None:
    list(run(home, ["am_mfa"], replay=[SAMPLE_WARC]))
    first = read_contents(home)
    [ticket] = list_reparse_tickets(home, ["am_mfa"])
    _load_with_other_readings(home, ticket)
    assert read_contents(home) != first
    list(reparse(home, ["am_mfa"]))
    assert read_contents(home) == first
    mark = mark_reading(home)
    list(reparse(home, ["am_mfa"]))
    assert mark_reading(home) == mark, "nothing is stored where nothing is read otherwise"


def test_only_the_named_sources_are_reparsed(home: Home) -> None:
    list(run(home, replay=[SAMPLE_WARC]))
    assert [tally.source for tally in reparse(home, ["az_mfa", "news"])] == ["az_mfa", "news"]
    with pytest.raises(SourceError, match="am_mfa"):
        list(reparse(home, ["am_mfaa"]))


def test_a_source_that_is_no_longer_declared_is_named_and_the_others_are_derived(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(run(home, ["am_mfa", "us_state"], replay=[SAMPLE_WARC]))
    monkeypatch.setattr(running, "is_declared", lambda source: source != "am_mfa")
    tallies: list[Tally] = []
    with pytest.raises(PipelineError, match="Not reparsed: am_mfa"):
        tallies.extend(reparse(home))
    assert [tally.source for tally in tallies] == ["us_state"]
