"""An archive of every older version becomes what a fresh one is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2 as sqlite3
from sqlite_utils import Database

from storage.database.archive import is_current, open_reader, open_writer
from storage.database.schema import ORDER, migrations
from storage.errors import StorageError
from storage.loading.reindexing import rebuild_indexes
from storage.model import Derived, Mention
from storage.text.index_form import index_words
from tests.storage.lines import day, load, make_page

NOT_COPIED = {"_sqlite_migrations", "quote_words", "quote_trigrams", "vocabulary", "vocabulary_parts", "index_versions"}
MARKS = {"settled_sketches", "linked", "linked_quotes", "linked_texts"}
"""Tables of one row, which say how far a work has come."""
LEAST_WHOLE = 3
"""From this version on an archive has all records that a load of pages writes; before, what it lacks is never known."""
VIEWS = ("quote_readings", "revisions", "current_quotes", "past_quotes")
"""What was a table of the same name once."""
ATTRIBUTED = "readings JOIN attributions ON seq = attribution"
LONG = "We will rebuild the bridge over the river before the winter comes, and nobody will have to wait any longer."


def fill(db: Database) -> None:
    load(db, make_page("https://example.gov/a", LONG, quote={"speaker": "İlham Əliyev"}))
    load(db, make_page("https://example.gov/b", f"Cease-fire now.\n{LONG}", offset=100, quote={"speaker": "Anna"}), run="run-2")
    load(db, make_parted(), run="run-3")


def make_parted() -> Derived:
    """Make a page whose quote is in two parts, was said on another day, and has words before and after it."""
    text = "Well: “We waited”, she said, “long enough”, and left."
    start, end = text.index("We waited"), text.index("”, and")
    page = make_page("https://example.gov/c", text, offset=200, published="2020-10-28")
    [quote] = page.documents[0].quotes
    parted = replace(
        quote,
        exact=text[start:end],
        start=start,
        end=end,
        spans=((start, start + 9), (text.index("long"), end)),
        marked=((0, 4),),
        prefix=text[start - 4 : start],
        suffix=text[end : end + 5],
        cue="she said",
        mention=Mention(text="she", start=text.index("she"), end=text.index("she") + 3),
        said=day("2020-10-26"),
    )
    return replace(page, documents=(replace(page.documents[0], quotes=(parted,)),))


def list_tables(db: Database, *, computed: bool = False) -> dict[str, list[str]]:
    """List the tables that hold rows of their own, with their columns, or also those that are computed."""
    columns = f"SELECT name FROM pragma_table_{'xinfo' if computed else 'info'}(?)"
    names = db.execute("""
        SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT GLOB 'sqlite_*'
    """).fetchall()
    return {name: [column for (column,) in db.execute(columns, (name,))] for (name,) in names if name not in NOT_COPIED | MARKS}


def make_older(path: Path, count: int, newer: Database) -> set[str]:
    """Write an archive as of the first ``count`` migrations, with the rows of a newer one; returns the names of its tables."""
    connection: Any = sqlite3.connect(path)
    db = Database(connection)
    migrations.apply(db, stop_before=migrations._migrations[count].name if count < len(ORDER) else None)
    listed = "SELECT name FROM pragma_table_info(?)"
    views = {view: [name for (name,) in newer.execute(listed, (view,))] for view in VIEWS}
    known = {**list_tables(newer, computed=True), **views}
    words = {quote: index_words(exact) for quote, exact in newer.execute("SELECT quote, exact FROM quote_readings")}
    for table, columns in list_tables(db).items():
        asked = ATTRIBUTED if table == "readings" and "speaker" in columns else table
        kept = [f'"{column}"' for column in columns if column in known.get(table, []) or asked != table]
        rows = newer.execute(f"SELECT {', '.join(kept)} FROM {asked}").fetchall() if kept else []
        if table == "quotes" and "words" in columns:
            kept, rows = [*kept, "words"], [(*row, words[row[0]]) for row in rows]
        if rows:
            connection.executemany(f"INSERT INTO {table} ({', '.join(kept)}) VALUES ({', '.join('?' * len(kept))})", rows)
    tables = set(list_tables(db))
    for (index,) in db.execute("SELECT name FROM sqlite_schema WHERE name IN ('quote_words', 'quote_trigrams')").fetchall():
        entered = f"INSERT INTO {index} (rowid, words) SELECT seq, words FROM searchable"
        connection.execute(entered if "words" in list_tables(db)["quotes"] else f"DELETE FROM {index}")
    connection.commit()
    connection.close()
    return tables


def read_all(db: Database) -> dict[str, list[Any]]:
    """Read all rows but the marks of progress; fresh fingerprints are counted with those that have moved to the large table."""
    rows = {table: sorted(db.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in list_tables(db)}
    rows["sketches"] = sorted([*rows["sketches"], *rows.pop("fresh_sketches")])
    return rows


def read_schema(db: Database) -> list[Any]:
    return db.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT GLOB 'sqlite_*' ORDER BY name"
    ).fetchall()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fresh") / "archive.db"
    with open_writer(path) as db:
        fill(db)
    return path


@pytest.mark.parametrize("count", range(1, len(ORDER) + 1))
def test_an_older_archive_becomes_what_a_fresh_one_is(tmp_path: Path, fresh: Path, count: int) -> None:
    path = tmp_path / "archive.db"
    with open_reader(fresh) as newer:
        held = make_older(path, count, newer)
    assert not is_current(path)
    with open_writer(path) as db:
        rebuild_indexes(db)
    with open_reader(path) as db, open_reader(fresh) as newer:
        assert read_schema(db) == read_schema(newer)
        upgraded, wanted = read_all(db), read_all(newer)
        lost = {table for table in wanted if count < LEAST_WHOLE and table not in held}
        assert {table: rows for table, rows in upgraded.items() if table not in lost} == {
            table: rows for table, rows in wanted.items() if table not in lost
        }
        if count < LEAST_WHOLE:
            return
        for index, word in (("quote_words", "bridge"), ("vocabulary_parts", "bri")):
            found = f"SELECT rowid FROM {index} WHERE {index} MATCH '{word}' ORDER BY rowid"
            assert db.execute(found).fetchall() == newer.execute(found).fetchall() != []


def test_a_reading_is_shown_with_its_words_and_date_though_these_are_not_kept_again(fresh: Path) -> None:
    with open_reader(fresh) as db:
        columns = "exact, prefix, suffix, spans, marked, said_earliest"
        [parted] = db.execute(f"SELECT {columns} FROM quote_readings WHERE cue IS NOT NULL").fetchall()
        whole = db.execute(f"SELECT {columns} FROM quote_readings WHERE speaker = 'Anna' ORDER BY start").fetchone()
        [kept] = db.execute("SELECT count(*) FROM readings WHERE said IS NOT NULL OR spans IS NOT NULL").fetchone()
    assert parted == (
        "We waited”, she said, “long enough",
        "l: “",
        "”, an",
        "[[7,16],[30,41]]",
        "[[0,4]]",
        "2020-10-26T00:00:00Z",
    )
    assert whole == ("Cease-fire now.", "", "", "[[0,15]]", "[]", "2020-10-27T00:00:00Z")
    assert kept == 1


def test_an_archive_with_an_outdated_index_is_named_to_its_reader_until_it_is_built_anew(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with open_writer(path) as db:
        fill(db)
        before = read_all(db)
        for table in ("speakers", "sketches", "fresh_sketches"):
            db.execute(f"DELETE FROM {table}")
        db.execute("UPDATE index_versions SET version = 0 WHERE name IN ('speakers', 'sketches')")
    with pytest.raises(StorageError, match=r"lacks index speakers, index sketches.*onrecord recover"):
        open_reader(path)
    with open_writer(path) as db:
        assert rebuild_indexes(db) == ["speakers", "sketches"]
        assert rebuild_indexes(db) == []
    with open_reader(path) as db:
        assert read_all(db) == before


def test_a_rebuild_that_breaks_off_keeps_the_indexes_that_were_done(tmp_path: Path) -> None:
    with open_writer(tmp_path / "archive.db") as db:
        fill(db)
        db.execute("DELETE FROM index_versions")
        db.execute(
            "CREATE TEMP TRIGGER full_disk BEFORE DELETE ON main.sketches BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )
        db.execute("INSERT INTO sketches VALUES (1, 1, 0)")
        with pytest.raises(sqlite3.IntegrityError, match="disk is full"):
            rebuild_indexes(db)
        db.execute("DROP TRIGGER full_disk")
        assert rebuild_indexes(db) == ["sketches", "shown"]


def test_the_words_of_search_are_computed_anew_from_the_readings(tmp_path: Path) -> None:
    with open_writer(tmp_path / "archive.db") as db:
        fill(db)
        db.execute("INSERT INTO quote_words (quote_words) VALUES ('delete-all')")
        db.execute("INSERT INTO quote_words (rowid, words, marks) VALUES (1, 'folded by an older version', '')")
        db.execute("DELETE FROM index_versions WHERE name = 'words'")
        assert rebuild_indexes(db) == ["words"]
        for word, times in (("ceasefire", 1), ("older", 0)):
            assert len(db.execute("SELECT 1 FROM quote_words WHERE quote_words MATCH ?", (word,)).fetchall()) == times


def test_a_new_archive_has_no_outdated_index(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with open_writer(path):
        pass
    assert is_current(path)
