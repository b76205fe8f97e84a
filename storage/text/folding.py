"""Folded text: words without their typography, with an offset map back to the original text.

Folding is for comparing and searching; folded text never replaces the stored text. In order: look-alike letters inside a word
of another script become letters of that script; case; compatibility forms and ligatures (NFKC, ``և`` and ``եվ`` as ``եւ``);
marks on Latin, Greek, Cyrillic, Armenian, Hebrew and Arabic letters; quotation marks, apostrophes, dashes; invisible
characters; the # or @ of a hashtag or handle; runs of white space. Small Cherokee letters, which case folding turns into
capitals, stay small.

Azerbaijani ``ə`` folds to ``a``, as officials' names are romanised (Əliyev, Aliyev), and Turkish ``ı`` to ``i``. Japanese
voicing marks and the vowel signs of Indic scripts are kept, as they are letters there. Punctuation is kept; ``words`` drops it.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from storage.text.remembering import remember

_PLAIN = {
    "'": "‘’‚‛‹›ʹʻʼʽˈ′‵´`＇՚׳ꞌ",
    '"': "“”„‟«»″‶〃＂״〝〞〟❝❞",
    "-": "‐‑‒–—―−⁃﹘﹣－־⸺⸻⁻",
    " ": "\u2028\u2029\u0085\u1680\u180e",
    "": "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\u3164\ufeff\uffa0",
    "a": "əǝ",
    "d": "đðɖ",
    "h": "ħ",
    "i": "ı",
    "l": "ł",
    "o": "ø",
    "t": "ŧ",
    "ae": "æ",
    "oe": "œ",
    "ss": "ß",
    "th": "þ",
    "ک": "ك",
    "ی": "يى",
    "/": "⁄∕",
    "...": "…⋯",
}
_DIGITS = {chr(zero + n): str(n) for zero in (0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xE50) for n in range(10)}
_TO_PLAIN = str.maketrans({letter: plain for plain, letters in _PLAIN.items() for letter in letters} | _DIGITS)

# Combining marks whose presence does not change the word; variation selectors are included.
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0640\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"
)

_LATIN_LOOKS = "ABEKMHOPCTXYIJSaeopcxyijsh"
_CYRILLIC_LOOKS = "АВЕКМНОРСТХУІЈЅаеорсхуіјѕһ"
_OTHER_LOOKS = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονικՕՍՏօոսհցզյ", "ABEZHIKMNOPTYXovikOUSonuhgqj")
_TO_LATIN = str.maketrans(_CYRILLIC_LOOKS, _LATIN_LOOKS) | _OTHER_LOOKS
_TO_CYRILLIC = str.maketrans(_LATIN_LOOKS, _CYRILLIC_LOOKS)
_MIXED = re.compile("[A-Za-z\u00c0-\u024f][\u0370-\u058f]|[\u0370-\u058f][A-Za-z\u00c0-\u024f]")
_WORD = re.compile(r"\w+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_OTHER = re.compile("[\u0370-\u058f]")

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# All of a run before a word; after a word, all but the first. The pattern scans a long run only once.
_SIGN = re.compile(r"[#@](?:(?<![\w#@][#@])|(?<=\w[#@]{2}))[#@]*+(?=\w)")
_TOKEN = re.compile(r"\S+")

MAX_ALIGNED = 512
"""A token of at most this many characters is aligned with its folded form as a whole. Chosen by hand: aligning takes time with
the square of it."""
_PIECE = 128
"""A longer one is cut into pieces of this many characters, or up to as many more. Chosen by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A folded text with the position of each of its characters in the original text.

    Character ``i`` of ``text`` was made from ``original[offsets[i]:ends[i]]``; both arrays have ``len(text)`` items.
    """

    text: str
    offsets: array[int]
    ends: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map a half-open range of the folded text to the range of the original that it was made from."""
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.offsets[start], self.ends[end - 1]

    def locate(self, offset: int) -> int:
        """Map an offset of the original to the first folded character made at or after it."""
        return bisect_left(self.offsets, offset)


def fold_text(text: str) -> str:
    """Return the folded text, without the offset map."""
    if text.isascii():
        return _tidy(text.lower())
    folded = _tidy(_NOT_ASCII.sub(_fold_match, unmix(text).lower()))
    # Dropping an invisible character or a mark can bring look-alike letters together.
    unmixed = unmix(folded)
    return folded if unmixed == folded else fold_text(unmixed)


def fold_letters(text: str) -> str:
    """Return only the letters and digits of the folded text: they survive any change of typography."""
    return "".join(filter(str.isalnum, fold_text(text)))


def unmix(text: str) -> str:
    """Rewrite each word that mixes look-alike letters of two scripts in one script, letter for letter."""
    return _WORD.sub(_unmix, text) if _MIXED.search(text) else text


