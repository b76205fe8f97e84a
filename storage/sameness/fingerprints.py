"""Fingerprint a text: a key that equal words share, and a few numbers that texts with runs of words in common share.

The fingerprint keeps the hashes of runs of three words: all of a short text, of a longer one the smallest of every four or
three that follow one another (winnowing: Schleimer, Wilkerson, Aiken, SIGMOD 2003). So any six words in a row that two texts
share leave a hash in both, be they all that one has of the other; five, where neither is of a post's length. Hashes are CRC-32
based: they are the same in every process and version. Unspaced scripts give pairs of letters for words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import Final
from zlib import crc32

from storage.text.encodings import undo_encoding
from storage.text.folding import fold_text

SIZE: Final = 12
"""Texts with at most this many runs of words keep all their hashes. Chosen in docs/adr/0005-winnowing.md: keeping all of up to
16 gains nothing."""
POST: Final = 48
"""Texts with at most this many keep the smallest of every four: there are many, and each is soon read. Of longer ones of every
three. Measured in docs/adr/0005-winnowing.md: windows of three throughout need a quarter more hashes a post."""
SHORT: Final = 10
"""Two texts of more runs of words have more than one in common, or are not the same words. Chosen by hand."""
LEAST_BARE: Final = 20
"""Fewer letters tell nothing. Chosen by hand."""
_MOST_REMEMBERED: Final = 8_192
"""Fingerprints of quotes that are remembered while a batch is loaded and linked; a batch has at most half as many."""
_MOST_REMEMBERED_CHARS: Final = 1_000
"""What is remembered takes about 10 MB, at most 50: longer texts are left out."""
_MASK = 0x7FFFFFFF
"""Hashes have 31 bits, so that they are never negative in SQLite or elsewhere."""
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff]+")
# Some tools set a space behind the scheme, before what still looks like an address, or print a picture's address too.
_ADDRESS = r"https?://(?:\s(?=\S+[./]\S))?\S+|pic\.twitter\.com/\w+"
_LINK = re.compile(_ADDRESS)
_NOT_WORDS = re.compile(r"[^\x00-\x7f\w]+")
_BETWEEN_LETTERS = re.compile(rb"(?<!\d) | (?!\d)")
_BETWEEN_DIGITS = re.compile(rb"\d \d")
_SIGNS = re.compile(rb"[#@]\s?[a-z0-9_]+")
_SIGNS_AND_LINKS = re.compile(rb"[#@]\s?[a-z0-9_]+|" + _ADDRESS.encode())
_ASCII_NOT_LETTERS = bytes(byte for byte in range(128) if not chr(byte).isalpha())
_BARE = 0x0BA2E
"""Sets these hashes apart from those of runs of words."""
_UNPLAIN = ("`", "\\", "<", "%", "#", "@", "''")
_ASCII_TO_WORDS = bytes(byte if byte > 0x7F or chr(byte).isalnum() else 0x20 for byte in range(256))


@dataclass(slots=True, kw_only=True)
class Fingerprint:
    """``key`` is a signed 64-bit digest of the folded letters (joined words do not matter), ``length`` the number of words,
    ``grams`` the hashes, ``bare`` one of the letters that careless cleaning leaves; None if these are few."""

    key: int
    length: int
    grams: list[int]
    bare: int | None = None

    @property
    def is_short(self) -> bool:
        """Whether a single run of words in common may be half of this text."""
        return self.length - 2 <= SHORT


class _Hashes(dict[bytes, int]):
    """Hashes of words, remembered up to a limit that keeps memory flat."""

    def __missing__(self, word: bytes) -> int:
        if len(self) >= 1 << 16:
            self.clear()
        hashed = self[word] = crc32(word)
        return hashed


_hash_word = _Hashes().__getitem__


def fingerprint(text: str) -> Fingerprint:
    """Fingerprint a text. Links are left out: shorteners give every copy one of its own. A wrong encoding is undone."""
    text = undo_encoding(text)
    words = _split_without_links(text)
    return Fingerprint(key=_digest(words), length=len(words), grams=winnow_words(words), bare=_hash_bare(text))


@lru_cache(maxsize=_MOST_REMEMBERED)
def _remember(text: str) -> Fingerprint:
    return fingerprint(text)


def fingerprint_again(text: str) -> Fingerprint:
    """Fingerprint the words of a quote, which are fingerprinted when it is stored, when it is linked and when its document is;
    the newest fingerprints are remembered. Nobody may change what it returns."""
    return _remember(text) if len(text) <= _MOST_REMEMBERED_CHARS else fingerprint(text)


def _hash_bare(text: str) -> int | None:
    """Hash the letters of ASCII that are left without links, handles and hashtags, however they are spaced."""
    bare = text.encode("ascii", "ignore").lower()
    linked = b"://" in bare or b"pic." in bare
    if linked or b"@" in bare or b"#" in bare:
        bare = (_SIGNS_AND_LINKS if linked else _SIGNS).sub(b" ", bare.replace(b"rt @", b"@", 1))
    letters = bare.translate(None, _ASCII_NOT_LETTERS)
    return crc32(letters, _BARE) & _MASK if len(letters) >= LEAST_BARE else None


def winnow_words(words: Sequence[bytes]) -> list[int]:
    """Hash the runs of three words and keep those of the fingerprint; fewer words are one run, none has no hash."""
    hashed = list(map(_hash_word, words))
    if 0 < len(hashed) < 3:
        hashed += [0] * (3 - len(hashed))
    runs = [a * 5 + b * 3 + c & _MASK for a, b, c in zip(hashed, hashed[1:], hashed[2:], strict=False)]
    if len(runs) <= SIZE:
        return list(set(runs))
    # The smallest of three or four is found by way of the smaller of two: twice as fast as by calling ``min``.
    smaller = [a if a < b else b for a, b in pairwise(runs)]
    apart = smaller[1:] if len(runs) > POST else smaller[2:]
    return list({a if a < b else b for a, b in zip(smaller, apart, strict=False)})


def kept_of(length: int) -> int:
    """Tell about how many hashes a text of that length keeps."""
    runs = max(length - 2, 1)
    return runs if runs <= SIZE else runs * 2 // 5 if runs <= POST else runs // 2


def least_kept(length: int) -> int:
    """Tell how many hashes a text of at least that length keeps at least: one that is a little longer than SIZE keeps fewer."""
    runs = length - 2
    return min(kept_of(length), kept_of(SIZE + 3)) if runs <= SIZE else kept_of(length)


def list_words(text: str) -> list[bytes]:
    """Fold a text and split it into words, as ``split_words`` does; a wrong encoding is undone."""
    plain = _fold_plain(text)
    return split_words(fold_text(undo_encoding(text)) if plain is None else plain)


def _fold_plain(text: str) -> str | None:
    """Fold a text of which folding changes no more than case, but for its white space; None if it may be another one."""
    if not text.isascii() or any(sign in text for sign in _UNPLAIN) or text.startswith(("b'", 'b"')):
        return None
    return text.lower()


def split_words(folded: str) -> list[bytes]:
    """Split folded text into words, apostrophes left out; runs of unspaced script into overlapping pairs of letters."""
    if not folded.isascii():
        folded = _UNSPACED.sub(_in_pairs, _NOT_WORDS.sub(" ", folded))
    return folded.encode("utf-8", "surrogatepass").translate(_ASCII_TO_WORDS, b"'").split()


def _split_without_links(text: str) -> list[bytes]:
    folded = _fold_plain(text)
    if folded is None or "http" in folded or "pic." in folded:
        folded = _LINK.sub(" ", fold_text(text))
    return split_words(folded)


def _digest(words: Sequence[bytes]) -> int:
    spaced = b" ".join(words)
    letters = _BETWEEN_LETTERS.sub(b"", spaced) if _BETWEEN_DIGITS.search(spaced) else spaced.replace(b" ", b"")
    return int.from_bytes(blake2b(letters, digest_size=8).digest(), "big", signed=True)


def _in_pairs(run: re.Match[str]) -> str:
    pairs = "".join(f" {one}{other}" for one, other in pairwise(run[0]))
    return f"{pairs} " if pairs else f" {run[0]} "
