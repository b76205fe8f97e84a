"""Read the text of a subtree of HTML.

The parser serialises the tree, closes every tag and escapes every ``<`` and ``>`` in words and attributes; the rest is a few
substitutions, each one pass over the string.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from storage.model import Span

_NEVER_READ = "script, style, template, noscript, iframe, object, svg, canvas, button, select, nav, dialog, audio, video"
_FORM_SHARE = 0.3  # a form with a larger share of the words is wrapped around the page
_HIDDEN = '[hidden], [style*="display:none"], [style*="display: none"], .visually-hidden, .sr-only, .screen-reader-text'
_BLOCKS = (
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 "
    "h5 h6 header hgroup hr legend li main menu ol p pre section summary table tbody tfoot thead title tr ul"
).split()
_ENDS = {**dict.fromkeys(_BLOCKS, "\n\n"), "br": "\n", "td": " ", "th": " "}
_BREAKS = {**_ENDS, **{f"/{name}": gap for name, gap in _ENDS.items()}}
_STRONG, _SET_OFF = "\x0e\x0f", "\x10\x11"  # characters that no page contains: where such parts open and close
_MARKS = {
    **_BREAKS,
    **dict.fromkeys(("strong", "b"), _STRONG[0]),
    **dict.fromkeys(("/strong", "/b"), _STRONG[1]),
    "blockquote": f"\n\n{_SET_OFF[0]}",
    "/blockquote": f"{_SET_OFF[1]}\n\n",
}

_WHITE = (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
"""The characters that `str.isspace` calls white space."""
_UNSEEN = (0x200B, 0x200C, 0x200E, 0x200F, 0x2060, 0xFEFF)
"""Characters without a width: zero-width spaces and joiners, marks of direction, word joiner, byte order mark."""
_EDGES = "".join(map(chr, (*_WHITE, *_UNSEEN)))
_PRE = re.compile(r"<pre[ >].*?</pre>", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<(/?[a-z0-9]+)[^>]*>")
_OTHER_TAG = re.compile(r"<[^>]*>")
_MARK = re.compile("[\x0e-\x11]")
_MARK_APART = re.compile("([\x0e-\x11])")
_WORD = re.compile(r"[^\s\u200b\u200c\u200e\u200f\u2060\ufeff]+")
_SPLIT_SCRIPT = re.compile(
    r"(?<=[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A text, its spans in bold, and its spans marked up as quotations (blockquote)."""

    text: str
    strong: tuple[Span, ...] = ()
    set_off: tuple[Span, ...] = ()


def clear(node: LexborNode, drop: Iterable[str] = (), *, hidden: bool = True) -> None:
    """Remove from a subtree what is never read (scripts, menus, forms, hidden parts) and matches of ``drop`` selectors."""
    selectors = [_NEVER_READ, *([_HIDDEN] if hidden else []), *drop]
    for unwanted in node.css(", ".join(selectors)):
        if unwanted.mem_id != node.mem_id:
            unwanted.decompose()
    for form in node.css("form"):
        if len(form.text()) < _FORM_SHARE * len(node.text()):
            form.decompose()


def clear_code(node: LexborNode) -> None:
    """Remove only what is not visible text: scripts, styles, templates."""
    for unwanted in node.css("script, style, template, noscript"):
        unwanted.decompose()


def keep_outermost(nodes: Iterable[LexborNode], css: str) -> list[LexborNode]:
    """Return those nodes that a selector found, in the order of the page, which stand in no other of them."""
    kept: list[LexborNode] = []
    inside: set[int] = set()
    for node in nodes:
        if node.mem_id not in inside:
            inside.update(each.mem_id for each in node.css(css) if each.mem_id != node.mem_id)
            kept.append(node)
    return kept


def read_text(node: LexborNode) -> str:
    """Read a subtree as paragraphs."""
    return _fold(_unwrap(node.html or "", _BREAKS))


def read_line(node: LexborNode) -> str:
    """Read a subtree as one line, such as a title; a line break between two ideographs leaves no space."""
    return " ".join(_SPLIT_SCRIPT.sub("", read_text(node)).split())


def read_marked(*nodes: LexborNode) -> Marked:
    """Read subtrees as paragraphs, with the spans in bold and those marked up as quotations."""
    html = _MARK.sub("", "<p>".join(node.html or "" for node in nodes))
    raw = _unwrap(html, _MARKS)
    text = _fold(_MARK.sub("", raw))
    strong, set_off = (tuple(_place(raw, text, signs)) if signs[0] in raw else () for signs in (_STRONG, _SET_OFF))
    return Marked(text=text, strong=strong, set_off=set_off)


def _unwrap(html: str, breaks: Mapping[str, str]) -> str:
    """Replace tags by line breaks or markers, and character references by their characters."""
    if "<pre" in html:
        html = _PRE.sub(lambda found: found[0].replace("\n", "<br>"), html)
    if "<!--" in html:
        html = _COMMENT.sub("", html)
    for white in ("\n", "\t", "\r", "\f", "\xa0", "&nbsp;"):
        html = html.replace(white, " ")
    pieces = _TAG.split(html)
    pieces[1::2] = [breaks.get(name, "") for name in pieces[1::2]]
    return _OTHER_TAG.sub("", "".join(pieces)).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _fold(text: str) -> str:
    """Keep one space between words, one line break between lines and one blank line between paragraphs."""
    while "  " in text:
        text = text.replace("  ", " ")
    lines = "\n".join([line.strip(_EDGES) for line in text.split("\n")])
    while "\n\n\n" in lines:
        lines = lines.replace("\n\n\n", "\n\n")
    return lines.strip("\n")


def _place(raw: str, text: str, signs: str) -> Iterator[Span]:
    """Return the spans between the markers of ``raw`` as offsets into ``text``: folding changes only spaces, so the number of
    other characters before a marker determines its position."""
    starts, counts = [], []
    count = 0
    for word in _WORD.finditer(text):
        starts.append(word.start())
        counts.append(count)
        count += word.end() - word.start()
    for first, last in _between(raw, signs):
        if last > first:
            left = bisect_right(counts, first) - 1
            right = bisect_right(counts, last - 1) - 1
            yield starts[left] + first - counts[left], starts[right] + last - counts[right]


def _between(raw: str, signs: str) -> Iterator[Span]:
    """Count the characters, without spaces and markers, before each outermost pair of markers opens and closes."""
    count = depth = opened = 0
    for piece in _MARK_APART.split(raw):
        if piece == signs[0]:
            opened, depth = (count if not depth else opened), depth + 1
        elif piece == signs[1]:
            depth -= 1
            if not depth:
                yield opened, count
        elif not _MARK.fullmatch(piece):
            count += sum(map(len, _WORD.findall(piece)))
