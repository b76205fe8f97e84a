"""Pages as BeautifulSoup reads them, where comfort counts and speed does not: saved pages of posts, advice on selectors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag


_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


def parse_page(html: str) -> BeautifulSoup:
    """Parse a page as HTML, XHTML included: its XML declaration is dropped."""
    from bs4 import BeautifulSoup  # slow to import, and few runs need it

    return BeautifulSoup(_DECLARATION.sub("", html), "lxml")


def read_attribute(node: Tag | None, name: str) -> str:
    """Return an attribute of an element; '' if there is no such element, or it has none."""
    return str(node.get(name) or "") if node is not None else ""
