"""A shard is loaded whole or not at all, never twice, and every lead is counted once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from storage.database.archive import open_writer
from storage.errors import StorageError
from storage.loading.load import load_lines
from storage.loading.tallies import list_outcomes, loaded_warcs, read_tally
from storage.model import Derived, Document, Outcome, Post, PostKind, RecordType
from tests.storage.lines import NOON, VERSION, load, make_capture, make_document, make_line, make_page

URL = "https://example.gov/a"
HOUR = timedelta(hours=1)
KEPT = "warc_files warc_records captures judgements documents revisions derivations observations quotes readings current"


def contents(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """Read all tables but those that grow with every run."""
    return {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in KEPT.split()}


def current_text(db: Database) -> str:
    asked = "SELECT r.text FROM current n JOIN derivations v ON v.seq = n.derivation JOIN revisions r ON r.seq = v.revision"
    [(text,)] = db.execute(asked).fetchall()
    return str(text)


def test_a_page_is_new_and_its_quotes_are_counted(db: Database) -> None:
    tally = load(db, make_page(URL, "Peace.\nNow."))
    assert (tally.new, tally.leads, tally.quotes) == (1, 1, 2)
    assert loaded_warcs(db) == {"a.warc.gz"}


def test_the_same_shard_in_the_same_run_gives_the_same_tally_and_stores_nothing(db: Database) -> None:
    first = load(db, make_page(URL, "Peace."), stops=("end of feed",))
    before = contents(db), db.execute("SELECT * FROM outcomes").fetchall()
    assert load(db, make_page(URL, "Peace."), stops=("end of feed",)) == first
    assert (contents(db), db.execute("SELECT * FROM outcomes").fetchall()) == before
    assert first.stops == ("end of feed",)


def test_another_run_finds_the_same_lines_unchanged_and_stores_only_that(db: Database) -> None:
    lines = (make_page(URL, "Peace."), make_page("https://example.gov/b", "War.", offset=100))
    load(db, *lines)
    before = contents(db)
    tally = load(db, *lines, run="run-2")
    assert (tally.unchanged, tally.leads, tally.quotes) == (2, 2, 0)
    assert contents(db) == before


def test_other_text_in_a_newer_capture_is_a_revision(db: Database) -> None:
    load(db, make_page(URL, "Peace."))
    tally = load(db, make_page(URL, "War.", at=NOON + HOUR, offset=100), run="run-2", warc="b.warc.gz")
    assert (tally.revised, tally.leads, tally.quotes) == (1, 1, 1)
    assert current_text(db) == "War."


def test_the_same_text_in_a_newer_capture_is_unchanged(db: Database) -> None:
    load(db, make_page(URL, "Peace."))
    tally = load(db, make_page(URL, "Peace.", at=NOON + HOUR, offset=100), run="run-2")
    assert (tally.unchanged, tally.leads) == (1, 1)
    assert db.execute("SELECT (SELECT count(*) FROM captures), (SELECT count(*) FROM derivations)").fetchone() == (2, 1)


def test_a_text_that_comes_back_is_a_revision_again(db: Database) -> None:
    texts = ("Peace.", "War.", "Peace.")
    lines = [make_page(URL, text, at=NOON + HOUR * n, offset=100 * n) for n, text in enumerate(texts)]
    tally = load(db, *lines)
    assert (tally.new, tally.revised) == (1, 2)
    assert db.execute("SELECT count(*) FROM revisions").fetchone() == (2,)


def test_an_old_capture_loaded_later_does_not_become_current(db: Database) -> None:
    load(db, make_page(URL, "War.", at=NOON + HOUR))
    tally = load(db, make_page(URL, "Peace.", offset=100), run="run-2")
    assert current_text(db) == "War."
    assert tally.revised == 1


def test_a_better_parser_adds_a_derivation_and_the_lead_is_unchanged(db: Database) -> None:
    load(db, make_page(URL, "Peace. Menu"))
    capture = make_capture(URL, "Peace. Menu")
    better = make_line(capture, make_document(URL, "Peace."), code_version="test-2")
    tally = load(db, better, run="run-2")
    assert (tally.unchanged, tally.leads) == (1, 1)
    assert current_text(db) == "Peace."
    assert db.execute("SELECT count(*) FROM derivations").fetchone() == (2,)


def test_another_version_that_understands_the_same_adds_only_an_observation(db: Database) -> None:
    load(db, make_page(URL, "Peace."))
    load(db, replace(make_page(URL, "Peace."), code_version="test-2"), run="run-2")
    counts = "SELECT (SELECT count(*) FROM derivations), (SELECT count(*) FROM observations)"
    assert db.execute(counts).fetchone() == (1, 2)


def test_a_lead_that_ended_without_a_capture_is_counted_with_its_reason(db: Database) -> None:
    failed = Derived(code_version=VERSION, lead=URL, outcome=Outcome.FAILED, reason="timeout")
    not_modified = Derived(code_version=VERSION, lead=f"{URL}/b", outcome=Outcome.UNCHANGED, reason="not modified")
    tally = load(db, failed, replace(failed, lead=f"{URL}/c"), not_modified, warc=None)
    assert (tally.failed, tally.unchanged, tally.reasons) == (2, 1, (("timeout", 2),))


def test_lines_of_no_warc_are_a_shard_of_their_own_by_what_they_say(db: Database) -> None:
    failed = Derived(code_version=VERSION, lead=URL, outcome=Outcome.FAILED, reason="timeout")
    load(db, failed, warc=None)
    load(db, failed, warc=None)
    load(db, replace(failed, reason="robots.txt"), warc=None)
    assert read_tally(db, "run-1").reasons == (("robots.txt", 1), ("timeout", 1))


def test_lines_of_several_warcs_are_one_shard(db: Database) -> None:
    lines = (make_page(URL, "Peace."), make_page(f"{URL}/b", "War.", warc="b.warc.gz"))
    first = load(db, *lines, warc=None)
    assert loaded_warcs(db) == {"a.warc.gz", "b.warc.gz"}
    before = contents(db), db.execute("SELECT * FROM outcomes").fetchall()
    assert load(db, *lines, warc=None) == first
    assert (contents(db), db.execute("SELECT * FROM outcomes").fetchall()) == before


def test_a_capture_on_the_way_is_stored_and_not_counted(db: Database) -> None:
    tally = load(db, make_line(make_capture(URL, "<ul>"), lead=None))
    assert tally.leads == 0
    assert db.execute("SELECT count(*) FROM captures").fetchone() == (1,)


def test_a_lead_whose_capture_gave_no_document_is_skipped_with_a_reason(db: Database) -> None:
    tally = load(db, make_line(make_capture(URL, "<ul>")))
    assert (tally.skipped, tally.reasons) == (1, (("no document in it", 1),))


def test_two_documents_of_one_page_are_one_lead(db: Database) -> None:
    capture = make_capture(URL, "both")
    tally = load(db, make_line(capture, make_document(URL, "Peace."), make_document(f"{URL}?part=2", "War.")))
    assert (tally.new, tally.leads, tally.quotes) == (1, 1, 2)


def make_post(number: int) -> Callable[[str], Document]:
    return lambda text: make_document(
        f"https://x.example/u/{number}",
        text,
        post=Post(platform="x", id=str(number), account="u", author="U", kind=PostKind.ORIGINAL),
    )


def test_each_post_of_a_dump_is_a_lead_and_each_refused_row_is_skipped(db: Database) -> None:
    capture = replace(make_capture("urn:sha256:1", "dump"), record_type=RecordType.RESOURCE)
    posts = tuple(make_post(n)(f"Post {n}.") for n in range(3))
    parts = (
        make_line(capture, *posts[:2], lead=None, refused=(("row 7", "no text"),)),
        make_line(capture, *posts[2:], lead=None, ledger=()),
    )
    tally = load(db, *parts)
    assert (tally.new, tally.skipped, tally.leads) == (3, 1, 4)
    again = load(db, *parts, run="run-2")
    assert (again.new, again.unchanged, again.skipped) == (0, 3, 1)


def test_a_post_that_stands_twice_in_a_dump_is_one_document(db: Database) -> None:
    capture = replace(make_capture("urn:sha256:1", "dump"), record_type=RecordType.RESOURCE)
    tally = load(db, make_line(capture, make_post(1)("Hello."), make_post(1)("Hello."), lead=None))
    assert (tally.new, tally.unchanged) == (1, 1)


def test_a_line_that_fails_leaves_nothing_of_its_shard(db: Database) -> None:
    good = make_page(URL, "Peace.")
    document = make_document(URL, "War is over.")
    moved = replace(document, quotes=tuple(replace(quote, start=1) for quote in document.quotes))
    before = contents(db)
    with pytest.raises(StorageError, match="stands at"):
        load(db, good, make_line(make_capture(URL, "x", offset=100), moved))
    assert contents(db) == before
    assert loaded_warcs(db) == set()


def test_a_capture_without_its_record_in_the_ledger_is_refused(db: Database) -> None:
    with pytest.raises(StorageError, match="nothing of it was loaded"):
        load(db, replace(make_page(URL, "Peace."), ledger=()))


def test_a_warc_that_was_written_again_is_refused(db: Database) -> None:
    load(db, make_page(URL, "Peace."))
    line = make_page(URL, "Other.", at=NOON + HOUR)
    [entry] = line.ledger
    other = replace(entry, pointer=replace(entry.pointer, length=90))
    with pytest.raises(StorageError, match="another record here"):
        load(db, replace(line, ledger=(other,)), run="run-2")


def test_a_run_must_be_begun(db: Database) -> None:
    with pytest.raises(StorageError, match="not begun"):
        load_lines(db, [], run="run-9", source="samples", warc=None)


def test_lone_surrogates_are_stored_as_replacement_characters_at_the_same_offsets(db: Database) -> None:
    load(db, make_page(URL, "Peace \ud83d now."))
    assert current_text(db) == "Peace \ufffd now."
    assert load(db, make_page(URL, "Peace \ud83d now."), run="run-2").unchanged == 1


def test_the_outcomes_of_a_capture_are_listed_over_all_runs(db: Database) -> None:
    line = make_page(URL, "Peace.")
    load(db, line)
    load(db, line, run="run-2")
    assert line.capture is not None
    results = list_outcomes(db, [line.capture.id])
    assert [result.outcome for result in results] == [Outcome.NEW, Outcome.UNCHANGED]
    assert results[0].document_id == line.documents[0].id


def count_steps(db: Database, number: int, warc: str | None) -> int:
    """Load so many pages in one load, and count the thousands of steps that SQLite takes."""
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    pages = [make_page(f"{URL}/{at}", f"Page {at} stands.", offset=at * 100) for at in range(number)]
    db.conn.set_progress_handler(step, 1000)
    load(db, *pages, warc=warc)
    return steps


def test_lines_that_can_be_read_only_once_are_no_shard_of_their_own(db: Database) -> None:
    load(db)
    with pytest.raises(TypeError, match="not an iterator"):
        load_lines(db, iter([make_page(URL, "Peace.")]), run="run-1", source="samples", warc=None)


@pytest.mark.parametrize("warc", ["a.warc.gz", None])
def test_loading_takes_time_in_proportion_to_what_is_loaded(tmp_path: Path, warc: str | None) -> None:
    steps = []
    for number in (1500, 6000):
        with open_writer(tmp_path / f"{number}.db") as db:
            steps.append(count_steps(db, number, warc))
    assert steps[1] < 6 * steps[0]
