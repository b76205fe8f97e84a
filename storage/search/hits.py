"""Read what search found as hits: the quote, its document and the piece that shows why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlite_utils import Database

from storage.database.masking import Masks
from storage.database.rows import QUOTE_WIDTH, READING_COLUMNS, read_names, read_quote, read_when, write_json
from storage.database.texts import Texts
from storage.model import DocumentKind
from storage.model.findings import FoundDocument, Hit, Mark, Variants
from storage.model.identity import canonical_url
from storage.sameness.quote_spread import count_variants, list_variants
from storage.search.asides import read_marks, read_questions
from storage.search.snippets import cut_snippet
from storage.search.terms import Term

_START: Final = READING_COLUMNS.split(", ").index("g.start")
_DOCUMENT_COLUMNS: Final = "d.id, v.url, v.title, v.kind, v.language, v.issuers, v.fragment"
_HITS: Final = f"""
    SELECT {READING_COLUMNS}, {_DOCUMENT_COLUMNS}, (
        SELECT c.url FROM observations o JOIN captures c ON c.id = o.capture
        WHERE o.derivation = v.seq ORDER BY o.captured_at, c.id LIMIT 1
    ), v.published, e.value ->> 2, v.revision
    FROM json_each(?) e
    CROSS JOIN quotes q ON q.seq = e.value ->> 0
    CROSS JOIN quote_readings g ON g.derivation = e.value ->> 1 AND g.quote = q.seq
    CROSS JOIN derivations v ON v.seq = g.derivation
    CROSS JOIN documents d ON d.seq = v.document
    ORDER BY e.key
"""


def read_hits(db: Database, found: Sequence[tuple[int, int, str]], terms: Sequence[Term]) -> tuple[Hit, ...]:
    """Read quotes, given as (quote, derivation, source) keys, as hits in the same order."""
    rows = db.execute(_HITS, (write_json(found),)).fetchall()
    variants = list_variants(db, [row[0] for row in rows])
    marks = read_marks(db, [derivation for _, derivation, _ in found])
    places = [(derivation, row[_START]) for row, (_, derivation, _) in zip(rows, found, strict=True)]
    questions = read_questions(db, places)
    masks, texts = Masks(db, {row[QUOTE_WIDTH] for row in rows}), Texts(db)
    hits = (
        _hit(row, texts.read(row[-1]), count_variants(variants[row[0]]), marks.get(place[0], ()), questions.get(place))
        for row, place in zip(rows, places, strict=True)
    )
    return tuple(_excerpt(_mask(masks, hit, place[0]), terms) for hit, place in zip(hits, places, strict=True))


def find_address(url: str | None, captured: str) -> str | None:
    """Return a document's address as its publisher wrote it, which is the one to cite: ``url`` is only for comparing."""
    return captured if url and canonical_url(captured) == url else url


def _mask(masks: Masks, hit: Hit, derivation: int) -> Hit:
    """Mask what was withdrawn from the document of a hit."""
    document = hit.document
    if not masks.touches(document.id):
        return hit
    return replace(
        hit,
        quote=masks.cut(document.id, hit.quote, masks.read(document.id, derivation=derivation)),
        document=replace(document, title=masks.mask(document.id, document.title)),
        published=masks.when(document.id, hit.published),
        marks=tuple(replace(mark, detail=masks.mask(document.id, mark.detail)) for mark in hit.marks),
        question=masks.mask(document.id, hit.question),
    )


def _excerpt(hit: Hit, terms: Sequence[Term]) -> Hit:
    """Cut the piece that shows why a hit was found."""
    snippet, highlights = cut_snippet(hit.quote.exact, terms)
    return replace(hit, snippet=snippet, highlights=tuple(highlights))


def _hit(row: Sequence[Any], text: str, variants: Variants, marks: tuple[Mark, ...], question: str | None) -> Hit:
    quote = read_quote(row, text)
    *document, published, source, _ = row[QUOTE_WIDTH:]
    return Hit(
        quote=quote,
        document=_document(document),
        source=source,
        published=read_when(published),
        snippet="",
        highlights=(),
        variants=variants,
        marks=marks,
        question=question,
    )


def _document(row: Sequence[Any]) -> FoundDocument:
    id_, url, title, kind, language, issuers, fragment, captured = row
    return FoundDocument(
        id=id_,
        url=url,
        title=title,
        kind=DocumentKind(kind),
        language=language,
        issuers=read_names(issuers),
        fragment=fragment or None,
        address=find_address(url, captured),
    )
