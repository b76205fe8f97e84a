"""Find what is new of something followed: its quotes now, against those that the last look found.

The quotes are gathered in a temporary table, which SQLite keeps on disk if it is large, and compared there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from sqlite_utils import Database

from storage.database.rows import format_second
from storage.export.frozen_searches import gather, read_filters
from storage.follows.followed import find_key
from storage.model.follows import EntryKind, Follow, FollowEntry, FollowKind
from storage.search.filtering import Filters
from storage.search.keys import Matches
from storage.search.keys import match as match_query

RECENT: Final = timedelta(days=7)
"""Words dated at most this long before the last look count as newly said: sources publish with a delay of some days. Chosen by
hand."""

# By document, so that a transcript of 300 turns is one entry.
# '9999' is an open end, which dates nothing; then the other one counts.
_NEW: Final = """
    SELECT d.id, min(q.id), count(*), max(coalesce(nullif(c.latest, '9999'), nullif(c.earliest, '0000'), '') >= ?) AS recent
    FROM temp.found f JOIN quotes q ON q.seq = f.quote JOIN documents d ON d.seq = q.document
    LEFT JOIN current_quotes c ON c.quote = f.quote
    WHERE f.quote NOT IN (SELECT quote FROM follow_members WHERE follow = ?) GROUP BY d.seq ORDER BY d.seq
"""
_GONE: Final = """
    SELECT d.id, min(q.id), count(*), CASE
        WHEN EXISTS (SELECT 1 FROM redactions x WHERE x.target IN (q.id, d.id)) OR n.document IS NULL THEN 'withdrawn'
        WHEN v.revision <> b.revision THEN 'lost'
        ELSE 'reread'
    END AS news
    FROM follow_members m JOIN quotes q ON q.seq = m.quote JOIN documents d ON d.seq = q.document
    JOIN derivations b ON b.seq = m.derivation
    LEFT JOIN current n ON n.document = d.seq LEFT JOIN derivations v ON v.seq = n.derivation
    WHERE m.follow = ? AND m.quote NOT IN (SELECT quote FROM temp.found) GROUP BY d.seq, news ORDER BY d.seq
"""
_CHANGED: Final = """
    SELECT d.id, min(q.id), count(*), iif(v.revision <> b.revision, 'changed', 'reread') AS news
    FROM follow_members m JOIN temp.found f ON f.quote = m.quote AND f.derivation <> m.derivation
    JOIN quotes q ON q.seq = m.quote JOIN documents d ON d.seq = q.document
    JOIN derivations b ON b.seq = m.derivation JOIN derivations v ON v.seq = f.derivation
    JOIN quote_readings o ON o.derivation = m.derivation AND o.quote = m.quote
    JOIN quote_readings g ON g.derivation = f.derivation AND g.quote = m.quote
    WHERE m.follow = ? AND (o.checksum, o.speaker, o.office, o.via, o.said, o.polarity)
        IS NOT (g.checksum, g.speaker, g.office, g.via, g.said, g.polarity)
    GROUP BY d.seq, news ORDER BY d.seq
"""


OF_DOCUMENT: Final = "c.quote IN (SELECT q.seq FROM documents d JOIN quotes q ON q.document = d.seq WHERE d.id = ?)"
"""The condition on quotes ``c`` that they are of a document, given by its id."""
OF_QUOTE: Final = "c.quote = (SELECT seq FROM quotes WHERE id = ?)"
"""The condition on quotes ``c`` that they are one, given by its id."""


def find_matches(db: Database, follow: Follow) -> Matches:
    """Find the quotes that stand now for what is followed."""
    match follow.kind:
        case FollowKind.SEARCH:
            return match_query(db, follow.subject, read_filters(follow.filters))
        case FollowKind.SPEAKER:
            return match_query(db, "", Filters(speaker=follow.subject))
        case FollowKind.DOCUMENT:
            condition = OF_DOCUMENT
        case FollowKind.QUOTE:
            condition = OF_QUOTE
    columns = "c.quote, c.derivation, c.source, c.document"
    return Matches(sql=f"SELECT {columns} FROM current_quotes c WHERE {condition}", values=(follow.subject,))


def begin_look(db: Database, follow: Follow) -> None:
    """Take what stands now as known, so that only what comes after it is news."""
    gather(db, find_matches(db, follow).iterate(db))
    _settle_members(db, find_key(db, follow.id))


def look(db: Database, follow: Follow, *, now: datetime) -> list[FollowEntry]:
    """Return what is new of something followed, and take it as known.

    Newly said words, changes and losses have an entry for each document; what was captured late has one entry in all, so that a
    backfill floods no reader.
    """
    key = find_key(db, follow.id)
    gather(db, find_matches(db, follow).iterate(db))
    since = format_second((follow.looked_at or follow.begun_at) - RECENT)
    entries = [*_list_new(db, key, since, now), *_list_others(db, key, now)]
    _settle_members(db, key)
    return entries


def _list_new(db: Database, key: int, since: str | None, now: datetime) -> Iterator[FollowEntry]:
    older: FollowEntry | None = None
    for document, quote, number, recent in db.execute(_NEW, (since, key)):
        if recent:
            yield _entry(EntryKind.SAID, document, quote, number, now)
        else:
            older = _entry(
                EntryKind.CAPTURED,
                older.document if older else document,
                older.quote if older else quote,
                number + (older.number if older else 0),
                now,
            )
    if older:
        yield older


def _list_others(db: Database, key: int, now: datetime) -> Iterator[FollowEntry]:
    for statement in (_CHANGED, _GONE):
        for document, quote, number, kind in db.execute(statement, (key,)):
            yield _entry(EntryKind(kind), document, quote, number, now)


def _settle_members(db: Database, key: int) -> None:
    """Store which quotes stand now, writing only the difference."""
    db.execute("DELETE FROM follow_members WHERE follow = ? AND quote NOT IN (SELECT quote FROM temp.found)", (key,))
    db.execute(
        "INSERT INTO follow_members SELECT ?, quote, derivation FROM temp.found WHERE true "
        "ON CONFLICT DO UPDATE SET derivation = excluded.derivation WHERE derivation <> excluded.derivation",
        (key,),
    )


def _entry(kind: EntryKind, document: Any, quote: Any, number: int, now: datetime) -> FollowEntry:
    return FollowEntry(kind=kind, document=document, quote=quote, number=number, noticed_at=now)
