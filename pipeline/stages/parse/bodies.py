"""Find the body of an undeclared page: the element publishers' systems keep it in, else the one trafilatura reads."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.knowledge import Vocabulary
from pipeline.stages.parse.draft import Page
from pipeline.stages.parse.edges import CODE, slice_marked, trim_body
from pipeline.stages.parse.site_words import read_site_words
from pipeline.stages.text import Marked, clear, keep_outermost, read_marked, read_text

_KEEPERS = (
    "[itemprop=articleBody]",
    ".entry-content",
    ".field--name-body",
    ".field-name-body",
    ".article-body, .article__body, .articleBody, #article-body",
    ".post-content, .post__content, .post-body",
    ".wp-block-post-content",
    ".news-content, .news-text, .news-body, .news__text, .news-detail__text",
    ".article-content, .article__content, .article-text",
    ".press-release__body, .press-release-content, .pressrelease, #press-release",
    ".body-content, .content-body, .page-content, .main-content__body",
    ".static-content, .text-content, .rich-text, .wysiwyg, .ce-bodytext, .rtf",
    ".story-content, .story-body, .detail-content, .content-detail",
)
_FIELDS = "[class*=field-name-field-][class*=-body]"
"""Fields of Drupal that a site defines itself: a body only where they hold at least half of the page's prose, as beside a
transcript they do not."""
_BOILERPLATE = (
    "footer",
    "aside",
    "figcaption",
    "[role=navigation]",
    "[role=complementary]",
    "[aria-label*=readcrumb]",
    "[class*=share]",
    "[class*=social]",
    "[class*=breadcrumb]",
    "[class*=related]",
    "[class*=cookie]",
    "[class*=caption]",
    "[class*=pagination]",
    "[class*=pager]",
    "[class*=sidebar]",
    "[class*=toolbar]",
    "[class*=print]",
    "[class*=banner]:not([class*=content])",
    "[class*=metadata]",
    "[class*=tags]",
    "[class*=comments]",
    "[class*=newsletter]",
    "[class*=skip-]",
    "[id*=breadcrumb]",
    "[id*=share]",
    "[id*=sidebar]",
    "[id*=related]",
    "[id*=footer]",
    "[id*=cookie]",
)
_LONGEST_NOTICE = 200
"""A longer element that mentions cookies or scripts is not removed as a notice, in characters. Chosen by hand: a smaller number
leaves consent dialogues in the body, a larger one may cut a paragraph that speaks of cookies."""
_LEAST = 200
"""Fewer characters in the elements that systems keep the body in are no body; trafilatura's careful answer needs three times as
many. Chosen by hand: a short statement has one paragraph, a teaser less."""
_LONG = 80
"""A shorter paragraph is not counted as prose when the densest box is looked for, in characters. Chosen by hand: longer than
menus and captions."""
_MOST_LINKED = 0.4
"""A box whose linked letters are a greater share is a list of links. Chosen on the development pages."""
_SAME = 50
"""Lines are compared by their first 50 letters, spaces left out; a label above a body is no longer either. Chosen by hand:
fewer would take one line for another with the same beginning."""
_SHORTEST_SAME = 12
"""A shorter line is found on too many pages to place a body by, in letters. Chosen by hand."""
_FEW_LEADING = 3
"""How many long lines between the title and the first extracted line are a lead; more are another item. Chosen by hand."""
_MOST_EXTRACTED = 2_000_000
"""The largest page that trafilatura reads, in characters. Chosen by hand: it bounds the time that one page takes."""
_NOTICE_BOXES = frozenset(("p", "div", "span", "li"))
_PARAGRAPHS = frozenset(("p", "blockquote", "pre", "li", "dd", "td"))
_DEEP = 64
"""Boxes inside each other that are read: twice as deep as real pages go."""
_NEAR = 8
"""So far up the next box around one is looked for."""
_BOXES = re.compile(r"(?i)<(?:p|li|td|th|dd|dt|div|br|h[1-6])\b")
_MOST_CRUMBS = 1_000
_LEAST_CRUMB = 70
"""A page of more boxes than ``_MOST_CRUMBS``, with fewer characters for each, markup included, than jusText calls a short
paragraph (its ``length_low``), holds no text worth a second opinion."""
_MOST_WANTED = 60
"""Of the extracted lines the first 60 and the last 60 place the body. Chosen by hand: the edges decide, and a long transcript
has thousands of lines."""


def choose_body(tree: LexborHTMLParser, html: str, title: str | None, page: Page) -> Marked:
    """Read the body without the page's furniture; empty if neither way finds one."""
    _clear_furniture(tree, page.words)
    nodes = _kept(tree)
    marked = _join(nodes) if nodes else _extracted(tree, html, title)
    return trim_body(marked, title, page)


