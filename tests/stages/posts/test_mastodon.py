"""Mastodon and Truth Social: text out of HTML, boosts, quotes, and what is not public."""

from __future__ import annotations

import pytest

from pipeline.stages.posts import read_posts
from storage.model import PostKind
from tests.stages.posts.dumps import dump, post_of, read_one, toot


def test_a_status_becomes_a_document_known_by_its_own_servers_address() -> None:
    document = read_one(toot())
    assert document.text == "The tide tables stand."
    assert document.url == "https://social.example/@harbour/103254962155278888"
    assert post_of(document).id == "social.example/103254962155278888"
    assert document.issuers == document.speakers == ("Harbour Office",)


def test_a_status_seen_from_another_server_is_the_same_document() -> None:
    assert read_one(toot()).id == read_one(toot(id="99", account={"acct": "harbour@social.example"})).id


def test_paragraphs_and_breaks_are_kept_and_a_shortened_link_is_whole() -> None:
    link = (
        '<a href="https://tides.example/tables/2020"><span class="invisible">https://</span>'
        '<span class="ellipsis">tides.example/tab</span><span class="invisible">les/2020</span></a>'
    )
    mention = (
        '<span class="h-card"><a href="https://social.example/@pilot" class="u-url mention">@<span>pilot</span></a></span>'
    )
    document = read_one(toot(content=f"<p>One &amp; two<br />three {mention}</p><p>{link}</p>"))
    assert document.text == "One & two\nthree @pilot\n\nhttps://tides.example/tables/2020"
    assert post_of(document).links == ("https://tides.example/tables/2020",)


def test_a_boost_is_the_other_accounts_words() -> None:
    other = toot(
        id="7",
        uri="https://other.example/users/pilot/statuses/7",
        content="<p>Whole</p>",
        account={"display_name": "The Pilot"},
    )
    document = read_one(toot(content="", reblog=other))
    assert (document.text, document.speakers, document.via) == ("Whole", ("The Pilot",), ("Harbour Office",))
    assert post_of(document).reposted == "other.example/7"


def test_the_fallback_link_that_a_server_adds_to_a_quote_is_not_the_authors_word() -> None:
    quoted = {"state": "accepted", "quoted_status": {"id": "5", "uri": "https://other.example/users/pilot/statuses/5"}}
    content = '<p class="quote-inline">RE: <a href="https://other.example/@pilot/5">other.example</a></p><p>Quite so.</p>'
    document = read_one(toot(content=content, quote=quoted))
    assert document.text == "Quite so."
    assert (post_of(document).kind, post_of(document).quoted) == (PostKind.QUOTE, "other.example/5")


@pytest.mark.parametrize("visibility", ["private", "direct"])
def test_what_is_not_public_is_left_out(visibility: str) -> None:
    parsed = read_posts(dump(toot(visibility=visibility), toot(visibility="unlisted", id="2")))
    assert parsed.refused == (("103254962155278888", "not public"),)
    assert len(parsed.documents) == 1


def test_a_truth_social_dump_names_its_account_by_its_addresses() -> None:
    row = {
        "id": "115464409692406079",
        "created_at": "2025-10-30T17:57:51.723Z",
        "content": "<p>High water at noon.</p>",
        "url": "https://truthsocial.com/@TideMinistry/115464409692406079",
        "media": [],
        "reblogs_count": 3,
    }
    document = read_one(row)
    assert (post_of(document).platform, post_of(document).account) == ("truthsocial", "TideMinistry")
    assert document.text == "High water at noon."


def test_a_post_of_pictures_only_is_kept_with_their_descriptions() -> None:
    media = [{"type": "image", "url": "https://social.example/1.png", "description": "A full basin"}]
    document = next(iter(read_posts(dump(toot(id="1"), toot(content="", media_attachments=media))).documents[1:]))
    assert document.text == ""
    assert post_of(document).media[0].alt == "A full basin"


def test_an_edited_status_is_the_same_document_and_says_when_it_was_edited() -> None:
    edited = read_one(toot(content="<p>The tide tables fall.</p>", edited_at="2020-10-27T09:30:00.000Z"))
    assert edited.id == read_one(toot(edited_at=None)).id
    assert (told := post_of(edited).edited)
    assert told.value == "2020-10-27T09:30:00+00:00"
    assert post_of(read_one(toot(edited_at=None))).edited is None
