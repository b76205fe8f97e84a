"""Read plain text verbatim: line ends in one form, nothing else touched but the blanks at its ends."""

from __future__ import annotations


def fold_plain(text: str) -> str:
    """Return plain text with ``\\n`` as its only line end, and no blank lines before or after it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
