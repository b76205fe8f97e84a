"""Full-text search and what is counted of each month keep in step with the record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlite_utils import Database

from storage.evidence.tombstones import redact
from storage.loading.current import recount_months
from storage.loading.indexing import index_anew, read_marks
from storage.model.identity import canonical_url, document_id
from storage.search.search import search
from storage.text.marks import GONE, mark_month, mark_name
from tests.storage.lines import NOON, load, make_capture, make_document, make_line, make_page

URL = "https://example.gov/a"


def read(db: Database, version: str, **fields: Any) -> None:
    capture = make_capture(URL, "Peace.")
    load(db, make_line(capture, make_document(URL, "Peace.", **fields), code_version=version), run=version, warc=None)


def held(db: Database) -> dict[str, int]:
    return dict(db.execute("SELECT month, documents FROM held_months WHERE documents > 0").fetchall())


def test_a_quote_that_is_read_anew_is_marked_anew(db: Database) -> None:
    read(db, "test-1", quote={"speaker": "Anna Aram"})
    read(db, "test-2", quote={"speaker": "Boris Bek"}, published="2021-03-01")
    assert search(db, "peace speaker:Bek").total == 1
    assert search(db, "peace on:2021-03").total == 1
    assert search(db, "peace speaker:Aram").total == 0
    marks = read_marks(db, "[1]")[1].split()
    assert {mark_name("speaker", "Boris Bek"), mark_month(2021, 3)} <= set(marks)
    assert GONE not in marks


def test_words_that_a_page_does_not_show_any_more_are_marked_gone(db: Database) -> None:
    load(db, make_page(URL, "Peace."), make_page(URL, "War.", at=NOON + timedelta(days=1), offset=100))
    assert [GONE in marks for marks in read_marks(db, "[1]").values()] == [True, False]
    assert search(db, "peace").total == 0


def test_the_index_is_the_same_when_it_is_filled_anew(db: Database) -> None:
    load(db, make_page(URL, "Cease-fire now.\nPeace."), make_page(URL, "War.", at=NOON + timedelta(days=1), offset=100))
    words = ("ceasefire", "peace", "war", f'"{GONE}"', f'"{mark_month(2020, 10)}"')
    before = [db.execute("SELECT rowid FROM quote_words WHERE quote_words MATCH ?", (word,)).fetchall() for word in words]
    index_anew(db)
    after = [db.execute("SELECT rowid FROM quote_words WHERE quote_words MATCH ?", (word,)).fetchall() for word in words]
    assert before == after == [[(1,)], [(2,)], [(3,)], [(1,), (2,)], [(1,), (2,), (3,)]]


@pytest.mark.parametrize("anew", [False, True])
def test_documents_are_counted_by_the_month_of_what_they_show_now(db: Database, anew: bool) -> None:
    read(db, "test-1", published="2020-10-01")
    assert held(db) == {"2020-10": 1}
    read(db, "test-2", published="2021-03-01")
    load(db, make_page("https://example.gov/b", "War.", offset=100, published=None), run="run-3", warc=None)
    load(db, make_page("https://example.gov/c", "Talks.", offset=200, published="2021-03-31"), run="run-4", warc=None)
    assert held(db) == {"": 1, "2021-03": 2}
    redact(db, document_id(url=canonical_url("https://example.gov/c")), "private", redacted_at=NOON)
    if anew:
        recount_months(db)
    assert held(db) == {"": 1, "2021-03": 1}
