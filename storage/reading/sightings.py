"""List every look at where a document was published: what judging its presence needs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from storage.model import Channel, EffectiveStatus, LeadReason, Outcome, Sighting
from storage.model.addresses import Memento, read_timestamp, split_memento, unwrap_memento, vary_address
from storage.model.codec import read_instant

JudgeMove = Callable[[str, str], tuple[EffectiveStatus, str]]
"""Says what an answer is that only names another address, and why; asked with the address and the one it names."""

# A capture of the document's address is a look: it showed the document, or something else in its place. A file that was
# imported is none: it tells when it was imported, not when its maker saw the document. A memento is a look of the web archive's
# at the instant that its address names. The last column says whether a later request may have sent its validators: as
# ``latest_capture`` says, they are those of an answer taken for content by the code of that day, which a later one may have
# found to be none.
_ADDRESSES = """
    SELECT DISTINCT c.url FROM observations o JOIN documents d ON d.seq = o.document JOIN captures c ON c.id = o.capture
    WHERE d.id = ? AND c.record_type <> 'resource'
"""
_CAPTURES = """
    WITH shown AS (
        SELECT DISTINCT o.capture FROM observations o JOIN documents d ON d.seq = o.document WHERE d.id = ?1
    ), looks AS (
        SELECT id FROM captures WHERE url IN (SELECT value FROM json_each(?2))
        UNION
        SELECT id FROM captures
        WHERE instr(url, 'id_/') > 0 AND substr(url, instr(url, 'id_/') + 4) IN (SELECT value FROM json_each(?3))
    )
    SELECT c.id, c.captured_at, c.origin IS NOT NULL, c.id IN (SELECT capture FROM shown),
        (SELECT j.status FROM judgements j WHERE j.capture = c.id ORDER BY j.code_version DESC LIMIT 1),
        coalesce((SELECT j.why FROM judgements j WHERE j.capture = c.id ORDER BY j.code_version DESC LIMIT 1), ''),
        c.url, iif(c.status BETWEEN 300 AND 399, c.location, NULL),
        coalesce(c.status, 200) BETWEEN 200 AND 299 AND (
            NOT EXISTS (SELECT 1 FROM judgements j WHERE j.capture = c.id AND j.status <> 'content')
            OR EXISTS (SELECT 1 FROM judgements j WHERE j.capture = c.id AND j.status = 'content')
        ),
        EXISTS (SELECT 1 FROM json_each(c.headers) h WHERE lower(h.value ->> 0) = 'memento-datetime')
    FROM looks l JOIN captures c ON c.id = l.id
    ORDER BY c.captured_at, c.id
"""
# An answer that nothing changed is no record: it stands in the outcome of its lead, and came when the run had begun. A lead
# that was left alone, or replayed, is unchanged as well, but nobody asked for it.
_NOT_MODIFIED = """
    SELECT DISTINCT t.url, u.started_at FROM outcomes t
    JOIN loads l ON l.seq = t.load JOIN runs u ON (u.id, u.source) = (l.run, l.source)
    WHERE t.outcome = :unchanged AND t.reason = :not_modified AND t.capture IS NULL AND t.url IN (
        SELECT c.url FROM observations o JOIN documents d ON d.seq = o.document JOIN captures c ON c.id = o.capture
        WHERE d.id = :document AND c.record_type <> 'resource'
    )
"""
_PLATFORM = """
    SELECT DISTINCT o.capture, o.captured_at, coalesce(p.deleted, p.withheld) FROM posts p
    JOIN observations o ON o.derivation = p.derivation JOIN documents d ON d.seq = o.document
    WHERE d.id = ? AND coalesce(p.deleted, p.withheld) IS NOT NULL ORDER BY o.captured_at, o.capture
"""


def read_sightings(db: Database, document: str, judge_move: JudgeMove) -> list[Sighting]:
    """List all looks at a document, the oldest first; what is neither the document nor a failure to show it is left out."""
    platform = [
        Sighting(at=read_instant(at), status=EffectiveStatus.GONE, channel=Channel.PLATFORM, capture=capture, why=why)
        for capture, at, why in db.execute(_PLATFORM, (document,))
    ]
    told_gone = {look.capture for look in platform}
    looks: list[Sighting] = []
    sendable: list[tuple[str, datetime, Sighting | None]] = []
    for row in db.execute(_CAPTURES, (document, *_list_addresses(db, document))):
        answer = _Answer(*row)
        memento = split_memento(answer.url)
        look = _look(answer, memento, judge_move)
        if look and look.capture in told_gone:
            look = None
        if look:
            looks.append(look)
        if answer.is_sendable and not memento:
            sendable.append((answer.url, read_instant(answer.at), look))
    asked = {"document": document, "unchanged": Outcome.UNCHANGED.value, "not_modified": LeadReason.NOT_MODIFIED.value}
    for url, at in db.execute(_NOT_MODIFIED, asked):
        looks += _repeat(url, read_instant(at), sendable)
    return sorted([*looks, *platform], key=lambda look: (look.at, look.capture))


@dataclass(frozen=True, slots=True)
class _Answer:
    """A row of ``_CAPTURES``."""

    capture: str
    at: str
    copied: int
    shown: int
    stored: str | None
    why: str
    url: str
    location: str | None
    is_sendable: int
    is_memento: int


def _list_addresses(db: Database, document: str) -> tuple[str, str]:
    """List as JSON the addresses at which a document was captured, and those under which a web archive may have it."""
    captured = {url for (url,) in db.execute(_ADDRESSES, (document,))}
    bare = {unwrap_memento(url) for url in captured}
    copied = {variant for url in bare for variant in vary_address(url)}
    return json.dumps(sorted(captured | bare)), json.dumps(sorted(copied))


def _look(answer: _Answer, memento: Memento | None, judge_move: JudgeMove) -> Sighting | None:
    """Return what a capture says of the document: that it was shown, or what there was in its place; None for other content.

    An answer of the Wayback Machine's own, without Memento-Datetime, says nothing of the publisher.
    """
    if memento and not (answer.is_memento or answer.shown):
        return None
    status: EffectiveStatus | None = EffectiveStatus(answer.stored) if answer.stored else None
    why = answer.why
    if answer.shown:
        status = EffectiveStatus.CONTENT
    elif answer.location and status in (None, EffectiveStatus.ERROR):
        status, why = judge_move(unwrap_memento(answer.url), unwrap_memento(answer.location))
    elif status is EffectiveStatus.CONTENT:
        status = None
    if status is None:
        return None
    channel = Channel.ARCHIVE if answer.copied or memento else Channel.FETCH
    at = (memento and read_timestamp(memento.instant)) or read_instant(answer.at)
    return Sighting(at=at, status=status, channel=channel, capture=answer.capture, why=why)


def _repeat(url: str, at: datetime, sendable: Iterable[tuple[str, datetime, Sighting | None]]) -> Iterator[Sighting]:
    """Say what an answer is that nothing changed: what the newest capture showed whose validators the request may have sent."""
    before = [look for address, seen, look in sendable if address == url and seen <= at]
    if before and before[-1]:
        why = f"{LeadReason.NOT_MODIFIED} (304)" + (f": {before[-1].why}" if before[-1].why else "")
        yield Sighting(at=at, status=before[-1].status, channel=Channel.FETCH, capture="", why=why)
