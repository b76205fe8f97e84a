"""Answer one row of JSON Lines: what is wrong with it, or takes too long, is its answer, and costs no other row."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pipeline.errors import READER_FAULTS, ParseError, describe_fault
from pipeline.limits import allow_for, limiting_cpu


def answer_line(line: bytes, number: int, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Answer a line; one that cannot be answered is given as {id, kind: "error", line, error}."""
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


def _refuse(row: Any, number: int, why: str) -> dict[str, Any]:
    known: Mapping[str, Any] = row if isinstance(row, dict) else {}
    named = {name: known[name] for name in ("id", "file") if name in known}
    return {**named, "kind": "error", "line": number, "error": f"line {number}: {why}"}
