"""Classify a change of words: a slip of spelling, other wording, or a fact turned into another."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.stages.sameness import modifiers
from pipeline.stages.sameness.contrasts import find_contrast, find_contrast_unspaced, names_person, names_unit
from pipeline.stages.sameness.damage import credited
from pipeline.stages.sameness.lexicon import Lexicon
from pipeline.stages.sameness.negating import negated_by_prefix, negated_inside, negated_unspaced, negates
from pipeline.stages.sameness.spelling import are_respelt, are_spellings, is_slip
from pipeline.stages.sameness.tenses import differ_in_tense
from pipeline.stages.sameness.tokens import Tokens
from pipeline.stages.sameness.verdict import Kind
from storage.text.folding import fold_text

_APOSTROPHE = re.compile("['’]")
LEAST_GERMAN = 2
"""A text with this many different German words of grammar is in German. Chosen by hand; the score on 1,525 real pairs
(tests/stages/sameness/test_pairs.py) is the same at 1 and 3."""
_NOT_NUMBER = re.compile(r"[^\d.,:/만억조경]")
"""What is left of a number are its digits and the magnitudes that Korean writes onto them (5억)."""
REACH = 2
"""This many letters beside a change may belong to the same word of an unspaced script. Chosen by hand."""


def judge_substitution(stored: Tokens, removed: list[int], other: Tokens, added: list[int]) -> tuple[Kind, bool]:
    """Say what the words put for others are about, and whether that changes what is said."""
    ours = [stored.keys[at] for at in removed]
    theirs = [other.keys[at] for at in added]
    if are_spellings("".join(ours), "".join(theirs)):
        return Kind.SPELLING, False
    respelt = are_respelt(ours, theirs)
    if fact := _find_fact(stored, removed, other, added, respelt=respelt):
        return fact, True
    if respelt:
        return Kind.SPELLING, False
    if _are_names(stored, removed, other, added):
        return Kind.NAME, True
    return Kind.WORDING, False


def _find_fact(stored: Tokens, removed: list[int], other: Tokens, added: list[int], *, respelt: bool) -> Kind | None:
    """Say which fact became another one, if any did; a slip of spelling takes no doubt and no intention away."""
    ours = [stored.keys[at] for at in removed]
    theirs = [other.keys[at] for at in added]
    lexicon = stored.lexicon
    if (
        negated_inside(ours, theirs)
        or negated_unspaced(stored, removed, other, added)
        or _negated(stored, removed, other, added)
    ):
        return Kind.NEGATION
    if _numbers_differ(ours, theirs, lexicon):
        return Kind.NUMBER
    if _both_have(lexicon.dates, stored, removed, other, added):
        return Kind.DATE
    if (
        negated_by_prefix(ours, theirs, lexicon)
        or lexicon.are_opposites("".join(ours), "".join(theirs))
        or lexicon.are_opposites(*_around(stored, removed, other, added))
    ):
        return Kind.OPPOSITE
    if _both_have(lexicon.modals, stored, removed, other, added):
        return Kind.MODAL
    if _names_place(stored, removed) and _names_place(other, added):
        return Kind.NAME
    if credited(stored, removed) and credited(other, added):
        return Kind.NAME
    if contrast := _find_contrast(stored, removed, other, added):
        return contrast
    single = len(removed) == 1 == len(added)
    if single and differ_in_tense(stored.spelling(removed[0]).lower(), other.spelling(added[0]).lower()):
        return Kind.TENSE
    return None if respelt else _find_shift(stored, removed, other, added)


def _negated(stored: Tokens, removed: list[int], other: Tokens, added: list[int]) -> bool:
    ours, theirs = [stored.keys[at] for at in removed], [other.keys[at] for at in added]
    negations = sum(negates(stored, at) for at in removed), sum(negates(other, at) for at in added)
    return negations[0] != negations[1] and not is_slip(ours, theirs)


def _find_contrast(stored: Tokens, removed: list[int], other: Tokens, added: list[int]) -> Kind | None:
    """Say which fact changed where a word gave way to another of its closed set; who an editor's bracket names is no change."""
    ours = [stored.keys[at] for at in removed]
    theirs = [other.keys[at] for at in added]
    following = stored.keys[removed[-1] + 1] if removed[-1] + 1 < len(stored.keys) else ""
    kind = find_contrast(ours, theirs, stored.lexicon.contrasts, following)
    if kind is Kind.PRONOUN and other.text[: other.spans[added[0]][0]].endswith("["):
        return None
    if kind is None and not "".join(theirs).isascii():
        return find_contrast_unspaced(stored.around(removed, REACH), other.around(added, REACH), stored.lexicon.contrasts)
    return kind


