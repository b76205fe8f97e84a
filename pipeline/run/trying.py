"""Read one page as a source would, and store nothing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from pipeline.declarations import Source
from pipeline.errors import SourceError
from pipeline.fetch.paging import list_strands
from pipeline.home import Home
from pipeline.registry.sources import get_source
from pipeline.run.fetching import fetch_one
from pipeline.run.parsing import find_in
from pipeline.stages.encoding import decode_content, decode_text
from pipeline.stages.parse import parse
from pipeline.stages.parse.answers import answer_parsed
from pipeline.stages.parse.matching import Match, match_selectors
from pipeline.stages.parsed import ParsedDocuments
from storage.model import Response


def try_response(home: Home, source_id: str, *, address: str | None, body: bytes | None, day: date) -> dict[str, Any]:
    """Read bytes, or what an address answers (None: the source's first listing), as the source declares.

    Raises SourceError where the source is not declared or declares no listing, FetchError where nothing could be fetched.
    """
    source = get_source(source_id)
    if body is not None:
        response = Response(url=address or source.url, status=None, headers=(("Content-Type", "text/html"),), body=body)
    else:
        response = fetch_one(home, source, address or _first_listing(source, day))
    parsed = parse(response, source=source, day=day)
    problems = list(parsed.problems) if isinstance(parsed, ParsedDocuments) else []
    return {
        "source": source.id,
        "url": response.url,
        "answer": answer_parsed(parsed, finish=find_in(source)),
        "problems": problems,
        "selectors": [asdict(match) for match in _match(response, source, day)] if isinstance(parsed, ParsedDocuments) else [],
    }


def _match(response: Response, source: Source, day: date) -> tuple[Match, ...]:
    """Try the source's selectors on a page."""
    html = decode_text(decode_content(response), headers=response.headers)
    return match_selectors(html, source, url=response.url, day=day)


def _first_listing(source: Source, day: date) -> str:
    strand = next(iter(list_strands(source.discovery, since=None, until=day)), None)
    if strand is None:
        raise SourceError(f"{source.id}: [discover] names no list to try; give a page: `onrecord try {source.id} URL`.")
    return strand.first