def _clear_furniture(tree: LexborHTMLParser, vocabulary: Vocabulary) -> None:
    """Remove what surrounds bodies, but nothing that holds a good part of the page's words."""
    if tree.body is None:
        return
    clear(tree.body)
    whole = len(tree.body.text())
    prose = _count_prose(tree.body)
    around = tree.css(", ".join(_BOILERPLATE))
    held: Counter[tuple[str, str]] = Counter()
    for node in around:
        held[_form(node)] += _count_prose(node)
    for node in around:
        if held[_form(node)] * 2 > prose > 0:
            continue  # a class of the page's layout, not of what surrounds its text
        if len(node.text()) * 3 < whole:
            node.decompose()
    for node in _list_notices(tree, read_site_words(vocabulary).consent):
        node.decompose()


def _list_notices(tree: LexborHTMLParser, consent: re.Pattern[str]) -> list[LexborNode]:
    """List the boxes that hold a notice alone, the inner ones first. The words of a box are not read where a box in it is long
    or deep itself: of thousands inside each other that would take quadratic time."""
    notices: list[LexborNode] = []
    heights: dict[int, int] = {}
    for node in reversed(tree.css(", ".join(sorted(_NOTICE_BOXES)))):
        height = heights.get(node.mem_id, 0)
        words = node.text() if height < _DEEP else ""
        if len(words) > _LONGEST_NOTICE:
            height = _DEEP
        elif consent.search(words):
            notices.append(node)
        above = _find_above(node, _NOTICE_BOXES)
        if above is not None:
            heights[above.mem_id] = max(heights.get(above.mem_id, 0), height + 1)
    return notices


def _find_above(node: LexborNode, tags: Collection[str]) -> LexborNode | None:
    """Return the box of some tags around a node; None if none is near."""
    above = node.parent
    for _ in range(_NEAR):
        if above is None or above.tag in tags:
            return above
        above = above.parent
    return None


def _kept(tree: LexborHTMLParser) -> list[LexborNode]:
    """Return the boxes of a known class that hold the body: the largest, or all of its class that stand with it."""
    for selector in (*_KEEPERS, _FIELDS):
        fitting = [node for node in _list_shallow(tree, selector) if _is_unlinked(node)]
        groups: dict[tuple[str, str], list[LexborNode]] = defaultdict(list)
        for node in fitting:
            groups[_form(node)].append(node)
        alike = max(groups.values(), key=lambda nodes: sum(len(node.text()) for node in nodes), default=[])
        alike = keep_outermost(alike, selector)
        if selector == _FIELDS and tree.body and 2 * sum(map(_count_prose, alike)) < _count_prose(tree.body):
            continue
        if sum(_length(node) for node in alike) >= _LEAST:
            return alike
    return []


def _list_shallow(tree: LexborHTMLParser, selector: str) -> Iterator[LexborNode]:
    """Yield the boxes that a selector finds until their words are too many times those of the page: boxes side by side hold
    them once, and the words of inner ones are those of the outer ones."""
    whole = len(tree.body.text()) if tree.body else 0
    read = 0
    for node in tree.css(selector):
        read += len(node.text())
        if read > _DEEP * whole:
            return
        yield node


def _join(nodes: list[LexborNode]) -> Marked:
    """Read boxes of one class with all that stands between the first and the last of them."""
    if len(nodes) == 1:
        return read_marked(nodes[0])
    lines = [[line for line in read_text(node).split("\n") if line] for node in nodes]
    lines = [each for each in lines if each]
    above = nodes[0].parent
    while above is not None and any(not _stands_in(node, above) for node in nodes):
        above = above.parent
    if above is None or above.tag in ("body", "html"):
        return read_marked(*nodes)
    marked = read_marked(above)
    start, end = marked.text.find(lines[0][0]), marked.text.rfind(lines[-1][-1])
    return slice_marked(marked, max(start, 0), end + len(lines[-1][-1]) if end >= 0 else len(marked.text))


def _stands_in(node: LexborNode, box: LexborNode) -> bool:
    above = node.parent
    while above is not None and above.mem_id != box.mem_id:
        above = above.parent
    return above is not None


def _form(node: LexborNode) -> tuple[str, str]:
    """Return what boxes of one kind have in common: their tag and class."""
    return node.tag or "", node.attributes.get("class") or node.id or ""


def _count_prose(node: LexborNode) -> int:
    return sum(length for paragraph in node.css("p") if (length := len(paragraph.text())) >= _LONG)


def _length(node: LexborNode) -> int:
    return len(" ".join(node.text().split()))


