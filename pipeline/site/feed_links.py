"""Name the feeds of a page: all news of it as Atom and as JSON Feed, and each kind of news alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

ATOM: Final = ".atom"
JSON_FEED: Final = ".feed.json"
KINDS: Final = {"said": "newly said", "captured": "newly captured", "changed": "changed or withdrawn"}
"""The kinds of news that a feed can be narrowed to, as readers know them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """The addresses of the feeds of a page: ``what`` they are news of, ``kinds`` with what each kind is called."""

    what: str
    atom: str
    json: str
    kinds: tuple[tuple[str, str], ...]


def name_feeds(page: str, what: str, *, kinds: Sequence[str] = tuple(KINDS)) -> Feeds:
    """Name the feeds of the page at an address."""
    path, _, query = page.partition("?")
    narrowed = [(KINDS[kind], "&".join(filter(None, (query, f"news={kind}")))) for kind in kinds]
    return Feeds(
        what=what,
        atom=_join(path + ATOM, query),
        json=_join(path + JSON_FEED, query),
        kinds=tuple((label, _join(path + ATOM, asked)) for label, asked in narrowed),
    )


def _join(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
