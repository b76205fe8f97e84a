"""Find wordings that may be the same words as a text: by an exact key, and by the runs of words they share.

Probing reads only the runs of words that the probes have, each once, and leaves out those that are too common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.sameness.fingerprints import SIZE, Fingerprint, fingerprint
from storage.sameness.wordings import LEAST_WORDS, find_key

COMMON = 200
"""A run of words that more wordings than this contain is left out: it says nothing of where the words are from. Chosen by hand:
a stock phrase; its wordings are still found by the other runs that they share."""
MOST_CANDIDATES = 50
"""At most this many candidates of a text are returned, those that share the most first. Chosen by hand: each may be judged."""

# For each hash the wordings that keep it, at most one more than COMMON; short ones are negative.
_SHARING = """
    SELECT e.value, (
        SELECT group_concat(iif(short, -wording, wording)) FROM (
            SELECT wording, short FROM sketches WHERE gram = e.value
            UNION ALL SELECT wording, short FROM fresh_sketches WHERE gram = e.value LIMIT ?2
        )
    ) FROM json_each(?1) e
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A wording that shares ``shared`` hashes of its fingerprint with a probe."""

    wording: int
    shared: int


def probe(db: Database, text: str) -> list[Candidate]:
    """Find the wordings that may be the same words as a text, the likeliest first; the same words are always among them."""
    made = fingerprint(text)
    [found] = probe_fingerprints(db, [made])
    exact = find_key(db, made)
    if exact is None:
        return found
    return [Candidate(wording=exact, shared=SIZE), *(each for each in found if each.wording != exact)]


def probe_fingerprints(db: Database, probes: Sequence[Fingerprint]) -> list[list[Candidate]]:
    """Find for each of several fingerprints the wordings that share runs of words with it, the likeliest first.

    They share two runs, or one if either is short. All probes are looked up in one query.
    """
    sharing = _read_sharing(db, (gram for made in probes if made.length >= LEAST_WORDS for gram in _list_hashes(made)))
    return [_count_shared(made, sharing) if made.length >= LEAST_WORDS else [] for made in probes]


def _list_hashes(made: Fingerprint) -> list[int]:
    return made.grams if made.bare is None else [*made.grams, made.bare]


def _read_sharing(db: Database, grams: Iterable[int]) -> Mapping[int, list[int]]:
    """Read the wordings that keep each hash; those of a common one, or of one that no wording keeps, are missing."""
    asked = sorted(set(grams))
    return {
        gram: list(map(int, listed.split(",")))
        for gram, listed in db.execute(_SHARING, (write_json(asked), COMMON + 1))
        if listed and listed.count(",") < COMMON
    }


def _count_shared(made: Fingerprint, sharing: Mapping[int, list[int]]) -> list[Candidate]:
    found: Counter[int] = Counter()
    for gram in made.grams:
        found.update(sharing.get(gram, ()))
    if made.bare is not None:
        # Those with the same bare letters are as likely as those with the same words.
        for wording in sharing.get(made.bare, ()):
            found[wording] += SIZE
    likely = [each for each in found.items() if each[1] > 1 or made.is_short or each[0] < 0]
    likely.sort(key=itemgetter(1), reverse=True)
    return [Candidate(wording=abs(wording), shared=shared) for wording, shared in likely[:MOST_CANDIDATES]]
