"""Show characters that would act on a terminal, or reorder what is read, as visible marks."""

from __future__ import annotations

import re
from typing import Final

_ACTING: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_UNSAFE_IN_JSON: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PICTURES: Final = 0x2400
"""Where the pictures of the control characters begin in Unicode."""


def show_controls(text: str) -> str:
    """Replace control characters but tab and line feed, and those that reorder text, by marks: ``␛``, ``\\u202e``."""
    return _ACTING.sub(_mark, text)


def escape_json(written: str) -> str:
    """Escape in written JSON what JSON itself may leave as it is: C1 controls, characters for direction, and halves of
    characters, which no stream takes."""
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _mark(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(_PICTURES + code)
    return "␡" if code == 0x7F else f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
