"""Show one thing of the archive by its id or address, with its history where wanted."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlite_utils import Database

from storage.captures.index import find_capture
from storage.database.rows import READING_COLUMNS, quote_json, storable
from storage.errors import StorageError
from storage.loading.tallies import list_outcomes
from storage.model.codec import to_json
from storage.model.identity import canonical_url
from storage.reading.history import Observed, list_readings, list_revisions
from storage.sameness.spread import list_variants, name_variants

_CONTEXT = 300
_COLUMNS: Final = {
    "id": "d.id",
    "kind": "v.kind",
    "title": "v.title",
    "language": "v.language",
    "url": "v.url",
    "published": "v.published",
    "issuers": "v.issuers",
    "speakers": "v.speakers",
    "via": "v.via",
    "text": "r.text",
    "turns": "v.turns",
    "fragment": "v.fragment",
    "revision": "r.id",
    "source": "o.source",
    "capture": "o.capture",
    "captured_at": "o.captured_at",
    "code_version": "o.code_version",
    "derivation": "v.seq",
    "edited": "(SELECT p.edited FROM posts p WHERE p.derivation = v.seq)",
    "notice": "(SELECT json_object('kind', n.kind, 'text', n.text) FROM notices n WHERE n.derivation = v.seq)",
    "as_of": "o.as_of",
    "payload": "(SELECT c.payload_sha256 FROM captures c WHERE c.id = o.capture)",
    "run": "(SELECT l.run FROM captures c JOIN warc_files w ON w.path = c.path JOIN loads l ON l.seq = w.load "
    "WHERE c.id = o.capture)",
    "channel": "(SELECT CASE WHEN c.record_type = 'resource' THEN 'file' WHEN c.origin IS NULL THEN 'fetch' ELSE 'archive' END "
    "FROM captures c WHERE c.id = o.capture)",
}
_JSON: Final = ("published", "issuers", "speakers", "via", "turns", "edited", "notice")
_ABOUT_CAPTURE: Final = (
    "capture",
    "captured_at",
    "code_version",
    "derivation",
    "edited",
    "notice",
    "run",
    "channel",
    "as_of",
    "payload",
)
_OBSERVED = f"""
    SELECT {", ".join(_COLUMNS.values())}
    FROM visible o
    JOIN derivations v ON v.seq = o.derivation
    JOIN documents d ON d.seq = v.document
    JOIN revisions r ON r.seq = v.revision