def fold(text: str) -> Folded:
    """Fold a text and keep the origin of every folded character."""
    if text.isascii() and len(plain := fold_text(text)) == len(text):
        # Of ASCII, folding only drops characters or changes their case.
        return Folded(text=plain, offsets=array("I", range(len(text))), ends=array("I", range(1, len(text) + 1)))
    pieces: list[str] = []
    offsets, ends = array("I"), array("I")
    for found in _TOKEN.finditer(text):
        token, start = found[0], found.start()
        folded = fold_text(token)
        if not folded:
            continue
        if pieces:
            pieces.append(" ")
            offsets.append(ends[-1])
            ends.append(start)
        pieces.append(folded)
        for begin, end in _spans(token, folded):
            offsets.append(start + begin)
            ends.append(start + end)
    return Folded(text="".join(pieces), offsets=offsets, ends=ends)


def words(folded: str) -> list[str]:
    """List the words of a folded text: runs of letters and digits, apostrophes removed."""
    return _WORD.findall(folded.replace("'", ""))


def _tidy(text: str) -> str:
    if "`" in text:
        text = text.replace("`", "'")
    if "''" in text:
        text = text.replace("''", '"')
    if "#" in text or "@" in text:
        text = _SIGN.sub("", text)
    return " ".join(text.split())


def _fold_match(found: re.Match[str]) -> str:
    return _fold_run(found[0])


@remember(1 << 16, chars=64)
def _fold_run(run: str) -> str:
    """Fold a run of lower-case characters outside ASCII, until folding again changes nothing."""
    while True:
        decomposed = unicodedata.normalize("NFKD", run.translate(_TO_PLAIN)).translate(_TO_PLAIN)
        folded = unicodedata.normalize("NFKC", _MARKS.sub("", decomposed).casefold().lower()).replace("եվ", "եւ")
        if folded == run:
            return folded
        run = folded


def _unmix(found: re.Match[str]) -> str:
    """Rewrite a word that mixes look-alike letters of two scripts in the one script that has all its letters."""
    word = found[0]
    if not _MIXED.search(word):
        return word
    others = _OTHER.findall(word)
    latin = _LATIN.findall(word)
    fits_latin = all(ord(letter) in _TO_LATIN for letter in others)
    fits_cyrillic = all(ord(letter) in _TO_CYRILLIC for letter in latin)
    if fits_latin and not (fits_cyrillic and len(others) > len(latin)):
        return word.translate(_TO_LATIN)
    return word.translate(_TO_CYRILLIC) if fits_cyrillic else word


def _spans(token: str, folded: str) -> list[tuple[int, int]]:
    """Align a token with its folded form: for each folded character, the range of the token it was made from."""
    if token.isascii() and len(token) == len(folded):
        return [(i, i + 1) for i in range(len(token))]
    single = [fold_text(character) for character in unmix(token)]
    tails = _tails(single)
    if "".join(single) == folded:
        return [(i, tails[i]) for i, piece in enumerate(single) for _ in piece]
    if len(token) <= MAX_ALIGNED:
        return _align(single, tails, folded)
    return _align_pieces(token, single, folded)


def _align(single: list[str], tails: list[int], folded: str) -> list[tuple[int, int]]:
    """Align the characters of a token, folded one by one, with the token folded as a whole."""
    owners = [i for i, piece in enumerate(single) for _ in piece]
    spans: list[tuple[int, int]] = []
    for step in Levenshtein.opcodes("".join(single), folded):
        begin, end, made = step.src_start, step.src_end, step.dest_end - step.dest_start
        if step.tag == "equal":
            spans += [(i, tails[i]) for i in owners[begin:end]]
        elif begin < end:
            spans += [(owners[begin], tails[owners[end - 1]])] * made
        else:
            at = tails[owners[begin - 1]] if begin else 0
            spans += [(at, at)] * made
    return spans


def _align_pieces(token: str, single: list[str], folded: str) -> list[tuple[int, int]]:
    """Align a long token piece by piece, each cut where folding the piece alone changes nothing; what cannot be cut so is one
    span. Aligning takes time with the square of a length, and no word is that long."""
    spans: list[tuple[int, int]] = []
    start = 0
    while len(token) - start > MAX_ALIGNED:
        rest = (start + _PIECE + shift for shift in range(_PIECE))
        ends = (end for end in rest if single[end] and folded.startswith(fold_text(token[start:end]), len(spans)))
        end = next(ends, None)
        if end is None:
            break
        spans += [(start + begin, start + stop) for begin, stop in _spans(token[start:end], fold_text(token[start:end]))]
        start = end
    last = fold_text(token[start:])
    if len(token) - start <= MAX_ALIGNED and folded[len(spans) :] == last:
        return spans + [(start + begin, start + stop) for begin, stop in _spans(token[start:], last)]
    return spans + [(start, len(token))] * (len(folded) - len(spans))


def _tails(single: list[str]) -> list[int]:
    """Return where each character ends, including the marks and invisible characters after it."""
    tails = list(range(1, len(single) + 1))
    for i in range(len(single) - 2, -1, -1):
        if not single[i + 1]:
            tails[i] = tails[i + 1]
    return tails
