"""Attribute words in marks to the name that signs them: “…” — Jane Sample, Minister for Roads; also in the line below."""

from __future__ import annotations

import re

from pipeline.stages.quotes.attribution import Attribution, mention_at
from pipeline.stages.quotes.cues_and_speakers import Scene
from storage.model import QuoteKind, Span

_SIGNATURE = re.compile(r"\s*\.?\s*(?:[—–―]|--?)\s*(?P<dashed>[^\s—–―-][^\n]*)|\s*\((?P<bracketed>[^()\n]+)\)\.?$")
_LONGEST = 110
"""How many characters a signature may have: a name and an office."""
_FEWEST_WORDS = 4
"""Fewer words without a full stop are a title. Chosen by hand, as in `finder`."""
_STOPS = frozenset(".!?…。！？")


def find_signed(scene: Scene, number: int) -> Attribution | None:
    """Attribute the only quotation of a paragraph to the full name behind it, where nothing but an office follows that.

    Fewer than four words that no stop ends, and words in capitals, are a title: “Bridges of the North” — Jane Sample.
    """
    start, end = scene.paragraphs[number]
    segments = scene.segments_between(start, end)
    if len(segments) != 1 or scene.text[start : segments[0].outer[0]].strip():
        return None
    segment = segments[0]
    words = scene.text[segment.start : segment.end]
    if words[-1] not in _STOPS and (len(words.split()) < _FEWEST_WORDS or _is_titled(words)):
        return None
    mention = _read_signature(scene, number, (segment.outer[1], end))
    if mention is None and not scene.text[segment.outer[1] : end].strip(" .") and number + 1 < len(scene.paragraphs):
        below = scene.paragraphs[number + 1]
        dashed = scene.text[below[0]] in "—–―-" and scene.text[end : below[0]].count("\n") == 1
        mention = _read_signature(scene, number + 1, below) if dashed else None
    if mention is None:
        return None
    span = (segment.start, segment.end)
    return Attribution(spans=(span,), marked=(span,), kind=QuoteKind.DIRECT, mention=mention_at(scene.text, *mention))


def _is_titled(words: str) -> bool:
    """Say whether every longer word begins with a capital, as in the title of a book."""
    return all(word[0].isupper() for word in words.split() if len(word) >= _FEWEST_WORDS)


def _read_signature(scene: Scene, number: int, span: Span) -> Span | None:
    """Return the name and the office in a signature."""
    signature = _SIGNATURE.fullmatch(scene.text, *span)
    if signature is None:
        return None
    start, end = signature.span("dashed" if signature["dashed"] else "bracketed")
    paragraph = scene.look(number)
    name = next((each for each in paragraph.candidates if each.start == start and each.kind == "N"), None)
    if name is None or " " not in name.text or end - start > _LONGEST:
        return None
    rest = scene.text[name.end : end].strip(" .")
    if any(start <= cue.start < end for cue in paragraph.cues) or (rest and rest[0] not in ",("):
        return None
    return start, start + len(scene.text[start:end].rstrip(" ."))
