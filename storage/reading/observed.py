"""Read what was observed of documents: each capture of one, as it was understood, in order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlite_utils import Database

from storage.database.masking import Masks
from storage.database.rows import QUOTE_WIDTH, READING_COLUMNS, load_cell, read_names, read_quote, read_when
from storage.model import DocumentKind, NoticeKind, Quote, Turn, When
from storage.model.codec import from_json, read_instant
from storage.model.findings import Origin, PublisherNotice

_COLUMNS: Final = """
    d.id, v.kind, v.title, v.language, v.url, v.published, v.issuers, v.speakers, v.via, r.text, v.turns, v.fragment, r.id,
    o.source, o.capture, o.captured_at, o.code_version, v.seq, p.edited, n.kind, n.text, o.as_of, c.payload_sha256, l.run,
    iif(c.record_type = 'resource', 'file', iif(c.origin IS NULL, 'fetch', 'archive'))
"""
_JOINED: Final = """
    JOIN derivations v ON v.seq = o.derivation
    JOIN documents d ON d.seq = v.document
    JOIN revisions r ON r.seq = v.revision
    LEFT JOIN posts p ON p.derivation = v.seq
    LEFT JOIN notices n ON n.derivation = v.seq
    LEFT JOIN captures c ON c.id = o.capture
    LEFT JOIN warc_files w ON w.path = c.path
    LEFT JOIN loads l ON l.seq = w.load
"""
_IN_TIME: Final = "ORDER BY o.recency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """One observation of a document: what a capture showed, as one version of the code understood it.

    ``derivation`` is the key of its reading, ``payload`` the digest of the capture's bytes, ``run`` the run that brought them
    in, ``as_of`` from when on its text is known to have stood, ``edited`` when the platform says that the text took the place
    of an earlier one, ``notice`` what the publisher says of it.
    """

    document: str
    kind: DocumentKind
    title: str | None
    language: str | None
    url: str | None
    published: When | None
    issuers: tuple[str, ...]
    speakers: tuple[str, ...]
    via: tuple[str, ...]
    text: str
    turns: tuple[Turn, ...]
    fragment: str
    revision: str
    source: str
    capture: str
    captured_at: datetime
    code_version: str
    derivation: int
    edited: When | None
    notice: PublisherNotice | None
    as_of: datetime
    payload: str | None
    run: str | None
    channel: Origin


def read_document(db: Database, id: str) -> list[Observed]:  # noqa: A002 - the word of the field
    """Read every observation of a document, in order of time; none if it is not held or may not be shown."""
    return _read(db, "d.id = ?", id)


def read_revision(db: Database, id: str) -> list[Observed]:  # noqa: A002 - as above
    """Read every observation of a revision, in order of time."""
    return _read(db, "r.id = ?", id)


def read_quote_readings(db: Database, id: str) -> list[tuple[Quote, Observed]]:  # noqa: A002 - as above
    """Read every observation of a quote, in order of time: how it was read, and in what."""
    rows = db.execute(
        f"""
        SELECT {READING_COLUMNS}, {_COLUMNS} FROM quotes q
        JOIN quote_readings g ON g.quote = q.seq
        JOIN visible o ON o.derivation = g.derivation
        {_JOINED} WHERE q.id = ? {_IN_TIME}
        """,
        (id,),
    ).fetchall()
    found = _mask(db, [_observed(row[QUOTE_WIDTH:]) for row in rows])
    masks = Masks(db, {seen.document for seen in found})
    return [
        (masks.cut(seen.document, read_quote(row, seen.text), seen.text), seen) for row, seen in zip(rows, found, strict=True)
    ]


def _read(db: Database, condition: str, id_: str) -> list[Observed]:
    rows = db.execute(f"SELECT {_COLUMNS} FROM visible o {_JOINED} WHERE {condition} {_IN_TIME}", (id_,)).fetchall()
    return _mask(db, [_observed(row) for row in rows])


def _mask(db: Database, found: list[Observed]) -> list[Observed]:
    """Mask what was withdrawn from the documents observed."""
    masks = Masks(db, {seen.document for seen in found})
    return [_mask_one(masks, seen) if masks.touches(seen.document) else seen for seen in found]


def _mask_one(masks: Masks, seen: Observed) -> Observed:
    document, notice = seen.document, seen.notice
    return replace(
        seen,
        text=masks.mask(document, seen.text),
        title=masks.mask(document, seen.title),
        published=masks.when(document, seen.published),
        issuers=masks.names(document, seen.issuers),
        speakers=masks.names(document, seen.speakers),
        via=masks.names(document, seen.via),
        turns=tuple(replace(turn, speaker=masks.mask(document, turn.speaker)) for turn in seen.turns),
        notice=replace(notice, text=masks.mask(document, notice.text)) if notice else None,
    )


def _read_turns(written: str) -> tuple[Turn, ...]:
    return tuple(from_json(Turn, turn) for turn in load_cell(written))


def _observed(row: Sequence[Any]) -> Observed:
    id_, kind, title, language, url, published, issuers, speakers, via, text, turns, fragment, revision = row[:13]
    source, capture, captured_at, code_version, derivation, edited, notice, noted, as_of, payload, run, channel = row[13:]
    return Observed(
        document=id_,
        kind=DocumentKind(kind),
        title=title,
        language=language,
        url=url,
        published=read_when(published),
        issuers=read_names(issuers),
        speakers=read_names(speakers),
        via=read_names(via),
        text=text,
        turns=_read_turns(turns),
        fragment=fragment,
        revision=revision,
        source=source,
        capture=capture,
        captured_at=read_instant(captured_at),
        code_version=code_version,
        derivation=derivation,
        edited=read_when(edited),
        notice=PublisherNotice(kind=NoticeKind(notice), text=noted) if notice else None,
        as_of=read_instant(as_of),
        payload=payload,
        run=run,
        channel=Origin(channel),
    )
