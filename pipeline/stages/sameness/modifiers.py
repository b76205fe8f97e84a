"""Words that bound, weaken or shift what they stand beside: "up to", "allegedly", "former", "promised to"."""

from __future__ import annotations

import re

from pipeline.stages.sameness.lexicon import Lexicon
from pipeline.stages.sameness.tokens import Tokens

MOST_WORDS = 4
"""In longer passages a word of intention or a bound is there by chance, or goes with what it belongs to. Chosen by hand; on
1,525 real pairs (tests/stages/sameness/test_pairs.py) 6 calls one more change material that is none, 3 none."""
_NEAR_WORDS, _NEAR_LETTERS = 2, 4
"""So far behind a bound stands its number; a word of an unspaced script is about two letters."""
MOST_IN_HEDGE, MOST_IN_INTENTION, MOST_IN_RANK = 5, 3, 2
"""The same of doubts ("as far as I know"), of intentions left out ("has promised to") and of what makes another office."""
_APOSTROPHE = re.compile("['’]")
_SHORTENED = frozenset({"ll", "d"})


def bounds(tokens: Tokens, start: int, end: int) -> frozenset[str]:
    """Return the words in a short span that bound a number, or an amount, in it or beside it."""
    found = tokens.lexicon.bounds.find(tokens.keys[start:end]) if end - start <= MOST_WORDS else frozenset()
    unspaced = len(tokens.keys[start]) == 1 and not tokens.keys[start].isascii()
    beside = tokens.keys[
        max(0, start - (_NEAR_LETTERS if unspaced else 1)) : end + (_NEAR_LETTERS if unspaced else _NEAR_WORDS)
    ]
    amount = any(_is_amount(key, tokens.lexicon) for key in beside) or bool(tokens.lexicon.quantifiers.find(beside))
    return found if amount else frozenset()


def hedges(tokens: Tokens, start: int, end: int) -> frozenset[str]:
    """Return the words in a short span by which a speaker does not vouch for what is said."""
    return tokens.lexicon.hedges.find(tokens.keys[start:end]) if end - start <= MOST_IN_HEDGE else frozenset()


def limits(tokens: Tokens, start: int, end: int) -> frozenset[str]:
    """Return the words in a short span that confine what is said behind them: "only"."""
    return tokens.lexicon.limits.find(tokens.keys[start:end]) if end - start <= MOST_IN_RANK else frozenset()


def ranks(tokens: Tokens, start: int, end: int) -> frozenset[str]:
    """Return the words in a short span that make the office behind it another one."""
    return tokens.lexicon.ranks.find(tokens.keys[start:end]) if end - start <= MOST_IN_RANK else frozenset()


def intends(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether a short span says that something is meant to be done, or may or must be, and so is no fact yet."""
    if end - start > MOST_WORDS:
        return False
    return bool(tokens.lexicon.intentions.find(tokens.keys[start:end])) or any(
        _is_modal(tokens, at) for at in range(start, end)
    )


def leaves_intention_out(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether words left out made of what follows them something promised, tried or wanted only."""
    keys = tokens.keys[start:end]
    return len(keys) <= MOST_IN_INTENTION and bool(
        tokens.lexicon.intentions.find(keys[:1] if keys[-1] in tokens.lexicon.infinitives else keys[-1:])
    )


def _is_modal(tokens: Tokens, at: int) -> bool:
    """Tell a modal, also where its apostrophe joins it to another word or it is joined to its negation."""
    key, joined = tokens.keys[at], _APOSTROPHE.split(tokens.spelling(at).lower())
    return tokens.lexicon.contracted.get(key, key) in tokens.lexicon.plain_modals or (
        len(joined) > 1 and joined[-1] in _SHORTENED
    )


def turns_active(tokens: Tokens, at: int) -> bool:
    """Return whether a verb becomes active without the auxiliary at this place: what was done to somebody he then does."""
    key, after, lexicon = tokens.keys[at], tokens.keys[at + 1 : at + 3], tokens.lexicon
    if key in lexicon.passive_only:
        return True
    return (
        key in lexicon.passives
        and len(after) == 2
        and (after[0].endswith("ed") or after[0] in lexicon.participles)
        and after[1] in lexicon.objects
    )


def _is_amount(key: str, lexicon: Lexicon) -> bool:
    return key[:1].isdigit() or key in lexicon.numbers or bool(lexicon.quantifiers.find((key,)))
