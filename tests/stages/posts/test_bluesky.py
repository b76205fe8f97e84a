"""Bluesky: claimed times, facets, reposts and quotes."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.stages.posts import detect_posts, read_posts
from storage.model import Basis, PostKind
from tests.stages.posts.dumps import dump, post_of, read_one

DID = "did:plc:tideministry"
AUTHOR = {"did": DID, "handle": "tides.example", "displayName": "Ministry of Tides"}
OTHER = {"did": "did:plc:harbour", "handle": "harbour.example", "displayName": "Harbour Office"}


def record(**fields: Any) -> dict[str, Any]:
    made = {"$type": "app.bsky.feed.post", "text": "The tide tables stand.", "createdAt": "2024-10-27T09:15:30.123Z"}
    return made | {"langs": ["en"]} | fields


def view(author: dict[str, Any] = AUTHOR, **fields: Any) -> dict[str, Any]:
    uri = f"at://{author['did']}/app.bsky.feed.post/3l7abc"
    return {"uri": uri, "cid": "bafy", "author": author, "record": record(**fields), "indexedAt": "2024-10-27T09:15:31.000Z"}


def feed(*items: dict[str, Any]) -> dict[str, Any]:
    return {"feed": list(items), "cursor": "2024-10-27T09:15:31Z"}


def test_a_feed_gives_posts_known_by_repository_and_key() -> None:
    document = read_one(feed({"post": view()}))
    assert post_of(document).id == f"{DID}/3l7abc"
    assert document.url == "https://bsky.app/profile/tides.example/post/3l7abc"
    assert (document.issuers, document.language) == (("Ministry of Tides",), "en")


def test_the_time_is_the_authors_claim() -> None:
    published = read_one(feed({"post": view()})).published
    assert published is not None
    assert (published.value, published.basis) == ("2024-10-27T09:15:30+00:00", Basis.TEXT)


def test_a_claim_of_a_time_after_the_network_saw_the_post_does_not_stand() -> None:
    published = read_one(feed({"post": view(createdAt="2030-01-01T00:00:00Z")})).published
    assert published is not None
    assert (published.value, published.basis) == ("2024-10-27T09:15:31+00:00", Basis.PLATFORM)


def test_a_shortened_link_is_whole_among_the_links_however_bytes_are_counted() -> None:
    facet = {
        "index": {"byteStart": 9, "byteEnd": 26},
        "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://tides.example/tables/2024"}],
    }
    document = read_one(feed({"post": view(text="🌊🌊 tides.example/ta...", facets=[facet])}))
    assert document.text == "🌊🌊 tides.example/ta..."
    assert post_of(document).links == ("https://tides.example/tables/2024",)


def test_a_repost_stands_under_the_reposter_at_its_own_time() -> None:
    reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": AUTHOR, "indexedAt": "2024-10-28T00:00:00Z"}
    document = read_one(feed({"post": view(OTHER), "reason": reason}))
    assert (document.issuers, document.speakers, document.via) == (
        ("Ministry of Tides",),
        ("Harbour Office",),
        ("Ministry of Tides",),
    )
    assert document.published is not None
    assert document.published.value == "2024-10-28T00:00:00+00:00"
    assert document.id != read_one(feed({"post": view(OTHER)})).id


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_quote_names_what_it_quotes(wrapped: bool) -> None:
    quoted = {"uri": "at://did:plc:harbour/app.bsky.feed.post/3kxyz", "cid": "bafy"}
    embed = {"$type": "app.bsky.embed.record", "record": quoted}
    if wrapped:
        embed = {
            "$type": "app.bsky.embed.recordWithMedia",
            "record": embed,
            "media": {"$type": "app.bsky.embed.images", "images": []},
        }
    post = post_of(read_one(feed({"post": view(embed=embed)})))
    assert (post.kind, post.quoted) == (PostKind.QUOTE, "did:plc:harbour/3kxyz")


def test_threads_searches_and_single_records_are_read() -> None:
    thread = {"thread": {"post": view(), "replies": [{"post": view(OTHER, reply={"parent": {"uri": view()["uri"]}})}]}}
    post, reply = read_posts(dump(thread)).documents
    assert post_of(reply).reply_to == post_of(post).id
    assert len(read_posts(dump({"posts": [view()], "cursor": "1"})).documents) == 1
    listed = {"uri": view()["uri"], "cid": "bafy", "value": record()}
    assert read_one({"records": [listed]}).id == post.id
    assert read_one(listed, account="tides.example").url == post.url


def test_a_like_is_no_post() -> None:
    like = {"uri": f"at://{DID}/app.bsky.feed.like/3l", "cid": "bafy", "value": {"$type": "app.bsky.feed.like"}}
    assert read_posts(dump(like)).refused == ((like["uri"], "no post: app.bsky.feed.like"),)


def test_pictures_keep_their_descriptions() -> None:
    images = {"$type": "app.bsky.embed.images#view", "images": [{"fullsize": "https://cdn.example/1", "alt": "A full basin"}]}
    (media,) = post_of(read_one(feed({"post": view() | {"embed": images}}))).media
    assert (media.url, media.alt) == ("https://cdn.example/1", "A full basin")


def test_a_bare_record_without_address_is_a_post_of_no_one_known() -> None:
    assert detect_posts(dump(record())) == "bluesky-record"
    assert read_one(record()).issuers == ()


def test_the_end_of_a_feed_is_an_answer_without_posts() -> None:
    assert read_posts(dump({"feed": []})).refused == (("row 1", "a page without posts"),)
