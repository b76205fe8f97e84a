"""A dump with a damaged part is read around it, or refused: it never stops an import with another error."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ParseError
from pipeline.stages.posts import iterate_posts
from tests.stages.posts.dumps import channel_export, dump, message, toot, v1_status, v2_page, v2_post
from tests.stages.posts.test_activitypub import activity, outbox
from tests.stages.posts.test_bluesky import feed, view
from tests.stages.posts.test_scraped import line
from tests.stages.posts.test_x_graphql import result, timeline

NOTE = {"note_tweet_results": {"result": {"text": "Whole", "entity_set": {"urls": []}}}}
REPOST = v1_status(retweeted_status=v1_status(), extended_tweet={"full_text": "Whole", "entities": {"urls": [{}]}})
ROWS: tuple[dict[str, Any], ...] = (
    REPOST,
    v1_status(extended_entities={"media": [{"type": "photo", "media_url_https": "https://a.example/1"}]}),
    {"statuses": [v1_status()]},
    {"id": {"1": v1_status()}},
    {"tweet": v1_status(edit_info={"initial": {"editTweetIds": ["1"]}})},
    {"noteTweet": {"noteTweetId": "1", "createdAt": "2020-10-27T09:15:30Z", "core": {"text": "Words", "urls": [{}]}}},
    v2_page(
        v2_post(
            referenced_tweets=[{"type": "retweeted", "id": "1"}],
            attachments={"media_keys": ["3_1"]},
            edit_history_tweet_ids=["1", "2"],
            withheld={"country_codes": ["DE"]},
            entities={"urls": [{"expanded_url": "https://a.example"}]},
        ),
        tweets=[v2_post(id="1")],
        media=[{"media_key": "3_1", "url": "https://a.example/1"}],
    )
    | {"errors": [{"parameter": "ids", "title": "Gone"}]},
    v2_post(author={"username": "a"}, referenced_tweets=[v2_post(type="retweeted", id="9")]),
    timeline(result(note_tweet=NOTE, legacy={"retweeted_status_result": {"result": result("2")}})),
    toot(
        reblog=toot(),
        quote={"quoted_status": {"uri": "https://a.example/1"}},
        media_attachments=[{"url": "https://a.example/1"}],
    ),
    {"ancestors": [], "descendants": [toot()]},
    outbox(activity(), activity(type="Announce")),
    feed(
        {
            "post": view(
                facets=[{"features": [{"uri": "https://a.example"}]}], embed={"$type": "app.bsky.embed.record", "record": {}}
            )
        }
    ),
    {"thread": {"post": view(), "parent": {"post": view()}, "replies": [{"post": view()}]}},
    channel_export(message(text=["a", {"type": "link", "text": "b"}], photo="photos/1.jpg", reply_to_message_id=3)),
    line(retweetedTweet=line(1), media={"photos": [{"url": "https://a.example/1"}]}, links=[{"url": "https://a.example"}]),
    {
        "tweets": [
            {"id": 1, "content": "Gone", "user_name": "a", "politician_id": 7, "details": {"id_str": "1", "text": "Gone"}}
        ]
    },
    {
        "id": "1",
        "text": "Words",
        "screen_name": "a",
        "created_at": "2020-10-27",
        "images": ["https://a.example"],
        "videos": [{}],
    },
)
JUNK: tuple[Any, ...] = (
    None,
    "https://[",
    "9" * 400,
    0,
    -1,
    1.5,
    True,
    "",
    "text",
    [],
    [None],
    ["a"],
    {},
    {"a": 1},
    [[]],
    [{}],
)


def list_places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container of a value with each of its keys."""
    keys: list[Any] = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    for key in keys:
        yield value, key
        yield from list_places(value[key])


@settings(max_examples=600)
@given(st.sampled_from(ROWS), st.integers(0, 10_000), st.sampled_from(JUNK))
def test_one_damaged_part_never_stops_an_import(row: dict[str, Any], place: int, junk: object) -> None:
    damaged = copy.deepcopy(row)
    places = list(list_places(damaged))
    container, key = places[place % len(places)]
    container[key] = junk
    try:
        list(iterate_posts([dump(damaged, v1_status())]))
    except ParseError as error:
        assert error.reason  # noqa: PT017 - refusing is one of the two good ends
