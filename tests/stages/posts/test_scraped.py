"""snscrape's and twscrape's lines."""

from __future__ import annotations

from typing import Any

from pipeline.stages.posts import detect_posts, read_posts
from storage.model import PostKind
from tests.stages.posts.dumps import dump, post_of, read_one


def line(
    number: int = 1321017669626187783, handle: str = "TideMinistry", name: str = "Ministry of Tides", **fields: Any
) -> dict[str, Any]:
    return {
        "url": f"https://twitter.com/{handle}/status/{number}",
        "date": "2020-10-27T09:15:30+00:00",
        "rawContent": "Ebb &amp; flow stand. https://t.co/a",
        "id": number,
        "user": {"username": handle, "displayname": name, "protected": False, "rawDescription": "write to us"},
        "lang": "en",
        "links": [{"url": "https://tides.example/x", "tcourl": "https://t.co/a"}],
        "media": None,
    } | fields


def test_a_line_is_a_post_of_its_account() -> None:
    assert detect_posts(dump(line())) == "x-scraped"
    document = read_one(line())
    assert (document.text, document.issuers) == ("Ebb & flow stand. https://tides.example/x", ("Ministry of Tides",))
    assert post_of(document).links == ("https://tides.example/x",)
    assert document.published is not None
    assert document.published.value == "2020-10-27T09:15:30+00:00"


def test_a_repost_takes_the_whole_text_of_what_it_carries() -> None:
    other = line(1320, "HarbourOffice", "Harbour Office", rawContent="Every word")
    document = read_one(line(rawContent="RT @HarbourOffice: Every w…", retweetedTweet=other))
    assert (document.text, document.speakers, post_of(document).reposted) == ("Every word", ("Harbour Office",), "1320")


def test_quotes_and_replies_are_told_apart() -> None:
    assert post_of(read_one(line(quotedTweet=line(1320)))).kind is PostKind.QUOTE
    assert post_of(read_one(line(inReplyToTweetId=1319))).reply_to == "1319"


def test_media_of_both_tools_are_read() -> None:
    snscrape = [{"_type": "snscrape.modules.twitter.Photo", "fullUrl": "https://pbs.example/1", "altText": "A full basin"}]
    twscrape = {"photos": [{"url": "https://pbs.example/1"}], "videos": [], "animated": []}
    for given in (snscrape, twscrape):
        (media,) = post_of(read_one(line(media=given))).media
        assert (media.url, media.kind) == ("https://pbs.example/1", "photo")


def test_protected_accounts_are_left_out() -> None:
    user = {"username": "TideMinistry", "displayname": "M", "protected": True}
    assert read_posts(dump(line(user=user))).refused == (("1321017669626187783", "not public"),)
