"""The figures in docs/quote-model.md are those of the weights that are shipped, and learning is the same every time."""

from __future__ import annotations

import importlib
import json
import lzma
import re
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from benchmarks.wrong_names import count_wrong_names
from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row
from tests.material import SHARED
from training.ranker import learn

ROOT = Path(__file__).parents[3]


def read_rows(name: str) -> list[dict[str, Any]]:
    content = lzma.decompress((SHARED / "quotes" / name).read_bytes()).decode("utf-8")
    return [json.loads(line) for line in content.split("\n") if line.strip()]


@pytest.fixture(scope="module")
def scorer() -> Iterator[Any]:
    sys.path.insert(0, str(SHARED / "score"))
    yield importlib.import_module("score_quotes")
    sys.path.remove(str(SHARED / "score"))


def card(task: str) -> list[float]:
    """Give the end-to-end F1 and the strict one that the card claims for a task."""
    rows = (ROOT / "docs" / "quote-model.md").read_text("utf-8").split("\n")
    (row,) = [row for row in rows if row.startswith(f"| {task} |")]
    return [float(found[0]) for cell in row.split("|")[2:4] if (found := re.search(r"\d+\.\d", cell))]


@pytest.mark.shared
def test_the_cards_figures_are_those_of_the_shipped_weights(scorer: Any) -> None:
    full, segments = read_rows("polnear_dev.jsonl.xz"), read_rows("polnear_seg_dev.jsonl.xz")
    knowledge = load_knowledge()
    found = [answer_row(row, knowledge) for row in full]
    fast = [answer_row(row, knowledge, fast=True) for row in full]
    marked = {"direct", "mixed"}
    scores = {
        "quoted segment → speaker": scorer.score(segments, deepcopy(found), marked, True),
        "quoted segment → speaker, fast mode": scorer.score(segments, deepcopy(fast), marked, True),
        "direct and mixed, full spans": scorer.score(full, deepcopy(found), marked),
        "indirect": scorer.score(full, deepcopy(found), {"indirect"}),
    }
    for task, score in scores.items():
        assert [score["e2e"]["F1"], score["e2e_strict"]["F1"]] == card(task), task
    counts = count_wrong_names(segments, found)
    told = f"{counts.wrong} ({counts.share} %) are attributed to another person"
    assert told in " ".join((ROOT / "docs" / "quote-model.md").read_text("utf-8").split())


def test_a_wrong_name_is_counted_apart_from_nobody_and_from_a_pronoun() -> None:
    speakers = ["Rep. Jane Sample (D-Ex.), head of roads", "Sample", "Muster", "she"]
    quotes = [{"start": 9 * n, "end": 9 * n + 8, "speaker": name, "kind": "Direct"} for n, name in enumerate(speakers)]
    found = [
        {"marked": [[9 * n, 9 * n + 8]], "speaker": name} for n, name in enumerate(["Jane Sample", "Muster", None, "Muster"])
    ]
    counts = count_wrong_names([{"id": "a", "quotes": quotes}], [{"id": "a", "quotes": found}])
    assert (counts.named, counts.wrong, counts.nobody, counts.share) == (3, 1, 1, 33.3)


def test_words_count_as_found_from_half_of_all_their_characters_on() -> None:
    gold = [{"id": "a", "quotes": [{"start": 0, "end": 10, "speaker": "Sample", "kind": "direct"}]}]
    for end, named in ((5, 1), (4, 0)):
        found = [{"id": "a", "quotes": [{"marked": [[0, end]], "speaker": "Sample"}]}]
        assert count_wrong_names(gold, found).named == named


def test_learning_twice_gives_the_same_weights() -> None:
    examples = [([["a", f"b{n % 3}"], ["c", f"d{n % 5}"]], n % 2) for n in range(60)]
    assert learn(examples) == learn(deepcopy(examples)) != {}
