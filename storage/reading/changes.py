"""Tell what a newer reading of the same bytes changed: quotes gained and lost, and what is now said otherwise of those kept.

Observations are numbered as they come, so that everything after a number (`newest_observation`) is what came since.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from sqlite_utils import Database

_NEWEST = "SELECT coalesce(max(seq), 0) FROM observations"
_CHANGED = """
    SELECT d.id, o.source, now.title, now.url, c.derivation, (
        SELECT b.derivation FROM visible b WHERE b.document = c.document AND b.seq <= ?1
        ORDER BY b.as_of DESC, b.captured_at DESC, b.capture DESC, b.seq DESC LIMIT 1) AS before
    FROM current c
    JOIN visible o ON o.seq = c.observation
    JOIN documents d ON d.seq = c.document
    JOIN derivations now ON now.seq = c.derivation
    WHERE c.observation > ?1 AND before IS NOT NULL AND before <> c.derivation ORDER BY o.source, d.id
"""
_DESCRIBED: Final = ("kind", "title", "language", "published", "issuers", "speakers", "via")
_READ: Final = ("kind", "exact", "speaker", "office", "via", "mention", "cue", "said")
_READINGS = """
    SELECT q.id, q.kind, g.exact, g.speaker, g.office, g.via, g.mention, g.cue, g.said
    FROM quote_readings g JOIN quotes q ON q.seq = g.quote
    WHERE g.derivation = ? AND NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target = q.id) ORDER BY g.start, q.id
"""
_JSON: Final = frozenset(("published", "issuers", "speakers", "via", "said", "mention"))


def newest_observation(db: Database) -> int:
    """Give the number of the newest observation; 0 where there is none."""
    return int(db.execute(_NEWEST).fetchone()[0])


def iterate_changes(db: Database, since: int) -> Iterator[dict[str, Any]]:
    """Yield what is read otherwise than before observation ``since``, a document at a time, by source.

    {source, document, title, url, fields: {name: [before, now]}, gained: [Quote], lost: [Quote], changed: [{id, exact,
    fields: {name: [before, now]}}]}, where a Quote is {id, kind, exact, speaker, office, via, mention, cue, said}. Documents
    that came since, and those read as before, are left out; so is whatever is redacted.
    """
    for document, source, title, url, now, before in db.execute(_CHANGED, (since,)).fetchall():
        older, newer = _read_quotes(db, before), _read_quotes(db, now)
        change = {
            "source": source,
            "document": document,
            "title": title,
            "url": url,
            "fields": _differ(_describe(db, before), _describe(db, now)),
            "gained": [quote for id_, quote in newer.items() if id_ not in older],
            "lost": [quote for id_, quote in older.items() if id_ not in newer],
            "changed": [
                {"id": id_, "exact": quote["exact"], "fields": fields}
                for id_, quote in newer.items()
                if id_ in older and (fields := _differ(older[id_], quote))
            ],
        }
        if any(change[part] for part in ("fields", "gained", "lost", "changed")):
            yield change


def _describe(db: Database, derivation: int) -> dict[str, Any]:
    [row] = db.execute(f"SELECT {', '.join(_DESCRIBED)} FROM derivations WHERE seq = ?", (derivation,)).fetchall()
    return {name: _value(name, value) for name, value in zip(_DESCRIBED, row, strict=True)}


def _read_quotes(db: Database, derivation: int) -> dict[str, dict[str, Any]]:
    rows = db.execute(_READINGS, (derivation,)).fetchall()
    return {
        id_: {"id": id_, **{name: _value(name, value) for name, value in zip(_READ, row, strict=True)}} for id_, *row in rows
    }


def _value(name: str, value: Any) -> Any:
    if name not in _JSON or value is None or not value.startswith(("[", "{")):
        return value
    return json.loads(value)


def _differ(before: dict[str, Any], now: dict[str, Any]) -> dict[str, list[Any]]:
    return {name: [before[name], now[name]] for name in now if before[name] != now[name]}
