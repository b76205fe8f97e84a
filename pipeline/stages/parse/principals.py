"""Name whose words a document is: by its title ("Remarks by …", „Rede von …"), a heading, or lines that introduce a speaker.

Only persons are named: "Statement by the Foreign Ministry" and "by the Press Secretary" name nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.stages.parse.headlines import find_headlined, read_person
from storage.model import Document, Quote, QuoteKind

_SAID = re.compile(
    r"^(?P<who>[^\"“”«»„:]{5,160}?),?\s(?:said|says|added|commented|stated|told .{3,30}|sagte|erklärte|betonte|a déclaré|dijo|"
    r"(?:today |on \w+ |also )?(?:issued|released|made|delivered|gave) (?:the|this) following \w+|"
    r"gab folgende \w+ ab|a fait la déclaration suivante)"
    r"(?:\s[^\"“”:]{0,60})?:(?P<marks>\s?[\"“«„‘].*)?$"
)
_DATELINE = re.compile(r"^[\[(]?[A-Z][A-Z .,]{2,30}[\])]?,?(?: [A-Z][a-z]+\.? \d{1,2}(?:, \d{4})?)? ?[–—-]+ ?")
_PERSONAL = re.compile(r"^(?:Dr|Prof|Professor|Sir|Dame|Mr|Mrs|Ms|Lord|Lady|Baroness)\b")
_PARTICLES = frozenset("the de van von der den al el bin ibn di da la le dos".split())
_NO_NAME = re.compile(
    r"(?i)(?:im|in|am|an|on|at|the|und|and|statt|es|das|die|der|he|she|they|we|this|that|these|für|by|from|with|our|its)\b"
    r"|.*\b(?:fund|centre|center|convention|programme?|plan|act|law|bill|project|forum|summit|conference|party|report|force|bank)\b"
)
_HEADING_LENGTH = 140
_FIRST_LINES = 14


def find_principals(title: str | None, text: str) -> tuple[str, ...]:
    """Give the named persons whose words a document says it holds; none where it does not say.

    A line that introduces somebody's words counts only where it stands first: in a release, others follow the publisher's.
    """
    titled = find_headlined(title or "")
    if titled:
        return titled
    lines = [line for line in text.split("\n", _FIRST_LINES * 3) if line][:_FIRST_LINES]
    headings = (line for line in lines if len(line) <= _HEADING_LENGTH and line[-1] not in ".:;,")
    headed = next(filter(None, map(find_headlined, headings)), ())
    return headed or tuple(_introduced(lines[:1], marked=False))


def find_quoted(document: Document) -> tuple[str, ...]:
    """Give the named persons whom a document quotes directly, in order: all that a release without a principal names."""
    spoken = [person for quote in document.quotes if quote.kind is QuoteKind.DIRECT and (person := _quoted(quote))]
    introduced = tuple(_introduced(document.text.split("\n"), marked=True))
    return tuple(
        dict.fromkeys([*introduced, *(person for person in spoken if not any(person in known for known in introduced))])
    )


def _quoted(quote: Quote) -> str | None:
    """Name the person of a quote where its speaker is one; a mention may hold the office before the name."""
    mention = quote.mention.text if quote.mention else ""
    for words in (quote.speaker or "", *reversed(mention.split(","))):
        person = _spelled(words.strip())
        if person and not _NO_NAME.match(person):
            return person
    return None


def _introduced(lines: Iterable[str], *, marked: bool) -> Iterator[str]:
    """Find the lines that introduce words: "Professor X, director of Y, said:"; ``marked``: also where the words follow in
    quotation marks."""
    for line in (_DATELINE.sub("", line) for line in lines):
        found = _SAID.match(line) if ":" in line else None
        if found and (marked or not found["marks"]):
            persons = [person for part in re.split(r"[,(]", found["who"]) if (person := _spelled(part.strip()))]
            titled = [person for person in persons if _PERSONAL.match(person)]
            yield from (_with_party(person, found["who"]) for person in (titled or persons)[:1])


def _with_party(person: str, who: str) -> str:
    """Add the party or country that stands in brackets after a name, as written."""
    found = re.search(rf"{re.escape(person)} \([^)]{{1,40}}\)", who)
    return found[0] if found else person


def _spelled(part: str) -> str | None:
    """Give a part of an introduction that is a name and nothing else."""
    words = part.split()
    capital = all(word[:1].isupper() or word.lower() in _PARTICLES for word in words)
    return read_person(part) if 2 <= len(words) <= 7 and capital else None
