"""Tell the kind of a document from its title and from how it is made; its source's kind where neither says."""

from __future__ import annotations

import re
from functools import cache

from pipeline.knowledge import Vocabulary
from pipeline.stages.text.language_terms import alternatives
from storage.model import DocumentKind

_ORDER = (
    DocumentKind.JOINT_STATEMENT,
    DocumentKind.TRANSCRIPT,
    DocumentKind.INTERVIEW,
    DocumentKind.READOUT,
    DocumentKind.REMARKS,
    DocumentKind.SPEECH,
    DocumentKind.PRESS_STATEMENT,
    DocumentKind.STATEMENT,
    DocumentKind.RELEASE,
)
"""The kinds that a title can name, the narrower before the wider."""


def choose_kind(
    title: str | None, words: Vocabulary, *, default: DocumentKind, turns: int, subheading: str | None = None
) -> DocumentKind:
    """Return the kind a title names, else its subheading; several turns make a transcript of what is no interview."""
    lines = [line for line in (title, subheading) if line]
    named = next((kind for line in lines for kind, pattern in _compile(words) if pattern.search(line)), None)
    if turns and named in (None, DocumentKind.RELEASE, DocumentKind.STATEMENT, DocumentKind.PRESS_STATEMENT):
        return DocumentKind.TRANSCRIPT
    return named or default


@cache
def _compile(words: Vocabulary) -> tuple[tuple[DocumentKind, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(alternatives(words.kinds.get(kind, ())), re.IGNORECASE)) for kind in _ORDER)
