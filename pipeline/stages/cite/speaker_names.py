"""Split a speaker's name into family and given names, only where their order is known.

An inverted name that is wrong ("Yi, Wang") names someone else. So a name stays as it is written unless the roster knows a
person by it, it is written in Latin letters, and the person's country puts the given name first.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

from storage.model.findings import NamedSpeaker

FAMILY_FIRST: Final = frozenset({"cn", "hk", "hu", "jp", "kh", "kp", "kr", "mo", "sg", "tw", "vn"})
"""Countries where the family name usually stands first (CMOS 17, 16.71-16.87 on indexing foreign names)."""

TWO_FAMILY_NAMES: Final = frozenset(
    {"ar", "bo", "cl", "co", "cr", "cu", "do", "ec", "es", "gt", "hn", "mx", "ni", "pa", "pe"}
) | {
    "ao",
    "br",
    "mz",
    "pt",
    "py",
    "sv",
    "uy",
    "ve",
}
"""Countries where the last two words may both be family names; a name of more than two words is not split there."""

ONE_NAME: Final = frozenset({"et", "er", "id", "is", "mm", "mn", "mw"})
"""Countries where many names have no family name (CMOS 17, 16.71 ff.); a name is not split there."""

_PARTICLES: Final = frozenset(
    "al bin da dal de del della den der di do dos du e el ibn la las le los ten ter van von y zu".split()
)
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name: as ``written``, and split if the order of its parts is known. ``family`` includes particles ("von der Leyen")."""

    written: str
    family: str | None = None
    given: str | None = None
    suffix: str | None = None

    @property
    def inverted(self) -> str:
        """Return the name with the family name first, such as ``Pence, Michael R., Jr.``, or as written."""
        return ", ".join(filter(None, (self.family, self.given, self.suffix))) if self.family else self.written

    @property
    def initialled(self) -> str:
        """Return the family name with initials, such as ``Le Drian, J.-Y.`` (APA 7, 9.8), or the name as written."""
        if not self.family or not self.given:
            return self.written
        initials = " ".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in self.given.split())
        return ", ".join(filter(None, (self.family, initials, self.suffix)))


def split_name(speaker: NamedSpeaker) -> Name:
    """Split the name of a speaker, or keep it whole."""
    written = " ".join(speaker.name.split())
    words = written.replace(",", " ").split()
    suffix = words.pop() if len(words) > 2 and words[-1].rstrip(".").casefold() in _SUFFIXES else None
    if not _is_splittable(speaker, words):
        return Name(written=written)
    first = len(words) - 1
    while first > 1 and words[first - 1].casefold() in _PARTICLES:
        first -= 1
    return Name(written=written, family=" ".join(words[first:]), given=" ".join(words[:first]), suffix=suffix)


def _is_splittable(speaker: NamedSpeaker, words: list[str]) -> bool:
    country = speaker.country
    if not speaker.is_person or country is None or country in FAMILY_FIRST | ONE_NAME or len(words) < 2:
        return False
    if country in TWO_FAMILY_NAMES and len(words) > 2:
        return False
    return all(_is_latin(word) for word in words)


def _is_latin(word: str) -> bool:
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in word if letter.isalpha())
