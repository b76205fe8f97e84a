"""Tell what a change of words is about: a slip of spelling, other wording, or a fact turned into another."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA, Levenshtein

from pipeline.stages.sameness import lexicon
from pipeline.stages.sameness.damage import credited
from pipeline.stages.sameness.tokens import Tokens
from pipeline.stages.sameness.verdict import Kind
from storage.folding import fold_text

_APOSTROPHE = re.compile("['’]")
_NEGATING_AFFIX, _VOWEL, _PRESENT = re.compile("m[aeiu]y?[aeiou]?"), re.compile("[aeiou]?"), re.compile("[iu](?:r|yor)")
SHORTEST_NEGATED = 5
NEGATION_LETTERS_TO_SLIP = 5
REACH = 2
"""So many letters beside a change may belong to the same word of an unspaced script."""


def judge_substitution(stored: Tokens, removed: list[int], other: Tokens, added: list[int]) -> tuple[Kind, bool]:
    """Say what the words put for others are about, and whether that changes what is said."""
    ours = [stored.keys[at] for at in removed]
    theirs = [other.keys[at] for at in added]
    if _affix_negation(ours, theirs) or (
        sum(negates(stored, at) for at in removed) != sum(negates(other, at) for at in added) and not _slipped(ours, theirs)
    ):
        return Kind.NEGATION, True
    if _numbers_differ(ours, theirs):
        return Kind.NUMBER, True
    if _both_have(lexicon.DATES, stored, removed, other, added):
        return Kind.DATE, True
    if (
        _prefix_negation(ours, theirs)
        or lexicon.are_opposites("".join(ours), "".join(theirs))
        or lexicon.are_opposites(*_around(stored, removed, other, added))
    ):
        return Kind.OPPOSITE, True
    if _both_have(lexicon.MODALS, stored, removed, other, added):
        return Kind.MODAL, True
    if _names_place(stored, removed) and _names_place(other, added):
        return Kind.NAME, True
    if credited(stored, removed) and credited(other, added):
        return Kind.NAME, True
    if _misspelt("".join(ours), "".join(theirs)):
        return Kind.SPELLING, False
    if _are_names(stored, removed, other, added):
        return Kind.NAME, True
    return Kind.WORDING, False


def _both_have(words: frozenset[str], stored: Tokens, removed: list[int], other: Tokens, added: list[int]) -> bool:
    return any(_is_among(words, stored, at) for at in removed) and any(_is_among(words, other, at) for at in added)


def _is_among(words: frozenset[str], tokens: Tokens, at: int) -> bool:
    """Tell whether a word is one of these, by itself or with what an apostrophe joins to it (``China's``, ``could've``)."""
    if tokens.keys[at] in words:
        return True
    parts = _APOSTROPHE.split(tokens.spelling(at))
    return len(parts) > 1 and any(fold_text(part) in words for part in parts)


def _are_names(stored: Tokens, removed: list[int], other: Tokens, added: list[int]) -> bool:
    """Tell whether a name stands for a name: both capitalised, and one of them where only a name would be."""
    if not (any(is_capital(stored, at) for at in removed) and any(is_capital(other, at) for at in added)):
        return False
    return any(_is_name(stored, at) for at in removed) or any(_is_name(other, at) for at in added)


def _names_place(tokens: Tokens, changed: list[int]) -> bool:
    if any(_is_among(lexicon.PLACES, tokens, at) for at in changed):
        return True
    around = "".join(tokens.keys[max(0, changed[0] - REACH) : changed[-1] + 1 + REACH])
    return any(name in around for name in lexicon.PLACE_NAMES_UNSPACED) if not around.isascii() else False


def _around(stored: Tokens, removed: list[int], other: Tokens, added: list[int]) -> tuple[str, str]:
    """Give the two-letter words of an unspaced script that the changed letters belong to, where one letter was kept."""
    before = (stored.keys[removed[0] - 1] if removed[0] else "", other.keys[added[0] - 1] if added[0] else "")
    return before[0] + "".join(stored.keys[at] for at in removed), before[1] + "".join(other.keys[at] for at in added)


def kind_of_word(tokens: Tokens, at: int) -> Kind:
    """Say what a single word lost or added is about."""
    if negates(tokens, at):
        return Kind.NEGATION
    if is_number(tokens.keys[at]):
        return Kind.NUMBER
    if tokens.keys[at] in lexicon.MODAL_PLAIN and not (tokens.spelling(at) == "May" and not tokens.opens_sentence(at)):
        return Kind.MODAL
    if tokens.keys[at] in lexicon.QUALIFIERS:
        return Kind.CONDITION
    return Kind.WORDING


def negates(tokens: Tokens, at: int) -> bool:
    """Tell whether a word negates."""
    key = tokens.keys[at]
    if key in lexicon.NEGATIONS or key in lexicon.NEGATION_LETTERS:
        return True
    return key.endswith("nt") and tokens.spelling(at)[-2:-1] in ("'", "’")


def _affix_negation(ours: list[str], theirs: list[str]) -> bool:
    """Recognise the verb negated inside the word, as in Turkish (``gelecek``, ``gelmeyecek``) and Azerbaijani (``bilir``,
    ``bilmir``)."""
    if len(ours) != 1 or len(theirs) != 1:
        return False
    short, long = sorted((ours[0], theirs[0]), key=len)
    start = _shared_length(short, long)
    for stem in range(max(2, start - 1), start + 1):  # a vowel that follows may be the affix's own
        end = _shared_length(short[stem:][::-1], long[stem:][::-1])
        put, by = long[stem : len(long) - end], short[stem : len(short) - end]
        if len(short) >= SHORTEST_NEGATED and _NEGATING_AFFIX.fullmatch(put) and _VOWEL.fullmatch(by):
            return True
        if put == "m" and not by and _PRESENT.match(long[len(long) - end :]):
            return True
    return False


def _shared_length(one: str, two: str) -> int:
    pairs = enumerate(zip(one, two, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(two)))


def _prefix_negation(ours: list[str], theirs: list[str]) -> bool:
    """Recognise the word negated by a prefix (``unacceptable``, ``неприемлемо``)."""
    if len(ours) != 1 or len(theirs) != 1:
        return False
    short, long = sorted((ours[0], theirs[0]), key=len)
    return long.endswith(short) and len(short) >= SHORTEST_NEGATED - 1 and long[: -len(short)] in lexicon.NEGATIVE_PREFIXES


def is_number(key: str) -> bool:
    """Tell whether a folded word is a number in digits."""
    return key[0].isdigit()


def _numbers_differ(ours: list[str], theirs: list[str]) -> bool:
    """Compare the numbers on both sides; numbers in words count where both sides write them so."""
    if any(is_number(key) for key in ours + theirs):
        return _digits(ours) != _digits(theirs)
    named = [[key for key in keys if key in lexicon.NUMBER_WORDS] for keys in (ours, theirs)]
    return all(named) and named[0] != named[1]


def _digits(keys: list[str]) -> list[str]:
    return [re.sub(r"[^\d.,:/]", "", key) for key in keys if is_number(key)]


def are_all(kind: Kind, tokens: Tokens, span: range) -> bool:
    """Tell whether these words are numbers, dates or a name, and nothing else."""
    keys = tokens.keys[span.start : span.stop]
    if kind is Kind.NUMBER:
        return all(map(is_number, keys))
    dated = [key in lexicon.DATES for key in keys]
    if kind is Kind.DATE:
        return all(dated)
    named = is_capital(tokens, span.start) and is_capital(tokens, span.stop - 1)
    return not any(dated) and not any(map(is_number, keys)) and (named or _names_place(tokens, list(span)))


def _is_name(tokens: Tokens, at: int) -> bool:
    """Tell whether a word is written as a name: capitalised inside a sentence that is not all in capitals."""
    if at in tokens.signs:
        return True
    return is_capital(tokens, at) and (not tokens.opens_sentence(at) or _is_named_elsewhere(tokens, at))


def _is_named_elsewhere(tokens: Tokens, at: int) -> bool:
    """Tell whether a word that opens a sentence is capitalised inside one too."""
    return tokens.keys[at] in _names_inside(tokens)


@lru_cache(maxsize=16)
def _names_inside(tokens: Tokens) -> frozenset[str]:
    """Give the words that are capitalised inside a sentence."""
    places = range(len(tokens.keys))
    return frozenset(tokens.keys[at] for at in places if not tokens.opens_sentence(at) and is_capital(tokens, at))


def is_capital(tokens: Tokens, at: int) -> bool:
    """Tell whether a word, or what follows its apostrophe, is capitalised but not shouted."""
    word = tokens.spelling(at).lstrip("#@")
    stem = _APOSTROPHE.split(word)[-1] if word[:1].islower() else word
    return stem[:1].isupper() and not (len(stem) > 1 and stem.isupper())


def _slipped(ours: list[str], theirs: list[str]) -> bool:
    """Tell a negation with a letter lost (``nevr``) from the word that it negates (``ever``)."""
    if not len(ours) == len(theirs) == 1:
        return False
    shorter, longer = sorted((ours[0], theirs[0]), key=len)
    return len(longer) >= NEGATION_LETTERS_TO_SLIP and OSA.distance(shorter, longer) == 1 and longer != f"n{shorter}"


def _misspelt(ours: str, theirs: str) -> bool:
    """Tell a slip of the keyboard from another word: one or two letters off in a word long enough."""
    if any(character.isdigit() for character in ours + theirs):
        return False
    shorter = min(len(ours), len(theirs))
    if shorter < 3:
        return False
    off = OSA.distance(ours, theirs)
    if shorter < 5:
        return off == 1 and len(ours) != len(theirs)
    return off <= (1 if shorter < 8 else 2) or Levenshtein.normalized_similarity(ours, theirs) >= 0.85
