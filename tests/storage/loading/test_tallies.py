"""What was captured and loaded is found again for the next fetch, the next derivation and the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlite_utils import Database

from storage.captures.index import find_capture, find_payload, knows_capture, latest_capture
from storage.loading.load import finish_run, load_roster, load_sources
from storage.loading.tallies import list_runs, read_tally
from storage.model import EffectiveStatus, Occupancy, Outcome, Person, Position, RecordType
from storage.reading.source_coverage import coverage
from tests.captured import list_captures
from tests.storage.lines import NOON, SampleSource, load, make_capture, make_line, make_page

URL = "https://example.gov/a"
HOUR = timedelta(hours=1)


def test_a_capture_is_found_as_it_was_stored(db: Database) -> None:
    capture = make_capture(URL, "Peace.")
    load(db, make_line(capture))
    assert find_capture(db, capture.id) == capture
    assert knows_capture(db, capture.id)
    assert not knows_capture(db, "c_other")


def test_a_payload_is_found_where_it_was_stored_first(db: Database) -> None:
    first = make_capture(URL, "Peace.")
    again = replace(make_capture(URL, "Peace.", at=NOON - HOUR, offset=100), record_type=RecordType.REVISIT, refers_to=first.id)
    load(db, make_line(again), make_line(first))
    assert find_payload(db, first.payload_sha256) == first


def test_the_latest_capture_is_the_newest_that_gave_content(db: Database) -> None:
    good = make_capture(URL, "Peace.")
    older = make_capture(URL, "Older.", at=NOON - HOUR, offset=100)
    down = replace(make_capture(URL, "Down.", at=NOON + HOUR, offset=200), status=503)
    blocked = make_capture(URL, "Access denied", at=NOON + 2 * HOUR, offset=300)
    refused = make_line(blocked, status=EffectiveStatus.BLOCKED, outcome=Outcome.FAILED, reason="blocked")
    load(db, *map(make_line, (good, older, down)), refused)
    assert latest_capture(db, URL) == good
    assert latest_capture(db, "https://example.gov/other") is None


def test_captures_are_listed_by_source(db: Database) -> None:
    mine = make_capture(URL, "Peace.")
    other = make_capture(URL, "War.", offset=100)
    load(db, make_line(mine), make_line(other, source="elsewhere"))
    assert {capture.id for capture in list_captures(db)} == {mine.id, other.id}
    assert list(list_captures(db, source="samples")) == [mine]


def test_a_run_is_listed_with_when_it_finished(db: Database) -> None:
    load(db, make_page(URL, "Peace."))
    finish_run(db, run="run-1", finished_at=NOON + HOUR)
    finish_run(db, run="run-1", finished_at=NOON + 2 * HOUR)
    [run] = list_runs(db)
    assert (run.id, run.source, run.started_at, run.finished_at) == ("run-1", "samples", NOON, NOON + HOUR)


def test_the_tally_of_a_run_is_the_sum_of_its_loads(db: Database) -> None:
    load(db, make_page(URL, "Peace."), stops=("end of feed",))
    load(db, make_page("https://example.gov/b", "War.", warc="b.warc.gz"), warc="b.warc.gz", stops=("end of feed", "limit"))
    tally = read_tally(db, "run-1")
    assert (tally.source, tally.new, tally.quotes, tally.stops) == ("samples", 2, 2, ("end of feed", "limit"))


def test_coverage_names_the_days_a_source_has_and_when_it_was_last_fetched_well(db: Database) -> None:
    load_sources(db, [SampleSource(id="samples"), SampleSource(id="silent")])
    load(db, make_page(URL, "Peace."), make_page(f"{URL}/2", "War.", published="2020-11-01", offset=100))
    samples, silent = coverage(db)
    assert (samples.source, samples.documents, samples.last_captured, samples.last_good) == ("samples", 2, NOON, NOON)
    assert samples.first is not None
    assert samples.last is not None
    assert (samples.first.date().isoformat(), samples.last.date().isoformat()) == ("2020-10-27", "2020-11-01")
    assert (silent.source, silent.documents, silent.first, silent.last_good) == ("silent", 0, None, None)


def test_sources_are_replaced_as_a_whole(db: Database) -> None:
    load_sources(db, [SampleSource(id="a", title="A"), SampleSource(id="b", title="B")])
    load_sources(db, [SampleSource(id="a", title="A, renamed")])
    assert db.execute("SELECT id, title FROM sources").fetchall() == [("a", "A, renamed")]


def test_a_roster_that_did_not_change_is_not_written_again(db: Database) -> None:
    person = Person(id="jane-doe", name="Jane Doe", kind="person", aliases=("Doe",))
    office = Position(id="minister", name="Minister of Samples", organisation="Ministry", titles=("the minister",))
    held = Occupancy(person="jane-doe", position="minister", since=NOON.date(), until=None, known_from="sample")
    load_roster(db, [person], [office], [held])
    changes = db.execute("SELECT total_changes()").fetchone()
    load_roster(db, [person], [office], [held])
    assert db.execute("SELECT total_changes()").fetchone() == changes
    folded = db.execute("SELECT folded FROM aliases ORDER BY 1").fetchall()
    assert folded == [("doe",), ("jane doe",), ("minister of samples",), ("the minister",)]


@pytest.mark.parametrize("name", ["Doe", "Jane Doe"])
def test_a_roster_can_be_replaced(db: Database, name: str) -> None:
    load_roster(db, [Person(id="x", name="X", kind="person")], [], [])
    load_roster(db, [Person(id="y", name=name, kind="person")], [], [])
    assert db.execute("SELECT id, name FROM people").fetchall() == [("y", name)]
