"""Read what a case imported from an archive; the runner of the shared cases takes this for its own ``read_archive``.

It is read by the runner with nothing but the standard library.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

_DOCUMENTS = """
    SELECT v.*, r.text AS text FROM current c JOIN derivations v ON v.seq = c.derivation JOIN revisions r ON r.seq = v.revision
"""
_QUOTES = "SELECT g.*, k.kind AS kind FROM quote_readings g JOIN quotes k ON k.seq = g.quote WHERE g.derivation = ?"


def read_archive(path: Path, got: dict[str, Any]) -> None:
    """Read the documents that stand now with their quotes, the judgements, and how the leads ended."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        db.create_function("unpack_text", 1, unpack_text, deterministic=True)
        db.row_factory = sqlite3.Row
        for row in db.execute(_DOCUMENTS):
            document = {name: row[name] for name in ("kind", "url", "title", "language", "text")}
            document |= _decode(row, ("published", "issuers", "speakers", "via", "turns"))
            document["quotes"] = [_read_quote(quote) for quote in db.execute(_QUOTES, (row["seq"],))]
            got["docs"].append(document)
        judged = db.execute("SELECT why, problems FROM judgements")
        got["says"] += " ".join(f"{why} {problems}" for why, problems in judged)
        got["ends"] = [tuple(row) for row in db.execute("SELECT url, outcome, reason FROM outcomes")]


def unpack_text(body: str | bytes) -> str:
    """Return a text that the archive may have packed, as docs/architecture.md tells."""
    return body if isinstance(body, str) else zlib.decompress(body, -15).decode()


def _read_quote(row: sqlite3.Row) -> dict[str, Any]:
    kept = {name: row[name] for name in ("exact", "start", "end", "cue", "speaker", "speaker_id", "kind")}
    return kept | _decode(row, ("spans", "marked", "mention", "said"))


def _decode(row: sqlite3.Row, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: json.loads(row[name]) if row[name] else None for name in names}
