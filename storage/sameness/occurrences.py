"""Read the quotes that carry some wordings: where each stands, whose words they are there, and since when it is known to stand.

What a document asserts is that it published the words when it was published, unless they came into it later: then between what
last showed it without them and what first showed it with them, or its edit by the platform's word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.text.folding import fold_text

# A number with the signs inside it, or a word with the marks that some scripts write upon its letters.
_WORD: Final = re.compile(
    r"\d+(?:[.,:/'’-]\d+)*|(?:[^\W\d]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e00-\u0eff])+"
)
_DAY: Final = len("2020-10-27")

# The reading is that of the capture that showed the quote first: a bare column beside min() comes from its row.
_CARRIERS: Final = """
    SELECT x.wording, q.id, q.kind, g.exact, g.spans, g.speaker, g.speaker_id, g.via, d.id, v.url, v.title, o.source, p.account,
        v.published, v.published_earliest, v.published_latest, g.said_earliest, g.said_latest, min(o.captured_at), o.as_of,
        g.start, g."end", o.revision, o.document, p.edited_at, c.record_type = 'resource',
        EXISTS (SELECT 1 FROM current_quotes n WHERE n.quote = q.seq)
    FROM quote_wordings x
    JOIN quotes q ON q.seq = x.quote
    JOIN quote_readings g ON g.quote = q.seq
    JOIN visible o ON o.derivation = g.derivation
    JOIN derivations v ON v.seq = o.derivation
    JOIN documents d ON d.seq = v.document
    LEFT JOIN captures c ON c.id = o.capture
    LEFT JOIN posts p ON p.derivation = v.seq
    WHERE x.wording IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM redactions r WHERE r.target = q.id)
    GROUP BY q.seq
"""
# A file that was imported tells when that was, not when it was made; of a post it tells the publication, though.
_BEFORE: Final = """
    SELECT o.as_of, r.text FROM visible o JOIN revisions r ON r.seq = o.revision JOIN captures c ON c.id = o.capture
    WHERE o.document = ?1 AND o.as_of < ?2
    AND (c.record_type <> 'resource' OR EXISTS (SELECT 1 FROM posts p WHERE p.derivation = o.derivation))
    ORDER BY o.as_of DESC, o.seq DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A quote as the capture showed it that showed it first. ``published`` is JSON; instants are ISO 8601 in UTC."""

    wording: int
    id: str
    kind: str
    exact: str
    spans: str
    speaker: str | None
    speaker_id: str | None
    via: str | None
    document: str
    url: str | None
    title: str | None
    source: str
    account: str | None
    published: str | None
    published_earliest: str | None
    published_latest: str | None
    said_earliest: str | None
    said_latest: str | None
    observed: str
    as_of: str
    start: int
    end: int
    revision: int
    document_key: int
    edited_at: str | None
    imported: bool
    current: bool


def read_carriers(db: Database, same: Iterable[int], beside: Mapping[int, bool]) -> list[Carrier]:
    """Read the quotes of the wordings ``same``, and of those ``beside`` them that stand apart in their revision.

    ``beside`` says of each wording whether its difference is material. What stands around or inside a quote of the same words
    is no second carrier; of several beside that overlap, the least different stands for all, and of these the longest.
    """
    cluster = frozenset(same)
    fields = tuple(Carrier.__dataclass_fields__)
    rows = db.execute(_CARRIERS, (write_json([*cluster, *beside]),)).fetchall()
    carriers = [Carrier(**dict(zip(fields, row, strict=True))) for row in rows]
    kept = [carrier for carrier in carriers if carrier.wording in cluster]
    held: dict[int, list[tuple[int, int]]] = {}
    for carrier in kept:
        held.setdefault(carrier.revision, []).append((carrier.start, carrier.end))
    others = [carrier for carrier in carriers if carrier.wording not in cluster]
    for carrier in sorted(others, key=lambda each: (beside[each.wording], each.start - each.end, each.id)):
        taken = held.setdefault(carrier.revision, [])
        if not any(carrier.start < end and start < carrier.end for start, end in taken):
            taken.append((carrier.start, carrier.end))
            kept.append(carrier)
    return kept


def find_asserted(db: Database, carrier: Carrier) -> dict[str, str | None]:
    """Give the interval in which a carrier says, or is known, to have published the words: {earliest, latest}. What was seen
    was published by then: a printed date that begins only afterwards is refuted, and of one that ends on a later day the rest
    is. A date seen on its own day stands as it was printed."""
    dated = carrier.published_earliest or carrier.published_latest
    earliest = carrier.published_earliest if dated else carrier.said_earliest
    latest = carrier.published_latest or carrier.observed
    if carrier.observed[:_DAY] < latest[:_DAY] or (earliest and earliest > carrier.observed):
        latest = carrier.observed
    if earliest and earliest > latest:
        earliest = None
    if carrier.imported and carrier.edited_at is None:
        return {"earliest": earliest, "latest": latest}
    lacking = _find_lacking(db, carrier)
    if carrier.edited_at:
        return {"earliest": max(filter(None, (lacking, earliest)), default=None), "latest": carrier.edited_at}
    if lacking is None or (earliest and earliest >= lacking):
        return {"earliest": earliest, "latest": latest}
    return {"earliest": lacking, "latest": carrier.observed}


def _find_lacking(db: Database, carrier: Carrier) -> str | None:
    """Find the moment from which the document was last known not to hold the words, whatever their typography."""
    before = db.execute(_BEFORE, (carrier.document_key, carrier.as_of)).fetchone()
    if before is None or carrier.exact in before[1] or _holds(before[1], carrier.exact):
        return None
    return str(before[0])


def _holds(text: str, words: str) -> bool:
    """Tell whether a text holds these words, whole and in a row, whatever stands between them; signs within numbers count."""
    return f" {_spell(words)} " in f" {_spell(text)} "


def _spell(text: str) -> str:
    return " ".join(_WORD.findall(fold_text(text)))


def describe_carrier(carrier: Carrier) -> dict[str, Any]:
    """Give a carrier as JSON, without what it is to the quote asked for."""
    return {
        "id": carrier.id,
        "kind": carrier.kind,
        "exact": carrier.exact,
        "content": _read_content(carrier),
        "speaker": carrier.speaker,
        "speaker_id": carrier.speaker_id,
        "via": carrier.via,
        "role": "relayed" if carrier.via else "own",
        "document": {"id": carrier.document, "url": carrier.url, "title": carrier.title},
        "source": carrier.source,
        "account": carrier.account,
        "current": bool(carrier.current),
    }


def _read_content(carrier: Carrier) -> str:
    """Give the words without a cue that stands between them: what was compared."""
    if "],[" not in carrier.spans:
        return carrier.exact
    return " ".join(carrier.exact[begin - carrier.start : end - carrier.start] for begin, end in json.loads(carrier.spans))
