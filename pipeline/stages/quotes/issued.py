"""Find who issued what is named as saying something: "a statement from the Ministry of Samples", "Jane Sample’s letter"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from pipeline.knowledge import Language
from storage.model import Mention, Span


def find_issuer(mention: Mention, language: Language) -> Span | None:
    """Return where the issuer is named, in the text of the mention; None if it names no statement, letter or the like."""
    patterns = _compile(language)
    if patterns is None:
        return None
    if found := patterns.behind.search(mention.text):
        return found.end(), len(mention.text)
    found = patterns.before.fullmatch(mention.text)
    return found.span("issuer") if found else None


def awaits_issuer(description: str, language: Language) -> bool:
    """Say whether the name of an issuer is still to come: "a statement from", "a letter signed by the"."""
    patterns = _compile(language)
    return patterns is not None and patterns.open.search(description) is not None


class _Patterns(NamedTuple):
    """An issuer before, and behind, what was issued; ``open`` is the second as far as the name."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    open: re.Pattern[str]


@lru_cache(maxsize=64)
def _compile(language: Language) -> _Patterns | None:
    """Return the patterns of a language; None for one that lists no such nouns."""
    syntax = language.syntax
    if not syntax.issued:
        return None
    words = (syntax.issued, syntax.issuing, language.determiners)
    nouns, links, heads = ("|".join(sorted(map(re.escape, each), key=len, reverse=True)) for each in words)
    return _Patterns(
        before=re.compile(rf"(?P<issuer>.{{2,120}}?)[’'](?:s)? (?:\w+ )?(?:{nouns})", re.IGNORECASE),
        behind=re.compile(rf"\b(?:{nouns}) (?:{links}) (?=\w)", re.IGNORECASE),
        open=re.compile(rf"\b(?:{nouns}) (?:{links})(?: (?:{heads}))?$", re.IGNORECASE),
    )
