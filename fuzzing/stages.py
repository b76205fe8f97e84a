"""The stages by name, each as a function of a text that is put where the stage reads it."""

from __future__ import annotations

import html
import json
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from pipeline.declarations import Source
from pipeline.errors import ParseError
from pipeline.registry.declared_sources import get_source, load_sources
from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.imported import ImportOptions, parse_imported
from pipeline.stages.parse import parse
from pipeline.stages.quotes import answer_row, find_quotes
from pipeline.stages.responses.encoding import decode_text
from pipeline.stages.responses.status import judge_response
from pipeline.stages.results import Parsed, ParsedDocuments, ParsedPosts
from pipeline.stages.sameness import answer_with_level
from storage.errors import OnRecordError
from storage.model import Response
from storage.model.identity import canonical_url
from storage.sameness.fingerprints import fingerprint
from storage.search.querying import read_query
from storage.text.encodings import undo_encoding
from storage.text.folding import fold

_URL = "https://www.mfa.am/en/press-releases/2020/10/27/growth/1"
_DAY = date(2020, 10, 28)
_HTML, _XML, _JSON, _TEXT, _LINKS = (
    (("Content-Type", media_type),)
    for media_type in (
        "text/html; charset=utf-8", "text/xml; charset=utf-8", "application/json", "text/plain", "application/link-format"
    )
)  # fmt: skip
_PARAGRAPH = "<p>The Foreign Minister said on Tuesday: “We agree with the plan, and we will not change it.”</p>"


def _page(body: str, *, declared: bool = False) -> Parsed | None:
    return _parse(f"<!DOCTYPE html><html><head><title>Statement</title></head><body>{body}</body></html>", _HTML, declared)


def _parse(text: str, headers: tuple[tuple[str, str], ...], declared: bool = False) -> Parsed | None:
    source: Source | None = get_source("am_mfa") if declared else None
    response = Response(url=_URL, status=200, headers=headers, body=text.encode("utf-8", "surrogatepass"))
    with suppress(ParseError):
        return parse(response, source=source, day=_DAY, owners=load_knowledge().owners, words=load_knowledge().words)
    return None


def _quote(parsed: Parsed | None) -> object:
    if isinstance(parsed, ParsedDocuments | ParsedPosts):
        return [find_quotes(document, load_knowledge()) for document in parsed.documents]
    return None


def judge(text: str) -> object:
    """Judge an answer that is the text."""
    body = f"<html>{text}".encode()
    return judge_response(Response(url=_URL, status=200, headers=_HTML, body=body), body, load_knowledge().words.block_pages)


def bare(text: str) -> object:
    """Read the text as a whole answer, of whatever shape."""
    return _parse(text, ())


def page(text: str) -> object:
    """Read a page of an undeclared source with the text as markup in its body."""
    return _page(f"<h1>Statement</h1><div>{_PARAGRAPH * 3}{text}</div>")


def declared_page(text: str) -> object:
    """Read a page of a declared source with the text as markup in its body."""
    return _page(f"<h1>Statement</h1><div class='post__content'>{_PARAGRAPH * 3}{text}</div>", declared=True)


def page_words(text: str) -> object:
    """Read a page with the text as words of a paragraph, and find its quotes."""
    return _quote(_page(f"<h1>Statement</h1><div>{_PARAGRAPH * 3}<p>{html.escape(text)}</p></div>"))


def title(text: str) -> object:
    """Read a page with the text as its title, its heading and its date."""
    shown = html.escape(text)
    head = f"<title>{shown}</title><meta property='og:title' content='{shown}'>"
    return _parse(f"<html><head>{head}</head><body><h1>{shown}</h1><time>{shown}</time>{_PARAGRAPH * 3}</body></html>", _HTML)


def feed(text: str) -> object:
    """Read a feed with the text in an item."""
    shown = html.escape(text)
    item = f"<item><title>{shown}</title><link>https://a.example/{shown}</link><pubDate>{shown}</pubDate></item>"
    return _parse(f'<?xml version="1.0"?><rss version="2.0"><channel><title>N</title>{item}</channel></rss>', _XML)


