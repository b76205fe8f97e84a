"""Cut a text into the tokens that are compared: folded words, numbers, single letters of unspaced scripts.

Hashtags, handles and links are tokens with a sign; ellipses, sentence ends and paragraph ends are notes between tokens.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html.entities import html5

from pipeline.stages.sameness.lexicon import ABBREVIATIONS
from storage.folding import fold_text, unmix

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
_LETTERS = rf"(?:[^\W_{UNSPACED}]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0966-\u0dff])"
_TOKEN = re.compile(
    rf"(?P<link>https?://\S+|\bhttps?tco\w+|\b(?:www\.|pic\.twitter\.com/|t\.co/)\S+)"
    rf"|(?P<dots>[\[(<]?\s?(?:…|\.(?:\s?\.){{2,}})\s?[\])>]?)"
    rf"|(?P<credit>\b[RMQ]T\s+@\w+)"
    rf"|(?P<sign>(?<![\w&])[#@＃＠][\w\u0900-\u0dff]+)"
    rf"|(?P<ampersand>&)"
    rf"|(?P<number>\d+(?:[.,:/'’]\d+)*{_LETTERS}*)"
    rf"|(?P<word>{_LETTERS}+(?:['’]{_LETTERS}+)*|[{UNSPACED}])"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe00-\ufe0f]")
_ENTITY = re.compile(r"&(?:#?(?P<code>[xX][0-9a-fA-F]{2,5}|\d{2,6})|(?P<name>[A-Za-z]{2,8}));")
_SENTENCE_END = re.compile(r"[.!?]+[\s\"'”’»)\]]|[.!?]+$|[。！？।؟۔]|\n")
_STRONG_END = re.compile(r"[!?。！？।؟۔\n]")
_NOT_LETTERS = re.compile(r"[\W_]+")
_GARBLED = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2,}"
)
# The first two of the three characters that a curly quotation mark became, where the third could not be written.
_GARBLED_MARK = re.compile(
    "â€(?:\ufffd|(?![\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]))"
)
_GROUPED = re.compile(r"\d{1,3}(?:[.,'’]\d{3})+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """A text's tokens, as parallel tuples, over ``text`` (entities undone, invisible characters gone).

    ``ends_sentence[i]``: a sentence ends after token i. ``dots``: the places of ellipses, i meaning before token i.
    """

    text: str
    keys: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    signs: frozenset[int]
    ends_sentence: tuple[bool, ...]
    dots: frozenset[int]

    def words(self, start: int, end: int) -> str:
        """Give the characters from token ``start`` to before token ``end``, white space folded."""
        if start >= end:
            return ""
        return " ".join(self.text[self.spans[start][0] : self.spans[end - 1][1]].split())

    def texts(self, start: int, end: int) -> list[str]:
        """Give tokens as they are written."""
        return [self.spelling(at) for at in range(start, end)]

    def spelling(self, at: int) -> str:
        """Give one token as it is written."""
        start, end = self.spans[at]
        return self.text[start:end]

    def opens_sentence(self, at: int) -> bool:
        """Tell whether a sentence starts with this token."""
        return at == 0 or self.ends_sentence[at - 1]


def visible(text: str) -> str:
    """Drop invisible characters and compose letters with their marks."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def plain(text: str) -> str:
    """Undo HTML entities too (twice, and where their case or number sign was lost)."""
    text = visible(_GARBLED.sub(_ungarble, _GARBLED_MARK.sub('"', text) if "â€" in text else text))
    return visible(_unescape(_unescape(unmix(text)))) if "&" in text else text


@lru_cache(maxsize=256)
def tokenise(text: str) -> Tokens:
    """Cut a text into tokens."""
    text = plain(text)
    keys: list[str] = []
    spans: list[tuple[int, int]] = []
    signs: set[int] = set()
    dots: set[int] = set()
    for found in _TOKEN.finditer(text):
        if found.lastgroup == "dots":
            dots.add(len(keys))
            continue
        key = _key(found)
        if not key:
            continue
        if found.lastgroup in ("sign", "credit", "link", "ampersand"):
            signs.add(len(keys))
        keys.append(key)
        spans.append(found.span())
    return Tokens(
        text=text,
        keys=tuple(keys),
        spans=tuple(spans),
        signs=frozenset(signs),
        ends_sentence=tuple(_ends_sentence(text, keys, spans, i) for i in range(len(keys))),
        dots=frozenset(dots),
    )


def _ungarble(found: re.Match[str]) -> str:
    """Read UTF-8 as such where it was read as Windows-1252."""
    try:
        return b"".join(_byte(character) for character in found[0]).decode()
    except UnicodeError:
        return found[0]


def _byte(character: str) -> bytes:
    return character.encode("latin-1") if character < "\u0100" else character.encode("cp1252")


def _unescape(text: str) -> str:
    return html.unescape(_ENTITY.sub(_entity, text))


def _entity(found: re.Match[str]) -> str:
    """Undo an entity whose letters changed case or whose number sign was lost."""
    if found["code"]:
        return html.unescape(f"&#{found['code']};")
    return html5.get(f"{found['name']};") or html5.get(f"{found['name'].lower()};", found[0])


def _key(found: re.Match[str]) -> str:
    if found.lastgroup == "number" and _GROUPED.match(found[0]):
        return re.sub(r"\D", "", fold_text(found[0]))
    if found.lastgroup == "link":
        return _NOT_LETTERS.sub("", fold_text(found[0])) or "link"
    return "and" if found.lastgroup == "ampersand" else _fold_word(found[0])


@lru_cache(maxsize=1 << 14)
def _fold_word(word: str) -> str:
    return fold_text(word).replace("'", "")


def _ends_sentence(text: str, keys: list[str], spans: list[tuple[int, int]], at: int) -> bool:
    between = text[spans[at][1] : spans[at + 1][0] if at + 1 < len(spans) else len(text)]
    if at + 1 == len(spans):
        return True
    if _STRONG_END.search(between):
        return True
    short = keys[at] in ABBREVIATIONS or (len(keys[at]) == 1 and keys[at].isalpha() and keys[at].isascii())
    return bool(_SENTENCE_END.search(between)) and not short
