"""The JSON that `onrecord parse`, `parse --manifest` and `try` print for each kind of result: shapes that callers rely on."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.home import PROJECT, Home
from pipeline.run.attempt.json_rows import RefusedRow
from pipeline.run.attempt.parsing import parse_bytes, parse_manifest
from pipeline.run.attempt.trying import try_response
from pipeline.stages.parse.answers import ListingAnswer, PostsAnswer
from storage.model.codec import encode

DAY = date(2024, 5, 3)
PAGE = b"""<html lang=en><head><title>On the bridge</title></head><body><h1>On the bridge</h1><p class=date>2 May 2024</p>
<p>The minister opened the bridge over the river on Thursday, after nine years of work by hundreds of people of the valley.</p>
<p>\xe2\x80\x9cWe kept our word to the valley,\xe2\x80\x9d Minister Ann Sample said at the opening.</p></body></html>"""
FEED = b"""<rss version="2.0"><channel><title>News</title>
<item><title>One</title><link>https://a.example/1</link><pubDate>Thu, 02 May 2024 10:00:00 GMT</pubDate></item>
<item><title>Two</title><link>https://a.example/2</link></item></channel></rss>"""
POST = {
    "id_str": "7",
    "created_at": "Thu May 02 10:00:00 +0000 2024",
    "full_text": "We opened the bridge.",
    "user": {"screen_name": "a"},
}
DOCUMENT = {"id", "kind", "title", "language", "url", "published", "issuers", "speakers", "via", "text", "turns", "quotes"}
DATE = {"raw", "value", "precision", "zone", "earliest", "latest", "basis"}


def parse(body: bytes, name: str = "page.html") -> Any:
    return encode(parse_bytes(body, name=name, url="https://a.example/1", day=DAY))


def test_a_page_is_answered_with_its_documents_fields() -> None:
    answer = parse(PAGE)
    assert set(answer) == DOCUMENT | {"problems"}
    assert (answer["kind"], answer["title"], answer["language"]) == ("article", "On the bridge", "en")
    assert answer["problems"] == []
    assert set(answer["published"]) == DATE
    assert [quote["exact"] for quote in answer["quotes"]] == ["We kept our word to the valley,"]
    assert answer["speakers"] == ["Ann Sample"]


def test_a_feed_is_answered_with_its_leads() -> None:
    answer = parse(FEED, "feed.xml")
    assert set(answer) == {"kind", "leads", "next"}
    assert answer["kind"] == "listing"
    assert [(set(lead), lead["url"], lead["title"]) for lead in answer["leads"]] == [
        ({"url", "title", "date"}, "https://a.example/1", "One"),
        ({"url", "title", "date"}, "https://a.example/2", "Two"),
    ]
    assert set(answer["leads"][0]["date"]) == DATE
    assert answer["leads"][1]["date"] is None


def test_a_dump_is_answered_with_its_posts_and_the_rows_left_out() -> None:
    rows = "\n".join(json.dumps(row) for row in (POST, {**POST, "id_str": "8", "full_text": ""}))
    answer = parse(rows.encode(), "posts.jsonl")
    assert set(answer) == {"kind", "posts", "refused"}
    assert answer["kind"] == "posts"
    [post] = answer["posts"]
    assert set(post) == DOCUMENT | {"post", "document", "posted_at"}
    assert (post["id"], post["document"][:2], post["posted_at"]) == ("7", "d_", post["published"])
    assert [len(row) for row in answer["refused"]] == [2]


def test_a_response_without_content_says_what_it_is() -> None:
    answer = parse(b"<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>")
    assert set(answer) == {"kind", "effective_status", "why"}
    assert (answer["kind"], answer["effective_status"]) == ("response", "soft_404")


def test_a_row_of_a_manifest_is_answered_with_its_file_or_with_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(PAGE)
    rows = ['{"file": "page.html", "url": null}', '{"file": "none.html", "url": null}', '{"id": 3, "url": null}', "[1]"]
    (tmp_path / "manifest.jsonl").write_text("\n".join(rows), encoding="utf-8")
    read, missing, wrong, no_row = parse_manifest(tmp_path / "manifest.jsonl")
    assert set(encode(read)) == DOCUMENT | {"problems", "file"}
    assert {**encode(missing), "error": ""} == {"file": "none.html", "kind": "error", "reason": "unreadable file", "error": ""}
    assert encode(wrong) == {"id": 3, "kind": "error", "line": 3, "error": "line 3: the field 'file' is missing"}
    assert encode(no_row) == {"kind": "error", "line": 4, "error": "line 4: found a list, expected a JSON object"}
    assert isinstance(wrong, RefusedRow)


def test_a_page_that_is_tried_is_answered_with_its_selectors(home: Home) -> None:
    body = (PROJECT / "tests/sources/am_mfa/page.html").read_bytes()
    tried = encode(
        try_response(home, "am_mfa", address="https://www.mfa.am/en/press-releases/2020/10/26/a/1", body=body, day=DAY)
    )
    assert set(tried) == {"source", "url", "answer", "problems", "selectors", "expected"}
    assert set(tried["answer"]) >= DOCUMENT
    assert {name for match in tried["selectors"] for name in match} == {
        *("layout", "part", "selector", "found", "expected", "fits", "shows", "read", "nearest")
    }
    assert tried["expected"]["published"] == pytest.approx(0.98)


def test_the_records_are_typed_so_that_a_renamed_field_breaks_the_type_check() -> None:
    listing = parse_bytes(FEED, name="feed.xml", url="https://a.example/feed", day=DAY)
    assert isinstance(listing, ListingAnswer)
    assert listing.leads[0].title == "One"
    posts = parse_bytes(json.dumps(POST).encode(), name="posts.jsonl", day=DAY)
    assert isinstance(posts, PostsAnswer)
    assert posts.posts[0].id == "7"