def _is_unlinked(node: LexborNode) -> bool:
    """Tell words from a list of links; a box whose heading leads on is a teaser."""
    length, linked = _length(node), sum(len(link.text()) for link in node.css("a"))
    return length > 0 and linked <= length * _MOST_LINKED and node.css_first("h2 a, h3 a, h4 a") is None


def _extracted(tree: LexborHTMLParser, html: str, title: str | None) -> Marked:
    """Read the smallest element that holds the lines trafilatura keeps, from the first of them to the last."""
    node = tree.body
    if node is None:
        return Marked(text="")
    extracted = _ask_trafilatura(html) if len(html) <= _MOST_EXTRACTED else ""
    wanted = [_squeeze(line)[:_SAME] for line in extracted.splitlines() if len(_squeeze(line)) >= _SHORTEST_SAME]
    wanted = [*wanted[:_MOST_WANTED], *wanted[_MOST_WANTED:][-_MOST_WANTED:]]
    if not wanted:
        return read_marked(_densest(node))
    return _between(read_marked(_narrow(node, wanted, _squeeze(title or ""))), _squeeze(extracted), title)


def _densest(body: LexborNode) -> LexborNode:
    """Find the element with the most words in paragraphs right below it, links aside: for pages too short for trafilatura."""
    scores: Counter[int] = Counter()
    nodes: dict[int, LexborNode] = {}
    depths: dict[int, int] = {}
    for paragraph in body.css(", ".join(sorted(_PARAGRAPHS))):
        above = _find_above(paragraph, _PARAGRAPHS)
        depths[paragraph.mem_id] = depth = depths.get(above.mem_id, 0) + 1 if above is not None else 0
        if depth > _DEEP:
            continue  # its words are those of the paragraphs around it
        words = len(_squeeze(paragraph.text())) - sum(len(_squeeze(link.text())) for link in paragraph.css("a"))
        parent = paragraph.parent
        if words >= _SHORTEST_SAME * 2 and parent is not None:
            nodes[parent.mem_id] = parent
            scores[parent.mem_id] += words
    return nodes[scores.most_common(1)[0][0]] if scores else body


def _ask_trafilatura(html: str) -> str:
    """Prefer the precise answer, unless it lost most of what the default one keeps.

    Of a page of crumbs neither is asked for a second opinion: the extractor that gives it (jusText) looks from each short
    paragraph for the next long one, which takes quadratic time where there is none.
    """
    import trafilatura  # heavy: lists and declared pages do without

    crumbs = len(_BOXES.findall(html))
    if crumbs > _MOST_CRUMBS and len(html) < crumbs * _LEAST_CRUMB:
        return trafilatura.extract(html, include_comments=False, fast=True) or ""
    precise = trafilatura.extract(html, include_comments=False, favor_precision=True) or ""
    if len(precise) >= _LEAST * 3:
        return precise
    usual = trafilatura.extract(html, include_comments=False) or ""
    return usual if len(usual) > 3 * len(precise) else precise


def _narrow(node: LexborNode, wanted: list[str], title: str) -> LexborNode:
    """Descend while one child holds nine tenths of the wanted lines, and the title where its parent does."""
    titled = title in _squeeze(node.text())
    while True:
        for child in node.iter():
            words = _squeeze(child.text())
            if sum(line in words for line in wanted) * 10 >= len(wanted) * 9 and (not titled or title in words):
                node = child
                break
        else:
            return node


def _between(marked: Marked, extracted: str, title: str | None) -> Marked:
    """Keep the text from the first line that was extracted to the last, with all that stands between them, and the few long
    lines that stand between the title and the first."""
    at, start, end = 0, -1, 0
    leading: list[int] = []
    for line in marked.text.split("\n"):
        squeezed = _squeeze(line)
        if title and line.casefold() == title.casefold() and start < 0:
            leading = []
        elif len(squeezed) >= _SHORTEST_SAME and not CODE.search(line) and squeezed[:_SAME] in extracted:
            start, end = (at if start < 0 else start), at + len(line)
        elif start < 0 and len(line) >= _SAME and not CODE.search(line):
            leading.append(at)
        at += len(line) + 1
    if leading and len(leading) <= _FEW_LEADING and title and title in marked.text[: max(start, 0)]:
        start = leading[0]
    return slice_marked(marked, _with_label(marked.text, max(start, 0)), end or len(marked.text))


def _with_label(text: str, start: int) -> int:
    """Begin a line earlier where that line returns: it names who speaks first."""
    before = text[:start].rstrip("\n").rpartition("\n")[2]
    returns = before and len(before) <= _SAME and f"\n{before}\n" in text[start:]
    return text.rindex(before, 0, start) if returns else start


def _squeeze(text: str) -> str:
    return "".join(text.split())
