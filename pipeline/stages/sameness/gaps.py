"""Judge what stands between two shared runs: what became of the stored words there, and whether the sense changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from pipeline.stages.sameness import modifiers
from pipeline.stages.sameness.contrasts import find_contrast
from pipeline.stages.sameness.damage import Gap, Place, find_damage, find_lost
from pipeline.stages.sameness.lexicon import ENTITY_NAMES
from pipeline.stages.sameness.negating import negates
from pipeline.stages.sameness.substitution import is_number, judge_substitution, kind_of_word, modifying
from pipeline.stages.sameness.tokens import Tokens
from pipeline.stages.sameness.verdict import Change, CutPlace, Kind

BEFORE_CUT = 8
"""This many words before the start of an excerpt may hold the negation that rules it. Chosen by hand; of the material changes
in 1,525 real pairs (tests/stages/sameness/test_pairs.py) 6 misses 0.7 % more, 10 as many."""
FEW_WORDS, FEW_LETTERS = 2, 4
"""Longer passages put for others are phrases; letters count where words are not spaced."""
_QUOTATION_MARK = re.compile("[\"“”„‟«»‹›‘「」『』]|''|``")


_ADDED_FACTS = (Kind.NEGATION, Kind.NUMBER, Kind.MODAL, Kind.CONDITION)
_WEAKENED: dict[Kind | None, str] = {
    Kind.BOUND: "a bound is left out",
    Kind.HEDGE: "a doubt is left out",
    Kind.CONDITION: "a limit is left out",
    Kind.UNIT: "a unit is left out",
    Kind.NAME: "an office becomes another",
}


class Fate(StrEnum):
    """What became of the stored words in a gap."""

    KEPT = "kept"
    ELIDED = "elided"
    CUT = "cut"
    DROPPED = "dropped"
    CHANGED = "changed"
    ADDED = "added"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one gap came to; ``weight`` counts the other's tokens that the stored text does not account for."""

    fate: Fate
    change: Change
    weight: int = 0


def judge_gap(gap: Gap, stored: Tokens, other: Tokens) -> Finding:
    """Judge one gap between shared runs."""
    removed = gap.stored_end - gap.stored_start
    added = gap.other_end - gap.other_start
    if not added:
        return _judge_missing(gap, stored, other)
    if not removed:
        return _judge_added(gap, other)
    if note := find_damage(gap, stored, other):
        return Finding(fate=Fate.KEPT, change=_typography(gap, stored, other, note))
    if added == removed == 1 and (cut := _judge_fragment(gap, stored, other)):
        return cut
    return _judge_replaced(gap, stored, other)


# ------------------------------------------------------------------------------------------ words gone


def _judge_missing(gap: Gap, stored: Tokens, other: Tokens) -> Finding:
    start, end = gap.stored_start, gap.stored_end
    text = stored.words(start, end)
    marked = _marked(gap, stored, other)
    own_dots = {start, end} & stored.dots  # which mark no omission of the other's
    if (not marked or own_dots) and (note := find_lost(gap, stored, other)):
        return Finding(fate=Fate.KEPT, change=Change(kind=Kind.TYPOGRAPHY, stored=text, other="", note=note))
    if marked:
        inside = gap.place is Place.MIDDLE and not _whole_sentences(stored, start, end)
        note = _sense(stored, start, end) if inside else _condition(gap, stored)
        change = Change(kind=Kind.ELISION, stored=text, other="…", material=bool(note), note=note or "words left out, marked")
        return Finding(fate=Fate.ELIDED, change=change)
    if gap.place is not Place.MIDDLE:
        return _judge_cut(gap, stored, text)
    return _judge_dropped(gap, stored, text)


def _marked(gap: Gap, stored: Tokens, other: Tokens) -> bool:
    """Return whether the other text marks the omission, wherever equal words at both edges let its place slide."""
    start, end, at = gap.stored_start, gap.stored_end, gap.other_start
    if at in other.dots:
        return True
    back = 0
    while back < min(start, at) and stored.keys[start - 1 - back] == stored.keys[end - 1 - back]:
        back += 1
        if at - back in other.dots:
            return True
    ahead = 0
    while end + ahead < len(stored.keys) and stored.keys[start + ahead] == stored.keys[end + ahead]:
        ahead += 1
        if at + ahead in other.dots:
            return True
    return False


