"""Fingerprints of texts of every length and script: how many hashes they keep, and what of a text they leave out.

See `tests.expected` for ``whole/*.expected.txt``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from storage.sameness.fingerprints import fingerprint, fingerprint_again, kept_of, least_kept, list_words, winnow_words
from tests.expected import expect

FOLDER = Path(__file__).parent / "whole"
TEXTS = (Path(__file__).parents[1] / "text/whole/texts.txt").read_text("utf-8").splitlines()
MORE = (
    "RT @tides: We call upon all #parties to return https://t.co/a pic.twitter.com/b",
    "We call upon all parties to return",
    "we call upon all parties, to return!",
    "WE CALL UPON ALL PARTIES TO RETURN http://t.co/a",
    "b'We call upon all parties to return'",
    "1 000 men and 1000 men and 1.000 men",
    "a b",
    "a",
    "https://t.co/a",
    "rt @a rt @b words enough to be hashed bare and whole",
)


def test_each_text_has_its_fingerprint() -> None:
    def tell() -> Iterator[str]:
        for text in (*TEXTS, *MORE):
            made = fingerprint(text)
            yield f"{text}: {made.key} {made.length} {sorted(made.grams)} {made.bare} {made.is_short} {list_words(text)}"
            assert fingerprint_again(text) == made

    expect(FOLDER / "fingerprints.expected.txt", tell())


def test_longer_texts_keep_fewer_of_their_hashes() -> None:
    def tell() -> Iterator[str]:
        words = [f"w{number * number}".encode() for number in range(700)]
        told = ((length, (kept_of(length), least_kept(length), len(winnow_words(words[:length])))) for length in range(700))
        yield from (f"{length}: {counts}" for length, counts in told if length < 130 or length % 10 == 0 or 500 < length < 520)
        spoken = " ".join(f"word{number}" for number in range(60))
        shown = ((size, fingerprint(spoken[:size]).is_short) for size in range(0, len(spoken), 3))
        for short, alike in itertools.groupby(shown, key=lambda each: each[1]):
            sizes = [size for size, _ in alike]
            yield f"short {short}: {sizes[0]}-{sizes[-1]}"
        bare = ((size, fingerprint("x" * size).bare is not None) for size in range(60))
        for known, alike in itertools.groupby(bare, key=lambda each: each[1]):
            sizes = [size for size, _ in alike]
            yield f"bare {known}: {sizes[0]}-{sizes[-1]}"

    expect(FOLDER / "lengths.expected.txt", tell())
