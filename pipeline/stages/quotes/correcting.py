"""Set the date or the boundaries of quotes right as a person found them, in the documents that the corrections name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.knowledge import BoundaryCorrection, DateCorrection, Knowledge
from pipeline.stages.dates import read_when
from pipeline.stages.quotes.readings import CONTEXT, number_quotes
from pipeline.stages.quotes.said_dates import published_day
from pipeline.stages.speakers.directory import compile_directory
from storage.model import Basis, Document, Quote, Span, When


def correct(document: Document, knowledge: Knowledge) -> Document:
    """Apply the corrections of a document's quotes. One whose quote or words the text does not hold changes nothing.

    A quote with other boundaries has another id; a date may be corrected under either.
    """
    dates = {each.quote: each for each in knowledge.dates if each.document == document.id}
    boundaries = {each.quote: each for each in knowledge.boundaries if each.document == document.id}
    quotes = document.quotes
    if dates:
        quotes = tuple(_date(quotes, dates, knowledge))
    if boundaries:
        quotes = number_quotes(document.id, _bound(quotes, boundaries, document.text))
        quotes = tuple(_date(quotes, dates, knowledge))
    return replace(document, quotes=quotes) if dates or boundaries else document


def read_said(text: str, zone: str | None = None) -> When | None:
    """Read the date of a correction, such as 2020-10-26, 2020-10 or ``26 October 2020``; None if it is none."""
    return read_when(text, zone=zone, basis=Basis.CORRECTED)


def find_bounds(text: str, quote: Quote, words: str) -> Span | None:
    """Find where a text holds the words of a correction: the place that overlaps the quote; None if there is no such place."""
    at = text.find(words)
    while at >= 0:
        if at < quote.end and at + len(words) > quote.start:
            return at, at + len(words)
        at = text.find(words, at + 1)
    return None


def _date(quotes: Sequence[Quote], dates: Mapping[str, DateCorrection], knowledge: Knowledge) -> Iterator[Quote]:
    directory = compile_directory(knowledge)
    for quote in quotes:
        correction = dates.get(quote.id)
        said = read_said(correction.said, quote.said.zone if quote.said else None) if correction else None
        if said is None:
            yield quote
            continue
        day = published_day(said)
        position = directory.office(quote.speaker_id, day) if quote.speaker_id and day else None
        yield replace(quote, said=said, office=position.name if position else quote.office)


def _bound(quotes: Sequence[Quote], boundaries: Mapping[str, BoundaryCorrection], text: str) -> Iterator[Quote]:
    for quote in quotes:
        correction = boundaries.get(quote.id)
        found = find_bounds(text, quote, correction.words) if correction else None
        yield _cut(quote, found, text) if found else quote


def _cut(quote: Quote, bounds: Span, text: str) -> Quote:
    """Give a quote other boundaries: within the old ones its spans and marks are kept, what is new is content."""
    start, end = bounds
    marked = tuple((max(a, start), min(b, end)) for a, b in quote.marked if a < end and b > start)
    spans = [(max(a, start), min(b, end)) for a, b in quote.spans if a < end and b > start] or [bounds]
    spans[0] = (start, spans[0][1])
    spans[-1] = (spans[-1][0], end)
    return replace(
        quote,
        exact=text[start:end],
        start=start,
        end=end,
        spans=tuple(spans),
        marked=marked,
        prefix=text[max(start - CONTEXT, 0) : start],
        suffix=text[end : end + CONTEXT],
    )
