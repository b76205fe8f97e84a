"""Put the parts of a page that was sent as a stream where they belong: hidden boxes whose script moves them into the page."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_MOVED = re.compile(r"""\$R[A-Z]\w?\(\s*["']([^"']{1,40})["']\s*,\s*["']([^"']{1,40})["']""")
"""How React's script names the place that waits for a part, and the hidden part."""
_LOADED = "/$"


def join_streamed(tree: LexborHTMLParser) -> None:
    """Show the hidden parts that a page's own script moves into it, and drop what stands there while they load."""
    if tree.css_first('[hidden][id^="S:"]') is None:
        return
    for script in tree.css("script"):
        for waiting, part in _MOVED.findall(script.text()):
            shown = _find(tree, part)
            if shown is None or "hidden" not in shown.attributes:
                continue
            place = _find(tree, waiting)
            if place is not None:
                _drop_until_loaded(place)
            del shown.attrs["hidden"]


def _find(tree: LexborHTMLParser, name: str) -> LexborNode | None:
    return next((node for node in tree.css("[id]") if node.id == name), None)


def _drop_until_loaded(place: LexborNode) -> None:
    """Drop what follows a place that waits, up to the comment that ends it."""
    node = place.next
    while node is not None and not (node.is_comment_node and _LOADED in (node.html or "")):
        following = node.next
        node.decompose()
        node = following
