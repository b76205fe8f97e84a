"""Find the body of an undeclared page: the element publishers' systems keep it in, else the one trafilatura reads."""

from __future__ import annotations

import re

import trafilatura
from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.stages.parse.draft import Page
from pipeline.stages.text import Marked, clear, read_marked

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
    "article",
    "[role=main], main, #main-content, #main, #content, .content, #contentBody, #bodyContent",
)
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
_LEAST = 200
_HEAD_LENGTH = 80
_HEAD_LINES = 40
_MOST_LINKED = 0.4
_NOT_WORDS = re.compile(r"[^\W\d_]")


def choose_body(tree: LexborHTMLParser, html: str, title: str | None, page: Page) -> Marked:
    """Read the body without the page's furniture; empty where neither way finds one."""
    _clear_furniture(tree)
    node = _kept(tree) or _extracted(tree, html)
    return _without_head(read_marked(node), title, page) if node is not None else Marked(text="")


def _clear_furniture(tree: LexborHTMLParser) -> None:
    """Remove what surrounds bodies, but nothing that holds most of the page's words."""
    if tree.body is None:
        return
    clear(tree.body)
    whole = len(tree.body.text())
    for selector in _BOILERPLATE:
        for node in tree.css(selector):
            if len(node.text()) * 2 < whole:
                node.decompose()


def _kept(tree: LexborHTMLParser) -> LexborNode | None:
    for selector in _KEEPERS:
        fitting = [node for node in tree.css(selector) if _is_prose(node)]
        if fitting:
            return max(fitting, key=lambda node: len(node.text()))
    return None


def _is_prose(node: LexborNode) -> bool:
    length = len(" ".join(node.text().split()))
    linked = sum(len(link.text()) for link in node.css("a"))
    return length >= _LEAST and linked <= length * _MOST_LINKED


def _extracted(tree: LexborHTMLParser, html: str) -> LexborNode | None:
    """Find the smallest element that holds the paragraphs trafilatura keeps."""
    text = trafilatura.extract(html, include_comments=False, include_tables=True, favor_precision=True) or ""
    lines = [line.strip() for line in text.splitlines() if len(line.strip()) > 40]
    node = tree.body
    if not lines or node is None:
        return node
    return _narrow(node, ["".join(line.split())[:60] for line in lines])


def _narrow(node: LexborNode, wanted: list[str]) -> LexborNode:
    """Descend while one child holds nine tenths of the wanted lines."""
    while True:
        for child in node.iter():
            words = "".join(child.text().split())
            if sum(line in words for line in wanted) * 10 >= len(wanted) * 9:
                node = child
                break
        else:
            return node


def _without_head(marked: Marked, title: str | None, page: Page) -> Marked:
    """Take the title, dates and other lines without a sentence off the beginning."""
    text = marked.text
    start = _title_line(text, title)
    for line in text[start:].split("\n"):
        if line and not _is_head(line, title, page):
            break
        start += len(line) + 1
    moved = tuple((first - start, last - start) for first, last in marked.strong if first >= start)
    return Marked(text=text[start:], strong=moved)


def _title_line(text: str, title: str | None) -> int:
    """Find where the title stands as a line among the first few, with nothing but short lines before it; else 0."""
    at = 0
    for line in text.split("\n")[:_HEAD_LINES]:
        if title and line.casefold() == title.casefold():
            return at
        if len(line) > _HEAD_LENGTH:
            return 0
        at += len(line) + 1
    return 0


def _is_head(line: str, title: str | None, page: Page) -> bool:
    if title and (line == title or line.casefold() == title.casefold()):
        return True
    return len(line) <= _HEAD_LENGTH and not line.endswith(".") and any(page.find_dates(line))
