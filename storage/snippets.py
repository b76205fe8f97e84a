"""Cut from a quote the piece that shows what was found in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from storage.folding import fold
from storage.indexing import space_out
from storage.model import Span
from storage.querying import Term

_WIDTH = 240
_BEFORE = 80


def find_spans(text: str, terms: Sequence[Term]) -> list[Span]:
    """Find where terms stand in a text, as it is written; in order, without overlaps."""
    if not terms:
        return []
    folded = fold(text)
    found = sorted(folded.span(*hit.span()) for term in terms for hit in _pattern(term).finditer(folded.text))
    spans: list[Span] = []
    for start, end in found:
        if start < end and (not spans or start >= spans[-1][1]):
            spans.append((start, end))
    return spans


def cut_snippet(text: str, terms: Sequence[Term]) -> tuple[str, list[Span]]:
    """Cut a snippet around the first thing found, with the spans of all that was found in it."""
    spans = find_spans(text, terms)
    if len(text) <= _WIDTH:
        return text, spans
    first = spans[0][0] if spans else 0
    start = _word_edge(text, max(0, min(first - _BEFORE, len(text) - _WIDTH)), forward=True)
    end = _word_edge(text, min(len(text), start + _WIDTH), forward=False)
    end = max(end, spans[0][1] if spans else 0)
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    shift = len(before) - start
    shown = [(max(a, start) + shift, min(b, end) + shift) for a, b in spans if a < end and b > start]
    return f"{before}{text[start:end]}{after}", shown


def _pattern(term: Term) -> re.Pattern[str]:
    if term.inside:
        return re.compile(re.escape(term.tokens[0]))
    spaced = any(space_out(token) != token for token in term.tokens)
    gap = r"[\W_]*" if spaced else r"[\W_]+"
    if len(term.tokens) > 1 and not spaced and re.search(r"\w[-'‐‑–’]\w", term.written):
        gap = r"[\W_]*"
    body = gap.join(map(re.escape, term.tokens))
    return re.compile(body if spaced else rf"(?<!\w){body}" if term.prefix else rf"(?<!\w){body}(?!\w)")


def _word_edge(text: str, at: int, *, forward: bool) -> int:
    """Move an offset to the next white space, at most a word's length away."""
    if at in (0, len(text)):
        return at
    for step in range(30):
        edge = at + step if forward else at - step
        if not 0 < edge < len(text):
            return at
        if text[edge].isspace():
            return edge + 1 if forward else edge
    return at
