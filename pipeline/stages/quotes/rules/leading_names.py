"""Find whom a sentence is about in a script without capitals: the name with which it begins, up to its topic or its verb."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.knowledge import Language
from pipeline.stages.quotes.cues_and_speakers import Candidate, Scene
from pipeline.stages.quotes.rules.caseless_speakers import find_topic
from pipeline.stages.speakers.caseless_names import caseless_name
from pipeline.stages.text.language_terms import alternatives
from storage.model import Span

_LONGEST = 60
"""How many characters a name with its office may have."""
_MARKS = frozenset('“”„«»「」『』"')
_PAUSE = re.compile(r"[，,、：:؛;。.!?！？؟\n\0]")


def is_caseless(language: Language) -> bool:
    """Say whether a language is written without capitals."""
    return not language.cased or not language.spaced


@lru_cache(maxsize=8)
def find_leading_names(scene: Scene, number: int) -> tuple[Candidate, ...]:
    """Return the names with which the sentences of a paragraph begin, in order. Those of the paragraphs asked for last are
    remembered: each pronoun asks again."""
    found = (_find_leading(scene, sentence) for sentence in scene.sentences(number))
    return tuple(Candidate(*span, "N", scene.text[slice(*span)]) for span in found if span)


def _find_leading(scene: Scene, sentence: Span) -> Span | None:
    language, start = scene.grammar.language, sentence[0]
    if language.syntax.verb_first:
        return None
    span = find_topic(scene, *sentence) if language.syntax.topical else None
    if span is None and not language.syntax.topical:
        edge = _edge(language).search(scene.text, start, min(sentence[1], start + _LONGEST))
        span = (start, edge.start()) if edge and edge.start() > start else None
    words = scene.text[slice(*span)] if span else ""
    return span if caseless_name(words, language) and _MARKS.isdisjoint(words) else None


@lru_cache(maxsize=16)
def _edge(language: Language) -> re.Pattern[str]:
    """Match what ends the name that begins a sentence: a pause, a small word, or a verb of what officials do."""
    if not language.spaced:
        words = language.unspaced
        return re.compile(rf"{_PAUSE.pattern}|{alternatives((*words.acting, *words.times))}|[0-9０-９]")
    stops = "|".join(map(re.escape, sorted(language.stops, key=len, reverse=True))) or "(?!)"
    return re.compile(rf"{_PAUSE.pattern}|\s(?={stops}\b)")
