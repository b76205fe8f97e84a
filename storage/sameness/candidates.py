"""Find wordings that may be the same words as a text: by an exact key, and by the runs of words they share.

Probing reads only the runs of words that the probe has, and leaves out those so common that they tell nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from operator import itemgetter

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.sameness.fingerprints import SIZE, Sketch, sketch
from storage.sameness.wordings import LEAST_WORDS, find_key

COMMON = 200
"""A run of words that more wordings than this contain tells nothing."""
MOST_CANDIDATES = 50

# For each hash of a sketch the wordings that keep it, one more than tell anything; short ones are negative.
_SHARING = """
    SELECT (
        SELECT group_concat(iif(short, -wording, wording)) FROM (
            SELECT wording, short FROM sketches WHERE gram = e.value
            UNION ALL SELECT wording, short FROM fresh_sketches WHERE gram = e.value LIMIT ?2
        )
    ) FROM json_each(?1) e
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A wording that shares ``shared`` hashes of its sketch with a probe."""

    wording: int
    shared: int


def probe(db: Database, text: str) -> list[Candidate]:
    """Find the wordings that may be the same words as a text, the likeliest first; the same words are always among them."""
    made = sketch(text)
    found = probe_sketch(db, made)
    exact = find_key(db, made)
    if exact is None:
        return found
    return [Candidate(wording=exact, shared=SIZE), *(each for each in found if each.wording != exact)]


def probe_sketch(db: Database, made: Sketch) -> list[Candidate]:
    """Find the wordings that share runs of words with a sketch, the likeliest first: two runs, or one where either is short."""
    if made.length < LEAST_WORDS:
        return []
    sharing: list[str] = []
    asked = made.grams if made.bare is None else [*made.grams, made.bare]
    for number, (listed,) in enumerate(db.execute(_SHARING, (write_json(asked), COMMON + 1))):
        wordings = listed.split(",") if listed else []
        if len(wordings) <= COMMON:
            # Those with the same bare letters are as likely as those with the same words.
            sharing += wordings if number < len(made.grams) else wordings * SIZE
    found = Counter(sharing).items()
    likely = [each for each in found if each[1] > 1 or made.is_short or each[0][0] == "-"]
    likely.sort(key=itemgetter(1), reverse=True)
    return [Candidate(wording=abs(int(wording)), shared=shared) for wording, shared in likely[:MOST_CANDIDATES]]
