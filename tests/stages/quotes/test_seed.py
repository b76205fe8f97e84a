"""The article the project began with: thirteen statements, their speakers and their dates."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row
from tests.material import SHARED

SEED = SHARED / "seed" / "gold.jsonl"
pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def pairs() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    row = json.loads(SEED.read_text(encoding="utf-8").splitlines()[0])
    quotes = answer_row({**row, "date": row["article_date"]}, load_knowledge())["quotes"]
    assert len(quotes) == len(row["quotes"])
    return list(zip(row["quotes"], quotes, strict=True))


def test_every_statement_is_found_where_it_stands(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    assert [(gold["start"], gold["end"]) for gold, _ in pairs] == [(quote["start"], quote["end"]) for _, quote in pairs]


def test_every_speaker_is_named_canonically(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    assert [gold["canonical"] for gold, _ in pairs] == [quote["speaker"] for _, quote in pairs]


def test_the_mention_is_null_where_the_speaker_is_only_inferred(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    assert [gold["speaker"] for gold, _ in pairs] == [(quote["mention"] or {}).get("text") for _, quote in pairs]


def test_dates_are_those_the_text_gives_and_no_others(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    assert [gold["date"] for gold, _ in pairs] == [quote["said"]["value"] for _, quote in pairs]
