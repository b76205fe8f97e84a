"""Read pages without an archive: one file, or a manifest of files, to the JSON that ``onrecord parse`` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipeline.declarations import Source
from pipeline.registry.declared_sources import find_source, find_source_by_bytes, find_source_by_host, get_source
from pipeline.registry.reading_background import load_knowledge
from pipeline.run.attempt.json_rows import RefusedRow, answer_line
from pipeline.stages.imported import ImportOptions, parse_imported
from pipeline.stages.parse.answers import Answer, ErrorAnswer, RowAnswer
from pipeline.stages.parse.manifest import answer_manifest_row
from pipeline.stages.parse.parsed_records import answer_parsed
from pipeline.stages.quotes import correct, find_quotes, say_uncovered
from storage.model import Document, Response


def parse_bytes(
    body: bytes, *, name: str, source: str | None = None, url: str | None = None, day: date | None = None
) -> Answer:
    """Read one page or text. Raises ParseError if the bytes cannot be understood."""
    declared = get_source(source) if source else find_source(url) if url else None
    note = ImportOptions(url=url, date=day.isoformat() if day else None)
    response = Response(url=url or f"file:{name}", status=None, headers=(), body=body)
    known = load_knowledge()
    day = day or datetime.now(UTC).date()
    parsed = parse_imported(response, note, source=declared, words=known.words, day=day, owners=known.owners)
    return answer_parsed(parsed, known.words, finish=find_in(declared), complain=say_what_is_missing)


def parse_manifest(manifest: Path) -> Iterator[RowAnswer | RefusedRow]:
    """Yield an answer for each row of a manifest, in its order; a row that cannot be read is answered with its error."""
    with manifest.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield answer_line(line, number, lambda row: _answer_row(row, manifest.parent))


def find_in(source: Source | None) -> Callable[[Document], Document]:
    """Return what completes a parsed document of a source: finding its quotes."""
    knowledge = load_knowledge()
    return lambda document: correct(find_quotes(document, knowledge, source=source), knowledge)


def say_what_is_missing(document: Document) -> str | None:
    """Say that a document is in a language without rules; None if it is in one that has them."""
    return say_uncovered(document.language, load_knowledge())


def _answer_row(row: Mapping[str, Any], folder: Path) -> RowAnswer:
    try:
        body = (folder / row["file"]).read_bytes() if row.get("body", True) else None
    except OSError as error:
        return RowAnswer(file=row.get("file"), answer=ErrorAnswer(reason="unreadable file", error=str(error)))
    source = _find_row_source(row, body)
    known = load_knowledge()
    return answer_manifest_row(
        row,
        body,
        known.words,
        source=source,
        finish=find_in(source),
        complain=say_what_is_missing,
        owners=known.owners,
    )


def _find_row_source(row: Mapping[str, Any], body: bytes | None) -> Source | None:
    """Find a row's source from its address, else from its host, else from the address its own bytes claim."""
    if row.get("url"):
        return find_source(row["url"])
    if row.get("site"):
        return find_source_by_host(row["site"])
    return find_source_by_bytes(body) if body else None
