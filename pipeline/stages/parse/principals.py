"""Name whose words a document is: by its title ("Remarks by …", „Rede von …"), a heading, or lines that introduce a speaker.

Only persons are named: "Statement by the Foreign Ministry" and "by the Press Secretary" name nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.knowledge import Vocabulary
from pipeline.knowledge.word_tables import Pages
from pipeline.stages.parse.headlines import find_headlined, read_person
from pipeline.stages.text.language_terms import alternatives
from storage.model import Document, Quote, QuoteKind

_DATELINE = re.compile(r"^[\[(]?[A-Z][A-Z .,]{2,30}[\])]?,?(?: [A-Z][a-z]+\.? \d{1,2}(?:, \d{4})?)? ?[–—-]+ ?")
_HEADING_LENGTH = 140
"""A longer line is no heading that names a speaker, in characters. Chosen by hand: a name, an office and an occasion."""
_FIRST_LINES = 14
"""The lines at the beginning of a text in which a speaker may be introduced. Chosen by hand: titles, places and dates come
before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Introductions:
    said: re.Pattern[str]
    personal: re.Pattern[str]
    no_name: re.Pattern[str]


@cache
def _compile(words: Pages) -> _Introductions:
    said, things = alternatives(words.introduces), alternatives(words.things)
    return _Introductions(
        said=re.compile(rf"^(?P<who>[^\"“”«»„:]{{5,160}}?),?\s(?:{said})(?:\s[^\"“”:]{{0,60}})?:(?P<marks>\s?[\"“«„‘].*)?$"),
        personal=re.compile(rf"^(?:{alternatives(words.personal)})\b"),
        no_name=re.compile(rf"(?i)(?:{alternatives(words.no_name)})\b|.*\b(?:{things})\b"),
    )


def find_principals(title: str | None, text: str, words: Vocabulary) -> tuple[str, ...]:
    """Return the named persons whose words a document says it holds; none if it does not say.

    A line that introduces somebody's words counts only where it stands first: in a release, others follow the publisher's.
    """
    titled = find_headlined(title or "", words)
    if titled:
        return titled
    heading = find_subheading(text, words)
    headed = find_headlined(heading, words) if heading else ()
    return headed or tuple(_introduced(_first_lines(text)[:1], words, marked=False))


def find_subheading(text: str, words: Vocabulary) -> str | None:
    """Return the line among the first of a text that names whose words follow, as a headline does: "Address by X at Y"."""
    headings = (line for line in _first_lines(text) if len(line) <= _HEADING_LENGTH and line[-1] not in ".:;,")
    return next((line for line in headings if find_headlined(line, words)), None)


def _first_lines(text: str) -> list[str]:
    return [line for line in text.split("\n", _FIRST_LINES * 3) if line][:_FIRST_LINES]


def find_quoted(document: Document, words: Vocabulary) -> tuple[str, ...]:
    """Return the named persons whom a document quotes directly, in order: all that a release without a principal names."""
    spoken = [person for quote in document.quotes if quote.kind is QuoteKind.DIRECT and (person := _quoted(quote, words))]
    introduced = tuple(_introduced(document.text.split("\n"), words, marked=True))
    return tuple(
        dict.fromkeys([*introduced, *(person for person in spoken if not any(person in known for known in introduced))])
    )


def _quoted(quote: Quote, words: Vocabulary) -> str | None:
    """Name the person of a quote where its speaker is one; a mention may hold the office before the name."""
    mention = quote.mention.text if quote.mention else ""
    for part in (quote.speaker or "", *reversed(mention.split(","))):
        person = _spelled(part.strip(), words)
        if person and not _compile(words.pages).no_name.match(person):
            return person
    return None


def _introduced(lines: Iterable[str], words: Vocabulary, *, marked: bool) -> Iterator[str]:
    """Find the lines that introduce words: "Professor X, director of Y, said:"; ``marked``: also where the words follow in
    quotation marks."""
    known = _compile(words.pages)
    for line in (_DATELINE.sub("", line) for line in lines):
        found = known.said.match(line) if ":" in line else None
        if found and (marked or not found["marks"]):
            persons = [person for part in re.split(r"[,(]", found["who"]) if (person := _spelled(part.strip(), words))]
            titled = [person for person in persons if known.personal.match(person)]
            yield from (_with_party(person, found["who"]) for person in (titled or persons)[:1])


def _with_party(person: str, who: str) -> str:
    """Add the party or country that stands in brackets after a name, as written."""
    found = re.search(rf"{re.escape(person)} \([^)]{{1,40}}\)", who)
    return found[0] if found else person


def _spelled(part: str, words: Vocabulary) -> str | None:
    """Return a part of an introduction that is a name and nothing else."""
    spelled = part.split()
    capital = all(word[:1].isupper() or word.lower() in words.pages.particles for word in spelled)
    return read_person(part, words) if 2 <= len(spelled) <= 7 and capital else None
