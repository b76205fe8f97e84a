"""Words that bound, weaken or shift what they stand beside: "up to", "allegedly", "former", "promised to"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.stages.sameness import modifier_tables as tables
from pipeline.stages.sameness.lexicon import MODAL_PLAIN, NUMBER_WORDS
from pipeline.stages.sameness.tokens import Tokens
from storage.text.folding import fold_text

LONGEST_PHRASE = 4
SHORTEST_STEM = 3
MOST_WORDS = 4
"""In longer passages a word of intention or a bound is there by chance, or goes with what it belongs to."""
MOST_IN_HEDGE, MOST_IN_INTENTION, MOST_IN_RANK = 5, 3, 2
"""The same of doubts ("as far as I know"), of intentions left out ("has promised to") and of what makes another office."""
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_APOSTROPHE = re.compile("['’]")
_SHORTENED = frozenset({"ll", "d"})
_CONTRACTED = {
    "cannot": "can",
    "wont": "will",
    "cant": "can",
    "couldnt": "could",
    "wouldnt": "would",
    "shouldnt": "should",
    "mustnt": "must",
}


class _Phrases:
    """A table of words and phrases (``_`` joins words, ``*`` ends a stem), to be found in a run of tokens."""

    def __init__(self, table: str) -> None:
        entries = [fold_text(entry).replace("'", "") for entry in table.split()]
        self._whole = frozenset(entry for entry in entries if not entry.endswith("*"))
        self._stems = frozenset(entry[:-1] for entry in entries if entry.endswith("*"))
        self._firsts = frozenset(entry.partition("_")[0] for entry in self._whole)
        self._starts = frozenset(stem[:SHORTEST_STEM] for stem in self._stems)
        self._unspaced = tuple(entry for entry in self._whole if _UNSPACED.search(entry))

    def find(self, keys: Sequence[str]) -> frozenset[str]:
        """Give the entries found among folded words."""
        found: set[str] = set()
        for at, key in enumerate(keys):
            if key in self._firsts:
                found.update(phrase for phrase in _phrases(keys[at : at + LONGEST_PHRASE]) if phrase in self._whole)
            if key[:SHORTEST_STEM] in self._starts:
                found |= {key[:end] for end in range(SHORTEST_STEM, len(key) + 1) if key[:end] in self._stems}
        joined = "".join(keys)
        if not joined.isascii() and _UNSPACED.search(joined):
            found |= {entry for entry in self._unspaced if entry in joined}
        return frozenset(found)


def _phrases(keys: Sequence[str]) -> Iterator[str]:
    """Give what words begin with: the first, the first two and so on."""
    return ("_".join(keys[:size]) for size in range(1, len(keys) + 1))


_BOUNDS, _HEDGES, _RANKS = _Phrases(tables.BOUNDS), _Phrases(tables.HEDGES), _Phrases(tables.RANKS)
_INTENTIONS, _QUANTIFIERS = _Phrases(tables.INTENTIONS), _Phrases(tables.QUANTIFIERS)


def bounds(tokens: Tokens, start: int, end: int) -> frozenset[str]:
    """Give the words in a short span that bound a number, or an amount, in it or beside it."""
    found = _BOUNDS.find(tokens.keys[start:end]) if end - start <= MOST_WORDS else frozenset()
    beside = tokens.keys[max(0, start - 1) : end + 2]
    return found if any(map(_is_amount, beside)) else frozenset()


def hedges(tokens: Tokens, start: int, end: int) -> frozenset[str]:
    """Give the words in a short span by which a speaker does not vouch for what is said."""
    return _HEDGES.find(tokens.keys[start:end]) if end - start <= MOST_IN_HEDGE else frozenset()


def ranks(tokens: Tokens, start: int, end: int) -> frozenset[str]:
    """Give the words in a short span that make the office behind it another one."""
    return _RANKS.find(tokens.keys[start:end]) if end - start <= MOST_IN_RANK else frozenset()


def intends(tokens: Tokens, start: int, end: int) -> bool:
    """Tell whether a short span says that something is meant to be done, or may or must be, and so is no fact yet."""
    if end - start > MOST_WORDS:
        return False
    return bool(_INTENTIONS.find(tokens.keys[start:end])) or any(_is_modal(tokens, at) for at in range(start, end))


def leaves_intention_out(tokens: Tokens, start: int, end: int) -> bool:
    """Tell whether words left out made of what follows them something promised, tried or wanted only."""
    keys = tokens.keys[start:end]
    return len(keys) <= MOST_IN_INTENTION and bool(_INTENTIONS.find(keys[:1] if keys[-1] in tables.TO else keys[-1:]))


def _is_modal(tokens: Tokens, at: int) -> bool:
    """Tell a modal, also where its apostrophe joins it to another word or it is joined to its negation."""
    key, joined = tokens.keys[at], _APOSTROPHE.split(tokens.spelling(at).lower())
    return _CONTRACTED.get(key, key) in MODAL_PLAIN or (len(joined) > 1 and joined[-1] in _SHORTENED)


def turns_active(tokens: Tokens, at: int) -> bool:
    """Tell whether a verb becomes active without the auxiliary at this place: what was done to somebody he then does."""
    key, after = tokens.keys[at], tokens.keys[at + 1 : at + 3]
    if key in tables.PASSIVE_PARTICIPLES:
        return True
    return (
        key in tables.AUXILIARIES
        and len(after) == 2
        and (after[0].endswith("ed") or after[0] in tables.PARTICIPLES)
        and after[1] in tables.OBJECTS
    )


def _is_amount(key: str) -> bool:
    return key[:1].isdigit() or key in NUMBER_WORDS or bool(_QUANTIFIERS.find((key,)))
