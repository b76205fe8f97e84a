"""Say of which country a document's publisher is: by its source, its issuer, or the domain of its address."""

from __future__ import annotations

from pipeline.declarations import Source
from pipeline.knowledge import Knowledge
from pipeline.stages.speakers import compile_directory
from storage.model import Document
from storage.model.addresses import split_address

_DOMAINS = {"uk": "gb", "gov": "us", "mil": "us"}
_BORDERLESS = frozenset("eu tv io me co ai cc ly fm to ws".split())


def find_country(document: Document, knowledge: Knowledge, source: Source | None) -> str | None:
    """Return the country of who publishes a document, as a code of two letters; None if nothing tells it."""
    if source is not None:
        return source.country
    directory = compile_directory(knowledge)
    for issuer in document.issuers:
        body = directory.find_name(issuer)
        if body and body.country:
            return body.country
    last = (split_address(document.url or "").hostname or "").rsplit(".", 1)[-1]
    if last in _DOMAINS:
        return _DOMAINS[last]
    return last if len(last) == 2 and last not in _BORDERLESS else None
