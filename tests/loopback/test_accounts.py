"""An account's posts are walked page by page, and its token goes to its host alone."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.declarations import Discovery, Method
from pipeline.fetch.walks.steps import Stop
from pipeline.fetch.walks.visiting import LeadEnd
from pipeline.stages.results import ParsedPosts
from storage.captures import WarcWriter, read_captures
from storage.model import Outcome
from tests.loopback.clients import make_client
from tests.loopback.ministry import make_source
from tests.loopback.server import LoopbackServer, Program, Visit
from tests.stages.posts.dumps import toot, v2_page, v2_post
from tests.words import capture_source, parse


def posts(*numbers: int, following: str | None = None) -> Program:
    rows = [{"id": str(n), "text": f"Post {n}", "created_at": "2020-10-27T10:00:00Z", "author_id": "7"} for n in numbers]
    answer = {"data": rows, "meta": {"result_count": len(rows), **({"next_token": following} if following else {})}}
    return lambda visit: visit.reply(json.dumps(answer).encode(), Content_Type="application/json")


def pages(visit: Visit) -> None:
    (posts(1) if "next_token=older" in visit.path else posts(3, 2, following="older"))(visit)


def walk(server: LoopbackServer, folder: Path, since: date | None = None, **settings: Any) -> tuple[list[LeadEnd], list[Stop]]:
    address = server.url("/2/tweets/search/all?query=from%3AMinistry", host="api.x.com")
    source = make_source(server, Discovery(method=Method.API, urls=(address,)))
    writing = WarcWriter(folder, name="run", find_payload=lambda _: None)
    with make_client(folder, addresses=lambda *_: ["127.0.0.1"], attempts=1, **settings) as client, writing as writer:
        steps = list(capture_source(source, client, writer, since=since))
    return [step for step in steps if isinstance(step, LeadEnd)], [step for step in steps if isinstance(step, Stop)]


def test_a_backfill_walks_every_page_and_a_usual_run_the_newest(tmp_path: Path) -> None:
    with LoopbackServer({"/2/tweets/search/all": pages}) as server:
        assert len(walk(server, tmp_path / "a")[0]) == 1
        ends, stops = walk(server, tmp_path / "b", since=date(2020, 10, 1))
    assert [len(end.captures) for end in ends] == [1, 1]
    assert stops[0].why.endswith("was read as far back as was asked")


def answer(*parts: tuple[str, object]) -> Program:
    """Answer a request by the first part whose words stand in its path; JSON for what is not bytes."""

    def reply(visit: Visit) -> None:
        given = next(given for words, given in parts if words in visit.path)
        body = given if isinstance(given, bytes) else json.dumps(given).encode()
        visit.reply(body, Content_Type="text/html" if isinstance(given, bytes) else "application/json")

    return reply


def preview(*numbers: int) -> bytes:
    messages = (
        f'<div class="tgme_widget_message" data-post="TideMinistry/{number}">'
        f'<div class="tgme_widget_message_text">Post {number}</div>'
        '<a class="tgme_widget_message_date"><time datetime="2020-10-27T09:00:00+00:00"></time></a></div>'
        for number in numbers
    )
    return f"<html><body>{''.join(messages)}</body></html>".encode()


def bluesky_item(number: int) -> dict[str, object]:
    record = {"$type": "app.bsky.feed.post", "text": f"Post {number}", "createdAt": "2020-10-27T09:15:30.000Z"}
    author = {"did": "did:plc:tides", "handle": "tides.example", "displayName": "Ministry of Tides"}
    return {
        "post": {"uri": f"at://did:plc:tides/app.bsky.feed.post/3k{number}", "cid": "b", "author": author, "record": record}
    }


ACCOUNTS: dict[str, tuple[tuple[str, str], list[Any], list[int]]] = {
    "mastodon": (
        ("social.example", "/api/v1/accounts/lookup?acct=harbour"),
        [
            ("/lookup", {"id": "77", "acct": "harbour"}),
            ("max_id=98", []),
            ("/accounts/77/statuses", [toot(id="99", uri="https://s.example/99"), toot(id="98", uri="https://s.example/98")]),
        ],
        [2, 0],
    ),
    "bluesky": (
        ("public.api.bsky.app", "/xrpc/app.bsky.feed.getAuthorFeed?actor=tides.example"),
        [
            ("cursor=older", {"feed": [bluesky_item(1)]}),
            ("getAuthorFeed", {"feed": [bluesky_item(3), bluesky_item(2)], "cursor": "older"}),
        ],
        [2, 1],
    ),
    "telegram": (
        ("t.me", "/s/TideMinistry"),
        [("before=41", preview(1)), ("/s/TideMinistry", preview(41, 42)), ("", b"")],
        [2, 1],
    ),
    "x": (
        ("api.x.com", "/2/users/by/username/TideMinistry"),
        [
            ("/by/username/", {"data": {"id": "900001", "username": "TideMinistry"}}),
            ("pagination_token=older", {"meta": {"result_count": 0}}),
            ("/2/users/900001/tweets", v2_page(v2_post()) | {"meta": {"next_token": "older", "result_count": 1}}),
        ],
        [1, 0],
    ),
}


@pytest.mark.parametrize("platform", ACCOUNTS)
def test_each_platform_is_walked_to_its_end_and_every_page_holds_its_posts(tmp_path: Path, platform: str) -> None:
    (host, path), parts, expected = ACCOUNTS[platform]
    with LoopbackServer({"*": answer(*parts)}) as server:
        source = make_source(server, Discovery(method=Method.API, urls=(server.url(path, host=host),)))
        writing = WarcWriter(tmp_path, name="run", find_payload=lambda _: None)
        with make_client(tmp_path, addresses=lambda *_: ["127.0.0.1"], attempts=1) as client, writing as writer:
            steps = list(capture_source(source, client, writer, since=date(2020, 10, 1)))
    assert next(step.why for step in steps if isinstance(step, Stop)).endswith("was read as far back as was asked")
    pages = [parse(response, source=source) for _, response in read_captures(tmp_path, "run.warc.gz") if response.status == 200]
    assert all(isinstance(page, ParsedPosts) for page in pages)
    assert [len(page.documents) for page in pages if isinstance(page, ParsedPosts)] == expected


def test_a_page_in_the_middle_that_is_no_answer_ends_the_walk_as_a_failure(tmp_path: Path) -> None:
    def broken(visit: Visit) -> None:
        visit.reply(b'{"data": [', Content_Type="application/json") if "older" in visit.path else pages(visit)

    with LoopbackServer({"*": broken}) as server:
        ends, stops = walk(server, tmp_path, since=date(2020, 10, 1))
    assert [(end.outcome, end.reason) for end in ends][1:] == [(None, None), (Outcome.FAILED, "no next page can be read")]
    assert stops[0].why.endswith("no next page can be read: the page is no JSON, or not all of it")


def test_a_page_whose_next_one_cannot_be_read_fails_and_the_run_goes_on(tmp_path: Path) -> None:
    with LoopbackServer({"*": posts(3, following="\ud800")}) as server:
        ends, stops = walk(server, tmp_path, since=date(2020, 10, 1))
    assert [(end.outcome, end.reason) for end in ends] == [(None, None), (Outcome.FAILED, "no next page can be read")]
    assert "no next page can be read: UnicodeEncodeError" in stops[0].why


def test_a_walk_that_is_refused_says_why(tmp_path: Path) -> None:
    with LoopbackServer({"*": lambda visit: visit.reply(b'{"title": "Unauthorized"}', "401 Unauthorized")}) as server:
        ends, stops = walk(server, tmp_path)
    assert [(end.outcome, end.reason) for end in ends] == [(Outcome.FAILED, "login")]
    assert "login: asks for a log-in (401)" in stops[0].why


def test_a_token_never_goes_over_plain_http_nor_to_another_host_and_is_never_written_down(tmp_path: Path) -> None:
    with LoopbackServer({"/2/tweets/search/all": lambda v: v.reply(b"", "302 Found", Location=moved)}) as server:
        moved = server.url("/elsewhere", host="other.example")
        tokens = {f"api.x.com:{server.port}": "s3cret", f"other.example:{server.port}": "s3cret"}
        walk(server, tmp_path, tokens=tokens)
        sent = {visit.path.partition("?")[0]: visit.fields.get("authorization") for visit in server.visits}
    assert sent == {"/2/tweets/search/all": None, "/elsewhere": None}
    stored = gzip.decompress((tmp_path / "run.warc.gz").read_bytes())
    assert b"s3cret" not in stored
    assert "s3cret" not in (tmp_path / "fetch.jsonl").read_text()
