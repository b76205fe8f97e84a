"""Mark pieces of archived text: what was searched, quotes in a document, and what an edit took out and put in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from markupsafe import Markup

from pipeline.site.display import escaped

LONGEST_PART: Final = 16_000
"""Characters of a document on one page; with marks and anchors these stay below 100 kB."""

_SENTENCE: Final = re.compile(r"(?:[!?…。！？।؟]|(?<!\b[A-Z])\.)+[\"'”’»)\]]*(?=\s|$)|(?<=[。！？])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a document on one page, cut at paragraphs: its range, and that of the parts before and after (None: none)."""

    start: int
    end: int
    before: int | None
    after: int | None


def highlight(text: str, spans: Iterable[Sequence[int]]) -> Markup:
    """Mark spans of a text."""
    pieces: list[Markup] = []
    at = 0
    for start, end in spans:
        if start < at:
            continue
        pieces += [escaped(text[at:start]), Markup("<mark>"), escaped(text[start:end]), Markup("</mark>")]
        at = end
    return Markup("").join([*pieces, escaped(text[at:])])


def cut_part(text: str, start: int) -> Part:
    """Cut the part of a text that begins at or before an offset."""
    edges = [0]
    while len(text) - edges[-1] > LONGEST_PART:
        limit = edges[-1] + LONGEST_PART
        paragraph = text.rfind("\n", edges[-1] + LONGEST_PART // 2, limit)
        space = text.rfind(" ", edges[-1] + LONGEST_PART // 2, limit)
        edges.append((paragraph if paragraph > 0 else space if space > 0 else limit - 1) + 1)
    edges.append(len(text))
    number = max(n for n, edge in enumerate(edges[:-1]) if edge <= max(start, 0)) if text else 0
    return Part(
        start=edges[number],
        end=edges[number + 1] if text else 0,
        before=edges[number - 1] if number else None,
        after=edges[number + 1] if text and number + 2 < len(edges) else None,
    )


def mark_document(text: str, part: Part, quotes: Sequence[Mapping[str, Any]], revision: str) -> Markup:
    """Write a part of a document as paragraphs: quotes as links to their pages, after each sentence the link to its passage."""
    found = sorted(
        (
            (quote["start"], quote["end"], quote["id"])
            for quote in quotes
            if quote["start"] < part.end and quote["end"] > part.start
        ),
        key=lambda each: (each[0], -each[1]),
    )
    paragraphs: list[Markup] = []
    at = part.start
    for line in text[part.start : part.end].split("\n"):
        if line.strip():
            inner = Markup("").join(_mark_line(text, at, at + len(line), found, revision))
            paragraphs.append(Markup('<p dir="auto">{}</p>').format(inner))
        at += len(line) + 1
    return Markup("\n").join(paragraphs)


def _mark_line(text: str, start: int, end: int, quotes: Sequence[tuple[int, int, str]], revision: str) -> Iterator[Markup]:
    covering = [quote for quote in quotes if quote[0] < end and quote[1] > start]
    for first, last in _list_sentences(text, start, end):
        cuts = {first, last} | {edge for quote in covering for edge in quote[:2] if first < edge < last}
        for a, b in pairwise(sorted(cuts)):
            inside = [quote for quote in covering if quote[0] <= a and quote[1] >= b]
            yield _link(text[a:b], inside[-1][2], begins=inside[-1][0] == a) if inside else escaped(text[a:b])
        if text[first:last].strip():
            yield Markup('<a class="pin" href="/passage/{}/{}-{}">§</a>').format(revision, first, last)


def _link(words: str, quote: str, *, begins: bool) -> Markup:
    if not words.strip():
        return escaped(words)
    name = Markup(' id="{}"').format(quote) if begins else Markup("")
    return Markup('<a class="quoted"{} href="/quote/{}">{}</a>').format(name, quote, escaped(words))


def _list_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """List the ranges of the sentences of a line, white space after each left out of none of them."""
    first = start
    for stop in _SENTENCE.finditer(text, start, end):
        if stop.end() > first and text[first : stop.end()].strip():
            yield first, stop.end()
            first = stop.end()
            while first < end and text[first].isspace():
                yield first, first + 1
                first += 1
    if first < end:
        yield first, end


def mark_edit(text: str, changes: Sequence[Mapping[str, Any]]) -> Markup:
    """Write the later of two texts with what came as insertions, and what went as deletions where it was."""
    pieces: list[Markup] = []
    at = 0
    for change in changes:
        if change["at"] < at:
            continue
        pieces.append(escaped(text[at : change["at"]]))
        if change["removed"]:
            pieces.append(Markup(" <del>{}</del> ").format(escaped(change["removed"])))
        if change["end"] > change["at"]:
            pieces.append(Markup("<ins>{}</ins>").format(escaped(text[change["at"] : change["end"]])))
        at = change["end"]
    return Markup("").join([*pieces, escaped(text[at:])])


def mark_sides(text: str, changes: Sequence[Mapping[str, Any]], tag: str) -> Markup:
    """Write a text with what only it has in a tag, ``ins`` or ``del``."""
    pieces: list[Markup] = []
    at = 0
    for change in changes:
        if change["at"] < at or change["end"] == change["at"]:
            continue
        pieces.append(escaped(text[at : change["at"]]))
        pieces.append(Markup("<{0}>{1}</{0}>").format(tag, escaped(text[change["at"] : change["end"]])))
        at = change["end"]
    return Markup("").join([*pieces, escaped(text[at:])])
