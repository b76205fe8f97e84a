"""Read plain text verbatim; only line ends and white space at both ends are normalised."""

from __future__ import annotations


def fold_plain(text: str) -> str:
    """Return plain text with ``\\n`` as the only line end, and no blank lines before or after it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
