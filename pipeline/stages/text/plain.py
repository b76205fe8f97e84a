"""Read plain text verbatim, with only line ends and white space at both ends normalised, and put text on one line."""

from __future__ import annotations


def fold_plain(text: str) -> str:
    """Return plain text with ``\\n`` as the only line end, and no blank lines before or after it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def flatten(text: str) -> str:
    """Put a text on one line, without characters that do not print: controls and marks of direction."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
