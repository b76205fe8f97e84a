"""Tables of words and phrases that are found in a run of folded words: ``_`` joins the words of a phrase, ``*`` ends a stem."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from storage.text.folding import fold_text

LONGEST_PHRASE = 4
"""The words of the longest entry of the tables; a longer entry would never be found."""
SHORTEST_STEM = 3
"""The letters of the shortest stem of the tables: they index it by its beginning; a shorter one would never be found."""
UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
"""A letter of Japanese or Chinese, whose words are written without spaces."""


class Phrases:
    """A table of words and phrases, to be found in a run of tokens."""

    __slots__ = ("_firsts", "_inflected", "_starts", "_stems", "_unspaced", "_whole")

    def __init__(self, table: Iterable[str]) -> None:
        entries = [fold_text(entry).replace("'", "") for entry in table]
        self._whole = frozenset(entry for entry in entries if not entry.endswith("*"))
        self._stems = frozenset(entry[:-1] for entry in entries if entry.endswith("*"))
        self._inflected = tuple(stem for stem in self._stems if "_" in stem)
        self._firsts = frozenset(entry.partition("_")[0] for entry in (*self._whole, *self._inflected))
        self._starts = frozenset(stem[:SHORTEST_STEM] for stem in self._stems)
        self._unspaced = tuple(entry for entry in self._whole if UNSPACED.search(entry))

    def find(self, keys: Sequence[str]) -> frozenset[str]:
        """Return the entries found among folded words."""
        found: set[str] = set()
        for at, key in enumerate(keys):
            if key in self._firsts:
                phrases = list(_phrases(keys[at : at + LONGEST_PHRASE]))
                found.update(phrase for phrase in phrases if phrase in self._whole)
                found.update(stem for stem in self._inflected if phrases[-1].startswith(stem))
            if key[:SHORTEST_STEM] in self._starts:
                found |= {key[:end] for end in range(SHORTEST_STEM, len(key) + 1) if key[:end] in self._stems}
        joined = "".join(keys)
        if not joined.isascii() and UNSPACED.search(joined):
            found |= {entry for entry in self._unspaced if entry in joined}
        return frozenset(found)


def _phrases(keys: Sequence[str]) -> Iterator[str]:
    """Return what words begin with: the first, the first two and so on."""
    return ("_".join(keys[:size]) for size in range(1, len(keys) + 1))
