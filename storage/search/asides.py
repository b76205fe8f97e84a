"""Read what a reader must know of a hit beside its words: marks of its document, and the question that it answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.model.findings import Mark, MarkKind

_QUESTION_MARKS: Final = "?？՞؟"
_LONGEST_QUESTION: Final = 400
"""The last characters of a question that are shown with its answer. Chosen by hand: what is asked comes last."""
_MARKS: Final = """
    SELECT p.derivation, 'deleted', p.deleted FROM posts p
    WHERE p.derivation IN (SELECT value FROM json_each(?1)) AND p.deleted IS NOT NULL
    UNION ALL SELECT p.derivation, 'edited', p.edited ->> 'value' FROM posts p
    WHERE p.derivation IN (SELECT value FROM json_each(?1)) AND p.edited IS NOT NULL
    UNION ALL SELECT p.derivation, 'withheld', p.withheld FROM posts p
    WHERE p.derivation IN (SELECT value FROM json_each(?1)) AND p.withheld IS NOT NULL
    UNION ALL SELECT p.derivation, 'cut', NULL FROM posts p
    WHERE p.derivation IN (SELECT value FROM json_each(?1)) AND p.cut
    UNION ALL SELECT n.derivation, n.kind, n.text FROM notices n
    WHERE n.derivation IN (SELECT value FROM json_each(?1))
"""
_TURNS: Final = """
    SELECT v.seq, v.turns, r.text FROM derivations v JOIN revisions r ON r.seq = v.revision
    WHERE v.seq IN (SELECT value FROM json_each(?)) AND v.turns <> '[]'
"""


def read_marks(db: Database, derivations: Iterable[int]) -> dict[int, tuple[Mark, ...]]:
    """Read the marks of some derivations; those without any are left out."""
    found: dict[int, tuple[Mark, ...]] = {}
    for derivation, kind, detail in db.execute(_MARKS, (write_json(sorted(set(derivations))),)):
        found[derivation] = (*found.get(derivation, ()), Mark(kind=MarkKind(kind), detail=detail))
    return found


def read_questions(db: Database, quotes: Sequence[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Read the questions that quotes, given as (derivation, start), answer: the turn before theirs, if it asks something."""
    turns = {
        derivation: ([(turn["start"], turn["end"], turn["speaker"]) for turn in json.loads(listed)], text)
        for derivation, listed, text in db.execute(_TURNS, (write_json(sorted({derivation for derivation, _ in quotes})),))
    }
    found = {(derivation, start): _question(*turns[derivation], start) for derivation, start in quotes if derivation in turns}
    return {quote: question for quote, question in found.items() if question}


def _question(turns: list[tuple[int, int, str]], text: str, start: int) -> str | None:
    before = [turn for turn in turns if turn[0] <= start]
    if len(before) < 2:  # the turn of the quote, and the one before it
        return None
    (asked_from, asked_to, asker), (_, _, speaker) = before[-2:]
    asked = " ".join(text[asked_from:asked_to].split())
    if asker == speaker or not any(mark in asked for mark in _QUESTION_MARKS):
        return None
    return asked if len(asked) <= _LONGEST_QUESTION else f"… {asked[-_LONGEST_QUESTION:].partition(' ')[2]}"
