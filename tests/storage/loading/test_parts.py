"""A long shard is loaded in parts; one that is broken off is completed, and comes to what it would have been at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pysqlite3 import dbapi2 as sqlite3
from sqlite_utils import Database

from storage.database import archive
from storage.database.archive import open_reader, open_writer
from storage.database.excerpt import write_excerpt
from storage.errors import StorageError
from storage.evidence.fixity import verify
from storage.loading import load as loading
from storage.loading.load import begin_run, load_lines
from storage.loading.tallies import loaded_warcs, newest_load, unfinished_warcs
from storage.model import Derived, Tally
from tests.storage.lines import NOON, load, make_page

PAGES = 9
WARC = "a.warc.gz"
TABLES = (
    "loads outcomes documents revisions derivations observations quotes readings current current_quotes past_quotes "
    "warc_records captures judgements pages wordings held_months speakers vocabulary unfinished_loads"
).split()


class _BrokenOff(Exception):
    """Stands for a process that is killed."""


@pytest.fixture(autouse=True)
def _short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a part end after about two pages."""
    monkeypatch.setattr(loading, "_BATCH_QUOTES", 6)


def make_pages(number: int = PAGES) -> list[Derived]:
    """Make pages of two quotes each; of every third the same address is read again with another text."""
    return [
        make_page(f"https://example.gov/{n - n % 3 // 2}", f"Peace {n}.\nNow.", offset=n * 100, warc=WARC)
        for n in range(number)
    ]


def break_off(lines: Sequence[Derived], after: int) -> Iterator[Derived]:
    yield from lines[:after]
    raise _BrokenOff


def enter(db: Database, lines: Any) -> Tally:
    begin_run(db, run="run-1", source="news", started_at=NOON, code_version="1", parameters={})
    return load_lines(db, lines, run="run-1", source="news", warc=WARC)


def read_tables(db: Database) -> dict[str, list[Any]]:
    return {table: sorted(db.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in TABLES}


def list_commits(db: Database, lines: Sequence[Derived]) -> int:
    """Count the transactions in which lines are loaded."""
    statements: list[str] = []
    db.conn.set_trace_callback(statements.append)
    enter(db, lines)
    db.conn.set_trace_callback(None)
    return sum(statement.startswith("COMMIT") for statement in statements)


def test_a_short_shard_is_one_transaction_and_a_long_one_several(db: Database, tmp_path: Path) -> None:
    assert list_commits(db, make_pages(2)) == 2  # the run, and its shard
    with open_writer(tmp_path / "other.db") as other:
        assert list_commits(other, make_pages()) == 2 + PAGES // 2


def test_a_part_ends_by_the_length_of_its_texts_too(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_BATCH_QUOTES", 1_000)
    monkeypatch.setattr(loading, "_BATCH_CHARS", 13)
    assert list_commits(db, make_pages(3)) == 1 + 3


@settings(max_examples=12, deadline=None)
@given(after=st.integers(0, PAGES), again=st.integers(0, PAGES))
def test_a_load_that_is_broken_off_twice_comes_to_what_it_would_have_been(
    tmp_path_factory: pytest.TempPathFactory, after: int, again: int
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    lines = make_pages()
    with open_writer(folder / "whole.db") as db:
        tally, wanted = enter(db, lines), read_tables(db)
    with open_writer(folder / "parts.db") as db:
        for reached in (after, again):
            with pytest.raises(_BrokenOff):
                enter(db, break_off(lines, reached))
        assert enter(db, lines) == tally == enter(db, lines)
        assert read_tables(db) == wanted
    assert wanted["unfinished_loads"] == []
    assert tally.new + tally.revised + tally.unchanged == PAGES
    assert tally.revised


def test_a_load_that_goes_on_is_known_as_unfinished(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with open_writer(path) as db, pytest.raises(_BrokenOff):
        enter(db, break_off(make_pages(), 6))
    with open_reader(path) as db:
        assert loaded_warcs(db) == unfinished_warcs(db) == {WARC}
        assert newest_load(db) == write_excerpt(path, tmp_path / "excerpt.db") == 0
    with open_reader(tmp_path / "excerpt.db") as db:
        assert unfinished_warcs(db) == {WARC}
    with open_writer(path) as db:
        enter(db, make_pages())
        assert (unfinished_warcs(db), newest_load(db)) == (set(), 1)


def test_the_ledger_of_a_part_need_not_fill_its_file(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    (tmp_path / WARC).write_bytes(b"." * PAGES * 100)
    with open_writer(path) as db:
        with pytest.raises(_BrokenOff):
            enter(db, break_off(make_pages(), 6))
        assert not any("the ledger accounts" in problem for problem in verify(db, warc_root=tmp_path).problems)
        enter(db, make_pages())
        (tmp_path / WARC).write_bytes(b"." * (PAGES * 100 + 1))
        assert any("the ledger accounts" in problem for problem in verify(db, warc_root=tmp_path).problems)


def test_what_the_archive_refuses_of_a_later_part_is_told_so(db: Database) -> None:
    lines = make_pages()
    db.execute("CREATE TEMP TRIGGER full BEFORE INSERT ON main.documents WHEN NEW.seq > 4 BEGIN SELECT RAISE(ABORT, 'no'); END")
    with pytest.raises(StorageError, match=r"refuses its lines \(no\); a part of it was loaded"):
        enter(db, lines)
    db.execute("DROP TRIGGER full")
    assert enter(db, lines).leads == PAGES


def test_the_log_begins_anew_between_parts_while_readers_come_and_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_MOST_LOG", 100_000)
    path = tmp_path / "archive.db"
    largest = 0
    with open_writer(path) as db:
        load(db, make_page("https://example.gov/first", "Peace.", warc="first.warc.gz"), warc="first.warc.gz")
        db.execute("PRAGMA wal_autocheckpoint = 0")
        for number, reader in ((number, open_reader(path)) for number in range(12)):
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM quotes").fetchall()
            pages = [
                make_page(f"https://example.gov/{number}/{n}", f"Peace {n}.\nNow.", offset=n * 100, warc=f"{number}.warc.gz")
                for n in range(4)
            ]
            load(db, *pages, run=f"run-{number}", warc=f"{number}.warc.gz")
            reader.close()
            archive.restart_log(db)
            largest = max(largest, (tmp_path / "archive.db-wal").stat().st_size)
        busy = open_reader(path)
        busy.execute("BEGIN")
        busy.execute("SELECT count(*) FROM quotes").fetchall()
        archive.restart_log(db)  # is not held up by one that reads on
        busy.close()
    assert 0 < largest < 3_000_000


def test_a_restart_of_the_log_leaves_an_open_transaction_alone(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_MOST_LOG", 0)
    with db.atomic():
        db.execute("INSERT INTO declared VALUES ('roster', 'x')")
        archive.restart_log(db)
    assert db.execute("SELECT count(*) FROM declared").fetchone() == (1,)
    assert isinstance(db.conn, sqlite3.Connection)
