"""Follow words through the archive: who carries the same quote, with which verdict, and who had it first, if that can be told.

A cluster is what links of sameness join, however the quotes came in; what differs more (elided, truncated, altered, stitched)
stands beside it with its verdict and joins nothing further. Times are intervals: first is only the document whose interval ends
before those of all others begin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlite_utils import Database

from storage.database.masking import Masks
from storage.database.rows import write_json
from storage.errors import StorageError
from storage.model.findings import First, Interval, Occurrence, Role, Side, Spread, Variant, Variants
from storage.model.verdicts import TextVerdict
from storage.sameness.occurrences import StoredOccurrence, find_asserted, read_occurrences
from storage.sameness.wordings import LEAST_WORDS

UNORDERED: Final = "cannot be ordered"
TOO_SHORT: Final = "So few words may have been said independently."
SAME_WORDS: Final = (TextVerdict.IDENTICAL, TextVerdict.TYPOGRAPHIC)
MOST_VARIANTS: Final = 20
"""At most this number of variants of a quote are named. Chosen by hand."""

_WORDING = """
    SELECT w.seq, w.length FROM quotes q JOIN quote_wordings x ON x.quote = q.seq JOIN wordings w ON w.seq = x.wording
    WHERE q.id = ?
"""
_LATEST = "NOT EXISTS (SELECT 1 FROM links n WHERE (n.longer, n.shorter) = (l.longer, l.shorter) AND n.seq > l.seq)"
_CLUSTER = f"""
    WITH RECURSIVE cluster (wording) AS (
        VALUES (?1) UNION
        SELECT iif(l.longer = c.wording, l.shorter, l.longer) FROM cluster c
        JOIN links l ON l.longer = c.wording OR l.shorter = c.wording
        WHERE l.verdict IN ('identical', 'typographic') AND {_LATEST}
    ) SELECT wording FROM cluster
