"""Bound what a page can make of itself in the parser, as browsers do: elements in elements, attributes, bold never closed.

The parser follows the HTML standard, in which three things grow with the square of a page: every block looks through all
elements it is in, every attribute through those before it, and every paragraph repeats the bold and italics left open before it
(20 kB of these fill a gigabyte). No publisher's page comes near the bounds. In one that does, the tags beyond them are left out
and the words kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from pipeline.stages.text.open_elements import FORMATS, NOTHING, OpenElements

MOST_ATTRIBUTES = 200
"""Attributes that are read of a tag. Chosen by hand: pages have up to some thirty."""
FEW_TAGS, MANY_TAGS = 900, 3000
"""Up to this many tags open no page is looked at, whose worst takes a few hundredths of a second and 70 MB; beyond the second
number each is. Two of 304 pages of publishers have more than that."""
MOST_REPEATED = 200_000
"""The product of tags that format and other tags, up to which a page in between is not looked at. Each repetition that it may
bring about takes some 350 bytes."""
_MOST_ROOTS = 8
"""Tags of ``html`` and ``body`` that are read: the attributes of each are compared with all those before. A page has one."""

_END, _GAP = "[\t\n\f\r />]", "[\t\n\f\r ]*+"
_VALUE = """(?:"[^"]*+"|'[^']*+'|(?!["'])[^\t\n\f\r >]*+)"""
_ATTRIBUTE = rf"[\t\n\f\r /]*+[^\t\n\f\r />][^\t\n\f\r />=]*+(?:{_GAP}={_GAP}{_VALUE}|(?!{_GAP}=))"
_TAG = re.compile(rf"<(?:(/?)([a-zA-Z][^\t\n\f\r />]*+)((?:{_ATTRIBUTE})*+)[\t\n\f\r /]*+>|(?=[!?/a-zA-Z]))")
"""A tag as the standard's tokenizer reads it (HTML, 13.2.5), or the beginning of something else, with no name."""
_FIRST_ATTRIBUTES = re.compile(rf"(?:{_ATTRIBUTE}){{0,{MOST_ATTRIBUTES}}}+")
_OVERFULL = re.compile(rf"<[a-zA-Z][^\t\n\f\r />]*+(?:{_ATTRIBUTE}){{{MOST_ATTRIBUTES + 1}}}")
_LETTER = re.compile("</?[a-zA-Z]")
_COMMENT_END = re.compile("(?<=<!--)-?>|--!?>")
_FORMAT_TAGS = re.compile(rf"<(?=[bcefinstuBCEFINSTU])(?i:{'|'.join(sorted(FORMATS))}){_END}")
_RAW = frozenset("script style textarea title xmp iframe noembed noframes".split())
"""Elements whose content is text, up to the tag that closes them."""
_NEVER_READ = frozenset({"noscript", "svg"})
_ENDS = {name: re.compile(rf"</{name}(?={_END})", re.IGNORECASE) for name in (*_RAW, *_NEVER_READ)}
_ROOTS = frozenset({"body", "html"})


def parse_html(html: str) -> LexborHTMLParser:
    """Parse a page, in time and memory that grow with its length."""
    return LexborHTMLParser(bound_markup(html))


def bound_markup(html: str) -> str:
    """Return a page without the tags that exceed the bounds; one that keeps them is returned as it is."""
    return html if is_harmless(html) else "".join(cut_markup(html))


def is_harmless(html: str) -> bool:
    """Say whether a page can be seen to keep the bounds at a glance; one that cannot need not exceed them."""
    tags = html.count("<") - html.count("</")
    if tags > MANY_TAGS or _OVERFULL.search(html):
        return False
    if tags <= FEW_TAGS:
        return True
    formats = len(_FORMAT_TAGS.findall(html))
    return formats * (tags - formats) <= MOST_REPEATED


def cut_markup(html: str) -> Iterator[str]:
    """Yield the pieces of a page, without the tags that exceed the bounds."""
    elements, roots, kept, at = OpenElements(), 0, 0, 0
    endless: set[str] = set()
    while tag := _TAG.search(html, at):
        slash, name, attributes = tag.groups()
        at, end = tag.span()
        if name is None:
            if _LETTER.match(html, at):  # the end of the page is within this tag, which then is none
                yield html[kept:at]
                return
            at = _skip_other(html, at)
            continue
        name = name.lower()
        shown = tag[0] if len(attributes) <= MOST_ATTRIBUTES else _shorten(tag, name)  # each has a character at least
        if slash:
            instead = elements.leave(name, shown)
        else:
            roots += name in _ROOTS
            instead = elements.enter(name, shown) if name not in _ROOTS or roots <= _MOST_ROOTS else NOTHING
        if name in _ENDS and not slash:
            end = _find_end(html, tag, name, endless)
        if instead is not shown or len(instead) != tag.end() - at:
            yield html[kept:at]
            yield instead
            kept = end if name in _NEVER_READ else tag.end()
        at = end
    yield html[kept:]


def _find_end(html: str, tag: re.Match[str], name: str, endless: set[str]) -> int:
    """Return where the next tag is looked for: behind what is never read, and behind text that only looks like tags. Names
    that no tag closes any more are ``endless``: they are not looked for again."""
    if name in endless or (name in _NEVER_READ and tag[0].endswith("/>")):
        return tag.end()
    if shut := _ENDS[name].search(html, tag.end()):
        return shut.start()
    endless.add(name)
    return len(html) if name in _RAW else tag.end()


def _shorten(tag: re.Match[str], name: str) -> str:
    """Return a tag with as many attributes as are read."""
    whole = tag[0]
    first = _FIRST_ATTRIBUTES.match(tag[3])
    return whole if first is None or first.end() == len(tag[3]) else f"<{tag[1]}{name}{first[0]}>"


def _skip_other(html: str, at: int) -> int:
    """Return where a comment, a declaration or a lone ``<`` ends."""
    if html.startswith("<!--", at):
        end = _COMMENT_END.search(html, at + 4)
        return end.end() if end else len(html)
    if html.startswith(("<!", "<?", "</"), at):
        shut = html.find(">", at + 2)
        return shut + 1 if shut >= 0 else len(html)
    return at + 1