def _find_shift(stored: Tokens, removed: list[int], other: Tokens, added: list[int]) -> Kind | None:
    """Say whether one side bounds, doubts or only means to do what the other states plainly."""
    ours, theirs = (removed[0], removed[-1] + 1), (added[0], added[-1] + 1)
    if modifiers.bounds(stored, *ours) != modifiers.bounds(other, *theirs):
        return Kind.BOUND
    if bool(modifiers.hedges(stored, *ours)) != bool(modifiers.hedges(other, *theirs)):
        return Kind.HEDGE
    if modifiers.ranks(stored, *ours) != modifiers.ranks(other, *theirs):
        return Kind.NAME
    return Kind.TENSE if modifiers.intends(stored, *ours) != modifiers.intends(other, *theirs) else None


def _both_have(words: frozenset[str], stored: Tokens, removed: list[int], other: Tokens, added: list[int]) -> bool:
    return any(_is_among(words, stored, at) for at in removed) and any(_is_among(words, other, at) for at in added)


def _is_among(words: frozenset[str], tokens: Tokens, at: int) -> bool:
    """Return whether a word is one of these, by itself or with what an apostrophe joins to it (``China's``, ``could've``)."""
    if tokens.keys[at] in words:
        return True
    parts = _APOSTROPHE.split(tokens.spelling(at))
    return len(parts) > 1 and any(fold_text(part) in words for part in parts)


def _are_names(stored: Tokens, removed: list[int], other: Tokens, added: list[int]) -> bool:
    """Return whether a name stands for a name: both capitalised, and one of them where only a name would be."""
    if not (any(is_capital(stored, at) for at in removed) and any(is_capital(other, at) for at in added)):
        return False
    return any(_is_name(stored, at) for at in removed) or any(_is_name(other, at) for at in added)


def _names_place(tokens: Tokens, changed: list[int]) -> bool:
    if any(_is_among(tokens.lexicon.places, tokens, at) for at in changed):
        return True
    around = tokens.around(changed, REACH)
    return any(name in around for name in tokens.lexicon.places_unspaced) if not around.isascii() else False


def _around(stored: Tokens, removed: list[int], other: Tokens, added: list[int]) -> tuple[str, str]:
    """Return the two-letter words of an unspaced script that the changed letters belong to, where one letter was kept."""
    before = (stored.keys[removed[0] - 1] if removed[0] else "", other.keys[added[0] - 1] if added[0] else "")
    return before[0] + "".join(stored.keys[at] for at in removed), before[1] + "".join(other.keys[at] for at in added)


def kind_of_word(tokens: Tokens, at: int) -> Kind:
    """Say what a single word lost or added is about."""
    if negates(tokens, at):
        return Kind.NEGATION
    if is_number(tokens.keys[at]) or _multiplies(tokens, at):
        return Kind.NUMBER
    if tokens.keys[at] in tokens.lexicon.plain_modals and not (tokens.spelling(at) == "May" and not tokens.opens_sentence(at)):
        return Kind.MODAL
    if tokens.keys[at] in tokens.lexicon.qualifiers:
        return Kind.CONDITION
    return modifying(tokens, at, at + 1) or (Kind.TENSE if modifiers.turns_active(tokens, at) else Kind.WORDING)


