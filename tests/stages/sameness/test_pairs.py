"""The bars on 1,525 pairs of real texts with known verdicts, through the judge and through the archive's candidates."""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from storage.database.archive import open_writer
from storage.sameness.candidates import probe
from storage.sameness.wordings import add_wordings
from tests.material import SHARED
from tests.words import answer_row

PAIRS = SHARED / "pairs" / "dev.jsonl"
pytestmark = pytest.mark.shared


@cache
def read_pairs() -> list[dict[str, Any]]:
    return [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]


@cache
def score() -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("score_pairs", SHARED / "score" / "score_pairs.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    result: dict[str, Any] = scorer.score(read_pairs(), [answer_row(pair) for pair in read_pairs()])
    return result


def test_verdicts_are_right() -> None:
    assert score()["accuracy_7"] >= 97.5
    assert score()["accuracy_4"] >= 98


def test_no_hard_negative_is_called_the_same() -> None:
    assert score()["hard_negatives_called_same_pct"] < 1


def test_material_changes_are_flagged_and_others_are_not() -> None:
    assert score()["material_recall"] >= 96
    assert score()["material_precision"] >= 94
    assert score()["material_called_same"] == 0


def test_the_archive_finds_the_stored_text_of_each_rendering(tmp_path: Path) -> None:
    pairs = [pair for pair in read_pairs() if pair["verdict"] != "different"]
    texts = {text: i for i, text in enumerate(dict.fromkeys(pair["a"] for pair in pairs), 1)}
    with open_writer(tmp_path / "archive.db") as db:
        wordings = fill(db, texts)
        found = [wordings[texts[pair["a"]]] in {each.wording for each in probe(db, pair["b"])} for pair in pairs]
    assert sum(found) / len(found) >= 0.985


def fill(db: Database, texts: dict[str, int]) -> dict[int, int]:
    db.execute("INSERT INTO documents VALUES (1, 'd')")
    with db.atomic():
        db.conn.executemany("INSERT INTO quotes VALUES (?, ?, 1, 'own')", [(i, f"q{i}") for i in texts.values()])
        add_wordings(db, [(i, text) for text, i in texts.items()])
    return dict(db.execute("SELECT quote, wording FROM quote_wordings").fetchall())
