"""Find quotations in news text, beside textacy's rule where it is installed, else beside a regular expression that only pairs
marks with the nearest name (the floor).

textacy needs spaCy's tagger and parser, models that must be downloaded. Without them its rule looks for no verbs and so finds
no speaker; what is measured is its tokens, sentences and pairing of marks alone, which flatters it. It refuses any text with an
odd number of quotation marks; how many is printed.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import lzma
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.figures import print_figure, print_rate, time_side_by_side
from benchmarks.wrong_names import count_wrong_names
from pipeline.knowledge import Knowledge
from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row

TEXTS = 100
"""Texts that are invented where no real news is at hand."""
PARAGRAPHS = 850
"""Each invented paragraph is repeated so often in the shorter of two long texts."""

_CORPUS = Path(__file__).parents[1].parent / "shared" / "data" / "quotes" / "polnear_dev.jsonl.xz"
_SEGMENTS = _CORPUS.with_name("polnear_seg_dev.jsonl.xz")
_SEGMENT = re.compile(r"[“\"]([^”\"\n]{15,})[”\"]")
_NAME = r"(?:[A-Z][\w’'.\-]+(?: [A-Z][\w’'.\-]+)*|[Hh]e|[Ss]he|[Tt]hey)"
_CUE = r"(?:said|says|told|tweeted|wrote|added|stated|stressed|declared|argued|asked|noted|warned|replied|reported|urged)"
_PAIR = re.compile(rf"\b{_CUE}\s+(?:[a-z]+\s+){{0,3}}({_NAME})|({_NAME})\s+(?:[a-z]+\s+){{0,2}}{_CUE}\b")

_INVENTED = (
    "Jane Sample, the minister, said on Monday that the sample agreement would hold until the end of the year.\n\n"
    "“We will keep the agreement that we signed,” Sample said. “We have always kept such agreements.”\n\n"
    "Her office denied reports of new talks. The committee will meet in the sample city next week to look at the budget.\n\n"
    "John Example, a spokesman for the others, accused the ministry of delaying the exchange and called it “a lost year.”\n\n"
)


def main() -> None:
    """Print megabytes a CPU second for each mode, with its ratio to the peer; on real news where it is at hand."""
    texts = _read_texts()
    size = sum(map(len, texts)) / 1e6
    knowledge = load_knowledge()
    rows = [{"id": str(number), "text": text, "language": "en"} for number, text in enumerate(texts)]
    things: dict[str, Callable[[], object]] = {
        "all quotes": lambda: [answer_row(row, knowledge) for row in rows],
        "direct and mixed": lambda: [answer_row(row, knowledge, reports=False) for row in rows],
        "fast": lambda: [answer_row(row, knowledge, fast=True) for row in rows],
        "regex floor": lambda: [_find_by_regex(text) for text in texts],
    }
    rival = "regex floor"
    if importlib.util.find_spec("textacy"):
        rival = "textacy's rule without a parser"
        things[rival] = _textacy(texts)
    timings = time_side_by_side(things, rounds=3)
    for name, timing in timings.items():
        print_rate("quotes", name, timing, count=size, unit="MB", peer=timings[rival] if name != rival else None)
    print_figure("quotes", "beside", peer=rival)
    _print_wrong_names(knowledge)
    _print_growth()


def _print_wrong_names(knowledge: Knowledge) -> None:
    """Print how many quoted segments of the gold standard, where it is at hand, are given to another person's name."""
    if not _SEGMENTS.exists():
        return
    gold = _read_rows(_SEGMENTS)
    answers = [answer_row(row, knowledge) for row in _read_rows(_CORPUS)]
    counts = count_wrong_names(gold, answers)
    print_figure("quotes", "wrong names", wrong=counts.wrong, nobody=counts.nobody, of=counts.named, percent=counts.share)


def _read_rows(path: Path) -> list[dict[str, Any]]:
    lines = lzma.decompress(path.read_bytes()).decode("utf-8").split("\n")
    return [json.loads(line) for line in lines if line.strip()]


def _read_texts() -> list[str]:
    if not _CORPUS.exists():
        return [_INVENTED * 10] * TEXTS
    return [row["text"] for row in _read_rows(_CORPUS)]


def _find_by_regex(text: str) -> list[tuple[str, str | None]]:
    """Give each quotation with the name beside the nearest cue in its paragraph."""
    found: list[tuple[str, str | None]] = []
    for paragraph in text.split("\n"):
        named = [(match.start(), match[1] or match[2]) for match in _PAIR.finditer(paragraph)]
        for segment in _SEGMENT.finditer(paragraph):
            nearest = min(named, key=lambda pair: abs(pair[0] - segment.start()), default=(0, None))
            found.append((segment[1], nearest[1]))
    return found


def _textacy(texts: list[str]) -> Callable[[], object]:
    """Give textacy's rule over a blank English pipeline."""
    spacy = importlib.import_module("spacy")
    triples = importlib.import_module("textacy.extract.triples")
    language = spacy.blank("en")
    language.add_pipe("sentencizer")

    def find() -> int:
        refused = 0
        for text in texts:
            try:
                list(triples.direct_quotations(language(text)))
            except ValueError:  # an odd number of marks
                refused += 1
        return refused

    print_figure("quotes", "texts that textacy refuses", count=find(), of=len(texts))
    return find


def _print_growth() -> None:
    """Print how much longer a text of twice the length takes: 2 is linear."""
    knowledge = load_knowledge()
    half = {"id": "half", "text": _INVENTED * PARAGRAPHS, "language": "en"}
    whole = {"id": "whole", "text": _INVENTED * PARAGRAPHS * 2, "language": "en"}
    timings = time_side_by_side(
        {"half": lambda: answer_row(half, knowledge), "whole": lambda: answer_row(whole, knowledge)}, rounds=3
    )
    ratio = min(timings["whole"].seconds) / min(timings["half"].seconds)
    print_figure("quotes", "1 MB against 0.5 MB in one text", ratio=round(ratio, 2), unit="times the time")
