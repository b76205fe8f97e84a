"""Name whose words a document is: by its title ("Remarks by …", „Rede von …"), a heading, or lines that introduce a speaker.

Only persons are named: "Statement by the Foreign Ministry" and "by the Press Secretary" name nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from storage.model import Document, Quote, QuoteKind

_WORKS = (
    r"remarks|statement|speech|address|interview|message|briefing|keynote|comments?|testimony|op-ed|toast|toasts|readout|"
    r"rede|ansprache|grußwort|erklärung|statement|gastbeitrag|namensartikel|videobotschaft|"
    r"discours|déclaration|allocution|intervention|entretien|tribune|point de presse|"
    r"discurso|palabras|declaración|intervención|"
    r"выступление|заявление|интервью|обращение|речь"
)
_BY = r"by|of|from|with|von|mit|des|der|de|du|d['’]|par|avec|del"
_WORD = r"(?:[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ][\w'’.-]*|de|du|van|von|der|el|al|bin|of|for|the|and|&|für|de la)"
_TITLED = re.compile(rf"(?i:\b(?:{_WORKS})\b)[^,;:]{{0,30}}?\s(?i:{_BY})\s?(?P<name>(?:{_WORD}\s)*{_WORD})")
_LEADING = re.compile(rf"^(?P<name>(?:{_WORD}\s)*{_WORD})['’]s?\s(?i:(?:\w+\s){{0,2}}(?:{_WORKS}))\b")
_SAID = re.compile(
    r"^(?P<who>[^\"“”«»„:]{5,160}?),?\s(?:said|says|added|commented|stated|told .{3,30}|sagte|erklärte|betonte|a déclaré|dijo)"
    r"(?:\s[^\"“”:]{0,60})?:(?P<marks>\s?[\"“«„‘].*)?$"
)
_ROLE = re.compile(
    r"(?i)^(?:u\.?s\.?|the|of|for|and|&|de|du|der|la|rt|hon\.?|right|honou?rable|his|her|excellency|president|präsident\w*|vice|prime|foreign|"
    r"first|deputy|acting|assistant|under|under-?secretary|secretary|minister\w*|state|press|spokes\w+|spokesman|federal|bundes\w*|kanzler\w*|"
    r"chancellor|chair\w*|head|director|general|high|representative|commissioner|ambassador|botschafter\w*|special|envoy|coordinator|"
    r"senator|senators|congress\w+|rep\.?|sen\.?|governor|mayor|lord|king|queen|prince|princess|lady|speaker|leader|chief|officer|staff|"
    r"national|security|advis[eo]r|affairs|defen[cs]e|interior|finance|home|office|principal|communications|strategic|staatsminister\w*|"
    r"staatssekretär\w*|außenminister\w*|außenministerin|ministre|président\w*|secrétaire|presidente|ministro|senior|official|executive|"
    r"министр\w*|президент\w*|премьер\w*|иностранных|дел|representatives?|permanent|delegation|spokesperson|ombuds\w*|dr\.?|prof\.?|professor|sir|mr\.?|"
    r"mrs\.?|ms\.?|dame|republic|federation|united|states|kingdom|nations)$"
)
_BODIES = re.compile(
    r"(?i)\b(?:ministry|department|government|council|commission|group|union|co-?chairs?|countries|office|embassy|parliament|committee|"
    r"bureau|agency|delegation|ministerium|regierung|ministère|gouvernement|states|members|leaders|ministers|participants|team|house|"
    r"министерств\w*|правительств\w*|mid|mfa)\b"
)
_PERSONAL = re.compile(r"^(?:Dr|Prof|Professor|Sir|Dame|Mr|Mrs|Ms|Lord|Lady|Baroness)\b")
_PARTICLES = frozenset("the de van von der den al el bin ibn di da la le dos".split())
_NO_NAME = re.compile(
    r"(?i)(?:im|in|am|an|on|at|the|und|and|statt|es|das|die|der|he|she|they|we|this|that|these|für|by|from|with|our|its)\b"
    r"|.*\b(?:fund|centre|center|convention|programme?|plan|act|law|bill|project|forum|summit|conference|party|report|force|bank)\b"
)
_JOINING = {"of", "for", "the", "and", "de", "du", "der", "&"}
_FULL_NAME = 2
_AFTER_PLACE = 3  # "President of Armenia Jane Sample", and not "President of South Africa"
_HEADING_LENGTH = 140
_FIRST_LINES = 14


def find_principals(title: str | None, text: str) -> tuple[str, ...]:
    """Give the named person whose words a document says it holds; none where it does not say.

    A line that introduces somebody's words counts only where it stands first: in a release, others follow the publisher's.
    """
    titled = _titled(title or "")
    if titled:
        return (titled,)
    lines = [line for line in text.split("\n", _FIRST_LINES * 3) if line][:_FIRST_LINES]
    headings = (line for line in lines if len(line) <= _HEADING_LENGTH and line[-1] not in ".:;,")
    headed = next(filter(None, map(_titled, headings)), None)
    return (headed,) if headed else tuple(_introduced(lines[:1], marked=False))


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


def _titled(line: str) -> str | None:
    found = _TITLED.search(line) or _LEADING.search(line)
    return _person(found["name"]) if found else None


def _person(name: str) -> str | None:
    """Give a name that ends in a person's, not in an office ("the Press Secretary"), a place or a body."""
    words = name.split()
    while words and words[-1].lower() in _JOINING:
        words.pop()
    run = 0
    while run < len(words) and not _ROLE.match(words[-1 - run]):
        run += 1
    before = words[-1 - run].lower() if run < len(words) else ""
    least = _AFTER_PLACE if before in _JOINING else 1 if before and before != "the" else _FULL_NAME
    if run < least or _BODIES.search(" ".join(words)):
        return None
    return " ".join(words[1:] if words[0].lower() == "the" else words)


def _introduced(lines: Iterable[str], *, marked: bool) -> Iterator[str]:
    """Find the lines that introduce words: "Professor X, director of Y, said:"; ``marked``: also where the words follow in
    quotation marks."""
    for line in lines:
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
    return _person(part) if 2 <= len(words) <= 7 and capital else None
