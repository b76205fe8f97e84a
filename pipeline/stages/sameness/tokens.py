"""Cut a text into the tokens that are compared: folded words, numbers, single letters of unspaced scripts.

Hashtags, handles and links are tokens with a sign; ellipses, sentence ends and paragraph ends are notes between tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.stages.sameness.credits import find_credits
from pipeline.stages.sameness.lexicon import Lexicon
from pipeline.stages.sameness.unwrapping import LINK, plain
from storage.text.folding import fold_text
from storage.text.remembering import remember

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
)
_LETTERS = rf"(?:[^\W_{UNSPACED}]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0966-\u0dff])"
# A handle is of ASCII letters, so that in a script without spaces it ends where the next word begins.
_HANDLE = rf"(?<![A-Za-z0-9_&])[@＠][A-Za-z0-9_]+(?:@[\w-]+(?:\.[\w-]+)+|(?:\.[\w-]+)*\.bsky\.social\b)?(?!{_LETTERS})"
_ELLIPSIS = (
    r"[\[(<（【〔]?\s{0,2}(?:…|\.(?:\s{0,2}\.){2,}|。(?:\s?。)+)\s{0,2}[\])>）】〕]?"
    r"|\[\s?(?:\.\.|-{1,3}|[–—]|snip|cut|omitted)\s?\]|(?<!\S)\*(?:\s?\*){2}(?!\S)"
)
_REPOST = r"\b[RMQ]T:?\s+@\w+"
_REST = (
    rf"|(?P<link>{LINK}|\bhttps?tco\w+|\b(?:www\.|pic\.twitter\.com/|t\.co/)[!-~…]+)"
    rf"|(?=[^\w\s]|\s{{1,2}}[….。])(?P<dots>{_ELLIPSIS})"
    rf"|(?P<sign>{_HANDLE}|(?<![\w&])[#＃@＠][\w\u0900-\u0dff]+)"
    rf"|(?P<ampersand>&)"
    rf"|(?P<number>\d+(?:[.,:/'’]\d+)*{_LETTERS}*)"
    rf"|(?P<word>{_LETTERS}+(?:['’]{_LETTERS}+)*|[{UNSPACED}])"
)
_TOKEN = re.compile(rf"(?P<credit>{_REPOST}){_REST}")
_SIGNS = frozenset({"sign", "credit", "link", "ampersand"})
_SENTENCE_END = re.compile(r"[.!?]+[\s\"'”’»)\]]|[.!?]+$|[。！？।؟۔]|\n")
_STRONG_END = re.compile(r"[!?。！？।؟۔\n]")
_NOT_LETTERS = re.compile(r"[\W_]+")
_GROUPED = re.compile(r"(?P<digits>(?!0)\d{1,3}(?:[.,'’]\d{3})+)(?P<unit>\D*)$")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tokens:
    """A text's tokens, as parallel tuples, over ``text`` (entities undone, invisible characters gone). Equal only to itself, so
    that what is known of them can be remembered at no cost.

    ``ends_sentence[i]``: a sentence ends after token i. ``dots``: the places of ellipses, i meaning before token i. ``lexicon``
    knows what the words mean.
    """

    text: str
    keys: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    sigils: frozenset[int]
    ends_sentence: tuple[bool, ...]
    dots: frozenset[int]
    lexicon: Lexicon

    def words(self, start: int, end: int) -> str:
        """Return the characters from token ``start`` to before token ``end``, white space folded."""
        if start >= end:
            return ""
        return " ".join(self.text[self.spans[start][0] : self.spans[end - 1][1]].split())

    def texts(self, start: int, end: int) -> list[str]:
        """Return tokens as they are written."""
        return [self.spelling(at) for at in range(start, end)]

    def spelling(self, at: int) -> str:
        """Return one token as it is written."""
        start, end = self.spans[at]
        return self.text[start:end]

    def around(self, places: Sequence[int], reach: int) -> str:
        """Return the keys from the first to the last of some places, joined, with ``reach`` more on both sides."""
        return "".join(self.keys[max(0, places[0] - reach) : places[-1] + 1 + reach])

    def opens_sentence(self, at: int) -> bool:
        """Return whether a sentence starts with this token."""
        return at == 0 or self.ends_sentence[at - 1]


@remember(256, chars=2_000)
def tokenise(text: str, lexicon: Lexicon) -> Tokens:
    """Cut a text into tokens."""
    text = plain(text)
    keys: list[str] = []
    spans: list[tuple[int, int]] = []
    sigils: set[int] = set()
    dots: set[int] = set()
    for kind, (start, end) in _find_tokens(text, lexicon):
        if kind == "dots":
            dots.add(len(keys))
            continue
        key = _key(kind, text[start:end])
        if not key:
            continue
        if kind in _SIGNS:
            sigils.add(len(keys))
        keys.append(key)
        spans.append((start, end))
    return Tokens(
        text=text,
        keys=tuple(keys),
        spans=tuple(spans),
        sigils=frozenset(sigils),
        ends_sentence=tuple(_ends_sentence(text, keys, spans, i, lexicon) for i in range(len(keys))),
        dots=frozenset(dots),
        lexicon=lexicon,
    )


def _find_tokens(text: str, lexicon: Lexicon) -> Iterator[tuple[str | None, tuple[int, int]]]:
    """Find the tokens in order, each with what it is; a credit is one token, and a link that holds one goes before it."""
    at = 0
    for start, end in find_credits(text, lexicon):
        while (found := _TOKEN.search(text, at)) and found.start() < start:
            yield found.lastgroup, found.span()
            at = found.end()
        if at <= start:
            yield "credit", (start, end)
            at = end
    yield from ((found.lastgroup, found.span()) for found in _TOKEN.finditer(text, at))


def _key(kind: str | None, token: str) -> str:
    if kind == "number" and (grouped := _GROUPED.match(token)):
        return re.sub(r"\D", "", fold_text(grouped["digits"])) + _fold_word(grouped["unit"])
    if kind == "link":
        return _NOT_LETTERS.sub("", fold_text(token)) or "link"
    return "and" if kind == "ampersand" else _fold_word(token)


@remember(1 << 14, chars=64)
def _fold_word(word: str) -> str:
    return fold_text(word).replace("'", "").replace("ة", "ه")


def _ends_sentence(text: str, keys: list[str], spans: list[tuple[int, int]], at: int, lexicon: Lexicon) -> bool:
    if at + 1 == len(spans):
        return True
    between = text[spans[at][1] : spans[at + 1][0]]
    if between == " ":
        return False
    if _STRONG_END.search(between):
        return True
    short = keys[at] in lexicon.abbreviations or (len(keys[at]) == 1 and keys[at].isalpha() and keys[at].isascii())
    return bool(_SENTENCE_END.search(between)) and not short
