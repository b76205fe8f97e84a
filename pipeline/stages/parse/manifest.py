"""Answer one row of `onrecord parse --manifest`: a file of an archive, described by where and how it was fetched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from pipeline.declarations import Source
from pipeline.errors import ParseError
from pipeline.knowledge import Vocabulary
from pipeline.stages.parse.answers import ErrorAnswer, RowAnswer
from pipeline.stages.parse.dispatch import parse
from pipeline.stages.parse.page_metadata import find_address
from pipeline.stages.parse.parsed_records import Complain, Finish, answer_parsed
from pipeline.stages.responses.encoding import decode_text
from pipeline.stages.responses.status import judge_response
from pipeline.stages.results import Parsed, ParsedResponse
from storage.model import Headers, Response

_CODING = {"content-encoding", "transfer-encoding"}


def answer_manifest_row(
    row: Mapping[str, Any],
    body: bytes | None,
    words: Vocabulary,
    *,
    source: Source | None = None,
    day: date | None = None,
    finish: Finish | None = None,
    complain: Complain | None = None,
    owners: Mapping[str, str] | None = None,
) -> RowAnswer:
    """Read one row's bytes, or judge it by what is known of them where ``body`` is None; the answer carries its ``file``.

    The bytes of a manifest are already decoded: stored content codings are not undone again. What cannot be understood is
    answered with an ErrorAnswer.
    """
    response = row_response(row, body)
    try:
        if body is None:
            parsed: Parsed = _judge(response, row, words)
        else:
            parsed = parse(response, source=source, words=words, day=day, site=row.get("site"), owners=owners or {})
    except ParseError as error:
        return RowAnswer(file=row.get("file"), answer=ErrorAnswer(reason=error.reason, error=str(error)))
    return RowAnswer(file=row.get("file"), answer=answer_parsed(parsed, words, finish=finish, complain=complain))


def row_response(row: Mapping[str, Any], body: bytes | None) -> Response:
    """Return the response a row describes; a body that was not kept is empty."""
    return Response(
        url=row.get("url") or "",
        status=row.get("status"),
        headers=_headers(row.get("headers")),
        body=body or b"",
        location=row.get("final_url") or None,
    )


def guess_address(body: bytes) -> str | None:
    """Return the address that a page's own bytes claim, to find its source by."""
    text = decode_text(body[:200_000])
    return find_address(LexborHTMLParser(text)) if "<" in text else None


def _judge(response: Response, row: Mapping[str, Any], words: Vocabulary) -> ParsedResponse:
    """Judge by the head alone, with the title and the length that are known of the body."""
    judged = judge_response(response, b"", words.block_pages, title=row.get("title"), length=row.get("content_length"))
    return ParsedResponse(effective_status=judged.status, why=judged.why)


def _headers(given: Any) -> Headers:
    """Read headers given as an object (a value may be a list) or as pairs; content codings are done with."""
    if not given:
        return ()
    pairs = given.items() if isinstance(given, Mapping) else given
    flat = ((str(name), value) for name, values in pairs for value in (values if isinstance(values, list) else [values]))
    return tuple((name, str(value)) for name, value in flat if name.lower() not in _CODING)
