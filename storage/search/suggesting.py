"""Suggest words of the archive for one that it does not hold."""

from __future__ import annotations

from typing import Final

from rapidfuzz.distance import DamerauLevenshtein
from sqlite_utils import Database

_MOST: Final = 3
"""Words suggested for one. Chosen by hand."""
_CANDIDATES: Final = 300
"""Words of the archive that are compared with one, the likeliest first. Chosen by hand: it bounds the time."""
_SHORTEST: Final = 4
"""For a shorter word nothing is suggested: everything is near to it. Chosen by hand."""
_LETTERS_PER_SLIP: Final = 4
"""One slip is allowed for each of this many letters, as spelling checkers do. Chosen by hand."""


def suggest(db: Database, word: str) -> list[str]:
    """Return the words of the archive that differ from a word by few slips, the nearest first."""
    if len(word) < _SHORTEST:
        return []
    parts = list(dict.fromkeys(word[at : at + 3].replace('"', '""') for at in range(len(word) - 2)))
    asked = " OR ".join(f'"{part}"' for part in parts)
    sql = "SELECT word FROM vocabulary_parts WHERE vocabulary_parts MATCH ? ORDER BY rank LIMIT ?"
    slips = max(1, len(word) // _LETTERS_PER_SLIP)
    near = sorted(
        (distance, found)
        for (found,) in db.execute(sql, (asked, _CANDIDATES))
        if (distance := DamerauLevenshtein.distance(word, found, score_cutoff=slips)) <= slips
    )
    return [found for _, found in near if _is_held(db, found)][:_MOST]


def _is_held(db: Database, word: str) -> bool:
    sql = "SELECT 1 FROM quote_words f CROSS JOIN listed_quotes c ON c.quote = f.rowid WHERE f.quote_words MATCH ? LIMIT 1"
    return db.execute(sql, (f'"{word}"',)).fetchone() is not None
