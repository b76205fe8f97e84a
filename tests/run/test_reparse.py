"""Deriving again from stored captures adds a better reading and loses nothing."""

from dataclasses import replace

import pytest

from pipeline.errors import SourceError
from pipeline.home import Home
from pipeline.run import capture, derive, load, reparse, run
from pipeline.run.ticket import Ticket
from pipeline.sample import SAMPLE_WARC
from storage.model import Derived
from storage.shards import read_shard, write_shard
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


def test_only_the_named_sources_are_reparsed(home: Home) -> None:
    list(run(home, replay=[SAMPLE_WARC]))
    assert [tally.source for tally in reparse(home, ["az_mfa", "news"])] == ["az_mfa", "news"]
    with pytest.raises(SourceError, match="am_mfa"):
        list(reparse(home, ["am_mfaa"]))
