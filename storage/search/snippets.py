"""Cut from a quote the piece that shows what was found in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from storage.model import Span
from storage.search.terms import Term
from storage.text.folding import fold
from storage.text.index_form import space_out

_WIDTH = 240
"""The characters of the piece that is shown of a quote. Chosen by hand: three lines of a terminal."""
_BEFORE = 80
"""The characters of it before what was found. Chosen by hand: a third."""


def find_spans(text: str, terms: Sequence[Term]) -> list[Span]:
    """Find where terms stand in a text, as it is written; in order, without overlaps."""
    if not terms:
        return []
    folded = fold(text)
    found = sorted(folded.span(*hit.span()) for term in terms for hit in _find(term, folded.text))
    spans: list[Span] = []
    for start, end in found:
        if start < end and (not spans or start >= spans[-1][1]):
            spans.append((start, end))
    return spans


def cut_snippet(text: str, terms: Sequence[Term]) -> tuple[str, list[Span]]:
    """Cut a snippet around the place with the most different things found, with the spans of all that was found in it."""
    spans = find_spans(text, terms)
    if len(text) <= _WIDTH:
        return text, spans
    first = _richest(text, spans) if spans else 0
    start = _word_edge(text, max(0, min(first - _BEFORE, len(text) - _WIDTH)), forward=True)
    end = _word_edge(text, min(len(text), start + _WIDTH), forward=False)
    end = max(end, next((to for at, to in spans if at == first), 0))
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    shift = len(before) - start
    shown = [(max(a, start) + shift, min(b, end) + shift) for a, b in spans if a < end and b > start]
    return f"{before}{text[start:end]}{after}", shown


def _richest(text: str, spans: Sequence[Span]) -> int:
    """Return where the first stretch of a snippet's length begins that holds the most different things found."""
    inside: dict[str, int] = {}
    best, most, left = spans[0][0], 0, 0
    for start, end in spans:
        found = text[start:end].casefold()
        inside[found] = inside.get(found, 0) + 1
        while end - spans[left][0] > _WIDTH - _BEFORE and spans[left][0] < start:
            gone = text[slice(*spans[left])].casefold()
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            left += 1
        if len(inside) > most:
            best, most = spans[left][0], len(inside)
    return best


def _find(term: Term, folded: str) -> Iterator[re.Match[str]]:
    """Find a term in a folded text, in whichever of its ways it is written."""
    for tokens in (term.tokens, *term.also):
        yield from _pattern(tokens, term).finditer(folded)


def _pattern(tokens: tuple[str, ...], term: Term) -> re.Pattern[str]:
    if term.inside:
        return re.compile(re.escape(tokens[0]))
    is_spaced = not any(space_out(token) != token for token in tokens)
    # A hashtag's words stand together in it, and a compound's may: only a phrase needs something between.
    gap = r"[\W_]+" if is_spaced and not term.also else r"[\W_]*"
    if not is_spaced:
        return re.compile(gap.join(map(re.escape, tokens)))
    # A word is also found where it is written with a hyphen or an apostrophe inside.
    body = gap.join("[-']?".join(map(re.escape, token)) for token in tokens)
    return re.compile(rf"(?<!\w){body}" if term.prefix else rf"(?<!\w){body}(?!\w)")


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
