"""List the wordings that one edit series joins: on X every edit of a post has an id of its own."""

from __future__ import annotations

import json
from typing import Any

from sqlite_utils import Database

_SERIES = """
    SELECT p.platform, p.edits FROM posts p
    JOIN derivations v ON v.seq = p.derivation JOIN documents d ON d.seq = v.document
    WHERE d.id = ? ORDER BY json_array_length(p.edits) DESC LIMIT 1
"""
_HELD = """
    SELECT p.id, d.id, r.text, min(o.captured_at) FROM posts p
    JOIN visible o ON o.derivation = p.derivation
    JOIN documents d ON d.seq = o.document
    JOIN revisions r ON r.seq = o.revision
    WHERE p.platform = ? AND p.id IN (SELECT value FROM json_each(?)) GROUP BY p.id, d.id
"""


def list_edit_series(db: Database, document: str) -> list[dict[str, Any]]:
    """List the edits of a post, the oldest first, as far as the post names them: {post, document, text, first_captured}, with
    ``document`` and the rest None where the archive does not hold one."""
    found = db.execute(_SERIES, (document,)).fetchone()
    platform, edits = (found[0], list(dict.fromkeys(json.loads(found[1])))) if found else ("", [])
    if len(edits) < 2:
        return []
    held = {row[0]: row[1:] for row in db.execute(_HELD, (platform, json.dumps(edits)))}
    return [
        dict(zip(("post", "document", "text", "first_captured"), (post, *held.get(post, (None, None, None))), strict=True))
        for post in edits
    ]
