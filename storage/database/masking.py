"""Mask withdrawn words where they stand inside what is still shown: the one place that every read goes through.

A mask has as many characters as what it stands for, so that offsets stay. The words of a quote are cut anew from its
document's masked text, so that a quote that holds only a part of the withdrawn words shows nothing of that part either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final, TypeVar

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.database.texts import Texts
from storage.model import Quote, When

MASK: Final = "█"
"""Stands for each character of withdrawn words inside a text that is still shown."""

_WITHDRAWN: Final = """
    SELECT DISTINCT d.id, v.revision, g.start, g."end" FROM redactions x
    CROSS JOIN quotes q ON q.id = x.target
    CROSS JOIN documents d ON d.seq = q.document
    CROSS JOIN readings g ON g.quote = q.seq
    CROSS JOIN derivations v ON v.seq = g.derivation
    WHERE x.target LIKE 'q\\_%' ESCAPE '\\' AND (?1 IS NULL OR d.id IN (SELECT value FROM json_each(?1)))
"""
_REVISION: Final = "SELECT text FROM revisions WHERE seq = ?"
_READ: Final = "SELECT r.text FROM derivations v JOIN revisions r ON r.seq = v.revision WHERE v.seq = ?"

_Text = TypeVar("_Text", str, "str | None")


def list_withdrawn_words(db: Database, documents: Collection[str] | None = None) -> dict[str, tuple[str, ...]]:
    """List the exact words of withdrawn quotes by document, the longest first; of some documents or all."""
    listed = write_json(sorted(documents)) if documents is not None else None
    found: dict[str, set[str]] = {}
    texts = Texts(db)
    for document, revision, start, end in db.execute(_WITHDRAWN, (listed,)).fetchall():
        found.setdefault(document, set()).add(texts.read(revision)[start:end])
    return {document: tuple(sorted(words, key=lambda each: (-len(each), each))) for document, words in found.items()}


def mask(text: str, words: Iterable[str]) -> str:
    """Replace every occurrence of words in a text by as many marks as they have characters."""
    for each in words:
        if each in text:
            text = text.replace(each, MASK * len(each))
    return text


class Masks:
    """The words that were withdrawn from some documents, or from all (None), and what is shown in their place."""

    def __init__(self, db: Database, documents: Collection[str] | None = None) -> None:
        self._db = db
        self._words = list_withdrawn_words(db, documents)

    def touches(self, document: str) -> bool:
        """Say whether anything was withdrawn from a document."""
        return document in self._words

    def mask(self, document: str, text: _Text) -> _Text:
        """Mask the withdrawn words of a document in a text."""
        words = self._words.get(document)
        return mask(text, words) if text and words else text

    def names(self, document: str, names: tuple[str, ...]) -> tuple[str, ...]:
        """Mask the withdrawn words of a document in names."""
        return tuple(self.mask(document, name) for name in names) if document in self._words else names

    def when(self, document: str, when: When | None) -> When | None:
        """Mask the withdrawn words of a document in what it prints as a date."""
        return replace(when, raw=self.mask(document, when.raw)) if when and document in self._words else when

    def read(self, document: str, *, derivation: int | None = None, revision: int | None = None) -> str:
        """Return the masked text of a document that a derivation reads, or that a revision has, by its key."""
        sql, key = (_READ, derivation) if revision is None else (_REVISION, revision)
        return self.mask(document, str(self._db.execute(sql, (key,)).fetchone()[0]))

    def cut(self, document: str, quote: Quote, text: str) -> Quote:
        """Cut a quote anew from the masked text that it was read in."""
        if document not in self._words:
            return quote
        mention = quote.mention
        return replace(
            quote,
            exact=text[quote.start : quote.end],
            prefix=text[max(0, quote.start - len(quote.prefix)) : quote.start],
            suffix=text[quote.end : quote.end + len(quote.suffix)],
            cue=self.mask(document, quote.cue),
            mention=replace(mention, text=text[mention.start : mention.end]) if mention else None,
            said=self.when(document, quote.said),
        )