def _judge_cut(gap: Gap, stored: Tokens, text: str) -> Finding:
    start, end = gap.stored_start, gap.stored_end
    if _is_stage_note(stored, start, end):
        change = Change(kind=Kind.TYPOGRAPHY, stored=text, other="", note="a note in brackets left out")
        return Finding(fate=Fate.KEPT, change=change)
    note = ""
    if gap.place is Place.START and end and not stored.ends_sentence[end - 1]:
        if any(negates(stored, at) for at in _back_to_sentence_start(stored, end, BEFORE_CUT)):
            note = "the cut takes a negation away"
        kind = modifying(stored, start, end)
        note = (
            note or _condition(gap, stored) or (_WEAKENED[kind] if kind and (kind is not Kind.NAME or end - start == 1) else "")
        )
    elif gap.place is Place.END and start and not stored.ends_sentence[start - 1]:
        ahead = _to_sentence_end(stored, start, 2)
        if any(stored.keys[at] in stored.lexicon.qualifiers or negates(stored, at) for at in ahead):
            note = "the cut takes a condition or a negation away"
        note = note or _WEAKENED.get(modifying(stored, start, end), "")
    quoted = CutPlace.QUOTATION if _at_quotation_mark(gap, stored) else CutPlace.SENTENCE
    place = CutPlace.SENTENCES if _at_boundaries(gap, stored) else quoted
    return Finding(
        fate=Fate.CUT,
        change=Change(
            kind=Kind.CUT,
            stored=text,
            other="",
            material=bool(note),
            note=note or place.value,
        ),
    )


def _is_stage_note(stored: Tokens, start: int, end: int) -> bool:
    """Return whether words at an edge are a note of whoever wrote them down, in brackets of its own: "[Laughter]"."""
    first, last = stored.spans[start][0], stored.spans[end - 1][1]
    bracketed = stored.text[max(0, first - 1) : first] == "[" and stored.text[last : last + 1] == "]"
    return bracketed and not any(negates(stored, at) for at in range(start, end))


def _judge_fragment(gap: Gap, stored: Tokens, other: Tokens) -> Finding | None:
    """Recognise a word cut in the middle, as where a platform allows a limited number of characters."""
    word, left = stored.keys[gap.stored_start], other.keys[gap.other_start]
    marked = gap.other_end in other.dots or gap.other_start in other.dots
    if len(left) >= len(word) or not (marked or gap.place is not Place.MIDDLE):
        return None
    if not (word.startswith(left) if gap.place is not Place.START else word.endswith(left)):
        return None
    if negates(stored, gap.stored_start) and word[len(left) :] in stored.lexicon.negative_endings:
        return None
    if find_contrast([word], [left], stored.lexicon.contrasts):
        return None
    numeric = is_number(word) and not marked
    change = Change(
        kind=Kind.ELISION if marked else Kind.CUT,
        stored=stored.spelling(gap.stored_start),
        other=other.spelling(gap.other_start),
        material=numeric,
        note="inside a number" if numeric else "inside a word",
    )
    return Finding(fate=Fate.ELIDED if marked else Fate.CUT, change=change)


def _judge_dropped(gap: Gap, stored: Tokens, text: str) -> Finding:
    start, end = gap.stored_start, gap.stored_end
    if end - start == 1:
        kind = kind_of_word(stored, start)
        change = Change(kind=kind, stored=text, other="", material=kind is not Kind.WORDING, note="left out")
        return Finding(fate=Fate.CHANGED, change=change)
    whole = _whole_sentences(stored, start, end)
    spliced = not whole and any(stored.ends_sentence[at] for at in range(start, end - 1))
    note = "halves of two sentences joined" if spliced else ""
    if not whole and not spliced:
        note = _sense(stored, start, end) or _weakened(stored, start, end)
    return Finding(
        fate=Fate.DROPPED,
        change=Change(
            kind=Kind.OMISSION,
            stored=text,
            other="",
            material=bool(note),
            note=note or ("whole sentences left out unmarked" if whole else "words left out unmarked"),
        ),
    )


def _sense(stored: Tokens, start: int, end: int) -> str:
    """Say what in words omitted from a sentence rules the sense of those that stay."""
    if any(negates(stored, at) for at in range(start, end)):
        return "a negation is left out"
    if any(key in stored.lexicon.qualifiers for key in stored.keys[start:end]):
        return "a condition is left out"
    if any(is_number(key) for key in stored.keys[start:end]):
        return "a number is left out"
    return ""


