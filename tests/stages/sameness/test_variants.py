"""What is judged of the texts of ``whole`` where copyists, readers of scans and editors change them: each word doubled, set
in capitals, misspelt, parted at the end of a line, taken for a gap or exchanged with the next; and from how many words on
something left out or put in is judged otherwise.

``variants/<language>.expected.txt`` has one line for each kind of change and verdict; see `tests.expected`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.expected import expect
from tests.stages.sameness.test_whole import FOLDER as WHOLE
from tests.varying import find_thresholds
from tests.words import answer_row

FOLDER = Path(__file__).parent / "variants"
LANGUAGES = sorted(file.stem for file in WHOLE.glob("??.txt"))
_WORD = re.compile("[\u3040-\u9fff]{2}|[^\\W\u3040-\u9fff]+")

CHANGES: Final[dict[str, Callable[[str], str]]] = {
    "doubled": lambda word: f"{word} {word}",
    "capitals": str.upper,
    "small": str.lower,
    "as a title": str.title,
    "without its first letter": lambda word: word[1:],
    "without its last letter": lambda word: word[:-1],
    "without a middle letter": lambda word: word[: len(word) // 2] + word[len(word) // 2 + 1 :],
    "two letters exchanged": lambda word: word[:-3] + word[-2:-1] + word[-3:-2] + word[-1:] if len(word) > 3 else word,
    "another first letter": lambda word: f"x{word[1:]}",
    "another last letter": lambda word: f"{word[:-1]}x",
    "a letter as a digit": lambda word: word.replace("o", "0").replace("l", "1").replace("о", "0"),
    "in two": lambda word: f"{word[: len(word) // 2]} {word[len(word) // 2 :]}",
    "parted at a line's end": lambda word: f"{word[: len(word) // 2]}-\n{word[len(word) // 2 :]}",
    "parted by a soft hyphen": lambda word: f"{word[: len(word) // 2]}\u00ad{word[len(word) // 2 :]}",
    "letters lost": lambda word: f"{word[:1]}\ufffd{word[2:]}",
    "all letters lost": lambda word: "\ufffd" * len(word),
    "as question marks": lambda word: "?" * len(word),
    "in brackets": lambda word: f"[{word}]",
    "in other brackets": lambda word: f"({word})",
    "in marks": lambda word: f"“{word}”",
    "as a gap": lambda _: "[…]",
    "as dots": lambda _: "...",
    "another": lambda _: "ðð",
    "a number": lambda _: "7",
    "behind a number": lambda word: f"7 {word}",
    "behind a comma": lambda word: f", {word}",
    "behind a stop": lambda word: f". {word}",
    "behind a dash": lambda word: f"— {word}",
    "behind a line": lambda word: f"\n\n{word}",
    "behind an aside": lambda word: f"(Applause) {word}",
    "behind a sign": lambda word: f"${word}",
    "before a sign": lambda word: f"{word}%",
    "with an accent": lambda word: f"{word[:1]}\u0301{word[1:]}",
}
"""What may become of a word."""

LENGTHS: Final[dict[str, Callable[[str, str, str, int], str]]] = {
    "left out": lambda before, _, behind, __: before + behind,
    "left out, marked": lambda before, _, behind, __: f"{before}[…]{behind}",
    "unknown": lambda before, _, behind, size: before + " ".join(["ðð"] * size) + behind,
    "put in": lambda before, words, behind, size: before + "ðð " * size + words + behind,
    "alone": lambda _, words, __, ___: words,
}
"""What may become of several words between others."""


def judge(stored: str, other: str) -> str:
    """Tell the verdict, and the kinds of differences without their words."""
    answer: dict[str, Any] = answer_row({"id": 1, "a": stored, "b": other})
    kinds = (f"{each['kind']}{'!' if each['material'] else ''} ({each['note']})" for each in answer["diff"])
    return f"{answer['verdict']}{'!' if answer['material'] else ''} {', '.join(kinds)}".rstrip()


def list_variants(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the kinds of changes, the words that are changed, and the text with each."""
    words = list(_WORD.finditer(text))
    for number, word in enumerate(words):
        before, behind = text[: word.start()], text[word.end() :]
        for what, change in CHANGES.items():
            if (put := change(word[0])) != word[0]:
                yield what, word[0], before + put + behind
        if number + 1 < len(words):
            following = words[number + 1]
            between = text[word.end() : following.start()]
            yield "exchanged", word[0], f"{before}{following[0]}{between}{word[0]}{text[following.end() :]}"


def list_lengths(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield from how many words left out, put in or exchanged for unknown ones a text is judged otherwise."""
    words = list(_WORD.finditer(text))
    for number in range(0, len(words), 5):
        for what, change in LENGTHS.items():
            start = words[number].start()

            def judge_at(
                size: int, change: Callable[[str, str, str, int], str] = change, number: int = number, start: int = start
            ) -> str:
                end = words[min(number + size, len(words)) - 1].end()
                return judge(text, change(text[:start], text[start:end], text[end:], size))

            for size, judged in find_thresholds(judge_at, 64):
                yield f"{size} {what}", f"from {words[number][0]}", judged


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_change_that_copying_makes_is_called_what_it_is(language: str) -> None:
    text = (WHOLE / f"{language}.txt").read_text("utf-8").split("\n--\n")[0]
    judged: dict[tuple[str, str], list[str]] = {}
    for what, word, variant in list_variants(text):
        judged.setdefault((what, f"{judge(text, variant)} | {judge(variant, text)}"), []).append(word)
    for what, word, verdict in list_lengths(text):
        judged.setdefault((what, verdict), []).append(word)
    lines = (f"{what}: {' '.join(words)}: {verdict}" for (what, verdict), words in sorted(judged.items()))
    expect(FOLDER / f"{language}.expected.txt", lines)
