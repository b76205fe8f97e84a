"""Find what is new of a search, speaker, document or quote by the archive's record alone, without a list of who follows it.

What came is told by the run that brought it, what the publisher changed or took out by the capture that first showed it so.
Readings that only newer code changed are left out: the record has no moment of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlite_utils import Database

from storage.database.rows import format_second
from storage.export.frozen_searches import read_filters
from storage.follows.looking import OF_DOCUMENT, OF_QUOTE, RECENT, find_matches
from storage.model.codec import read_instant
from storage.model.follows import EntryKind, Follow, FollowEntry, FollowKind
from storage.search.filtering import Filters
from storage.search.keys import Matches, match

WINDOW: Final = timedelta(days=30)
"""How far back the news of a page reaches; readers of feeds keep what is older. Chosen by hand."""

MOST_QUOTES: Final = 2_000
"""At most this number of the newest quotes is looked at. Chosen by hand."""

_KINDS: Final = tuple(EntryKind)
_NEW: Final = """
    SELECT f.quote, q.id, d.id, c.earliest, c.latest, (
        SELECT u.started_at FROM readings g
        CROSS JOIN observations o ON o.derivation = g.derivation
        CROSS JOIN captures k ON k.id = o.capture
        CROSS JOIN warc_files w ON w.path = k.path
        CROSS JOIN loads l ON l.seq = w.load
        CROSS JOIN runs u ON (u.id, u.source) = (l.run, l.source)
        WHERE g.quote = f.quote ORDER BY o.seq LIMIT 1
    ) AS came
    FROM (SELECT DISTINCT quote FROM ({found}) ORDER BY quote DESC LIMIT {most}) f
    CROSS JOIN quotes q ON q.seq = f.quote
    CROSS JOIN documents d ON d.seq = q.document
    LEFT JOIN current_quotes c ON c.quote = f.quote
    ORDER BY f.quote DESC
"""
_GONE: Final = """
    SELECT f.quote, q.id, d.id, p.shown_until FROM ({found}) f
    CROSS JOIN past_quotes p ON p.quote = f.quote AND p.shown_until >= ?
    CROSS JOIN quotes q ON q.seq = f.quote
    CROSS JOIN documents d ON d.seq = q.document
    CROSS JOIN derivations b ON b.seq = p.derivation
    JOIN current n ON n.document = d.seq
    JOIN derivations v ON v.seq = n.derivation AND v.revision <> b.revision
    WHERE NOT EXISTS (SELECT 1 FROM current_quotes c WHERE c.quote = f.quote)
    AND NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target IN (q.id, d.id))
    ORDER BY p.shown_until DESC, f.quote LIMIT {most}
"""
_CHANGED: Final = """
    SELECT f.quote, q.id, d.id, c.shown_since FROM ({found}) f
    CROSS JOIN current_quotes c ON c.quote = f.quote AND c.derivation <> f.derivation AND c.shown_since >= ?
    CROSS JOIN quotes q ON q.seq = f.quote
    CROSS JOIN documents d ON d.seq = q.document
    CROSS JOIN derivations b ON b.seq = f.derivation
    CROSS JOIN derivations v ON v.seq = c.derivation AND v.revision <> b.revision
    CROSS JOIN quote_readings o ON o.derivation = f.derivation AND o.quote = f.quote
    CROSS JOIN quote_readings g ON g.derivation = c.derivation AND g.quote = f.quote
    WHERE (o.checksum, o.speaker, o.office, o.via, o.said, o.polarity)
        IS NOT (g.checksum, g.speaker, g.office, g.via, g.said, g.polarity)
    ORDER BY c.shown_since DESC, f.quote LIMIT {most}
"""
_WITHDRAWN: Final = "SELECT target, redacted_at, 0 FROM redactions WHERE target = ? AND redacted_at >= ?"
_WITHDRAWN_FROM: Final = f"""
    {_WITHDRAWN} UNION ALL
    SELECT x.target, x.redacted_at, q.seq FROM documents d CROSS JOIN quotes q ON q.document = d.seq
    CROSS JOIN redactions x ON x.target = q.id WHERE d.id = ? AND x.redacted_at >= ?
