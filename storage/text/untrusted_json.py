"""Read JSON that others wrote: what is none, or cannot be held, is a ValueError and nothing else."""

from __future__ import annotations

import json
import re
from typing import Any

_FAST = json.JSONDecoder()
_MAX_DIGITS = 4300
"""Python reads no longer decimal number (``sys.int_info``), as that takes time with the square of the digits."""
_MARKS = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)


def load_json(text: str | bytes, *, strict: bool = True) -> Any:
    """Read a JSON text; a whole number of thousands of digits becomes its digits. Raises ValueError if it is none, or holds
    values within values, thousands deep."""
    try:
        return json.loads(text, strict=strict)
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise
    except ValueError:
        return json.loads(text, strict=strict, parse_int=_read_number)
    except RecursionError:
        raise ValueError("values within values, thousands deep") from None


def decode_json(text: str, at: int = 0) -> tuple[Any, int]:
    """Read the value that begins at an offset, and return it with the offset behind it.

    A whole number of thousands of digits becomes its digits, a value too deep to be held None. Raises JSONDecodeError if what
    is there is no value, or not a whole one.
    """
    try:
        return _FAST.raw_decode(text, at)
    except json.JSONDecodeError:
        raise
    except ValueError:
        return _PATIENT.raw_decode(text, at)
    except RecursionError:
        return None, _find_end(text, at)


def _read_number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MAX_DIGITS else digits


def _find_end(text: str, at: int) -> int:
    """Find the offset behind a list or object by its brackets alone."""
    depth = 0
    for found in _MARKS.finditer(text, at):
        depth += (found[0] in "[{") - (found[0] in "]}")
        if depth == 0:
            return found.end()
    raise json.JSONDecodeError("Unterminated value", text, at)


_PATIENT = json.JSONDecoder(parse_int=_read_number)
