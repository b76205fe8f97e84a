"""List the wordings that one edit series joins: on X every edit of a post has an id of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from storage.database.masking import Masks
from storage.database.rows import load_cell
from storage.model.codec import read_instant

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


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldEdit:
    """One wording of a post: the document that holds it, its text, and when a capture first showed it."""

    post: str
    document: str
    text: str
    first_captured: datetime


def list_edit_series(db: Database, document: str) -> tuple[list[HeldEdit], list[str]]:
    """List the edits of a post as far as the post names them, the oldest first: those that the archive holds, and the ids of
    those that it does not hold."""
    found = db.execute(_SERIES, (document,)).fetchone()
    platform, edits = (found[0], list(dict.fromkeys(load_cell(found[1])))) if found else ("", [])
    if len(edits) < 2:
        return [], []
    held = {row[0]: row[1:] for row in db.execute(_HELD, (platform, json.dumps(edits)))}
    kept = [(post, *held[post]) for post in edits if post in held]
    masks = Masks(db, {holder for _, holder, _, _ in kept})
    series = [
        HeldEdit(post=post, document=holder, text=masks.mask(holder, text), first_captured=read_instant(first))
        for post, holder, text, first in kept
    ]
    return series, [post for post in edits if post not in held]
