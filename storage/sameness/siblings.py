"""Read the documents that may be a document in another language: those it names, and what its publishers put out with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlite_utils import Database

from storage.database.rows import format_second, load_cell, read_moment, write_json
from storage.model.codec import read_instant
from storage.model.findings import Interval
from storage.sameness.copies import TextFacts, read_facts

MOST_SIBLINGS: Final = 300
"""At most this number of documents published within a day are looked at. Chosen by hand: more than a source publishes
on a day."""
_AROUND: Final = timedelta(days=1)
"""What another language edition was published before or after at most: the same day in any zone."""
_LONGEST: Final = timedelta(days=2)
"""What was published in a longer span than this tells nothing by its day. Chosen by hand."""

_STANDING = """
    SELECT n.derivation, n.revision, n.url, n.language, n.published_earliest, n.published_latest, (
        SELECT json_group_array(a.url) FROM alternates a WHERE a.derivation = n.derivation
    )
    FROM current_documents n WHERE {}
"""
# CROSS JOIN keeps SQLite from reading the current state of every document.
_CURRENT = "CROSS JOIN current n ON n.document = v.document AND n.derivation = v.seq"
_DECLARED = f"""
    SELECT n.document FROM alternates a CROSS JOIN derivations v ON v.url = a.url {_CURRENT} WHERE a.derivation = ?1
    UNION SELECT n.document FROM alternates a CROSS JOIN derivations v ON v.seq = a.derivation {_CURRENT} WHERE a.url = ?2
"""
_AT_ADDRESSES = f"""
    SELECT n.document FROM derivations v {_CURRENT} WHERE v.url IN (SELECT value FROM json_each(?))
"""
_AROUND_THEN = f"""
    SELECT n.document FROM derivations v {_CURRENT}
    WHERE v.published_earliest BETWEEN ? AND ? AND v.url IS NOT ? AND v.language IS NOT ? LIMIT ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """A current document, with what tells whether it is another one in another language.

    ``alternates`` are the addresses that it declares as itself in other languages.
    """

    facts: TextFacts
    url: str | None
    language: str | None
    alternates: frozenset[str]
    published_within: Interval


def read_siblings(
    db: Database,
    id: str,  # noqa: A002 - the word of the field
    *,
    list_parallels: Callable[[str | None], Sequence[str]],
) -> tuple[Sibling, list[Sibling]] | None:
    """Read a document and those that may be the same in another language; None if nothing of it stands.

    ``list_parallels`` names the addresses that a document would have in other languages.
    """
    own = db.execute(_STANDING.format("n.id = ?"), (id,)).fetchone()
    if own is None:
        return None
    derivation, _, url, language, earliest, latest = own[:6]
    others = {seq for (seq,) in db.execute(_DECLARED, (derivation, url))}
    others |= {seq for (seq,) in db.execute(_AT_ADDRESSES, (write_json(list(list_parallels(url))),))}
    if earliest and latest and read_instant(latest) - read_instant(earliest) <= _LONGEST:
        span = (format_second(read_instant(earliest) - _AROUND), format_second(read_instant(latest) + _AROUND))
        others |= {seq for (seq,) in db.execute(_AROUND_THEN, (*span, url, language, MOST_SIBLINGS))}
    rows = db.execute(
        _STANDING.format("n.seq IN (SELECT value FROM json_each(?)) AND n.id <> ?"), (write_json(sorted(others)), id)
    ).fetchall()
    items = read_facts(db, [row[1] for row in (own, *rows)])
    return _sibling(own, items), [_sibling(row, items) for row in rows if row[1] in items]


def _sibling(row: Sequence[Any], items: Mapping[int, TextFacts]) -> Sibling:
    _, revision, url, language, earliest, latest, alternates = row
    return Sibling(
        facts=items[revision],
        url=url,
        language=language,
        alternates=frozenset(load_cell(alternates)),
        published_within=Interval(earliest=read_moment(earliest), latest=read_moment(latest)),
    )