"""
_IN_TIME = "ORDER BY o.as_of, o.captured_at, o.capture, o.seq"
_POST = "platform id account author kind reply_to reposted quoted links media edits withheld deleted edited cut".split()


def show(db: Database, id: str, *, history: bool = False) -> dict[str, Any]:  # noqa: A002 - the word of the field
    """Give a quote, document, revision or capture by its id, or the document of an address, as JSON.

    Whatever was redacted gives only its id and the reason. Raises StorageError where there is no such thing.
    """
    id = storable(id)  # noqa: A001 - as above
    redacted = db.execute("SELECT why, redacted_at FROM redactions WHERE target = ?", (id,)).fetchone()
    if redacted:
        return {"id": id, "redacted": {"why": redacted[0], "redacted_at": redacted[1]}}
    found = _SHOWN.get(id[:2], _show_address)(db, id, history)
    if found is None:
        raise StorageError(f"The archive holds nothing to show under {id!r}; expected an id (q_, d_, r_, c_) or an address.")
    return found


def _show_quote(db: Database, id_: str, history: bool) -> dict[str, Any] | None:
    """Show a quote as it stands, or, where it no longer does, as the last capture that held it."""
    readings = _read_quote(db, id_)
    if not readings:
        return None
    quote, seen = readings[-1]
    start, end, text = quote["start"], quote["end"], seen["text"]
    stands = "SELECT 1 FROM current_quotes c JOIN quotes q ON q.seq = c.quote WHERE q.id = ?"
    shown = {
        "noun": "quote",
        **quote,
        "document": {key: seen[key] for key in ("id", "url", "title", "kind", "language", "issuers")},
        "revision": seen["revision"],
        "source": seen["source"],
        "published": seen["published"],
        "notice": _read_notice(db, seen["derivation"]),
        "current": db.execute(stands, (id_,)).fetchone() is not None,
        "context": {"before": text[max(0, start - _CONTEXT) : start], "after": text[end : end + _CONTEXT]},
        "captures": _list_captures([seen for _, seen in readings]),
        **name_variants(list_variants(db, [id_])[id_]),
    }
    return {**shown, "history": list_readings(readings)} if history else shown


def _show_document(db: Database, id_: str, history: bool) -> dict[str, Any] | None:
    observed = [_read_observed(row) for row in db.execute(f"{_OBSERVED} WHERE d.id = ? {_IN_TIME}", (id_,))]
    return _describe(db, "document", observed, list_revisions(observed) if history else None)


def _show_revision(db: Database, id_: str, history: bool) -> dict[str, Any] | None:
    observed = [_read_observed(row) for row in db.execute(f"{_OBSERVED} WHERE r.id = ? {_IN_TIME}", (id_,))]
    shown = _describe(db, "revision", observed, None)
    if shown is None:
        return None
    whole = _show_document(db, shown["id"], history) if history else None
    return {**shown, "id": id_, "document": shown["id"], **({"history": whole["history"]} if whole else {})}


def _show_capture(db: Database, id_: str, _history: bool) -> dict[str, Any] | None:
    capture = find_capture(db, id_)
    if capture is None:
        return None
    judged = db.execute("SELECT code_version, status, why, leads, problems FROM judgements WHERE capture = ?", (id_,))
    documents = "SELECT DISTINCT d.id FROM visible o JOIN documents d ON d.seq = o.document WHERE o.capture = ? ORDER BY o.seq"
    return {
        "noun": "capture",
        **to_json(capture),
        "judgements": [
            {"code_version": version, "status": status, "why": why, "leads": leads, "problems": json.loads(problems)}
            for version, status, why, leads, problems in judged
        ],
        "documents": [document for (document,) in db.execute(documents, (id_,))],
        "outcomes": [to_json(result) for result in list_outcomes(db, [id_])],
    }


def _show_address(db: Database, address: str, history: bool) -> dict[str, Any] | None:
    """Show the document that an address identifies."""
    sql = "SELECT d.id FROM derivations v JOIN documents d ON d.seq = v.document WHERE v.url IN (?, ?) ORDER BY v.seq LIMIT 1"
    try:
        canonical = canonical_url(address)
    except ValueError:
        return None
    found = db.execute(sql, (address, canonical)).fetchone()
    return show(db, found[0], history=history) if found else None


_SHOWN: Final[Mapping[str, Callable[[Database, str, bool], dict[str, Any] | None]]] = {
    "q_": _show_quote,
    "d_": _show_document,
    "r_": _show_revision,
    "c_": _show_capture,
}


def _read_observed(row: Sequence[Any]) -> dict[str, Any]:
    seen = dict(zip(_COLUMNS, row, strict=True))
    for key in _JSON:
        seen[key] = json.loads(seen[key]) if seen[key] else None
    return seen


def _describe(
    db: Database, noun: str, observed: Sequence[Observed], history: list[dict[str, Any]] | None
) -> dict[str, Any] | None:
    """Describe a document as it was last seen, with its quotes and captures."""
    if not observed:
        return None
    last = observed[-1]
    shown = {
        "noun": noun,
        **{key: value for key, value in last.items() if key not in _ABOUT_CAPTURE},
        "quotes": _list_quotes(db, last["derivation"]),
        "post": _read_post(db, last["derivation"]),
        "notice": _read_notice(db, last["derivation"]),
        "captures": _list_captures(observed),
    }
    return shown if history is None else {**shown, "history": history}


def _list_captures(observed: Sequence[Observed]) -> list[dict[str, Any]]:
    """List the captures that showed something, each once, in order of time."""
    captures = {seen["capture"]: seen["captured_at"] for seen in observed}
    return [{"id": id_, "captured_at": captured_at} for id_, captured_at in captures.items()]


def _list_quotes(db: Database, derivation: int) -> list[dict[str, Any]]:
    rows = db.execute(
        f"SELECT {READING_COLUMNS} FROM quote_readings g JOIN quotes q ON q.seq = g.quote WHERE g.derivation = ? "
        'AND NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target = q.id) ORDER BY g.start, g."end", q.id',
        (derivation,),
    )
    return [quote_json(row) for row in rows]


def _read_post(db: Database, derivation: int) -> dict[str, Any] | None:
    row = db.execute(f"SELECT {', '.join(_POST)} FROM posts WHERE derivation = ?", (derivation,)).fetchone()
    if row is None:
        return None
    post = dict(zip(_POST, row, strict=True))
    return {
        **post,
        "cut": bool(post["cut"]),
        **{key: json.loads(post[key]) for key in ("links", "media", "edits", "edited") if post[key]},
    }


def _read_notice(db: Database, derivation: int) -> dict[str, Any] | None:
    row = db.execute("SELECT kind, text, dated FROM notices WHERE derivation = ?", (derivation,)).fetchone()
    return {"kind": row[0], "text": row[1], "dated": json.loads(row[2]) if row[2] else None} if row else None


def _read_quote(db: Database, id_: str) -> list[tuple[dict[str, Any], Observed]]:
    """Read every observation of a quote, in order of time: how it was read, and in what."""
    width = READING_COLUMNS.count(",") + 1
    sql = f"""
        SELECT {READING_COLUMNS}, {", ".join(_COLUMNS.values())}
        FROM quotes q
        JOIN quote_readings g ON g.quote = q.seq
        JOIN visible o ON o.derivation = g.derivation
        JOIN derivations v ON v.seq = o.derivation
        JOIN documents d ON d.seq = v.document
        JOIN revisions r ON r.seq = v.revision
        WHERE q.id = ? {_IN_TIME}
    """
    return [(quote_json(row[:width]), _read_observed(row[width:])) for row in db.execute(sql, (id_,))]
