"""What X's web pages load: notes, edits, reposts, advertisements and hidden posts."""

from __future__ import annotations

from typing import Any

from pipeline.stages.posts import detect_posts, read_posts
from storage.model import PostKind
from tests.stages.posts.dumps import dump, post_of, read_one

NUMBER = "1321017669626187783"


def user(handle: str = "TideMinistry", name: str = "Ministry of Tides", **fields: Any) -> dict[str, Any]:
    return {"user_results": {"result": {"legacy": {"screen_name": handle, "name": name} | fields}}}


def result(post_id: str = NUMBER, text: str = "The tide tables stand.", **fields: Any) -> dict[str, Any]:
    legacy = {
        "id_str": post_id,
        "full_text": text,
        "created_at": "Tue Oct 27 09:15:30 +0000 2020",
        "entities": {"urls": []},
        "lang": "en",
    }
    more = fields.pop("legacy", {})
    return {"__typename": "Tweet", "rest_id": post_id, "core": user(), "legacy": legacy | more} | fields


def timeline(*results: dict[str, Any], **item: Any) -> dict[str, Any]:
    entries = [{"content": {"itemContent": {"tweet_results": {"result": one}} | item}} for one in results]
    return {"data": {"user": {"result": {"timeline": {"timeline": {"instructions": [{"entries": entries}]}}}}}}


def test_a_timeline_gives_its_posts_and_not_those_inside_them() -> None:
    quoted = {"result": result("1320", "Other", core=user("HarbourOffice", "Harbour Office"))}
    answer = timeline(result(quoted_status_result=quoted, legacy={"quoted_status_id_str": "1320"}))
    assert detect_posts(dump(answer)) == "x-graphql"
    document = read_one(answer)
    assert (document.text, document.issuers) == ("The tide tables stand.", ("Ministry of Tides",))
    assert (post_of(document).kind, post_of(document).quoted) == (PostKind.QUOTE, "1320")


def test_a_note_comes_before_the_cut_text() -> None:
    note = {"note_tweet_results": {"result": {"text": "Whole &amp; long", "entity_set": {"urls": []}}}}
    assert read_one(timeline(result(text="Whole…", note_tweet=note))).text == "Whole & long"


def test_a_repost_takes_the_whole_text() -> None:
    original = {"result": result("1320", "Every word", core=user("HarbourOffice", "Harbour Office"))}
    document = read_one(timeline(result(text="RT @HarbourOffice: Ev…", legacy={"retweeted_status_result": original})))
    assert (document.text, document.speakers) == ("Every word", ("Harbour Office",))


def test_the_edit_series_is_known_by_its_first_id() -> None:
    first = result("1321017669626187000", "Tyop")
    control = {"edit_control_initial": {"edit_tweet_ids": ["1321017669626187000", NUMBER]}}
    last = read_one(timeline(result(edit_control=control)))
    assert last.id == read_one(timeline(first)).id
    assert post_of(last).edits == ("1321017669626187000", NUMBER)


def test_posts_that_x_wraps_or_hides_are_told_apart() -> None:
    wrapped = {"__typename": "TweetWithVisibilityResults", "tweet": result()}
    words = {"text": "This Post is from a suspended account."}
    hidden = {"__typename": "TweetTombstone", "tombstone": {"text": words}}
    parsed = read_posts(dump(timeline(wrapped, hidden)))
    assert len(parsed.documents) == 1
    assert parsed.refused == (("row 1, post 2", "X hides the post: This Post is from a suspended account."),)


def test_a_pinned_post_that_stands_in_its_timeline_too_is_read_once() -> None:
    assert len(read_posts(dump(timeline(result(), result()))).documents) == 1


def test_advertisements_are_left_out() -> None:
    assert read_posts(dump(timeline(result(), promotedMetadata={}))).refused == ((NUMBER, "advertisement"),)


def test_protected_accounts_are_left_out() -> None:
    assert read_posts(dump(timeline(result(core=user(protected=True))))).refused == ((NUMBER, "not public"),)
