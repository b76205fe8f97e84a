"""What is added to a page, and what it changes: the pages of ``whole/pages`` with each block of theirs inside another one,
under another name, or repeated, and with more words in each place; the transcripts with lines repeated, joined and marked.

See `tests.expected` for ``additions/*.expected.txt``. A number is the first at which the page is read so, found by doubling.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.expected import expect
from tests.stages.parse.test_parts import read_page
from tests.stages.parse.test_whole import PAGES, TRANSCRIPTS, read_marks
from tests.varying import compare_fields, find_thresholds
from tests.words import read_transcript

HERE = Path(__file__).parent
FOLDER = HERE / "additions"
FILLER = "ðð"
WRAPS = ("li", "nav", "a href=/x", "blockquote", "div class=share", "td")
NAMES = ("p", "h2", "li", "article")
Vary = Callable[[str], Iterator[tuple[str, dict[str, str]]]]
_BLOCK = re.compile(r"<(p|li|tr|td|h\d|article|time|div|span|section|dt|dd)\b[^<>]*>.*?</\1>", re.DOTALL)
_INNER = re.compile(r"(?=<(p|li|tr|td|h\d|article|time|div|span|section|dt|dd)\b[^<>]*>)")
_WORDS = re.compile(r"(?<=>)[^<>]*\S[^<>]*(?=<)")
_FILLED = re.compile(f"(?:{FILLER} ?)+")
_SHOWN = 24


def read(page: str) -> dict[str, str]:
    """Read a page; words that were put into it are shown as one mark."""
    return {key: _FILLED.sub("+", value) for key, value in read_page(page).items()}


def list_blocks(page: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each block begins and ends, and its name, those inside others too."""
    for place in _INNER.finditer(page):
        if block := _BLOCK.match(page, place.start()):
            yield *block.span(), block[1]


def name(markup: str) -> str:
    return repr(markup if len(markup) <= _SHOWN else f"{markup[:_SHOWN]}…")


def vary_blocks(page: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the page as it is read with each block inside another, under another name, and repeated."""
    for start, end, tag in list_blocks(page):
        before, block, behind = page[:start], page[start:end], page[end:]
        for wrap in WRAPS:
            yield f"{wrap} around {name(block)}", read(f"{before}<{wrap}>{block}</{wrap.split()[0]}>{behind}")
        for other in (each for each in NAMES if each != tag):
            renamed = f"<{other}{block[len(tag) + 1 : -len(tag) - 1]}{other}>"
            yield f"{other} for {name(block)}", read(before + renamed + behind)

        def repeat(size: int, parts: tuple[str, str, str] = (before, block, behind)) -> dict[str, str]:
            found = read(parts[0] + parts[1] * size + parts[2])
            return found | {".text": ""} if ".text" in found else found

        for size, found in find_thresholds(repeat, 32):  # the text grows each time
            yield f"{size} times {name(block)}", found


def vary_lengths(page: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the page as it is read from the first number of words on that changes something in one of its places."""
    for words in _WORDS.finditer(page):

        def fill(size: int, at: int = words.start()) -> dict[str, str]:
            return read(page[:at] + f"{FILLER} " * size + page[at:])

        for size, found in find_thresholds(fill, 256):
            yield f"{size} words before {name(words[0])}", found


@pytest.mark.parametrize("vary", [vary_blocks, vary_lengths])
@pytest.mark.parametrize("page", PAGES)
def test_what_is_added_to_a_page_is_read_or_left_out(page: str, vary: Vary) -> None:
    text = (HERE / "whole/pages" / f"{page}.html").read_text("utf-8")
    base = read(text)
    changed: dict[str, list[str]] = {}
    for what, found in vary(text):
        if result := compare_fields(base, found):
            changed.setdefault(result, []).append(what)
    lines = (f"{result}: {', '.join(what)}" for result, what in changed.items())
    expect(FOLDER / f"{page}-{vary.__name__.removeprefix('vary_')}.expected.txt", lines)


def vary_transcript(text: str) -> Iterator[tuple[str, str]]:
    """Yield a transcript with each of its lines repeated, left out, joined to the next, set in bold and in capitals, and with
    each of its colons as another mark."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        for what, put in (
            ("repeated", [line, line]),
            ("left out", []),
            ("bold", [f"**{line.replace('**', '')}**"]),
            ("plain", [line.replace("**", "")]),
            ("in capitals", [line.upper()]),
            ("in small letters", [line.lower()]),
            ("as a question", [f"{line.rstrip('.')}?"]),
            ("behind a name", [f"Ana Sample: {line}"]),
            ("behind a question", [f"QUESTION: {line}"]),
            ("behind a line", ["", line]),
            ("behind a list's mark", [f"- {line}"]),
        ):
            if put != [line]:
                yield f"{name(line)} {what}", "\n".join([*lines[:number], *put, *lines[number + 1 :]])
        joined = f"{line} {''.join(lines[number + 1 : number + 2])}"
        yield f"{name(line)} joined", "\n".join([*lines[:number], joined, *lines[number + 2 :]])
    for mark in re.finditer("[:：]", text):
        for other in (".", " –", ",", "", " :", ":\n"):
            yield (
                f"{other!r} for the colon behind {name(text[: mark.start()][-_SHOWN:])}",
                text[: mark.start()] + other + text[mark.end() :],
            )


@pytest.mark.parametrize("transcript", TRANSCRIPTS)
def test_what_is_done_to_the_lines_of_a_transcript_is_read_or_borne(transcript: str) -> None:
    title, _, text = (HERE / "whole/transcripts" / f"{transcript}.txt").read_text("utf-8").strip().partition("\n---\n")

    def tell(given: str) -> str:
        found = read_transcript(read_marks(given), title=title)
        if found is None:
            return "none"
        turns = "; ".join(f"{turn.speaker} {turn.end - turn.start}" for turn in found.turns)
        return f"{turns} | {' + '.join(found.speakers)}"

    base = tell(text)
    changed: dict[str, list[str]] = {}
    for what, given in vary_transcript(text):
        if (found := tell(given)) != base:
            changed.setdefault(found, []).append(what)
    lines = (f"{', '.join(what)}: {result}" for result, what in changed.items())
    expect(FOLDER / f"transcript-{transcript}.expected.txt", (f"-> {base}", *lines))
