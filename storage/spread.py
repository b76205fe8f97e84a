"""Follow words through the archive: who carries the same quote, with which verdict, and who had it first, if that can be told.

A cluster is what links of sameness join, however the quotes came in; what differs more (elided, truncated, altered, stitched)
stands beside it with its verdict and joins nothing further. Times are intervals: first is only what ends before all others
begin. What a carrier asserts is when it published the words; when they were said, it says of another's words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlite_utils import Database

from storage.candidates import LEAST_WORDS
from storage.errors import StorageError
from storage.rows import write_json

UNORDERED: Final = "cannot be ordered"
TOO_SHORT: Final = "So few words may have been said independently."
_SAME: Final = ("typographic", False, "the same words", False)

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
# The reading is that of the capture that showed the quote first: a bare column beside min() comes from its row.
_CARRIERS = """
    SELECT x.wording, q.id, q.kind, g.exact, g.speaker, g.speaker_id, g.via, d.id, v.url, v.title, o.source,
        v.published_earliest, v.published_latest, g.said_earliest, g.said_latest, min(o.captured_at), g.start, g."end"
    FROM quote_wordings x
    JOIN quotes q ON q.seq = x.quote
    JOIN quote_readings g ON g.quote = q.seq
    JOIN visible o ON o.derivation = g.derivation
    JOIN derivations v ON v.seq = o.derivation
    JOIN documents d ON d.seq = v.document
    WHERE x.wording IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM redactions r WHERE r.target = q.id)
    GROUP BY q.seq
"""
_OBSERVED, _START, _END = 15, 16, 17


def read_spread(db: Database, id: str) -> dict[str, Any]:  # noqa: A002 - the word of the field
    """Give all carriers of a quote with their verdicts, and which was first by what they assert and by what was observed.

    Raises StorageError where there is no such quote.
    """
    wording, length = _find_wording(db, id)
    verdicts = _verdicts(db, wording)
    rows = _read_carriers(db, verdicts)
    asked = next((row[3] for row in rows if row[1] == id), None)
    carriers = [_carrier(row, asked, wording, verdicts) for row in rows]
    carriers.sort(key=lambda each: (each["asserted"]["earliest"] or each["observed"], each["observed"], each["id"]))
    return {
        "id": id,
        "carriers": carriers,
        "first_asserted": find_first({each["id"]: _interval(each["asserted"]) for each in carriers}),
        "first_observed": find_first({each["id"]: (each["observed"], each["observed"]) for each in carriers}),
        "notes": [TOO_SHORT] if length < LEAST_WORDS else [],
    }


def list_variants(db: Database, id: str, *, limit: int = 20) -> list[str]:  # noqa: A002 - as above
    """List the ids of other quotes that hold the same words, those with the least difference first."""
    wording, _ = _find_wording(db, id)
    verdicts = _verdicts(db, wording)
    rows = _read_carriers(db, verdicts)
    rows.sort(key=lambda row: (row[0] != wording, verdicts[row[0]][1], row[_OBSERVED], row[1]))
    return [row[1] for row in rows if row[1] != id][:limit]


def find_first(intervals: Mapping[str, tuple[str | None, str | None]]) -> dict[str, Any]:
    """Find whose interval ends before all others begin; where none does, name those that may have been first.

    Intervals are pairs of ISO 8601 instants in UTC to the second; None is an open end.
    """
    ends = [latest for _, latest in intervals.values() if latest is not None]
    soonest = min(ends, default=None)
    among = sorted(
        name for name, (earliest, _) in intervals.items() if earliest is None or soonest is None or earliest <= soonest
    )
    first = among[0] if len(among) == 1 else None
    return {"first": first, "among": among, "why": "" if first else UNORDERED}


def _find_wording(db: Database, id_: str) -> tuple[int, int]:
    row = db.execute(
        "SELECT w.seq, w.length FROM quotes q JOIN quote_wordings x ON x.quote = q.seq JOIN wordings w ON w.seq = x.wording "
        "WHERE q.id = ?",
        (id_,),
    ).fetchone()
    if row is None:
        raise StorageError(f"The archive holds no quote {id_!r} with words to follow; expected the id of a quote (q_...).")
    return int(row[0]), int(row[1])


def _verdicts(db: Database, wording: int) -> dict[int, tuple[str, bool, str, bool]]:
    """Give each wording of the cluster and beside it its verdict, whether it is material, the reason, and whether it is the
    longer one, from which the reason tells the difference."""
    cluster = [seq for (seq,) in db.execute(_CLUSTER, (wording,))]
    verdicts = dict.fromkeys(cluster, _SAME)
    for longer, shorter, verdict, material, reason in db.execute(_BESIDE, (write_json(cluster),)):
        for other in (longer, shorter):
            if other not in cluster:
                verdicts[other] = (verdict, bool(material), reason, other == longer)
    return verdicts


def _read_carriers(db: Database, verdicts: Mapping[int, tuple[str, bool, str, bool]]) -> list[Sequence[Any]]:
    """Read the quotes of some wordings, without those that only stand around or inside one of the cluster."""
    rows: list[Sequence[Any]] = db.execute(_CARRIERS, (write_json(list(verdicts)),)).fetchall()
    held: dict[str, list[tuple[int, int]]] = {}
    for row in rows:
        if verdicts[row[0]] == _SAME:
            held.setdefault(row[7], []).append((row[_START], row[_END]))

    def stands_apart(row: Sequence[Any]) -> bool:
        return not any(row[_START] < end and start < row[_END] for start, end in held.get(row[7], ()))

    return [row for row in rows if verdicts[row[0]] == _SAME or stands_apart(row)]


def _carrier(
    row: Sequence[Any], asked: str | None, wording: int, verdicts: Mapping[int, tuple[str, bool, str, bool]]
) -> dict[str, Any]:
    of, id_, kind, exact, speaker, speaker_id, via, document, url, title, source = row[:11]
    earliest, latest, said_earliest, said_latest, observed = row[11:_START]
    verdict, material, reason, longer = verdicts[of]
    if of == wording and exact == asked:
        verdict, reason = "identical", "the same characters"
    return {
        "id": id_,
        "kind": kind,
        "exact": exact,
        "speaker": speaker,
        "speaker_id": speaker_id,
        "via": via,
        "role": "relayed" if via else "own",
        "document": {"id": document, "url": url, "title": title},
        "source": source,
        "verdict": verdict,
        "material": material,
        "reason": reason,
        "told_from": "that" if longer else "this",
        "asserted": {"earliest": earliest if earliest or latest else said_earliest, "latest": latest},
        "said": {"earliest": said_earliest, "latest": said_latest},
        "observed": observed,
    }


def _interval(asserted: Mapping[str, str | None]) -> tuple[str | None, str | None]:
    return asserted["earliest"], asserted["latest"]
