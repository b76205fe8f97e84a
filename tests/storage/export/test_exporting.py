"""What is exported can be read back without loss, says what it is, and holds nothing that was withdrawn."""

from __future__ import annotations

import csv
import hashlib
import importlib
import io
import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sqlite_utils import Database

from storage.errors import StorageError
from storage.evidence.tombstones import redact
from storage.export.cited_items import BATCH, read_cited
from storage.export.columns import COLUMNS, list_cells
from storage.export.lines import defuse
from storage.export.query_export import Format, export, stream
from storage.model.cells import FORMULA_MARKS
from storage.model.codec import from_json, to_json
from storage.model.findings import Cited, Manifest
from storage.search.filtering import Filters
from storage.search.keys import match
from tests.storage.lines import load, make_document, make_page

MADE_AT = datetime(2020, 11, 2, tzinfo=UTC)
TEXTS = {
    "https://mfa.example/1": "Peace is <near> & dear.\nWar is far.",
    "https://mfa.example/2": '=HYPERLINK("x") peace\nنريد السلام peace',
}
TEI = {"t": "http://www.tei-c.org/ns/1.0"}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


@pytest.fixture(autouse=True)
def filled(db: Database) -> None:
    pages = [
        make_page(url, text, offset=number * 500, quote={"speaker": "Anna Sample", "office": "Minister"})
        for number, (url, text) in enumerate(TEXTS.items())
    ]
    load(db, *pages)


def write(db: Database, form: Format, query: str = "peace") -> str:
    return "".join(stream(db, query, Filters(), form, made_at=MADE_AT))


def find_all(db: Database, query: str = "peace") -> list[Cited]:
    return list(read_cited(db, match(db, query, Filters()).iterate(db)))


def save(db: Database, form: Format, path: Path, query: str = "peace") -> Manifest:
    return export(db, query, Filters(), form, path, made_at=MADE_AT, code_version="1")


def test_json_lines_read_back_are_the_records(db: Database) -> None:
    rows = [from_json(Cited, json.loads(line)) for line in write(db, Format.JSONL).splitlines()]
    assert rows == find_all(db)
    assert len(rows) == 3


def test_without_a_query_everything_is_exported(db: Database) -> None:
    assert len(write(db, Format.JSONL, "").splitlines()) == 4


def test_csv_read_back_has_every_column_and_runs_in_no_spreadsheet(db: Database) -> None:
    rows = list(csv.reader(io.StringIO(write(db, Format.CSV), newline="")))
    assert rows[0] == list(COLUMNS)
    exact = COLUMNS.index("exact")
    assert [row[exact] for row in rows[1:]] == ["Peace is <near> & dear.", '\'=HYPERLINK("x") peace', "نريد السلام peace"]
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA_MARKS)]


@given(st.text())
def test_no_cell_begins_like_a_formula_and_only_an_apostrophe_is_added(text: str) -> None:
    cell = defuse(text)
    assert isinstance(cell, str)
    assert not cell.lstrip(" \u00a0").startswith(FORMULA_MARKS)
    assert cell.removeprefix("'") == text.replace("\0", "\ufffd").removeprefix("'")