"""


def list_recent(db: Database, follow: Follow, *, now: datetime) -> list[FollowEntry]:
    """List the news of the last WINDOW, the newest first; each keeps its ``seq`` from one time to the next.

    Newly said words, changes and losses have an entry for each document and moment; what was captured late has one for each
    run, so that a backfill floods no reader.
    """
    since = now - WINDOW
    before = _match_before(db, follow, since)
    entries = [
        *_list_new(db, find_matches(db, follow), since),
        *_list_moved(db, EntryKind.CHANGED, _CHANGED, before, since),
        *_list_moved(db, EntryKind.LOST, _GONE, before, since),
        *_list_withdrawn(db, follow, since),
    ]
    return sorted(entries, key=lambda each: (each.noticed_at, each.seq), reverse=True)


def _match_before(db: Database, follow: Follow, since: datetime) -> Matches:
    """Find the quotes that stood before the window began."""
    day = since.date()
    if follow.kind is FollowKind.SEARCH:
        return match(db, follow.subject, replace(read_filters(follow.filters), as_of=day))
    if follow.kind is FollowKind.SPEAKER:
        return match(db, "", Filters(speaker=follow.subject, as_of=day))
    moment = format_second(since)
    columns = "c.quote, c.derivation, c.source, c.document"
    subject = OF_DOCUMENT if follow.kind is FollowKind.DOCUMENT else OF_QUOTE
    sql = (
        f"SELECT {columns} FROM current_quotes c WHERE {subject} AND c.shown_since <= ? UNION ALL "
        f"SELECT {columns} FROM past_quotes c WHERE {subject} AND c.shown_since <= ? AND c.shown_until > ?"
    )
    return Matches(sql=sql, values=(follow.subject, moment, follow.subject, moment, moment))


def _list_new(db: Database, found: Matches, since: datetime) -> Iterator[FollowEntry]:
    """List what came into the archive: words of the last days by document, and older ones by run."""
    if not found.sql:
        return
    groups: dict[tuple[EntryKind, str, str], FollowEntry] = {}
    for key, quote, document, earliest, latest, came in db.execute(
        _NEW.format(found=found.sql, most=MOST_QUOTES), found.values
    ):
        if came is None or read_instant(came) < since:
            continue
        at = read_instant(came)
        # '9999' is an open end, which dates nothing; then the other one counts.
        dated = (latest if latest != "9999" else None) or (earliest if earliest != "0000" else None) or ""
        is_recent = dated >= str(format_second(at - RECENT))
        kind = EntryKind.SAID if is_recent else EntryKind.CAPTURED
        group = (kind, came, document if is_recent else "")
        groups[group] = _join(groups.get(group), kind, key, quote, document, at)
    yield from groups.values()


def _list_moved(db: Database, kind: EntryKind, sql: str, before: Matches, since: datetime) -> Iterable[FollowEntry]:
    """List what the publisher changed or took out, by document and capture."""
    if not before.sql:
        return ()
    groups: dict[tuple[str, str], FollowEntry] = {}
    rows = db.execute(sql.format(found=before.sql, most=MOST_QUOTES), (*before.values, format_second(since)))
    for key, quote, document, moment in rows:
        groups[document, moment] = _join(groups.get((document, moment)), kind, key, quote, document, read_instant(moment))
    return groups.values()


def _list_withdrawn(db: Database, follow: Follow, since: datetime) -> Iterator[FollowEntry]:
    """List withdrawals of a quote, or of a document and its quotes. Of a search and of a speaker none are told: that would
    tell what was withdrawn."""
    if follow.kind not in (FollowKind.QUOTE, FollowKind.DOCUMENT):
        return
    is_quote = follow.kind is FollowKind.QUOTE
    values = (follow.subject, format_second(since))
    for target, moment, key in db.execute(*((_WITHDRAWN, values) if is_quote else (_WITHDRAWN_FROM, values * 2))):
        yield FollowEntry(
            kind=EntryKind.WITHDRAWN,
            quote=None if target == follow.subject and not is_quote else target,
            document=None if is_quote else follow.subject,
            number=1,
            noticed_at=read_instant(moment),
            seq=_number(key, EntryKind.WITHDRAWN) if key else 0,
        )


def _join(entry: FollowEntry | None, kind: EntryKind, key: Any, quote: str, document: str, at: datetime) -> FollowEntry:
    """Count one quote more in an entry, which is named after the first of its quotes that came into the archive."""
    number = (entry.number if entry else 0) + 1
    seq = _number(key, kind)
    if entry and entry.seq < seq:
        return replace(entry, number=number)
    return FollowEntry(kind=kind, quote=quote, document=document, number=number, noticed_at=at, seq=seq)


def _number(key: Any, kind: EntryKind) -> int:
    return int(key) * len(_KINDS) + _KINDS.index(kind)
