"""Read any passage of a revision, and find the same words in the document's current text."""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database

from storage.database.masking import Masks
from storage.errors import StorageError
from storage.model.codec import read_instant
from storage.model.overviews import Passage

CONTEXT: Final = 400
"""Characters shown before and after a passage. Chosen by hand."""

_REVISION = """
    SELECT d.id, v.title, v.url, v.language, o.source, o.captured_at, r.text, o.document FROM revisions r
    JOIN visible o ON o.revision = r.seq
    JOIN derivations v ON v.seq = o.derivation
    JOIN documents d ON d.seq = o.document
    WHERE r.id = ? ORDER BY o.captured_at, o.seq LIMIT 1
"""
_CURRENT = """
    SELECT r.id, r.text FROM current n JOIN derivations v ON v.seq = n.derivation JOIN revisions r ON r.seq = v.revision
    WHERE n.document = ?
"""


def read_passage(db: Database, revision: str, start: int, end: int) -> Passage:
    """Read ``text[start:end]`` of a revision with what surrounds it.

    Raises StorageError if there is no such revision, it was withdrawn, or the range is not in its text.
    """
    row = db.execute(_REVISION, (revision,)).fetchone()
    if row is None:
        raise StorageError(f"The archive holds no revision {revision!r} to read; expected the id of a revision (r_...).")
    document, title, url, language, source, captured_at, text, key = row
    masks = Masks(db, [document])
    text = masks.mask(document, text)
    if not 0 <= start < end <= len(text):
        raise StorageError(
            f"Revision {revision} has {len(text)} characters, so {start}-{end} is no passage of it; "
            f"expected two offsets such as 0-{min(len(text), 80)}."
        )
    current, now_text = db.execute(_CURRENT, (key,)).fetchone()
    words = text[start:end]
    return Passage(
        revision=revision,
        document=document,
        title=masks.mask(document, title),
        url=url,
        language=language,
        source=source,
        captured_at=read_instant(captured_at),
        start=start,
        end=end,
        length=len(text),
        text=words,
        before=text[max(0, start - CONTEXT) : start],
        after=text[end : end + CONTEXT],
        current=current,
        changed=current != revision,
        now=None if current == revision else _find_words(masks.mask(document, now_text), words, start),
    )


def _find_words(text: str, words: str, start: int) -> tuple[int, int] | None:
    """Find where a text holds the words; of several places the one nearest to where they began."""
    places: list[int] = []
    at = text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    if not places:
        return None
    nearest = min(places, key=lambda place: abs(place - start))
    return nearest, nearest + len(words)
