"""Choose the title of an undeclared page: the heading a reader sees, checked against what the page calls itself."""

from __future__ import annotations

import re
import unicodedata

from selectolax.lexbor import LexborHTMLParser

from pipeline.stages.parse.declared import Declared
from pipeline.stages.text import read_line

_PARTING = re.compile(r"\s+[|–—»:·•-]+\s+|\s*[|»]\s*|_{1,2}(?=\S)|\s::\s")
_SHORTEST = 6


def choose_title(tree: LexborHTMLParser, declared: Declared, *, sites: tuple[str, ...] = ()) -> str | None:
    """Give the heading that agrees with the declared title or the page's, else the only heading, else the declared title.

    ``sites`` are names of the site itself, which many pages set as their first heading.
    """
    own = {_fold(name) for name in (*sites, declared.publisher or "")}
    names = [declared.title or "", *title_parts(declared.page_title), declared.page_title or ""]
    names = [name for name in names if _fold(name) not in own]
    headings = [line for node in tree.css("h1") if (line := read_line(node)) and _fold(line) not in own]
    agreeing = _agreeing(headings, names)
    if agreeing:
        return agreeing
    fitting = [line for line in headings if len(line) >= _SHORTEST]
    if len(fitting) == 1:
        return fitting[0]
    lesser = [line for node in tree.css("h2, h3, [class*=title]")[:40] if (line := read_line(node))]
    return (
        _agreeing(lesser, names)
        or next((strip_site(name, declared) for name in names if name), None)
        or next(iter(fitting), None)
    )


def title_parts(page_title: str | None) -> list[str]:
    """Part a page's title at the marks that set the site's name off, longest part first."""
    parts = [part.strip() for part in _PARTING.split(page_title or "") if part and part.strip()]
    return sorted(parts, key=len, reverse=True)


def strip_site(title: str, declared: Declared) -> str:
    """Take the site's name off the end of a title that repeats it."""
    parts = _PARTING.split(title)
    site = _fold(declared.publisher or "")
    if len(parts) > 1 and site and _fold(parts[-1]) == site:
        return title[: title.rfind(parts[-1])].rstrip(" |–—»:·•-_")
    return title


def _agreeing(lines: list[str], names: list[str]) -> str | None:
    """Give the longest line that is one of the names, or begins one that was cut short, or is begun by one."""
    folded = [_fold(name) for name in names if len(name) >= _SHORTEST]
    same = [line for line in lines if len(line) >= _SHORTEST and any(_agree(_fold(line), name) for name in folded)]
    return max(same, key=len, default=None)


def _agree(line: str, name: str) -> bool:
    shorter = min(len(line), len(name))
    return line == name or (
        shorter >= 20
        and shorter * 10 >= max(len(line), len(name)) * 6
        and (line.startswith(name[:shorter]) or name.startswith(line))
    )


def _fold(text: str) -> str:
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()
