"""Read the quotes that hold some wordings: where each stands, whose words they are there, and since when it is known to stand.

What a document asserts is that it published the words when it was published, unless they came into it later: then between what
last showed it without them and what first showed it with them, or its edit by the platform's word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlite_utils import Database

from storage.database.rows import read_moment, read_when, write_json
from storage.database.texts import Texts
from storage.model import QuoteKind, When
from storage.model.codec import read_instant
from storage.model.findings import DocumentName, Interval
from storage.sameness.wordings import cut_words
from storage.text.folding import fold_text

# A number with the signs inside it, or a word with the marks that some scripts write upon its letters.
_WORD: Final = re.compile(
    r"\d+(?:[.,:/'’-]\d+)*|(?:[^\W\d]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e00-\u0eff])+"
)

# The reading is that of the capture that showed the quote first: a bare column beside min() comes from its row.
_OCCURRENCES: Final = """
    SELECT x.wording, q.id, q.kind, g.spans, g.speaker, g.speaker_id, g.via, d.id, v.url, v.title, o.source, p.account,
        v.published, v.published_earliest, v.published_latest, g.said_earliest, g.said_latest, min(o.captured_at), o.as_of,
        g.start, g."end", o.revision, o.document, p.edited_at, c.record_type = 'resource',
        EXISTS (SELECT 1 FROM current_quotes n WHERE n.quote = q.seq)
    FROM quote_wordings x
    JOIN unredacted_quotes q ON q.seq = x.quote
    JOIN quote_readings g ON g.quote = q.seq
    JOIN visible o ON o.derivation = g.derivation
    JOIN derivations v ON v.seq = o.derivation
    JOIN documents d ON d.seq = v.document
    LEFT JOIN captures c ON c.id = o.capture
    LEFT JOIN posts p ON p.derivation = v.seq
    WHERE x.wording IN (SELECT value FROM json_each(?)) GROUP BY q.seq
"""
_REVISION: Final = 21
"""The place of the revision in what _CARRIERS selects."""
# A file that was imported tells when that was, not when it was made; of a post it tells the publication, though.
_BEFORE: Final = """
    SELECT o.as_of, r.text FROM visible o JOIN revisions r ON r.seq = o.revision JOIN captures c ON c.id = o.capture
    WHERE o.document = ?1 AND o.as_of < ?2
    AND (c.record_type <> 'resource' OR EXISTS (SELECT 1 FROM posts p WHERE p.derivation = o.derivation))
    ORDER BY o.recency DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredOccurrence:
    """A quote as the capture showed it that showed it first. ``wording``, ``revision`` and ``document_key`` are keys;
    ``content`` are the words without a cue that stands between them: what is compared. ``imported``: the capture is of a file.
    """

    wording: int
    id: str
    kind: QuoteKind
    exact: str
    content: str
    speaker: str | None
    speaker_id: str | None
    via: str | None
    document: DocumentName
    source: str
    account: str | None
    published: When | None
    published_within: Interval
    said: Interval
    observed: datetime
    as_of: str
    start: int
    end: int
    revision: int
    document_key: int
    edited_at: datetime | None
    imported: bool
    current: bool


def read_occurrences(db: Database, same: Iterable[int], beside: Mapping[int, bool]) -> list[StoredOccurrence]:
    """Read the quotes of the wordings ``same``, and of those ``beside`` them that stand apart in their revision.

    ``beside`` says of each wording whether its difference is material. What stands around or inside a quote of the same words
    is no second occurrence; of several beside that overlap, the least different stands for all, and of these the longest.
    """
    cluster = frozenset(same)
    texts = Texts(db)
    rows = db.execute(_OCCURRENCES, (write_json([*cluster, *beside]),)).fetchall()
    occurrences = [_read_occurrence(row, texts.read(row[_REVISION])) for row in rows]
    kept = [occurrence for occurrence in occurrences if occurrence.wording in cluster]
    held: dict[int, list[tuple[int, int]]] = {}
    for occurrence in kept:
        held.setdefault(occurrence.revision, []).append((occurrence.start, occurrence.end))
    others = [occurrence for occurrence in occurrences if occurrence.wording not in cluster]
    for occurrence in sorted(others, key=lambda each: (beside[each.wording], each.start - each.end, each.id)):
        taken = held.setdefault(occurrence.revision, [])
        if not any(occurrence.start < end and start < occurrence.end for start, end in taken):
            taken.append((occurrence.start, occurrence.end))
            kept.append(occurrence)
    return kept


def find_asserted(db: Database, occurrence: StoredOccurrence) -> Interval:
    """Return the interval in which an occurrence says, or is known, to have published the words. What was seen was published by
    then: a printed date that begins only afterwards is refuted, and of one that ends on a later day the rest is. A date seen on
    its own day stands as it was printed."""
    published, observed = occurrence.published_within, occurrence.observed
    dated = published.earliest or published.latest
    earliest = published.earliest if dated else occurrence.said.earliest
    latest = published.latest or observed
    if observed.date() < latest.date() or (earliest and earliest > observed):
        latest = observed
    if earliest and earliest > latest:
        earliest = None
    if occurrence.imported and occurrence.edited_at is None:
        return Interval(earliest=earliest, latest=latest)
    lacking = _find_lacking(db, occurrence)
    if occurrence.edited_at:
        return Interval(earliest=max(filter(None, (lacking, earliest)), default=None), latest=occurrence.edited_at)
    if lacking is None or (earliest and earliest >= lacking):
        return Interval(earliest=earliest, latest=latest)
    return Interval(earliest=lacking, latest=observed)


def _find_lacking(db: Database, occurrence: StoredOccurrence) -> datetime | None:
    """Find the moment from which the document was last known not to hold the words, whatever their typography."""
    before = db.execute(_BEFORE, (occurrence.document_key, occurrence.as_of)).fetchone()
    if before is None or occurrence.exact in before[1] or _holds(before[1], occurrence.exact):
        return None
    return read_instant(before[0])


def _holds(text: str, words: str) -> bool:
    """Return whether a text holds these words, whole and in a row, whatever stands between them; signs within numbers count."""
    return f" {_spell(words)} " in f" {_spell(text)} "


def _spell(text: str) -> str:
    return " ".join(_WORD.findall(fold_text(text)))


def _read_occurrence(row: Sequence[Any], text: str) -> StoredOccurrence:
    wording, id_, kind, spans, speaker, speaker_id, via, document, url, title, source, account = row[:12]
    published, published_earliest, published_latest, said_earliest, said_latest, observed, as_of = row[12:19]
    start, end, revision, document_key, edited_at, imported, current = row[19:]
    return StoredOccurrence(
        wording=wording,
        id=id_,
        kind=QuoteKind(kind),
        exact=text[start:end],
        content=cut_words(text, start, end, spans),
        speaker=speaker,
        speaker_id=speaker_id,
        via=via,
        document=DocumentName(id=document, url=url, title=title),
        source=source,
        account=account,
        published=read_when(published),
        published_within=Interval(earliest=read_moment(published_earliest), latest=read_moment(published_latest)),
        said=Interval(earliest=read_moment(said_earliest), latest=read_moment(said_latest)),
        observed=read_instant(observed),
        as_of=as_of,
        start=start,
        end=end,
        revision=revision,
        document_key=document_key,
        edited_at=read_moment(edited_at),
        imported=bool(imported),
        current=bool(current),
    )
