"""The rows of a manifest: a file, and what is known of how it was fetched."""

from __future__ import annotations

from pipeline.stages.parse.manifest import guess_address, row_response
from tests.words import answer_manifest_row

PAGE = (
    b"<html lang=en><head><title>On the talks</title><link rel=canonical href='https://ministry.example/a/1'></head><body>"
    + (b"<h1>On the talks</h1><p>We note that the talks began, and we will speak to our partners about them.</p></body></html>")
)


def test_an_answer_carries_its_file() -> None:
    answer = answer_manifest_row({"file": "a.html", "url": "https://ministry.example/a/1", "more": 1}, PAGE)
    assert (answer["file"], answer["title"]) == ("a.html", "On the talks")


def test_a_row_without_its_body_is_judged_by_title_and_headers() -> None:
    row = {"file": "a.json", "url": "https://m.example/", "status": 403, "headers": {"server": ["x"]}, "title": "Access Denied"}
    assert answer_manifest_row(row, None)["effective_status"] == "blocked"


def test_a_good_row_without_its_body_is_content_by_its_length() -> None:
    row = {"file": "a.json", "url": "https://m.example/", "status": 200, "title": "News | Office", "content_length": 92957}
    assert answer_manifest_row(row, None)["effective_status"] == "content"


def test_what_cannot_be_read_is_answered_with_its_reason() -> None:
    answer = answer_manifest_row({"file": "a.json", "url": None}, b'{"weather": 1}')
    assert (answer["kind"], answer["reason"]) == ("error", "unknown json")


def test_stored_content_codings_are_not_undone_again() -> None:
    response = row_response({"file": "a.html", "headers": {"Content-Encoding": "gzip", "Content-Type": "text/html"}}, PAGE)
    assert response.headers == (("Content-Type", "text/html"),)


def test_a_page_says_whose_it_is() -> None:
    assert guess_address(PAGE) == "https://ministry.example/a/1"
    assert guess_address(b"no markup") is None