def feed_markup(text: str) -> object:
    """Read a feed with the text as its markup, behind an item."""
    item = "<item><title>Statement</title><link>https://a.example/1</link></item>"
    return _parse(f'<?xml version="1.0"?><rss version="2.0"><channel>{item}{text}</channel></rss>', _XML)


def sitemap(text: str) -> object:
    """Read a sitemap with the text as its markup."""
    return _parse(f'<?xml version="1.0"?><urlset><url><loc>https://a.example/{text}</loc></url></urlset>', _XML)


def index(text: str) -> object:
    """Read an index of captures with the text behind its first rows."""
    row = "com,example)/1 20201027100000 https://example.com/1 text/html 200 AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHH 1234\n"
    return _parse(row * 3 + text, _TEXT)


def timemap(text: str) -> object:
    """Read a TimeMap with the text behind its first links."""
    return _parse(f'<https://a.example/1>; rel="original",\n{text}', _LINKS)


def api(text: str) -> object:
    """Read the answer of an API with the text in its fields."""
    return _parse(json.dumps({"items": [{"title": text, "url": text, "date": text, "body": text}] * 3}), _JSON)


def declaration(text: str) -> None:
    """Read a declaration of a source that is the text, and one with the text as a value."""
    with tempfile.TemporaryDirectory() as folder, suppress(OnRecordError):
        (Path(folder) / "a_b.toml").write_bytes(f"title = {json.dumps(text)}\n{text}".encode("utf-8", "replace"))
        load_sources(Path(folder))


def posts(text: str) -> object:
    """Read a dump with a post of the text, and find its quotes."""
    post = {"id": "1320000000000000000", "created_at": "2020-10-27T10:00:00.000Z", "text": text, "author_id": "1"}
    return _import(json.dumps({"data": [post], "includes": {"users": [{"id": "1", "username": "a", "name": "A"}]}}))


def plain(text: str) -> object:
    """Import the text as a file of plain text, and find its quotes."""
    return _import(text)


def _import(text: str) -> object:
    response = Response(url="file:a", status=None, headers=(), body=text.encode("utf-8", "surrogatepass"))
    with suppress(ParseError):
        return _quote(parse_imported(response, ImportOptions(), source=None, words=load_knowledge().words, day=_DAY, owners={}))
    return None


def quotes(text: str) -> object:
    """Find the quotes of an article that is the text."""
    return answer_row({"id": "1", "text": text, "date": "2020-10-27"}, load_knowledge())


def compare(text: str) -> object:
    """Compare the text with itself, a word changed in the middle."""
    return _compare(text, f"{text[: len(text) // 2]} other {text[len(text) // 2 :]}")


def compare_half(text: str) -> object:
    """Compare the text with half of it."""
    return _compare(f"We agree. {text}", text[: len(text) // 2] + " or not")


def _compare(one: str, other: str) -> object:
    return answer_with_level({"id": "1", "a": one, "b": other}, load_knowledge().words)


def words(text: str) -> object:
    """Fold, fingerprint, mend and decode a text."""
    fold(text)
    fingerprint(text)
    undo_encoding(text)
    return decode_text(text.encode("utf-8", "surrogatepass"))


def query(text: str) -> object:
    """Read a query."""
    with suppress(OnRecordError):
        return read_query(text)
    return None


def address(text: str) -> object:
    """Give the canonical form of an address."""
    with suppress(ValueError):
        return canonical_url(f"https://a.example/{text}?{text}")
    return None


STAGES: Mapping[str, Callable[[str], object]] = {
    each.__name__: each
    for each in (
        judge, bare, page, declared_page, page_words, title, feed, feed_markup, sitemap, index, timemap, api,
        declaration, posts, plain, quotes, compare,
        compare_half, words, query, address,
    )
}  # fmt: skip
