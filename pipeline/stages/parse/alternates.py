"""Read which other addresses a page declares as itself in other languages."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from storage.model.addresses import split_address, unwrap_memento
from storage.model.identity import canonical_url, join_url

MOST = 50
"""At most this many languages of one page are kept. Chosen by hand: the United Nations and the EU publish in 6 and 24, and a
page that declares hundreds of thousands must not fill a shard."""
_ANY = "x-default"


def read_alternates(tree: LexborHTMLParser, base: str | None) -> tuple[tuple[str, str], ...]:
    """Return (language, canonical address) of what stands in ``rel="alternate" hreflang``, the page itself left out.

    Sites that declare their front pages on every page declare no translation: where the page's own path is deeper, an address
    of one path segment or none is left out.
    """
    own = canonical_url(base) if base and split_address(base).hostname else None
    found: dict[str, str] = {}
    for node in tree.css('[rel~="alternate"][hreflang][href]'):
        language = (node.attributes.get("hreflang") or "").strip().lower()
        url = canonical_url(unwrap_memento(join_url(base, node.attributes.get("href") or "")))
        if language and language != _ANY and split_address(url).hostname and url != own and not _is_front(url, own):
            found.setdefault(url, language)
    return tuple((language, url) for url, language in list(found.items())[:MOST])


def _is_front(url: str, own: str | None) -> bool:
    parts = split_address(url)
    return not parts.query and _depth(url) < 2 <= _depth(own or "")


def _depth(url: str) -> int:
    return len([segment for segment in split_address(url).path.split("/") if segment])
