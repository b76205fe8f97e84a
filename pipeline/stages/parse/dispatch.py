"""Turn one response into what it is: judged first, then read by its shape."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from pipeline.declarations import Source
from pipeline.errors import ParseError
from pipeline.knowledge import Vocabulary
from pipeline.stages.discover import read_addresses, read_api, read_cdx, read_feed, read_sitemap, read_timemap
from pipeline.stages.parse.apis import find_reader
from pipeline.stages.parse.assembly import make_document
from pipeline.stages.parse.binaries import name_binary, name_code
from pipeline.stages.parse.draft import Page
from pipeline.stages.parse.embedded import add_embedded, name_owner
from pipeline.stages.parse.hooks import ask_hook
from pipeline.stages.parse.pages import is_listing_address, parse_page
from pipeline.stages.parse.plain_text import parse_text
from pipeline.stages.parse.shapes import Shape, detect_shape, read_json
from pipeline.stages.posts import (
    EMPTY_PAGE,
    describe_rows,
    detect_posts,
    is_empty_page,
    is_history,
    read_history,
    read_posts,
)
from pipeline.stages.responses.encoding import decode_content, decode_text
from pipeline.stages.responses.status import judge_response
from pipeline.stages.results import Parsed, ParsedDocuments, ParsedPosts, ParsedResponse
from storage.model import EffectiveStatus, Headers, Response
from storage.model.addresses import split_address, unwrap_memento

_NOBODY: Mapping[str, str] = MappingProxyType({})

MOST_PAGE_BYTES = 10_000_000
"""The largest HTML page that is read, in bytes: a hundred times a usual one. Its bytes are kept all the same. Chosen by
hand."""


def parse(
    response: Response,
    *,
    source: Source | None,
    words: Vocabulary,
    day: date | None = None,
    site: str | None = None,
    owners: Mapping[str, str] = _NOBODY,
) -> Parsed:
    """Read a response. ``words`` are the tables of the languages (``Knowledge.words``), ``day`` is that of its capture,
    ``site`` the host where the address is unknown, ``owners`` names the publishers of hosts (``Knowledge.owners``).

    Raises ParseError if a body cannot be decoded, is of no known shape, or holds no words.
    """
    body = decode_content(response)
    judged = judge_response(response, body, words.block_pages)
    if judged.status is not EffectiveStatus.CONTENT:
        return ParsedResponse(effective_status=judged.status, why=judged.why)
    if binary := name_binary(body):
        raise ParseError("no text", f"{response.url}: the bytes are {binary}; expected a page, a text, a feed or posts.")
    text = decode_text(body, headers=response.headers)
    page = Page(url=_address(response), source=source, day=day, site=site, owners=owners, words=words)
    listed = source is not None and is_listing_address(page.url, source.discovery)
    hooked = ask_hook(response, text, source=source, words=words, day=day, listed=listed)
    if hooked is not None:
        return hooked
    if is_empty_page(page.url or "", body):
        return ParsedPosts(documents=(), refused=((response.url, EMPTY_PAGE),))
    if page.url and is_history(page.url):
        return read_history(body, page.url)
    if detect_posts(body):
        return read_posts(body, **name_owner(page.url, source))
    return _by_shape(body, text, page, response.headers)


def _address(response: Response) -> str | None:
    """Return the address that answered, if it is of the asked host; else the asked one. Wayback addresses are unwrapped."""
    asked, answered = unwrap_memento(response.url), unwrap_memento(response.location or "")
    same = split_address(asked).hostname == split_address(answered).hostname
    return (answered if answered and same else asked) or None


def _say_too_large(url: str | None, size: int) -> str:
    where = url or "The page"
    return f"{where}: {size} bytes of HTML, expected at most {MOST_PAGE_BYTES}. Its bytes are kept; cut it up and import that."


def _by_shape(body: bytes, text: str, page: Page, headers: Headers) -> Parsed:
    shape = detect_shape(text)
    found: Parsed | None
    match shape:
        case Shape.HTML:
            if len(body) > MOST_PAGE_BYTES:
                raise ParseError("page too large", _say_too_large(page.url, len(body)))
            return add_embedded(parse_page(text, page), text)
        case Shape.JSON:
            found = _parse_json(text, page)
        case Shape.XML:
            found = read_feed(text, base=page.url, read_date=page.first_date) or read_sitemap(
                text, base=page.url, read_date=page.first_date
            )
        case Shape.CDX:
            found = read_cdx(text)
        case Shape.TIMEMAP:
            found = read_timemap(text)
        case Shape.TEXT if (listed := read_addresses(text)) is not None:
            return listed
        case Shape.TEXT:
            if code := name_code(text, headers):
                raise ParseError("no text", f"{page.url or 'The body'}: the bytes are {code}; expected words.")
            return ParsedDocuments(
                documents=(parse_text(text, url=page.url, source=page.source, published=None, words=page.words),)
            )
    if found is None:
        where, what = page.url or "The body", describe_rows(body) if shape is Shape.JSON else "nothing more can be told"
        message = (
            f"{where}: it begins like {shape.value} and is of no form that is known ({what}). Look at it with `onrecord try`."
        )
        raise ParseError(f"unknown {shape.value}", message)
    return found


def _parse_json(text: str, page: Page) -> Parsed | None:
    answer = read_json(text)
    reader = find_reader(answer)
    if reader:
        return ParsedDocuments(documents=(make_document(reader(answer, page), page),))
    return read_cdx(text) or read_api(answer, base=page.url, read_date=page.first_date)
