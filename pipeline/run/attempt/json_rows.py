"""Answer one row of JSON Lines: what is wrong with it, or takes too long, is its answer, and costs no other row."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pipeline.errors import READER_FAULTS, ParseError, describe_fault
from pipeline.limits import allow_for, limiting_cpu

Answered = TypeVar("Answered")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that cannot be answered: its ``line``, the ``error``, and the ``id`` and ``file`` that it has."""

    line: int
    error: str
    named: tuple[tuple[str, Any], ...] = ()

    def json_fields(self) -> dict[str, object]:
        """Return the fields of its JSON."""
        return {**dict(self.named), "kind": "error", "line": self.line, "error": self.error}


def answer_line(line: bytes, number: int, answer: Callable[[dict[str, Any]], Answered]) -> Answered | RefusedRow:
    """Answer a line; one that cannot be answered is refused."""
    try:
        row = json.loads(line)
    except ValueError as error:
        return _refuse(None, number, f"found no JSON ({error}), expected a JSON object")
    except RecursionError:
        return _refuse(None, number, "found JSON nested too deeply, expected a JSON object")
    if not isinstance(row, dict):
        return _refuse(None, number, f"found a {type(row).__name__}, expected a JSON object")
    try:
        with limiting_cpu(allow_for(len(line))):
            return answer(row)
    except KeyError as error:
        return _refuse(row, number, f"the field {error} is missing")
    except ParseError as error:
        return _refuse(row, number, str(error))
    except READER_FAULTS as fault:
        return _refuse(row, number, describe_fault(fault))


def _refuse(row: Any, number: int, why: str) -> RefusedRow:
    named = tuple((name, row[name]) for name in ("id", "file") if name in row) if isinstance(row, dict) else ()
    return RefusedRow(line=number, error=f"line {number}: {why}", named=named)
