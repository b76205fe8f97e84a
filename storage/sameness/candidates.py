"""Find wordings that may be the same words as a text: by an exact key, and by the runs of words they share.

Probing reads only the runs of words that the probes have, each once, and leaves out those that are too common.
"""

from __future__ import annotations

from bisect import bisect_right
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

_NO_WORDING_AFTER = 1 << 62
"""Greater than any key of a wording."""

# For each hash the wordings that keep it, the oldest first, at most one more than COMMON; short ones are negative.
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


def probe_fingerprints(db: Database, probes: Sequence[Fingerprint], upto: Sequence[int] | None = None) -> list[list[Candidate]]:
    """Find for each of several fingerprints the wordings that share runs of words with it, the likeliest first.

    They share two runs, or one if either is short. All probes are looked up in one query. ``upto`` says of each probe which
    wording is the newest that counts, for what is common too: as if those after it were not there yet.
    """
    newest = upto or [_NO_WORDING_AFTER] * len(probes)
    asked = (gram for made in probes if made.length >= LEAST_WORDS for gram in _list_hashes(made))
    sharing = _read_sharing(db, asked, min(newest, default=0))
    return [
        _count_shared(made, sharing, last) if made.length >= LEAST_WORDS else []
        for made, last in zip(probes, newest, strict=True)
    ]


def _list_hashes(made: Fingerprint) -> list[int]:
    return made.grams if made.bare is None else [*made.grams, made.bare]


def _read_sharing(db: Database, grams: Iterable[int], upto: int) -> Mapping[int, list[int]]:
    """Read the wordings that keep each hash, the oldest first, of a common one the first COMMON + 1. Hashes that no wording
    keeps are missing, and those that were common already up to a wording."""
    asked = sorted(set(grams))
    return {
        gram: list(map(int, listed.split(",")))
        for gram, listed in db.execute(_SHARING, (write_json(asked), COMMON + 1))
        if listed and (listed.count(",") < COMMON or abs(int(listed[listed.rindex(",") + 1 :])) > upto)
    }


def list_upto(listed: Sequence[int], upto: int) -> Sequence[int]:
    """List those of the wordings that keep a hash, the oldest first, that are no newer than one; none if they are too many."""
    if len(listed) > COMMON and abs(listed[COMMON]) <= upto:
        return ()
    return listed if not listed or abs(listed[-1]) <= upto else listed[: bisect_right(listed, upto, key=abs)]


def _count_shared(made: Fingerprint, sharing: Mapping[int, Sequence[int]], upto: int) -> list[Candidate]:
    found: Counter[int] = Counter()
    for gram in made.grams:
        found.update(list_upto(sharing.get(gram, ()), upto))
    if made.bare is not None:
        # Those with the same bare letters are as likely as those with the same words.
        for wording in list_upto(sharing.get(made.bare, ()), upto):
            found[wording] += SIZE
    likely = [each for each in found.items() if each[1] > 1 or made.is_short or each[0] < 0]
    likely.sort(key=itemgetter(1), reverse=True)
    return [Candidate(wording=abs(wording), shared=shared) for wording, shared in likely[:MOST_CANDIDATES]]
