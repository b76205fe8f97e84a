"""Read a piece of HTML that came inside something else: an API's field, a feed's item."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from pipeline.stages.text import Marked, clear, read_line, read_marked


def read_fragment(html: str) -> Marked:
    """Read a fragment as paragraphs; captions of pictures are left out."""
    tree = LexborHTMLParser(html)
    if tree.body is None:
        return Marked(text="")
    clear(tree.body, ("figcaption",))
    return read_marked(tree.body)


def read_fragment_line(html: str) -> str:
    """Read a fragment as one line."""
    tree = LexborHTMLParser(html)
    return read_line(tree.body) if tree.body is not None else ""
