"""Tell two documents that may be one item in two languages: candidates with their reason, never the same words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import parse_qsl, urlunsplit

from storage.model.addresses import split_address
from storage.text.language_tags import primary_subtag

MINUTE: Final = timedelta(minutes=1)
DAY: Final = timedelta(days=1)
LEAST_NUMBERS: Final = 3
"""This many numbers must be the same in what was published on one day; one is enough within the same minute. Chosen by hand."""
LEAST_IN_COMMON: Final = 0.6
"""Share of all numbers of both texts that must be the same. Chosen by hand."""
MOST_UNEQUAL: Final = 3.0
"""Two renderings differ in length by less than this factor, in characters; Chinese takes a third of English. Chosen by hand."""

# ISO 639-1, and what sites write instead: country codes and three letters.
_CODES: Final = frozenset(
    "ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga ge gl he hi hr hu hy id is it ja ka kk ko ky lt "
    "lv mk ms mt nl no nb pl ps pt ro ru sk sl sq sr sv tg th tk tr uk ur uz vi zh am ua cn arm hye eng rus aze geo ger "
    "deu fra fre spa esp ita ara por chi zho tur ukr per fas kat".split()
)
_PARAMETERS: Final = ("lang", "language", "locale", "l", "hl")
_MARKED = re.compile(rf"(?P<before>.+[._-])(?P<code>{'|'.join(sorted(_CODES))})(?P<end>\.[a-z]{{2,5}})?")
_ITEM = re.compile(r"\d{4,}")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """The facts of a document that tell whether another may be the same in another language.

    ``alternates`` are the addresses it declares; ``publishers`` ids of the roster, else folded names; ``earliest`` and
    ``latest`` bound when it was published, None if that is not known.
    """

    url: str | None
    language: str | None
    text: str
    publishers: frozenset[str] = frozenset()
    alternates: frozenset[str] = frozenset()
    earliest: datetime | None = None
    latest: datetime | None = None


def list_parallels(url: str | None) -> list[str]:
    """List the addresses that a page would have in other languages, as far as its own names one."""
    if not url:
        return []
    parts = split_address(url)
    host = parts.hostname or ""
    labels = host.split(".")
    listed: list[str] = []
    if len(labels) > 2 and labels[0] in _CODES:
        rest = ".".join(labels[1:])
        listed += [urlunsplit(parts._replace(netloc=f"{code}.{rest}")) for code in _CODES]
        listed.append(urlunsplit(parts._replace(netloc=rest)))
    elif len(labels) == 2:
        listed += [urlunsplit(parts._replace(netloc=f"{code}.{host}")) for code in _CODES]
    segments = parts.path.split("/")
    for at, segment in enumerate(segments):
        if segment.lower() in _CODES:
            swapped = ("/".join([*segments[:at], code, *segments[at + 1 :]]) for code in _CODES)
            listed += [urlunsplit(parts._replace(path=path)) for path in swapped]
            listed.append(urlunsplit(parts._replace(path="/".join([*segments[:at], *segments[at + 1 :]]))))
            break
    if marked := _MARKED.fullmatch(segments[-1].lower()):
        start, end = marked.span("code")
        last = (f"{segments[-1][:start]}{code}{segments[-1][end:]}" for code in _CODES)
        listed += [urlunsplit(parts._replace(path="/".join([*segments[:-1], name]))) for name in last]
    return sorted(set(listed) - {url})


def find_translation(this: Rendering, that: Rendering) -> str | None:
    """Return the reason why two documents may be translations of one another; None if nothing says so."""
    if that.url in this.alternates or this.url in that.alternates:
        return "declared by the page as the same in another language (hreflang)"
    if this.language and that.language and primary_subtag(this.language) == primary_subtag(that.language):
        return None
    addresses = _compare_addresses(this.url, that.url)
    if addresses:
        return addresses
    if not this.publishers & that.publishers or not _lengths_agree(this.text, that.text):
        return None
    return _compare_times_and_numbers(this, that)


def _compare_addresses(this: str | None, that: str | None) -> str | None:
    """Compare addresses but for what names a language in them; where their titles differ, by the item's number."""
    if not this or not that:
        return None
    (mine, my_code), (theirs, their_code) = _neutral(this), _neutral(that)
    if my_code == their_code:
        return None
    shown = f"{my_code or 'no language'} and {their_code or 'no language'}"
    if mine == theirs:
        return f"the same address but for its language: {shown}"
    if mine[0] != theirs[0] or not (my_code and their_code):
        return None
    numbers = [_ITEM.findall(address[-1])[-1:] or _ITEM.findall(address[-2])[-1:] for address in (mine, theirs)]
    years = all(len(number[0]) == 4 for number in numbers if number)
    if numbers[0] and numbers[0] == numbers[1] and not years and len(mine) == len(theirs):
        return f"the same item number in the addresses, {numbers[0][0]}, under {shown}"
    return None


def _neutral(url: str) -> tuple[tuple[str, ...], str]:
    """Split an address into host, path segments and query without what names a language, and give that."""
    parts = split_address(url)
    labels = (parts.hostname or "").split(".")
    code = ""
    if len(labels) > 2 and labels[0] in _CODES:
        code = labels.pop(0)
    segments = [segment for segment in parts.path.lower().split("/") if segment]
    kept = []
    for at, segment in enumerate(segments):
        if not code and segment in _CODES:
            code = segment
        elif not code and at == len(segments) - 1 and (marked := _MARKED.fullmatch(segment)):
            code = marked["code"]
            kept.append(f"{marked['before']}{marked['end'] or ''}")
        else:
            kept.append(segment)
    query = []
    for name, value in sorted(parse_qsl(parts.query)):
        if not code and name.lower() in _PARAMETERS and value.lower()[:2] in _CODES:
            code = value.lower()
        else:
            query.append(f"{name}={value}")
    return (".".join(labels), *kept, "&".join(query)), code


def _compare_times_and_numbers(this: Rendering, that: Rendering) -> str | None:
    if not (this.earliest and this.latest and that.earliest and that.latest):
        return None
    exact = this.latest - this.earliest <= MINUTE and that.latest - that.earliest <= MINUTE
    same_minute = exact and abs(this.earliest - that.earliest) < MINUTE
    if not same_minute and not (this.earliest < that.latest + DAY / 24 and that.earliest < this.latest + DAY / 24):
        return None
    dated = {f"{day:%Y}" for day in (this.earliest, that.earliest)} | {str(day.day) for day in (this.earliest, that.latest)}
    mine, theirs = _numbers(this.text) - dated, _numbers(that.text) - dated
    common = mine & theirs
    if len(common) < (1 if same_minute else LEAST_NUMBERS) or len(common) < LEAST_IN_COMMON * len(mine | theirs):
        return None
    shown = ", ".join(sorted(common, key=lambda number: (-len(number), number))[:5])
    when = "in the same minute" if same_minute else "on the same day"
    return f"published {when} by the same publisher, with the same numbers ({shown})"


def _numbers(text: str) -> set[str]:
    """List the numbers of two digits or more, without the signs that group or part them: languages differ in these."""
    found = (re.sub(r"\D", "", number) for number in _NUMBER.findall(text))
    return {str(int(number)) for number in found if len(number) > 1}


def _lengths_agree(this: str, that: str) -> bool:
    short, long = sorted((len(this), len(that)))
    return long < MOST_UNEQUAL * max(short, 1)
