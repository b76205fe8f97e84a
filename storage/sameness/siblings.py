"""Read the documents that may be a document in another language: those it names, and what its publishers put out with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final

from sqlite_utils import Database

from storage.database.rows import format_second, write_json
from storage.model.codec import read_instant
from storage.sameness.copies import read_items

MOST_SIBLINGS: Final = 300
"""So many documents published within a day are looked at."""
_AROUND: Final = timedelta(days=1)
_LONGEST: Final = timedelta(days=2)
"""What was published in a longer span than this tells nothing by its day."""

_STANDING = """
    SELECT v.seq, v.revision, v.url, v.language, v.published_earliest, v.published_latest, (
        SELECT json_group_array(a.url) FROM alternates a WHERE a.derivation = v.seq
    )
    FROM current n JOIN derivations v ON v.seq = n.derivation
    JOIN documents d ON d.seq = n.document
    WHERE {}
"""
_DECLARED = """
    SELECT n.document FROM alternates a JOIN derivations v ON v.url = a.url JOIN current n ON n.derivation = v.seq
    WHERE a.derivation = ?1
    UNION SELECT n.document FROM alternates a JOIN current n ON n.derivation = a.derivation WHERE a.url = ?2
"""
_AT_ADDRESSES = """
    SELECT n.document FROM derivations v JOIN current n ON n.derivation = v.seq WHERE v.url IN (SELECT value FROM json_each(?))
"""
_AROUND_THEN = """
    SELECT n.document FROM derivations v JOIN current n ON n.derivation = v.seq
    WHERE v.published_earliest BETWEEN ? AND ? AND v.url IS NOT ? AND v.language IS NOT ? LIMIT ?
"""


def read_siblings(
    db: Database,
    id: str,  # noqa: A002 - the word of the field
    *,
    list_parallels: Callable[[str | None], Sequence[str]],
) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
    """Give a document and those that may be the same in another language; None where nothing of it stands.

    ``list_parallels`` names the addresses that a document would have in other languages. Each has the facts of
    storage.sameness.copies, with ``url``, ``language``, ``alternates`` and the interval it was ``published_within``.
    """
    own = db.execute(_STANDING.format("d.id = ?"), (id,)).fetchone()
    if own is None:
        return None
    derivation, _, url, language, earliest, latest = own[:6]
    others = {seq for (seq,) in db.execute(_DECLARED, (derivation, url))}
    others |= {seq for (seq,) in db.execute(_AT_ADDRESSES, (write_json(list(list_parallels(url))),))}
    if earliest and latest and read_instant(latest) - read_instant(earliest) <= _LONGEST:
        span = (format_second(read_instant(earliest) - _AROUND), format_second(read_instant(latest) + _AROUND))
        others |= {seq for (seq,) in db.execute(_AROUND_THEN, (*span, url, language, MOST_SIBLINGS))}
    rows = db.execute(
        _STANDING.format("n.document IN (SELECT value FROM json_each(?)) AND d.id <> ?"), (write_json(sorted(others)), id)
    ).fetchall()
    items = read_items(db, [row[1] for row in (own, *rows)])
    return _sibling(own, items), [_sibling(row, items) for row in rows if row[1] in items]


def _sibling(row: Sequence[Any], items: dict[int, dict[str, Any]]) -> dict[str, Any]:
    _, revision, url, language, earliest, latest, alternates = row
    return {
        **items[revision],
        "url": url,
        "language": language,
        "alternates": json.loads(alternates),
        "published_within": (earliest, latest),
    }
