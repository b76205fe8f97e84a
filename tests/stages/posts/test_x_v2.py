"""X API v2: pages with their includes and errors, edits, notes, flattened rows."""

from __future__ import annotations

import pytest

from pipeline.errors import ParseError
from pipeline.stages.posts import detect_posts, read_posts
from storage.model import PostKind
from tests.stages.posts.dumps import dump, post_of, read_one, v2_page, v2_post


def test_a_page_names_the_authors_of_its_posts() -> None:
    document = read_one(v2_page(v2_post()))
    assert document.issuers == document.speakers == ("Ministry of Tides",)
    assert document.url == "https://x.com/TideMinistry/status/1321017669626187783"
    assert document.published is not None
    assert document.published.value == "2020-10-27T09:15:30+00:00"


def test_a_note_comes_before_the_cut_text() -> None:
    note = {"text": "The whole long statement &amp; its end.", "entities": {"urls": [{"expanded_url": "https://t.example/"}]}}
    document = read_one(v2_page(v2_post(text="The whole long…", note_tweet=note)))
    assert document.text == "The whole long statement & its end."
    assert post_of(document).links == ("https://t.example/",)


def test_the_text_of_a_repost_is_taken_from_the_includes() -> None:
    whole = v2_post(id="1320000000000000000", author_id="900002", text="Every word &amp; more")
    repost = v2_post(
        text="RT @HarbourOffice: Every wo…", referenced_tweets=[{"type": "retweeted", "id": "1320000000000000000"}]
    )
    document = read_one(v2_page(repost, tweets=[whole]))
    assert (document.text, document.speakers, document.via) == (
        "Every word & more",
        ("Harbour Office",),
        ("Ministry of Tides",),
    )


def test_a_flattened_row_carries_what_it_refers_to() -> None:
    author = {"id": "900001", "name": "Ministry of Tides", "username": "TideMinistry"}
    other = v2_post(id="1320", type="retweeted", text="Whole", author={"name": "Harbour Office", "username": "HarbourOffice"})
    document = read_one(v2_post(text="RT @HarbourOffice: Wh…", author=author, referenced_tweets=[other]))
    assert (document.text, document.speakers) == ("Whole", ("Harbour Office",))


def test_a_quoting_reply_refers_to_both() -> None:
    references = [{"type": "quoted", "id": "11"}, {"type": "replied_to", "id": "12"}]
    post = post_of(read_one(v2_page(v2_post(referenced_tweets=references))))
    assert (post.kind, post.quoted, post.reply_to) == (PostKind.QUOTE, "11", "12")


def test_every_wording_of_an_edited_post_is_one_document_though_each_has_an_id() -> None:
    series = ["1321017669626150919", "1321017669626187783"]
    first = v2_post(id=series[0], text="The tide tables stnad.", edit_history_tweet_ids=series)
    last = v2_post(edit_history_tweet_ids=series)
    before, after = read_posts(dump(v2_page(last, tweets=[first]))).documents
    assert before.id == after.id
    assert (before.text, after.text) == ("The tide tables stnad.", "The tide tables stand.")
    assert (before.fragment, after.fragment) == tuple(series) == post_of(after).edits
    assert (post_of(before).edited, post_of(after).edited) == (None, after.published)


def test_a_post_asked_for_and_lost_is_counted_but_errors_about_references_are_not() -> None:
    page = v2_page(v2_post())
    page["errors"] = [
        {"parameter": "ids", "resource_id": "13", "title": "Not Found Error", "detail": "Could not find tweet"},
        {"parameter": "referenced_tweets.id", "resource_id": "14", "title": "Authorization Error", "detail": "…"},
    ]
    assert read_posts(dump(page)).refused == (("13", "X answered with an error: Not Found Error"),)


def test_an_answer_of_errors_only_is_counted_not_taken_for_posts() -> None:
    error = {"title": "operational-disconnect", "type": "https://api.twitter.com/2/problems/operational-disconnect"}
    assert read_posts(dump(v2_page(v2_post()), {"errors": [error]})).refused == (
        ("row 2", "X answered with an error: operational-disconnect"),
    )


def test_pages_of_other_programmes_with_errors_are_not_taken_for_posts() -> None:
    assert detect_posts(dump({"errors": [{"message": "query failed"}]})) is None


def test_where_a_post_is_withheld_is_said() -> None:
    withheld = {"copyright": True, "country_codes": ["IN"]}
    assert post_of(read_one(v2_page(v2_post(withheld=withheld)))).withheld == "IN,copyright"


def test_objects_that_r_wrote_in_place_of_lists_are_empty_lists() -> None:
    row = v2_post(entities={"urls": {}, "hashtags": {}}, attachments={"media_keys": {}}, referenced_tweets={})
    post = post_of(read_one(row))
    assert (post.links, post.media, post.kind) == ((), (), PostKind.ORIGINAL)


def test_a_row_without_its_account_names_no_one() -> None:
    document = read_one(v2_post())
    assert document.issuers == document.speakers == ()
    assert document.url == "https://x.com/i/status/1321017669626187783"


def test_protected_accounts_are_left_out() -> None:
    page = v2_page(v2_post())
    page["includes"]["users"][0]["protected"] = True
    assert read_posts(dump(page)).refused == (("1321017669626187783", "not public"),)


def test_media_come_from_the_includes_with_their_alternative_text() -> None:
    media = {"media_key": "3_1", "type": "photo", "url": "https://pbs.example/1.jpg", "alt_text": "Low tide"}
    (found,) = post_of(read_one(v2_page(v2_post(attachments={"media_keys": ["3_1"]}), media=[media]))).media
    assert (found.url, found.alt) == ("https://pbs.example/1.jpg", "Low tide")


@pytest.mark.parametrize(
    "row",
    [
        {"data": [{"start": "2021-10-16T18:21:34Z", "end": "2021-10-16T19:00:00Z", "tweet_count": 3}], "meta": {}},
        {"id": "1170", "action": "delete", "created_at": "2019-09-06T17:25:54Z", "reason": "protected"},
        {"users": [{"id": "1", "username": "TideMinistry"}]},
    ],
)
def test_answers_that_hold_no_posts_are_refused(row: dict[str, object]) -> None:
    with pytest.raises(ParseError, match="not a post"):
        read_posts(dump(row))


def test_a_torn_last_line_is_counted_and_the_rest_read() -> None:
    parsed = read_posts(dump(v2_page(v2_post())) + b'\n{"data": {"id": "13", "te')
    assert len(parsed.documents) == 1
    assert parsed.refused == (("row 2", "torn or not JSON"),)


def test_a_pinned_post_is_read_from_an_answer_about_users() -> None:
    page = {"data": [{"id": "900001", "username": "TideMinistry", "name": "Ministry of Tides"}]}
    assert read_one(page | {"includes": {"tweets": [v2_post()]}}).issuers == ("Ministry of Tides",)


def test_the_end_of_a_timeline_is_an_answer_without_posts() -> None:
    assert read_posts(dump({"meta": {"result_count": 0}})).refused == (("row 1", "a page without posts"),)