"""
_BESIDE = f"""
    SELECT l.longer, l.shorter, l.verdict, l.material, l.reason FROM links l
    WHERE (l.longer IN (SELECT value FROM json_each(?1)) OR l.shorter IN (SELECT value FROM json_each(?1)))
    AND l.verdict NOT IN ('identical', 'typographic') AND {_LATEST} ORDER BY l.material DESC, l.seq DESC
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is said of a wording; ``told_from`` names the longer text, from which the reason tells the difference."""

    verdict: TextVerdict = TextVerdict.TYPOGRAPHIC
    material: bool = False
    reason: str = "the same words"
    told_from: Side = Side.THIS


_SAME: Final = _Told()


def read_spread(db: Database, id: str) -> Spread:  # noqa: A002 - the word of the field
    """Read all occurrences of a quote with their verdicts, and which was first by what they assert and by what was observed,
    with the words in whatever form; ``first_same_words`` leaves out by what they assert all that differ in more than
    typography.

    Raises StorageError if there is no such quote.
    """
    wording, length = _find_wording(db, id)
    told = _read_told(db, wording)
    found = _read_occurrences(db, told)
    asked = next((occurrence.exact for occurrence in found if occurrence.id == id), None)
    masks = Masks(db, {occurrence.document.id for occurrence in found})
    occurrences = [_mask(masks, occurrence, _describe(db, occurrence, asked, wording, told)) for occurrence in found]
    occurrences.sort(key=lambda each: (each.asserted.earliest or each.observed, each.observed, each.id))
    same = [each for each in occurrences if each.verdict in SAME_WORDS]
    return Spread(
        id=id,
        carriers=tuple(occurrences),
        first_asserted=_find_first(occurrences, _when_asserted),
        first_observed=_find_first(sorted(occurrences, key=lambda each: each.observed), _when_observed),
        first_same_words=_find_first(same, _when_asserted),
        notes=(TOO_SHORT,) if length < LEAST_WORDS else (),
    )


def list_variants(db: Database, ids: Iterable[str]) -> dict[str, list[Variant]]:
    """List for each quote the others that hold the same words or a change of them, those with the least difference first; none
    where a quote has no word to follow."""
    listed: dict[str, list[Variant]] = {}
    known: dict[int, list[Variant]] = {}
    for id_ in ids:
        row = db.execute(_WORDING, (id_,)).fetchone()
        if row and row[0] not in known:
            known[row[0]] = _list_alike(db, row[0])
        listed[id_] = [each for each in known[row[0]] if each.id != id_] if row else []
    return listed


def count_variants(found: Sequence[Variant]) -> Variants:
    """Name at most MOST_VARIANTS of the other quotes that hold the words of one, and count them all."""
    return Variants(
        named=tuple(found[:MOST_VARIANTS]),
        total=len(found),
        same=sum(each.verdict in SAME_WORDS for each in found),
        material=sum(each.material for each in found),
    )


def _list_alike(db: Database, wording: int) -> list[Variant]:
    told = _read_told(db, wording)

    def difference(occurrence: StoredOccurrence) -> tuple[bool, bool, bool, datetime, str]:
        each = told[occurrence.wording]
        return occurrence.wording != wording, each is not _SAME, each.material, occurrence.observed, occurrence.id

    occurrences = sorted(_read_occurrences(db, told), key=difference)
    named = [(occurrence.id, told[occurrence.wording]) for occurrence in occurrences]
    return [Variant(id=id_, verdict=each.verdict, material=each.material) for id_, each in named]


def find_first(intervals: Mapping[str, Interval]) -> First:
    """Find whose interval ends before all others begin; where none does, name those that may have been first."""
    ends = [each.latest for each in intervals.values() if each.latest is not None]
    soonest = min(ends, default=None)
    among = sorted(
        name for name, each in intervals.items() if each.earliest is None or soonest is None or each.earliest <= soonest
    )
    first = among[0] if len(among) == 1 else None
    return First(first=first, among=tuple(among), why="" if first else UNORDERED)


def _find_wording(db: Database, id_: str) -> tuple[int, int]:
    row = db.execute(_WORDING, (id_,)).fetchone()
    if row is None:
        raise StorageError(f"The archive holds no quote {id_!r} with words to follow; expected the id of a quote (q_...).")
    return int(row[0]), int(row[1])


def _read_told(db: Database, wording: int) -> dict[int, _Told]:
    """Read what is said of each wording of the cluster and beside it."""
    cluster = [seq for (seq,) in db.execute(_CLUSTER, (wording,))]
    told = dict.fromkeys(cluster, _SAME)
    for longer, shorter, verdict, material, reason in db.execute(_BESIDE, (write_json(cluster),)):
        for other in (longer, shorter):
            if other not in cluster:
                told_from = Side.THAT if other == longer else Side.THIS
                told[other] = _Told(verdict=TextVerdict(verdict), material=bool(material), reason=reason, told_from=told_from)
    return told


def _read_occurrences(db: Database, told: Mapping[int, _Told]) -> list[StoredOccurrence]:
    same = [wording for wording, each in told.items() if each is _SAME]
    return read_occurrences(db, same, {wording: each.material for wording, each in told.items() if each is not _SAME})


def _describe(
    db: Database, occurrence: StoredOccurrence, asked: str | None, wording: int, told: Mapping[int, _Told]
) -> Occurrence:
    each = told[occurrence.wording]
    if occurrence.wording == wording and occurrence.exact == asked:
        each = _Told(verdict=TextVerdict.IDENTICAL, reason="the same characters")
    return Occurrence(
        id=occurrence.id,
        kind=occurrence.kind,
        exact=occurrence.exact,
        content=occurrence.content,
        speaker=occurrence.speaker,
        speaker_id=occurrence.speaker_id,
        via=occurrence.via,
        role=Role.RELAYED if occurrence.via else Role.OWN,
        document=occurrence.document,
        source=occurrence.source,
        account=occurrence.account,
        current=occurrence.current,
        verdict=each.verdict,
        material=each.material,
        reason=each.reason,
        told_from=each.told_from,
        published=occurrence.published,
        asserted=find_asserted(db, occurrence),
        said=occurrence.said,
        observed=occurrence.observed,
    )


def _mask(masks: Masks, occurrence: StoredOccurrence, shown: Occurrence) -> Occurrence:
    """Mask what was withdrawn from the document of an occurrence; a part of the withdrawn words may be all that it holds of
    them, so of such a document only a whole quote without any is left as it is."""
    id_ = shown.document.id
    if not masks.touches(id_):
        return shown
    document = replace(shown.document, title=masks.mask(id_, shown.document.title))
    exact = masks.read(id_, revision=occurrence.revision)[occurrence.start : occurrence.end]
    content = shown.content if exact == shown.exact else exact
    return replace(shown, document=document, exact=exact, content=content)


def _when_asserted(occurrence: Occurrence) -> Interval:
    return occurrence.asserted


def _when_observed(occurrence: Occurrence) -> Interval:
    return Interval(earliest=occurrence.observed, latest=occurrence.observed)


def _find_first(occurrences: Iterable[Occurrence], when: Callable[[Occurrence], Interval]) -> First:
    """Find which document carried the words first; the earliest quote of each stands for it.

    A document has the words from the first of its wordings on: its interval runs from the earliest begin to the earliest end.
    """
    quotes: dict[str, str] = {}
    intervals: dict[str, Interval] = {}
    for occurrence in occurrences:
        each = when(occurrence)
        quote = quotes.setdefault(occurrence.document.id, occurrence.id)
        before = intervals.get(quote, each)
        begins = None if before.earliest is None or each.earliest is None else min(before.earliest, each.earliest)
        ends = min((end for end in (before.latest, each.latest) if end), default=None)
        intervals[quote] = Interval(earliest=begins, latest=ends)
    return find_first(intervals)
