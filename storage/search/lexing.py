"""Cut what a person typed into the pieces of the query language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

FIELDS: Final = {
    "speaker": "speaker",
    "via": "via",
    "source": "source",
    "office": "office",
    "kind": "kind",
    "lang": "language",
    "language": "language",
    "since": "since",
    "until": "until",
    "before": "before",
    "after": "after",
    "on": "on",
    "as-of": "as_of",
    "as_of": "as_of",
}
"""The filters that a query may name, by the words for them."""

_MARKS = str.maketrans(dict.fromkeys("“”„‟«»″〃＂〝〞〟❝❞「」『』", '"') | dict.fromkeys("[]{}", " ") | {"（": "(", "）": ")"})
_PIECE = re.compile(
    rf"""(?P<space>\s+)
        | (?P<near>NEAR(?:/(?P<distance>\d+))?(?=\s*\()|NEAR(?:/(?P<between>\d+))?(?=\s|$))
        | (?P<open>\() | (?P<close>\))
        | (?P<either>\|{{1,2}}|(?:OR)(?=[\s()|"]|$))
        | (?P<both>&&|(?:AND|&|\+)(?=[\s()|"]|$))
        | (?P<nothing>NOT(?=[\s()|"]|$))
        | (?P<minus>(?<![^\s(|])[-−–](?=[^\s\-−–|)]))
        | (?P<field>(?i:{"|".join(map(re.escape, FIELDS))})):(?:"(?P<quoted>[^"]*)"?|(?P<value>[^\s"()|]+)|(?=[\s()|]|$))
        | "(?P<phrase>[^"]*)(?P<closed>"?)(?P<star>(?<=")\*)?
        | (?P<word>(?:(?!&&)[^\s"()|])+)
    """,
    re.VERBOSE,
)


_GERSHAYIM: Final = re.compile('(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea](?![\u05d0-\u05ea]))')
"""The mark of a Hebrew abbreviation, before its last letter, as most keyboards write it: no quotation mark."""

_FARTHEST: Final = 9999
"""NEAR takes no larger distance. Chosen by hand: no quote has so many words."""


class Sign(Enum):
    """What a piece of a query is."""

    WORD = auto()
    PHRASE = auto()
    FIELD = auto()
    NEAR = auto()
    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a query: its text, of a filter its field, of NEAR its distance. A phrase with a star behind it is ``begun``:
    of its last word only the beginning is given."""

    sign: Sign
    text: str = ""
    field: str = ""
    distance: int | None = None
    closed: bool = True
    begun: bool = False


def cut_query(text: str) -> Iterator[Piece]:
    """Yield the pieces of a query; together they are all of it but the white space."""
    for found in _PIECE.finditer(_GERSHAYIM.sub("\N{HEBREW PUNCTUATION GERSHAYIM}", text.translate(_MARKS))):
        piece = _read(found)
        if piece:
            yield piece


def read_distance(digits: str) -> int:
    """Read the distance of NEAR, however many digits it is typed in."""
    return min(int(digits[:5]), _FARTHEST)


def _read(found: re.Match[str]) -> Piece | None:
    kind = found.lastgroup
    match found:
        case _ if found["space"]:
            return None
        case _ if found["near"]:
            distance = found["distance"] or found["between"]
            return Piece(Sign.NEAR, text=found["near"], distance=read_distance(distance) if distance else None)
        case _ if found["field"]:
            value = found["quoted"] if found["quoted"] is not None else found["value"]
            return Piece(Sign.FIELD, text=value or "", field=FIELDS[found["field"].lower()])
        case _ if found["phrase"] is not None:
            return Piece(Sign.PHRASE, text=found["phrase"], closed=bool(found["closed"]), begun=bool(found["star"]))
        case _ if found["word"]:
            return Piece(Sign.WORD, text=found["word"])
    assert kind is not None
    return Piece(_OPERATORS[kind], text=found[0])


_OPERATORS: Final = {
    "open": Sign.OPEN,
    "close": Sign.CLOSE,
    "either": Sign.OR,
    "both": Sign.AND,
    "nothing": Sign.NOT,
    "minus": Sign.NOT,
}
