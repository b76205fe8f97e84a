"""Count the quoted segments that are given to another person than the one their text names, beside a gold standard.

A wrong name is worse than none, so it is counted apart from what finds nobody. Only segments of direct and mixed quotations
count whose words were found and whose gold speaker is named with a capital ("Mr. Sample", not "she"). A name is right if the
surname of the gold mention, by `surname_of`, is a word of the speaker's name; what stands in brackets is no part of a mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

_BRACKET = re.compile(r"\s*\([^()]*\)")
_WORD = re.compile(r"\w[\w.\-]*")
_APPOSITION = re.compile(r",| who | of | from | at | for | in ")
_PRONOUNS = frozenset(("He", "She", "They", "It", "I", "We", "The", "A", "An", "But", "And"))
_KINDS = frozenset(("direct", "mixed"))
_LEAST_SHARE = 0.5
"""How much of all characters of two spans both must share to be the same words; as ../shared/data/score has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongNames:
    """Counts of segments whose speaker is named: how many got another person's name, and how many nobody's."""

    named: int
    wrong: int
    nobody: int

    @property
    def share(self) -> float:
        """Return the wrong ones in per cent of the named ones, to one decimal."""
        return round(100 * self.wrong / self.named, 1) if self.named else 0.0


def count_wrong_names(gold: Iterable[dict[str, Any]], answers: Iterable[dict[str, Any]]) -> WrongNames:
    """Count over rows of gold segments and the answers to the same texts, joined by id."""
    found = {answer["id"]: list(_parts(answer)) for answer in answers}
    named = wrong = nobody = 0
    for row in gold:
        for quote in row["quotes"]:
            surname = surname_of(quote["speaker"] or "")
            match = _find(found.get(row["id"], []), quote["start"], quote["end"])
            if not surname or quote["kind"].lower() not in _KINDS or match is None:
                continue
            named += 1
            nobody += match[2] is None
            wrong += match[2] is not None and surname not in _words(match[2])
    return WrongNames(named=named, wrong=wrong, nobody=nobody)


def surname_of(mention: str) -> str:
    """Return the last capitalised word of a mention before its apposition, in lower case; "" if nobody is named."""
    head = _APPOSITION.split(_BRACKET.sub("", mention))[0]
    words = [word for word in _WORD.findall(_bare(head)) if word[:1].isupper() and word not in _PRONOUNS]
    return words[-1].rstrip(".").lower() if words else ""


def _words(name: str) -> set[str]:
    return {word.rstrip(".").lower() for word in _WORD.findall(_bare(name))}


def _bare(words: str) -> str:
    return re.sub(r"['’]s\b", "", words)


def _parts(answer: dict[str, Any]) -> Iterator[tuple[int, int, str | None]]:
    """Give every part in marks of an answer's quotes, with its speaker."""
    for quote in answer["quotes"]:
        for start, end in quote["marked"]:
            yield start, end, quote["speaker"]


def _find(parts: list[tuple[int, int, str | None]], start: int, end: int) -> tuple[int, int, str | None] | None:
    """Return the part that shares most with a span, if that is enough."""

    def share(part: tuple[int, int, str | None]) -> float:
        common = min(end, part[1]) - max(start, part[0])
        return common / (end - start + part[1] - part[0] - common) if common > 0 else 0.0

    best = max(parts, key=share, default=None)
    return best if best and share(best) >= _LEAST_SHARE else None
