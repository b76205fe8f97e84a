"""Extract the name from a mention in a script without capitals: what is left without offices and their complements."""

from __future__ import annotations

import re

from pipeline.knowledge import Language
from pipeline.stages.speakers.name_in_mention import is_country

_COMMA = re.compile(r"\s*[,،、;؛(（]\s*")
_MAX_NAME_WORDS = 4
"""A longer rest of a mention is no name, in words. Chosen by hand: Arabic names with father's and grandfather's have four."""
_SHORTEST, _LONGEST = 2, 8
_MAX_HAN_NAME_LETTERS = 4
"""A Chinese name has a family name of one or two characters and a given name of as many."""
_INFLECTED = re.compile("^.*(?<=[\u3400-\u9fff\u30a0-\u30ff])[にをへで](?=[\u3400-\u9fff\u30a0-\u30ff]{2,})")
"""What stands in another case before a Japanese name: "記者の質問に"."""
_HAN_NAMED = frozenset(("日本", "韩国", "朝鲜", "越南"))
"""Countries whose names of persons are written in Chinese characters, with other family names than Chinese ones."""
_HAN = re.compile(r"[\u3400-\u9fff]+")


def caseless_name(mention: str, language: Language) -> str:
    """Return the name in a mention, empty if there is none: offices precede it, or follow it (``names_first``)."""
    if not language.spaced:
        return _unspaced_name(mention, language)
    parts = [part for part in _COMMA.split(mention) if part.strip()]
    found = [(_has_office(part, language), name) for part in parts if (name := _name_in(part, language))]
    plain = [name for office, name in found if not office]
    return next(iter(plain or [name for _, name in found]), "")


def _is_office(word: str, language: Language) -> bool:
    """Say whether a word is an office, with any ending or particle of the language."""
    known = language.titles | language.roles | language.styles | language.bodies
    if word in known or (language.articled and word.removeprefix(language.articled) in known):
        return True
    return any(word.endswith(ending) and word[: -len(ending)] in known for ending in language.endings)


def _has_office(part: str, language: Language) -> bool:
    return any(_is_office(word, language) for word in part.split())


def _name_in(part: str, language: Language) -> str:
    words = [word.strip("-–—:\"'«»„“”") for word in part.split()]
    if not language.names_first:  # behind a name a number begins a date
        dated = next((place for place, word in enumerate(words) if place and any(map(str.isdigit, word))), len(words))
        words = words[:dated]
    words = [word for word in words if word and not word.isdigit()]
    offices = [place for place, word in enumerate(words) if _is_office(word, language)]
    if offices and language.names_first:
        rest = words[: offices[0]]
        while len(rest) > 1 and is_country(rest[-1], language):
            rest = rest[:-1]
        rest = rest or words[offices[-1] + 1 :]  # 시의원 윤미래
    elif offices:
        rest = _without_complement(words[offices[-1] + 1 :], language) or words[: offices[0]]
    else:
        rest = words
    while rest and rest[0] in language.openers | language.topics | language.determiners | language.stops:
        rest = rest[1:]
    while rest and rest[-1] in language.topics | language.stops:
        rest = rest[:-1]
    fits = 0 < len(rest) <= _MAX_NAME_WORDS and not any(word in language.stops | language.topics for word in rest)
    return " ".join(rest) if fits and (offices or len(rest) > 1 or len(rest[0]) > _SHORTEST) else ""


def _without_complement(rest: list[str], language: Language) -> list[str]:
    """Leave out the complement of an office: words with the article ("الخارجية الإيراني"), and the nouns of its field."""
    while rest and (
        rest[0] in language.topics
        or is_country(rest[0], language)
        or (language.articled and rest[0].startswith(language.articled))
    ):
        rest = rest[1:]
    return rest


def _behind_owner(words: str, language: Language) -> str:
    """Leave out the country or the body that owns a name: "リトアニアのX"."""
    owner, joined, rest = words.rpartition("の")
    owned = joined and (owner in language.countries or any(owner.endswith(each) for each in language.bodies | language.topics))
    return rest if owned and len(rest) >= _SHORTEST else words


def _unspaced_name(mention: str, language: Language) -> str:
    """Return what follows the last office (Chinese), or precedes the first (Japanese), if it has the length of a name."""
    offices = language.titles | language.roles
    places = [(mention.find(word), mention.rfind(word) + len(word)) for word in offices if word in mention]
    if language.names_first:
        rest = mention[: min((start for start, _ in places), default=len(mention))]
    else:
        rest = mention[max((end for _, end in places), default=0) :]
        rest = rest or mention[: min((start for start, _ in places), default=0)]
    rest = _INFLECTED.sub("", _behind_owner(rest, language)).strip(" 　・·、，,")
    fits = _SHORTEST <= len(rest) <= _LONGEST and not any(word in rest for word in language.stops | language.topics)
    if not fits or rest in language.countries or not (places or language.families):
        return ""
    foreign = bool(places) and mention.startswith(tuple(_HAN_NAMED & language.countries) or ("\0",))
    if language.families and _HAN.fullmatch(rest) and not foreign:
        return rest if rest[0] in language.families and len(rest) <= _MAX_HAN_NAME_LETTERS else ""
    return rest
