"""Say whether a text says that words were said, or denied, asked, expected or supposed: by the cue and what is around it."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.knowledge import Language
from pipeline.stages.quotes.attribution import Attribution
from pipeline.stages.quotes.cues_and_speakers import Scene
from storage.model import Polarity, QuoteKind

_BEFORE, _BEHIND = 48, 24
_COLON = 4
"""How far before the words a colon may stand, with the mark that opens them: they are then the speaker's own. The colon, a
space, a mark and a space."""
_NEAR_WORDS = 4
"""A negation within this many words (characters of an unspaced script) before a cue denies it. Chosen by hand: "has not as yet
said"."""
_LONGEST_INSERTED = 3
"""The words that may stand between two commas within a clause. Chosen by hand: "as of today"."""
_INFINITIVE = 8
"""The characters behind a cue in which a form of the future may end. Chosen by hand."""
_QUESTION = re.compile(r"[?？؟՞;]")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


def polarity_of(scene: Scene, attribution: Attribution) -> Polarity:
    """Say what the text says of an attribution's words; words without a cue count as said."""
    if attribution.cue is None:
        return Polarity.SAID
    language, stance = scene.grammar.language, scene.grammar.language.stance
    start, end = attribution.cue
    if not _telling(language).search(scene.text, max(start - 2 * _BEFORE, 0), end + _BEHIND):
        return Polarity.SAID
    before, cue, behind = _look_around(scene, attribution)
    open_ = attribution.start >= attribution.cue[1] and ":" not in cue + behind + scene.text[end : attribution.start][-_COLON:]
    reported = _holds(before, stance.denying, language)
    denies = reported or _holds(cue, stance.denying, language)
    if reported or (denies and open_) or (not denies and _negates(before, cue, behind, language)):
        return Polarity.DENIED
    if _holds(cue, stance.asking, language) and _is_question(scene, attribution, behind):
        return Polarity.ASKED
    verb = _cut_clause(scene, attribution, before)
    if _holds(f"{verb} {cue} {behind[:_INFINITIVE]}", stance.futures, language):
        return Polarity.EXPECTED
    if _holds(f"{verb} {cue}", stance.modals, language) or _is_conditional(scene, attribution):
        return Polarity.HYPOTHETICAL
    return Polarity.SAID


@lru_cache(maxsize=64)
def _telling(language: Language) -> re.Pattern[str]:
    """Match any word that can tell something else of words than that they were said: without one, nothing is looked at."""
    stance = language.stance
    words = stance.denying | stance.asking | stance.negations | stance.futures | stance.modals | stance.conditions
    anything = "|".join(sorted((re.escape(word).replace("'", "['’]") for word in words), key=len, reverse=True))
    return re.compile(rf"{anything or '(?!)'}|n['’]t", re.IGNORECASE)


def _look_around(scene: Scene, attribution: Attribution) -> tuple[str, str, str]:
    """Return what stands between the subject and the cue, the cue itself, and what stands between the cue and the words."""
    assert attribution.cue is not None
    start, end = attribution.cue
    low = max(scene.sentence_at(start)[0], start - _BEFORE)
    mention = attribution.mention
    if mention and low <= mention.end <= start:
        low = mention.end
    segments = scene.segments_between(max(low - _BEFORE, 0), start)
    low = max([low, *(segment.outer[1] for segment in segments if segment.outer[1] <= start)])
    high = end + _BEHIND if attribution.start >= end else end
    return scene.text[low:start].lower(), scene.text[start:end].lower(), scene.text[end:high].lower()


def _cut_clause(scene: Scene, attribution: Attribution, before: str) -> str:
    """Return what stands before a cue in its own clause, where an earlier cue says something else up to a comma: "warned that
    the bridge might fall, but added"."""
    assert attribution.cue is not None
    start = attribution.cue[0]
    cues = scene.look(scene.number_at(start)).cues
    return before.rpartition(",")[2] if any(start - len(before) <= each.start and each.end < start for each in cues) else before


def _negates(before: str, cue: str, behind: str, language: Language) -> bool:
    """Say whether a negation stands right before a cue, in it, or right behind it where the language sets it there."""
    if not language.spaced:
        return any(word in before[-_NEAR_WORDS:] + cue for word in language.stance.negations)
    words = [*_WORD.findall(_cut_other_clause(before))[-_NEAR_WORDS:], *_WORD.findall(cue)]
    following = _WORD.findall(behind)[:2] if language.stance.trailing else []
    plain = [word.replace("’", "'") for word in (*words, *following)]
    return any(word in language.stance.negations or word.endswith("n't") for word in plain)


def _cut_other_clause(before: str) -> str:
    """Leave out the clause that a comma ends before that of the cue ("has not answered, adding"); a short one between two
    commas is passed over ("did not, however, say")."""
    outer, comma, own = before.rpartition(",")
    if not comma:
        return before
    first, comma, inserted = outer.rpartition(",")
    return f"{first} {own}" if comma and len(_WORD.findall(inserted)) <= _LONGEST_INSERTED else own


def _holds(text: str, words: frozenset[str], language: Language) -> bool:
    """Say whether a text holds one of some words or phrases."""
    if not words:
        return False
    if not language.spaced:
        return any(word in text for word in words)
    there = f" {' '.join(_WORD.findall(text.replace('’', chr(39))))} "
    return any(f" {word} " in there for word in words)


def _is_question(scene: Scene, attribution: Attribution, behind: str) -> bool:
    """Say whether words put a question: by their mark, or by the word that opens an indirect one."""
    text = scene.text[attribution.start : attribution.end]
    closing = scene.text[attribution.end : attribution.end + 2]
    if _QUESTION.search(text[-3:] + closing.strip("”»\"'’ ")[:1]):
        return True
    opening = {word.lower() for word in _WORD.findall(behind)} | {word.lower() for word in _WORD.findall(text)[:1]}
    return attribution.kind is not QuoteKind.DIRECT and not opening.isdisjoint(scene.grammar.language.stance.questions)


def _is_conditional(scene: Scene, attribution: Attribution) -> bool:
    """Say whether the clause of the cue is opened by an "if"."""
    assert attribution.cue is not None
    start = attribution.cue[0]
    low = max(scene.sentence_at(start)[0], start - 2 * _BEFORE)
    inside = [segment.outer[1] for segment in scene.segments_between(low, start) if segment.outer[1] <= start]
    clause = re.split(r"[,;:.]", scene.text[max([low, *inside]) : start].lower())[-1]
    return _holds(clause, scene.grammar.language.stance.conditions, scene.grammar.language)
