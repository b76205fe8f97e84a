"""Read one page as a source would, and store nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.declarations import Source
from pipeline.errors import ParseError, SourceError
from pipeline.fetch.walks.paging import list_strands
from pipeline.home import Home
from pipeline.registry.declared_sources import get_source
from pipeline.registry.language_files import load_vocabulary
from pipeline.run.attempt.parsing import find_in, say_what_is_missing
from pipeline.run.collect.fetching import fetch_one
from pipeline.stages.parse import parse
from pipeline.stages.parse.answers import Answer, DocumentsAnswer, ErrorAnswer
from pipeline.stages.parse.parsed_records import answer_parsed
from pipeline.stages.parse.selector_matches import Match, match_listing, match_selectors
from pipeline.stages.parse.shapes import Shape, detect_shape
from pipeline.stages.responses.encoding import decode_content, decode_text
from pipeline.stages.results import Parsed, ParsedDocuments, ParsedListing
from storage.model import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What trying one page found: what would be stored, by which selectors, and ``problems``: what was declared and is missing.

    ``expected`` is the share of the source's documents that should have each field, as declared."""

    source: str
    url: str
    answer: Answer | ErrorAnswer
    problems: tuple[str, ...]
    selectors: tuple[Match, ...]
    expected: Mapping[str, float]


def try_response(home: Home, source_id: str, *, address: str | None, body: bytes | None, day: date) -> Tried:
    """Read bytes, or what an address answers (None: the source's first listing), as the source declares.

    Raises SourceError if the source is not declared or declares no listing, FetchError if nothing could be fetched.
    """
    source = get_source(source_id)
    if body is not None:
        response = Response(url=address or source.url, status=None, headers=(("Content-Type", "text/html"),), body=body)
    else:
        response = fetch_one(home, source, address or _first_listing(source, day))
    parsed: Parsed | None = None
    try:
        words = load_vocabulary()
        parsed = parse(response, source=source, words=words, day=day)
        answer: Answer | ErrorAnswer = answer_parsed(parsed, words, finish=find_in(source), complain=say_what_is_missing)
    except ParseError as error:
        answer = ErrorAnswer(reason=error.reason, error=str(error))
    matches = _match(response, parsed, source, day)
    stated = answer.problems if isinstance(answer, DocumentsAnswer) else ()
    missed = tuple(_say_missed(match) for match in matches if match.layout == "discover" and not match.found)
    return Tried(
        source=source.id,
        url=response.url,
        answer=answer,
        problems=(*stated, *missed),
        selectors=matches,
        expected=source.expect.fill,
    )


def _say_missed(match: Match) -> str:
    return f"{match.layout}: {match.part}: {match.selector!r} found 0, expected {match.expected}"


def _match(response: Response, parsed: Parsed | None, source: Source, day: date) -> tuple[Match, ...]:
    """Try the source's selectors on a page or a list; a feed and a dump have none."""
    text = decode_text(decode_content(response), headers=response.headers)
    if detect_shape(text) is not Shape.HTML:
        return ()
    if isinstance(parsed, ParsedListing):
        return match_listing(text, source)
    return (
        match_selectors(text, source, url=response.url, day=day)
        if parsed is None or isinstance(parsed, ParsedDocuments)
        else ()
    )


def _first_listing(source: Source, day: date) -> str:
    strand = next(iter(list_strands(source.discovery, since=None, until=day)), None)
    if strand is None:
        raise SourceError(f"{source.id}: [discover] names no list to try; give a page: `onrecord try {source.id} URL`.")
    return strand.first
