"""Read a piece of HTML that came inside something else: an API's field, a feed's item."""

from __future__ import annotations

from pipeline.stages.text import Marked, clear, read_line, read_marked
from pipeline.stages.text.bounded_markup import parse_html


def read_fragment(value: object) -> Marked:
    """Read a fragment as paragraphs, captions of pictures left out; what is no text reads as nothing."""
    tree = parse_html(read_words(value) or "")
    if tree.body is None:
        return Marked(text="")
    clear(tree.body, ("figcaption",))
    return read_marked(tree.body)


def read_fragment_line(value: object) -> str | None:
    """Read a fragment as one line; None if it holds no words."""
    tree = parse_html(read_words(value) or "")
    return (read_line(tree.body) if tree.body is not None else "") or None


def read_words(value: object) -> str | None:
    """Return a field that is text and not empty."""
    return value if isinstance(value, str) and value else None
