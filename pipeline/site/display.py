"""Write archived values for a reader: characters that act are visible marks, dates keep their precision, links are safe."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

_ACTING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_NAMES: Final = {0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO", 0x2066: "LRI", 0x2067: "RLI"}
_NAMES_ALSO: Final = {0x2068: "FSI", 0x2069: "PDI", 0x200E: "LRM", 0x200F: "RLM", 0x061C: "ALM"}
_MONTHS: Final = "January February March April May June July August September October November December".split()
_OPEN: Final = ("0000", "9999")
_FRAGMENT_WORDS: Final = 6
"""Words at each end of a long passage that a link into the live page names. Chosen by hand."""


def show_value(value: Any) -> Any:
    """Return a value for a template: text with visible marks for the characters that act on it, markup as it is."""
    if isinstance(value, Markup):
        return value
    if value is None:
        return ""
    return show_text(value) if isinstance(value, str) else value


def show_text(text: str) -> str:
    """Replace control and bidirectional characters by visible marks; line feeds and tabs stay."""
    return _ACTING.sub(_mark, text)


def _mark(found: re.Match[str]) -> str:
    code = ord(found[0])
    name = _NAMES.get(code) or _NAMES_ALSO.get(code)
    if name:
        return f"⟦{name}⟧"
    return chr(0x2400 + code) if code < 0x20 else f"⟦U+{code:04X}⟧"


def show_day(value: date | datetime | str | None) -> str:
    """Write a day as ``27 October 2020``; of a text the first ten characters are read."""
    if value is None or value == "":
        return "unknown"
    day = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def show_month(month: str) -> str:
    """Write ``2020-10`` as ``October 2020``."""
    return f"{_MONTHS[int(month[5:7]) - 1]} {month[:4]}"


def show_instant(value: datetime | str | None) -> str:
    """Write an instant to the minute, in UTC: ``27 October 2020, 18:00 UTC``."""
    if value is None or value == "":
        return "unknown"
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{show_day(instant)}, {instant:%H:%M} UTC"


def show_when(when: Mapping[str, Any] | None) -> str:
    """Write a date no more precisely than it is known."""
    if not when:
        return "no date stated"
    value, precision = when.get("value"), when.get("precision")
    if value:
        return _show_precise(str(value), str(precision), when.get("zone"))
    earliest, latest = when.get("earliest"), when.get("latest")
    if earliest and latest:
        first, last = show_day(earliest), show_day(latest)
        return first if first == last else f"between {first} and {last}"
    if latest:
        return f"by {show_day(latest)}"
    return f"from {show_day(earliest)} on" if earliest else "no date stated"


def _show_precise(value: str, precision: str, zone: Any) -> str:
    if precision == "year":
        return value[:4]
    if precision == "month":
        return show_month(value[:7])
    if precision == "minute" and "T" in value:
        return f"{show_day(value)}, {value[11:16]} {zone or 'local time'}"
    return show_day(value)


def date_of_hit(hit: Mapping[str, Any]) -> tuple[str, str]:
    """Return the date that a hit is listed by, and what it is the date of: said, or published."""
    said = hit.get("said")
    if said and said.get("value"):
        return show_when(said), "said"
    if hit.get("published"):
        return show_when(hit["published"]), "published"
    return (show_when(said), "said") if said else ("no date stated", "")


def safe_link(url: str | None) -> str | None:
    """Return an address that may be linked to: http and https only, none with control characters."""
    if not url or _ACTING.search(url) or url != url.strip():
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def fragment_link(url: str | None, words: str) -> str | None:
    """Return a link that opens the live page at the words (a text fragment); None if the address may not be linked to."""
    link = safe_link(url)
    pieces = words.split()
    if link is None or not pieces:
        return link
    ends = (
        [" ".join(pieces)]
        if len(pieces) <= 2 * _FRAGMENT_WORDS
        else [
            " ".join(pieces[:_FRAGMENT_WORDS]),
            " ".join(pieces[-_FRAGMENT_WORDS:]),
        ]
    )
    fragment = ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)
    return f"{link.partition('#')[0]}#:~:text={fragment}"


def show_language(code: str | None) -> str:
    """Return a language tag that is safe as an attribute; empty if it is none."""
    return code if code and re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", code) else ""


def escaped(text: str) -> Markup:
    """Escape a piece of archived text, with visible marks."""
    return escape(show_text(text))