def _weakened(stored: Tokens, start: int, end: int) -> str:
    """Say what short words omitted in silence did to those that stay."""
    if modifiers.leaves_intention_out(stored, start, end):
        return "what was to be is left out"
    return _WEAKENED.get(modifying(stored, start, end), "")


def _condition(gap: Gap, stored: Tokens) -> str:
    """Say whether the start of a sentence that was left out set a condition for the rest of it."""
    start, end = gap.stored_start, gap.stored_end
    if gap.place is not Place.START or not end or stored.ends_sentence[end - 1]:
        return ""
    opening = _back_to_sentence_start(stored, end, BEFORE_CUT).start
    return "a condition is left out" if stored.keys[max(start, opening)] in stored.lexicon.conditions else ""


def _whole_sentences(tokens: Tokens, start: int, end: int) -> bool:
    return tokens.opens_sentence(start) and tokens.ends_sentence[end - 1]


def _at_boundaries(gap: Gap, stored: Tokens) -> bool:
    if gap.place is Place.START:
        return stored.ends_sentence[gap.stored_end - 1]
    return stored.opens_sentence(gap.stored_start)


def _at_quotation_mark(gap: Gap, stored: Tokens) -> bool:
    """Return whether the words that stay begin, or end, where a quotation does."""
    at = gap.stored_end if gap.place is Place.START else gap.stored_start
    if not 0 < at < len(stored.spans):
        return False
    return bool(_QUOTATION_MARK.search(stored.text, stored.spans[at - 1][1], stored.spans[at][0]))


def _back_to_sentence_start(tokens: Tokens, end: int, most: int) -> range:
    start = end
    while start > 0 and end - start < most and not (start < end and tokens.ends_sentence[start - 1]):
        start -= 1
    return range(start, end)


def _to_sentence_end(tokens: Tokens, start: int, most: int) -> range:
    end = start
    while end < len(tokens.keys) and end - start < most and not (end > start and tokens.ends_sentence[end - 1]):
        end += 1
    return range(start, end)


# ------------------------------------------------------------------------------------- words added or put for others


def _judge_added(gap: Gap, other: Tokens) -> Finding:
    start, end = gap.other_start, gap.other_end
    text = other.words(start, end)
    if all(at in other.sigils for at in range(start, end)):
        return Finding(fate=Fate.KEPT, change=Change(kind=Kind.TYPOGRAPHY, stored="", other=text, note="signs added"))
    if all(key in ENTITY_NAMES for key in other.keys[start:end]):
        return Finding(fate=Fate.KEPT, change=Change(kind=Kind.TYPOGRAPHY, stored="", other=text, note="names of entities"))
    kinds = {kind_of_word(other, at) for at in range(start, end)}
    glossed = other.text[: other.spans[start][0]].endswith("[")
    shifted = None if glossed else modifying(other, start, end)
    kind = next((kind for kind in _ADDED_FACTS if kind in kinds), shifted or Kind.ADDITION)
    material = kind is Kind.NEGATION or kind is shifted or (kind is not Kind.ADDITION and gap.place is Place.MIDDLE)
    return Finding(
        fate=Fate.ADDED,
        change=Change(kind=kind, stored="", other=text, material=material, note="added"),
        weight=end - start,
    )


def _typography(gap: Gap, stored: Tokens, other: Tokens, note: str) -> Change:
    return Change(
        kind=Kind.TYPOGRAPHY,
        stored=stored.words(gap.stored_start, gap.stored_end),
        other=other.words(gap.other_start, gap.other_end),
        note=note,
    )


def _judge_replaced(gap: Gap, stored: Tokens, other: Tokens) -> Finding:
    removed = list(range(gap.stored_start, gap.stored_end))
    added = list(range(gap.other_start, gap.other_end))
    kind, material = judge_substitution(stored, removed, other, added)
    spelled = kind is Kind.SPELLING
    return Finding(
        fate=Fate.CHANGED if spelled or (_are_few(stored, removed) and _are_few(other, added)) else Fate.REPLACED,
        change=Change(
            kind=kind,
            stored=stored.words(gap.stored_start, gap.stored_end),
            other=other.words(gap.other_start, gap.other_end),
            material=material,
            note="put for other words" if not spelled else "spelt otherwise",
        ),
        weight=0 if spelled else len(added),
    )


def _are_few(tokens: Tokens, places: list[int]) -> bool:
    single = all(len(tokens.keys[at]) == 1 and not tokens.keys[at].isascii() for at in places)
    return len(places) <= (FEW_LETTERS if single else FEW_WORDS)
