"""Export all that a query finds in one format, with a manifest of what it is, from one state of the archive.

Keys are found and rows are read in batches from one read transaction, so that memory does not grow with the number of quotes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database

from storage.errors import StorageError
from storage.export.annotations import write_annotations
from storage.export.cited_items import read_cited
from storage.export.frozen_searches import write_filters
from storage.export.lines import write_csv, write_json_lines
from storage.export.table_files import load_duckdb, write_parquet, write_sqlite
from storage.export.tei import write_tei
from storage.model import Sha256
from storage.model.codec import to_json
from storage.model.findings import Cited, Manifest
from storage.reading.rereadings import newest_observation
from storage.reading.source_coverage import coverage
from storage.search.filtering import Filters
from storage.search.keys import Matches, match


class Format(StrEnum):
    """A format to export in."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    SQLITE = "sqlite"
    TEI = "tei"
    ANNOTATION = "annotation"


STREAMED: Final = (Format.JSONL, Format.CSV, Format.TEI, Format.ANNOTATION)
"""The formats that are text and can go to a pipe."""

MEDIA_TYPES: Final = {
    Format.JSONL: "application/x-ndjson",
    Format.CSV: "text/csv; charset=utf-8",
    Format.TEI: "application/tei+xml",
    Format.ANNOTATION: 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
}
"""How HTTP names each streamed format."""

MANIFEST: Final = ".manifest.json"
"""What is added to a file's name for its manifest's."""

_REMARKS: Final = {
    Format.CSV: (
        "a cell that begins with = + - @, a tab or a line break has an apostrophe before it, so that no spreadsheet runs it",
        "NUL is written as U+FFFD",
    ),
    Format.TEI: ("characters that XML 1.0 cannot hold are written as U+FFFD",),
}
_CHUNK = 1 << 20
"""Bytes hashed at a time. Chosen by hand."""


@dataclass(slots=True)
class _Counts:
    """What went by: quotes, documents (which come one after another), and the names of speakers."""

    quotes: int = 0
    documents: int = 0
    speakers: set[str] = field(default_factory=set)
    last: str = ""

    def count(self, rows: Iterable[Cited]) -> Iterator[Cited]:
        for cited in rows:
            self.quotes += 1
            self.documents += cited.document.id != self.last
            self.last = cited.document.id
            self.speakers |= {speaker.name for speaker in cited.speakers}
            yield cited


def stream(db: Database, query: str, filters: Filters, form: Format, *, made_at: datetime) -> Iterator[str]:
    """Yield an export in a streamed format as text, from one state of the archive.

    Raises ValueError for a format that is not text.
    """
    if form not in STREAMED:
        raise ValueError(f"{form} is not text; it is written to a file")
    with _one_state(db):
        yield from _write_text(db, match(db, query, filters), form, query, made_at, _Counts())


def export(
    db: Database, query: str, filters: Filters, form: Format, path: Path, *, made_at: datetime, code_version: str
) -> Manifest:
    """Write an export to ``path`` and its manifest beside it; each appears whole or not at all. An older file is replaced.

    Raises StorageError if the folder does not exist, or DuckDB is missing for Parquet.
    """
    if form is Format.PARQUET:
        load_duckdb()
    if not path.parent.is_dir():
        raise StorageError(f"{path.parent} is no folder; expected one to write {path.name} into. Create it first.")
    part, counts = path.with_name(f".{path.name}.part"), _Counts()
    part.unlink(missing_ok=True)
    try:
        with _one_state(db):
            found = match(db, query, filters)
            _write_file(db, found, form, query, made_at, counts, part)
            manifest = Manifest(
                format=form.value,
                query=query,
                filters=write_filters(filters),
                made_at=made_at,
                observation=newest_observation(db),
                code_version=code_version,
                quotes=counts.quotes,
                documents=counts.documents,
                speakers=len(counts.speakers),
                notes=found.notes,
                remarks=_REMARKS.get(form, ()),
                file=path.name,
                bytes=part.stat().st_size,
                sha256=_digest(part),
                coverage=tuple(coverage(db)),
            )
        _write_manifest(manifest, path)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _write_file(db: Database, found: Matches, form: Format, query: str, made_at: datetime, counts: _Counts, part: Path) -> None:
    rows = counts.count(read_cited(db, found.iterate(db)))
    if form is Format.SQLITE:
        write_sqlite(rows, part)
    elif form is Format.PARQUET:
        write_parquet(rows, part)
    else:
        with part.open("w", encoding="utf-8", errors="replace", newline="") as out:
            out.writelines(_write_text(db, found, form, query, made_at, counts))


def _write_text(db: Database, found: Matches, form: Format, query: str, made_at: datetime, counts: _Counts) -> Iterator[str]:
    def read_rows() -> Iterator[Cited]:
        return read_cited(db, found.iterate(db))

    match form:
        case Format.JSONL:
            return write_json_lines(counts.count(read_rows()))
        case Format.CSV:
            return write_csv(counts.count(read_rows()))
        case Format.ANNOTATION:
            return write_annotations(counts.count(read_rows()))
        case _:
            passes = iter((read_rows, lambda: counts.count(read_rows())))
            title = f"Quotes found by {query or 'no words'}"
            return write_tei(lambda: next(passes)(), title=title, made_on=f"{made_at:%Y-%m-%d}")


@contextmanager
def _one_state(db: Database) -> Iterator[None]:
    """Read everything from the state of the archive at the first read."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("ROLLBACK")


def _digest(path: Path) -> Sha256:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return Sha256(digest.hexdigest())


def _write_manifest(manifest: Manifest, path: Path) -> None:
    written: dict[str, Any] = to_json(manifest)
    beside = path.with_name(f"{path.name}{MANIFEST}")
    part = beside.with_name(f".{beside.name}.part")
    text = json.dumps(written, ensure_ascii=False, indent=2) + "\n"
    part.write_text(text, encoding="utf-8", errors="backslashreplace")  # a file name need not be UTF-8
    part.replace(beside)
