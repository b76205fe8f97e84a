"""The normalisation ladder: at which step two texts become the same characters, if at any."""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import normalize

from pipeline.stages.sameness.unwrapping import LINK, plain, visible
from pipeline.stages.sameness.verdict import NormalisationLevel
from storage.text.folding import fold_text
from storage.text.remembering import remember

_MARKS = str.maketrans(dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—―−", "-"))
_DASHES = re.compile(r"\s*-+\s*")
_LETTERS = re.compile(r"[^\w]|_")
_LINK = re.compile(LINK)
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
# A text is compared with many others when copies of it are looked for.
_REMEMBERED = 256  # texts whose levels are kept


def _spaces(text: str) -> str:
    return " ".join(text.split())


def _marks(text: str) -> str:
    return _DASHES.sub("-", _spaces(normalize("NFKC", visible(text).translate(_MARKS)))).replace("''", '"')


def _case(text: str) -> str:
    return _marks(text).casefold()


@remember(_REMEMBERED, chars=2_000)
def _letters(text: str) -> str:
    return _DASHES.sub("-", fold_text(text))


def _signs(text: str) -> str:
    return _DASHES.sub("-", fold_text(plain(text)))


def _punctuation(text: str) -> str:
    return _letters_and_numbers(plain(text))


def _letters_and_numbers(text: str) -> str:
    folded = fold_text(text)
    numbers = " ".join(_NUMBER.findall(folded))
    return f"{_LETTERS.sub('', folded)}\n{numbers}"


def _links(text: str) -> str:
    """Leave links out too; a text that is nothing else stands for itself."""
    rest = _bare(text)
    return rest if rest.strip() else text


@remember(_REMEMBERED, chars=2_000)
def _bare(text: str) -> str:
    """Return what no step can make equal where it differs: letters and numbers, without links."""
    return _letters_and_numbers(_LINK.sub(" ", plain(text)))


LADDER: tuple[tuple[NormalisationLevel, Callable[[str], str]], ...] = (
    (NormalisationLevel.SPACES, _spaces),
    (NormalisationLevel.MARKS, remember(_REMEMBERED, chars=2_000)(_marks)),
    (NormalisationLevel.CASE, remember(_REMEMBERED, chars=2_000)(_case)),
    (NormalisationLevel.LETTERS, _letters),
    (NormalisationLevel.SIGNS, remember(_REMEMBERED, chars=2_000)(_signs)),
    (NormalisationLevel.PUNCTUATION, remember(_REMEMBERED, chars=2_000)(_punctuation)),
    (NormalisationLevel.LINKS, _links),
)


def find_level(stored: str, other: str) -> NormalisationLevel | None:
    """Find the first step of the ladder at which two texts are the same; None if no step makes them so."""
    if stored == other:
        return NormalisationLevel.EXACT
    if _bare(stored) != _bare(other) and not _are_alike_as_written(stored, other):
        return None
    for rung, normalise in LADDER:
        if normalise(stored) == normalise(other):
            return rung
    return None


def _are_alike_as_written(stored: str, other: str) -> bool:
    """Tell texts that agree though one of them, taken for garbled, is read as other letters."""
    return not stored.isascii() and not other.isascii() and _letters(stored) == _letters(other)
