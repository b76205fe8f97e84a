"""Page by page through an account: the first address, the next one, and where it ends."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from pipeline.stages.posts.account_pages import find_account, next_address, read_handle, start_address
from tests.stages.posts.dumps import toot, v2_page, v2_post

PREVIEW = (Path(__file__).parent / "pages" / "telegram_preview.html").read_bytes()
NEXT_YEAR = datetime(2021, 1, 1, tzinfo=UTC)
DAY_BEFORE = datetime(2020, 10, 26, tzinfo=UTC)


def encode(answer: object) -> bytes:
    return json.dumps(answer).encode()


@pytest.mark.parametrize(
    ("url", "platform", "name"),
    [
        ("https://x.com/TideMinistry", "x", "TideMinistry"),
        ("https://twitter.com/TideMinistry/status/13", "x", "TideMinistry"),
        ("https://api.x.com/2/tweets/search/all?query=from%3ATideMinistry", "x", "TideMinistry"),
        ("https://api.x.com/2/users/by/username/TideMinistry", "x", "TideMinistry"),
        ("https://t.me/s/TideMinistry", "telegram", "TideMinistry"),
        ("https://t.me/TideMinistry/42", "telegram", "TideMinistry"),
        ("https://bsky.app/profile/tides.example", "bluesky", "tides.example"),
        ("https://social.example/@harbour", "mastodon", "harbour"),
        ("https://social.example/api/v1/accounts/lookup?acct=harbour", "mastodon", "harbour"),
    ],
)
def test_an_address_tells_whose_it_is(url: str, platform: str, name: str) -> None:
    handle = read_handle(url)
    assert handle is not None
    assert (handle.platform, handle.name) == (platform, name)


@pytest.mark.parametrize("url", ["https://tides.example/news/1", "https://x.com/search?q=a", "https://t.me/", "no address"])
def test_other_addresses_are_nobodys(url: str) -> None:
    assert read_handle(url) is None
    assert start_address(url) is None


def test_telegram_goes_back_before_the_smallest_number() -> None:
    assert start_address("https://t.me/TideMinistry") == "https://t.me/s/TideMinistry"
    assert next_address("https://t.me/s/TideMinistry?before=90", PREVIEW) == "https://t.me/s/TideMinistry?before=42"
    assert next_address("https://t.me/s/TideMinistry", PREVIEW.replace(b"/42", b"/1")) is None
    assert next_address("https://t.me/s/TideMinistry", b"<html></html>") is None


def test_mastodon_looks_the_account_up_and_goes_back_by_the_oldest_id() -> None:
    lookup = start_address("https://social.example/@harbour")
    assert lookup == "https://social.example/api/v1/accounts/lookup?acct=harbour"
    first = next_address(lookup, encode({"id": "77", "acct": "harbour"}))
    assert first == "https://social.example/api/v1/accounts/77/statuses?limit=40"
    page = encode([toot(id="100"), toot(id="99"), toot(id="98")])
    assert next_address(first, page) == f"{first}&max_id=98"
    assert next_address(f"{first}&max_id=98", encode([toot(id="9"), toot(id="10")])) == f"{first}&max_id=9"
    assert next_address(first, b"[]") is None


def test_bluesky_follows_the_cursor() -> None:
    first = start_address("https://bsky.app/profile/tides.example")
    assert first is not None
    assert parse_qs(urlsplit(first).query)["actor"] == ["tides.example"]
    following = next_address(first, encode({"feed": [], "cursor": "2024::bafy"}))
    assert following is not None
    assert parse_qs(urlsplit(following).query)["cursor"] == ["2024::bafy"]
    assert next_address(first, encode({"feed": []})) is None


def test_x_finds_the_account_first_and_follows_its_token() -> None:
    lookup = start_address("https://x.com/TideMinistry", since=DAY_BEFORE)
    assert lookup == "https://api.x.com/2/users/by/username/TideMinistry"
    first = next_address(lookup, encode({"data": {"id": "900001", "username": "TideMinistry"}}), since=DAY_BEFORE)
    assert first is not None
    query = parse_qs(urlsplit(first).query)
    assert urlsplit(first).path == "/2/users/900001/tweets"
    assert query["start_time"] == ["2020-10-26T00:00:00Z"]
    assert "note_tweet" in query["tweet.fields"][0]
    page = v2_page(v2_post()) | {"meta": {"next_token": "abc"}}
    following = next_address(first, encode(page), since=DAY_BEFORE)
    assert following is not None
    assert parse_qs(urlsplit(following).query)["pagination_token"] == ["abc"]
    assert next_address(first, encode(v2_page(v2_post()))) is None


def test_a_declared_search_keeps_what_it_asks_for() -> None:
    asked = start_address("https://api.x.com/2/tweets/search/all?query=from%3ATideMinistry&max_results=10")
    assert asked is not None
    query = parse_qs(urlsplit(asked).query)
    assert (query["query"], query["max_results"]) == (["from:TideMinistry"], ["10"])
    following = next_address(asked, encode({"meta": {"next_token": "abc", "result_count": 0}}))
    assert following is not None
    assert parse_qs(urlsplit(following).query)["next_token"] == ["abc"]


def test_a_walk_ends_where_a_whole_page_is_older_than_what_is_wanted() -> None:
    asked = "https://social.example/api/v1/accounts/77/statuses?limit=40"
    old, new = toot(id="98"), toot(id="99", created_at="2021-02-01T00:00:00Z")
    assert next_address(asked, encode([old]), since=NEXT_YEAR) is None
    assert next_address(asked, encode([new, old]), since=NEXT_YEAR) == f"{asked}&max_id=98"


def test_an_answer_that_is_no_json_ends_the_walk() -> None:
    assert next_address("https://social.example/api/v1/accounts/77/statuses", b"<html>Too many requests</html>") is None


def test_a_dump_is_of_the_account_that_the_first_address_with_one_names() -> None:
    assert (
        find_account(None, "https://tides.example/posts.json", "https://x.com/TideMinistry", "https://t.me/s/harbour")
        == "TideMinistry"
    )
    assert find_account(None, "https://tides.example/posts.json") is None
    assert find_account() is None