def _multiplies(tokens: Tokens, at: int) -> bool:
    """Return whether a numeral stands behind a number or another numeral: "300 million", "twenty five"."""
    numerals = tokens.lexicon.numbers
    key, before = tokens.keys[at], tokens.keys[at - 1] if at else ""
    if key not in numerals or not before or names_person(key, tokens.lexicon.contrasts):
        return False
    return is_number(before) or before in numerals


def modifying(tokens: Tokens, start: int, end: int) -> Kind | None:
    """Say what words lost or added do to what they stand beside: bound it, doubt it, or make an office another one."""
    if modifiers.bounds(tokens, start, end):
        return Kind.BOUND
    if modifiers.hedges(tokens, start, end):
        return Kind.HEDGE
    if modifiers.limits(tokens, start, end):
        return Kind.CONDITION
    if end - start == 1 and _measures(tokens, start):
        return Kind.UNIT
    return Kind.NAME if modifiers.ranks(tokens, start, end) else None


def _measures(tokens: Tokens, at: int) -> bool:
    """Return whether a word is a unit beside a number: "2 puan", "yüzde 2"."""
    beside = tokens.keys[max(0, at - 1) : at] + tokens.keys[at + 1 : at + 2]
    return any(map(is_number, beside)) and names_unit(tokens.keys[at], tokens.lexicon.contrasts)


def is_number(key: str) -> bool:
    """Return whether a folded word is a number in digits."""
    return key[0].isdigit()


def _numbers_differ(ours: list[str], theirs: list[str], lexicon: Lexicon) -> bool:
    """Compare the numbers on both sides; numbers in words count if both sides write them so."""
    if any(is_number(key) for key in ours + theirs):
        return _digits(ours) != _digits(theirs)
    named = [[key for key in keys if key in lexicon.numbers] for keys in (ours, theirs)]
    return all(named) and named[0] != named[1]


def _digits(keys: list[str]) -> list[str]:
    return [_NOT_NUMBER.sub("", key) for key in keys if is_number(key)]


def are_all(kind: Kind, tokens: Tokens, span: range) -> bool:
    """Return whether these words are numbers, dates or a name, and nothing else."""
    keys = tokens.keys[span.start : span.stop]
    if kind is Kind.NUMBER:
        return all(map(is_number, keys))
    dated = [key in tokens.lexicon.dates for key in keys]
    if kind is Kind.DATE:
        return all(dated)
    named = is_capital(tokens, span.start) and is_capital(tokens, span.stop - 1)
    return not any(dated) and not any(map(is_number, keys)) and (named or _names_place(tokens, list(span)))


def _is_name(tokens: Tokens, at: int) -> bool:
    """Return whether a word is written as a name: capitalised inside a sentence that is not all in capitals."""
    if at in tokens.sigils:
        return True
    return is_capital(tokens, at) and (not tokens.opens_sentence(at) or _is_named_elsewhere(tokens, at))


def capitalises_nouns(tokens: Tokens) -> bool:
    """Return whether a text is in German, where a capital makes no name."""
    return len(tokens.lexicon.grammar & set(tokens.keys)) >= LEAST_GERMAN


def _is_named_elsewhere(tokens: Tokens, at: int) -> bool:
    """Return whether a word that opens a sentence is capitalised inside one too."""
    return tokens.keys[at] in _names_inside(tokens)


@lru_cache(maxsize=16)
def _names_inside(tokens: Tokens) -> frozenset[str]:
    """Return the words that are capitalised inside a sentence."""
    places = range(len(tokens.keys))
    return frozenset(tokens.keys[at] for at in places if not tokens.opens_sentence(at) and is_capital(tokens, at))


def is_capital(tokens: Tokens, at: int) -> bool:
    """Return whether a word, or what follows its apostrophe, is capitalised but not shouted."""
    word = tokens.spelling(at).lstrip("#@")
    stem = _APOSTROPHE.split(word)[-1] if word[:1].islower() else word
    return stem[:1].isupper() and not (len(stem) > 1 and stem.isupper())
