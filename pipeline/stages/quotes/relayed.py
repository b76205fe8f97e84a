"""Give words to whom somebody quotes: "the agency quoted Jane Sample as saying “…”" are her words, relayed by the agency."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from pipeline.knowledge import Language
from pipeline.stages.quotes.attribution import Attribution, mention_at
from pipeline.stages.quotes.cues_and_speakers import Scene
from pipeline.stages.quotes.rules.clauses import WORDS
from storage.model import QuoteKind, Span

_MOST_OBJECT = 80
"""The characters that may name who is quoted. Chosen by hand: an office, a name and an aside."""
_OUTSIDE = " \t“”\"'‘’«»„,.:"
"""What may stand around words in marks that are quoted alone."""


def name_cited(scene: Scene, attribution: Attribution) -> Attribution | None:
    """Return an attribution with whom its speaker quotes as the speaker, and the speaker as the one who relays it.

    None if no more than the name of the quoted was taken for words.
    """
    found = _find_object(scene, attribution)
    if found is None:
        return attribution
    cue, named, said = found
    spans = tuple((said if named[0] <= start < said else start, end) for start, end in attribution.spans)
    if any(start >= end for start, end in spans):
        return None
    cited = replace(
        attribution,
        mention=mention_at(scene.text, *named),
        relay=attribution.mention,
        cue=(cue, len(scene.text[:said].rstrip(_OUTSIDE))),
        inferred=False,
    )
    if len(spans) == 1 and _is_marked_alone(scene.text, spans[0], attribution.marked):
        return replace(cited, spans=attribution.marked, kind=QuoteKind.DIRECT)
    return replace(cited, spans=spans)


def _find_object(scene: Scene, attribution: Attribution) -> tuple[int, Span, int] | None:
    """Return where a cue of citing begins, who is quoted, and from where on words may be theirs; None if nobody is."""
    pattern = _compile(scene.grammar.language)
    if pattern is None or attribution.cue is None:
        return None
    at = attribution.cue[0]
    low = max(scene.sentence_at(at)[0], at - 2 * _MOST_OBJECT)
    for found in pattern.finditer(scene.text, low, at + 2 * _MOST_OBJECT):
        if found.start() <= at < found.end() and not _is_passive(scene, found.start()):
            start, end = found.span("object")
            if scene.text[start:end].split()[0].lower() in scene.grammar.language.syntax.oblique:  # "quoted by the agency"
                return None
            named = (start, start + len(scene.text[start:end].rstrip(" ,")))
            candidates = scene.look(scene.number_at(start)).candidates
            return (found.start(), named, found.end()) if any(each.overlaps(named) for each in candidates) else None
    return None


def _is_passive(scene: Scene, start: int) -> bool:
    words = WORDS.findall(scene.text[max(start - 12, 0) : start])
    return bool(words) and words[-1].lower() in scene.grammar.language.syntax.passive


def _is_marked_alone(text: str, span: Span, marked: tuple[Span, ...]) -> bool:
    """Say whether nothing but one quotation in marks is left of the words."""
    if len(marked) != 1:
        return False
    (start, end) = marked[0]
    return not (text[span[0] : start] + text[end : span[1]]).strip(_OUTSIDE)


@lru_cache(maxsize=64)
def _compile(language: Language) -> re.Pattern[str] | None:
    """Return the pattern of a cue of citing with its object; None for a language that does not cite so."""
    cues = language.cues
    words = (cues.citing, cues.cited_as, cues.that)
    if not cues.cited_as:
        return None
    citing, as_saying, that = ("|".join(sorted(map(re.escape, each), key=len, reverse=True)) for each in words)
    return re.compile(
        rf"\b(?:{citing}) (?P<object>[^\n.;:“”\"«»]{{2,{_MOST_OBJECT}}}?) (?:{as_saying})\b"
        rf"(?:(?: \w+){{0,3}} (?:{that})\b)?[:,]? ?",
        re.IGNORECASE,
    )