def test_sqlite_holds_the_same_cells(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "out.db"
    save(db, Format.SQLITE, path)
    with sqlite3.connect(path) as out:
        rows = out.execute("SELECT * FROM quotes ORDER BY id").fetchall()
    out.close()
    assert rows == sorted(list_cells(cited) for cited in find_all(db))


def test_parquet_without_duckdb_says_what_to_install_and_leaves_no_file(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", absent)
    with pytest.raises(StorageError, match="Parquet needs DuckDB, which is not installed here"):
        save(db, Format.PARQUET, tmp_path / "out.parquet")
    assert list(tmp_path.glob("*parquet*")) == []


def test_parquet_holds_the_same_cells(db: Database, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is an optional extra")
    path = tmp_path / "it's.parquet"
    save(db, Format.PARQUET, path)
    rows = duckdb.read_parquet(str(path)).fetchall()
    assert sorted(rows) == sorted(list_cells(cited) for cited in find_all(db))
    assert not list(tmp_path.glob("*.jsonl"))


def test_tei_is_well_formed_and_every_pointer_leads_to_an_element(db: Database) -> None:
    root = etree.fromstring(write(db, Format.TEI).encode())
    ids = [element.get(XML_ID) for element in root.iter() if element.get(XML_ID)]
    assert len(ids) == len(set(ids))
    pointers = [element.get(name) for element in root.iter() for name in ("who", "ana") if element.get(name)]
    assert pointers
    assert {pointer.removeprefix("#") for pointer in pointers if pointer} <= set(ids)
    assert [seg.text for seg in root.iterfind(".//t:u/t:seg", TEI)] == [
        cited.quote.exact for cited in find_all(db) if cited.quote
    ]
    assert len(root.findall("t:TEI", TEI)) == 2
    assert [person.text for person in root.iterfind(".//t:listPerson/t:person/t:persName", TEI)] == ["Anna Sample"]


def test_tei_of_nothing_holds_the_one_text_that_a_corpus_needs(db: Database) -> None:
    root = etree.fromstring(write(db, Format.TEI, "nowhereatall").encode())
    assert [text.findtext(".//t:title", namespaces=TEI) for text in root.findall("t:TEI", TEI)] == ["Nothing found"]


def test_tei_stays_well_formed_with_characters_that_xml_cannot_hold(db: Database) -> None:
    load(
        db,
        make_page("https://mfa.example/3", "peace\x0b\x01 ]]> &amp;", offset=5000, title="\x02"),
        run="run-2",
        warc="b.warc.gz",
    )
    assert etree.fromstring(write(db, Format.TEI).encode()) is not None


def test_an_annotation_points_at_the_same_words_by_offsets_and_by_quotation(db: Database) -> None:
    page = json.loads(write(db, Format.ANNOTATION))
    assert (page["@context"], page["type"], len(page["items"])) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage", 3)
    for item in page["items"]:
        stored, live = item["target"]
        place, words = stored["selector"]
        revision = stored["source"]["id"].removeprefix("urn:onrecord:")
        [(text,)] = db.execute("SELECT text FROM revisions WHERE id = ?", (revision,)).fetchall()
        assert text[place["start"] : place["end"]] == words["exact"]
        assert (place["type"], words["type"], live["selector"]) == ("TextPositionSelector", "TextQuoteSelector", words)
        assert live["source"] in TEXTS
        assert live["state"] == {"type": "TimeState", "sourceDate": "2020-10-27T12:00:00Z"}


def test_an_annotation_page_without_a_quote_is_valid_json(db: Database) -> None:
    assert json.loads(write(db, Format.ANNOTATION, "zeppelin"))["items"] == []


def test_the_manifest_says_what_the_file_is(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "peace.csv"
    manifest = save(db, Format.CSV, path)
    written = json.loads((tmp_path / "peace.csv.manifest.json").read_text(encoding="utf-8"))
    assert written == to_json(manifest)
    assert (manifest.quotes, manifest.documents, manifest.speakers) == (3, 2, 1)
    assert manifest.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert manifest.bytes == path.stat().st_size
    assert [each.source for each in manifest.coverage] == ["samples"]
    assert any("apostrophe" in remark for remark in manifest.remarks)


def test_the_same_export_of_the_same_archive_is_the_same_file(db: Database, tmp_path: Path) -> None:
    first, second = (save(db, Format.JSONL, tmp_path / name) for name in ("a", "b"))
    assert first.sha256 == second.sha256


@pytest.mark.parametrize("form", [Format.JSONL, Format.CSV, Format.TEI, Format.ANNOTATION])
def test_what_was_withdrawn_is_in_no_export(db: Database, form: Format) -> None:
    assert "near" in write(db, form)
    redact(db, make_document("https://mfa.example/1", TEXTS["https://mfa.example/1"]).quotes[0].id, "a court order")
    assert "near" not in write(db, form)


def test_a_file_that_cannot_be_written_leaves_nothing_behind(db: Database, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="is no folder"):
        save(db, Format.CSV, tmp_path / "none" / "x.csv")
    assert list(tmp_path.glob("*none*")) == []


def test_keys_are_read_one_batch_ahead_and_no_more(db: Database) -> None:
    [key, *_] = match(db, "peace", Filters()).iterate(db)
    drawn = count()

    def draw() -> Iterator[tuple[int, int, str]]:
        while True:
            next(drawn)
            yield key

    next(read_cited(db, draw()))
    assert next(drawn) == BATCH
