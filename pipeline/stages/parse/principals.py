"""Name whose words a document is: by its title ("Remarks by …", „Rede von …"), a heading, or lines that introduce a speaker.

Only persons are named: "Statement by the Foreign Ministry" and "by the Press Secretary" name nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    r"(?:\s[^\"“”:]{0,60})?:$"
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
_JOINING = {"of", "for", "the", "and", "de", "du", "der", "&"}
_FULL_NAME = 2
_AFTER_PLACE = 3  # "President of Armenia Jane Sample", and not "President of South Africa"
_HEADING_LENGTH = 140
_FIRST_LINES = 14


def find_principals(title: str | None, text: str) -> tuple[str, ...]:
    """Give the named persons whose words a document says it holds; none where it does not say."""
    titled = _titled(title or "")
    if titled:
        return (titled,)
    lines = [line for line in text.split("\n", _FIRST_LINES * 3) if line][:_FIRST_LINES]
    headed = next(
        filter(None, (_titled(line) for line in lines if len(line) <= _HEADING_LENGTH and line[-1] not in ".:;,")), None
    )
    return (headed,) if headed else tuple(dict.fromkeys(_introduced(text)))


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


def _introduced(text: str) -> Iterator[str]:
    """Find the lines that introduce words without marks: "Professor X, director of Y, said:"."""
    for line in text.split("\n"):
        found = _SAID.match(line) if line.endswith(":") else None
        if found:
            parts = [part.strip() for part in found["who"].split(",")]
            persons = [person for part in parts if (person := _spelled(part))]
            titled = [person for person in persons if _PERSONAL.match(person)]
            yield from (titled or persons)[:1]


def _spelled(part: str) -> str | None:
    """Give a part of an introduction that is a name and nothing else."""
    words = part.split()
    capital = all(word[:1].isupper() or word.lower() in ("de", "van", "von", "der", "al", "el") for word in words)
    return _person(part) if 2 <= len(words) <= 7 and capital else None
