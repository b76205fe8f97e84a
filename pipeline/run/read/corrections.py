"""What readers are told of corrections: those declared as data, and the reports that an archivist accepted without any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.home import PROJECT, Home
from pipeline.registry.reading_background import Corrections, read_corrections
from pipeline.run.opening import reading
from storage.model import Quote
from storage.model.findings import DocumentView
from storage.model.overviews import CorrectionNote, ReportState
from storage.reading.show import show_document
from storage.reports.reader_reports import list_reports
from storage.text.folding import fold_text

FOLDER: Final = PROJECT / "pipeline" / "corrections"
"""The folder of the corrections, which `onrecord corrections accept` adds to."""


def corrections_of(home: Home, quote: Quote, document: str) -> list[CorrectionNote]:
    """List what readers are told of corrections of a quote, the oldest first; also on the page of the quote that took its
    place."""
    found = list(_declared(home, read_corrections(FOLDER), quote, document))
    told = {(each.made, each.why) for each in found}
    found += [
        CorrectionNote(made=report.decided_at.date(), why=report.why)
        for report in list_reports(home.reports, state=ReportState.ACCEPTED, quote=quote.id)
        if report.decided_at and (report.decided_at.date(), report.why) not in told
    ]
    return sorted(found, key=lambda each: each.made)


def _declared(home: Home, known: Corrections, quote: Quote, document: str) -> Iterator[CorrectionNote]:
    mention = quote.mention.text.casefold() if quote.mention else None
    for each in known.correction:
        if each.document == document and each.mention.casefold() == mention:
            yield CorrectionNote(made=each.found, why=each.why, speaker=each.speaker)
    ids = {quote.id}
    for bound in known.boundary:
        if bound.document != document:
            continue
        if bound.quote == quote.id:
            yield CorrectionNote(made=bound.found, why=bound.why, quote=_find_successor(home, document, bound.words, quote))
        elif fold_text(bound.words) == fold_text(quote.exact):
            ids.add(bound.quote)
            yield CorrectionNote(made=bound.found, why=bound.why)
    for dated in known.date:
        if dated.document == document and dated.quote in ids:
            yield CorrectionNote(made=dated.found, why=dated.why, said=dated.said)


def _find_successor(home: Home, document: str, words: str, quote: Quote) -> str | None:
    """Find the quote that has the corrected words now; None as long as the document is not read again."""
    with reading(home) as db:
        shown = show_document(db, document)
    quotes = shown.quotes if isinstance(shown, DocumentView) else ()
    same = [each for each in quotes if each.exact == words and each.id != quote.id]
    return min(same, key=lambda each: abs(each.start - quote.start)).id if same else None
