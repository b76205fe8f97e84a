"""X's account archives and packed dumps: whose they are, what was deleted, what is private."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Callable

import pytest

from pipeline.errors import ParseError
from pipeline.stages.posts import detect_posts, iterate_posts, read_posts
from storage.model import Document
from tests.stages.posts.dumps import dump, post_of, v1_status, v2_page, v2_post

ACCOUNT = """window.YTD.account.part0 = [ {
  "account" : { "email" : "minister@private.example", "createdVia" : "web", "username" : "TideMinistry",
    "accountId" : "900001", "createdAt" : "2010-01-01T00:00:00.000Z", "accountDisplayName" : "Ministry of Tides" }
} ]"""


def script(part: str, *tweets: dict[str, object]) -> str:
    rows = json.dumps([{"tweet": tweet} for tweet in tweets], indent=2)
    return f"window.YTD.{part}.part0 = {rows}"


def own_status(**fields: object) -> dict[str, object]:
    """A status as archives hold it: no user, numbers as strings."""
    status = v1_status(**fields) | {"retweet_count": "3", "id": "1321017669626187783"}
    del status["user"]
    return status


def packed(**files: str) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(f"data/{name}.js", text)
    return into.getvalue()


def test_a_script_of_tweets_is_read_for_the_account_that_is_given() -> None:
    body = script("tweets", own_status()).encode()
    assert detect_posts(body) == "x-archive"
    (document,) = read_posts(body, account="TideMinistry").documents
    assert document.url == "https://x.com/TideMinistry/status/1321017669626187783"


def test_an_archive_says_itself_whose_it_is_and_keeps_no_address_of_its_owner() -> None:
    parsed = read_posts(packed(account=ACCOUNT, tweets=script("tweets", own_status())))
    (document,) = parsed.documents
    assert (document.issuers, post_of(document).account) == (("Ministry of Tides",), "TideMinistry")
    assert (
        "data/account.js",
        "what an account's archive holds besides its posts (e-mail, telephone, letters, settings) is never kept",
    ) in [(where if where.startswith("data") else "data/account.js", why) for where, why in parsed.refused]
    assert "private.example" not in repr(parsed)


def test_account_details_alone_are_refused() -> None:
    parsed = read_posts(ACCOUNT.encode())
    assert parsed.documents == ()
    assert parsed.refused == (
        ("row 1", "what an account's archive holds besides its posts (e-mail, telephone, letters, settings) is never kept"),
    )


def test_a_deleted_post_says_when_it_was_deleted() -> None:
    (document,) = read_posts(
        script("deleted_tweets", own_status(deleted_at="Tue Oct 27 10:00:00 +0000 2020")).encode()
    ).documents
    assert post_of(document).deleted == "Tue Oct 27 10:00:00 +0000 2020"


def test_a_list_of_ids_and_dates_has_no_words_to_keep() -> None:
    header: dict[str, object] = {"tweet_id": "1321017669626187783", "created_at": "Tue Oct 27 09:15:30 +0000 2020"}
    body = script("tweet_headers", own_status(), header).encode()
    assert read_posts(body).refused == (("1321017669626187783", "no text: only an id and dates"),)


def test_the_edit_series_of_an_archive_is_kept() -> None:
    series = ["1321017669626187000", "1321017669626187783"]
    info = {"edit": {"initialTweetId": series[0], "editControlInitial": {"editTweetIds": series}}}
    (document,) = read_posts(script("tweets", own_status(edit_info=info)).encode()).documents
    assert post_of(document).edits == tuple(series)


def test_an_empty_part_is_refused() -> None:
    with pytest.raises(ParseError, match="empty"):
        read_posts(b"window.YTD.deleted_tweets.part0 = [ ]")


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_a_packed_dump_is_the_same_dump(pack: object) -> None:
    assert callable(pack)
    plain = dump(v2_page(v2_post()))
    assert detect_posts(pack(plain)) == "x-v2-page"
    assert read_posts(pack(plain)) == read_posts(plain)


def test_a_bomb_is_left_unread() -> None:
    with pytest.raises(ParseError) as raised:
        read_posts(gzip.compress(b"[" + b" " * 30_000_000))
    assert raised.value.reason == "bomb"


def test_streams_packed_one_after_another_are_all_read() -> None:
    one, two = dump(v1_status()) + b"\n", dump(v1_status(id_str="1321017669626187784"))
    for pack_up in (gzip.compress, lzma.compress, bz2.compress):
        assert len(read_posts(pack_up(one) + pack_up(two)).documents) == 2
        assert len(read_posts(pack_up(one) + pack_up(two) + bytes(64)).documents) == 2


@pytest.mark.parametrize("pack_up", [gzip.compress, lzma.compress, bz2.compress])
def test_a_packed_dump_that_ends_early_is_refused_as_a_whole(pack_up: Callable[[bytes], bytes]) -> None:
    whole = pack_up(dump(*(v1_status(id_str=str(1321017669626187783 + at)) for at in range(3000))))
    with pytest.raises(ParseError, match="ends early"):
        read_posts(whole[:-12])


def test_a_torn_zip_is_an_error_that_says_so() -> None:
    with pytest.raises(ParseError, match="torn"):
        read_posts(packed(tweets=script("tweets", own_status()))[:-40])


def test_a_dump_in_pieces_of_any_size_is_the_same_dump() -> None:
    rows = [
        v1_status(id_str=str(1321017669626187783 + number), full_text=f"🌊 {number}\u2028still one") for number in range(50)
    ]
    whole = json.dumps(rows, ensure_ascii=False).encode()
    for size in (7, 1000, len(whole)):
        pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
        found = list(iterate_posts(pieces))
        assert [item for item in found if isinstance(item, Document)] == list(read_posts(whole).documents)
        assert len(found) == 50


def test_a_format_that_was_detected_can_be_asked_for() -> None:
    for body in (packed(tweets=script("tweets", own_status())), dump(v1_status()), dump(v2_page(v2_post()))):
        assert read_posts(body, format=detect_posts(body)) == read_posts(body)


def test_a_format_that_no_one_knows_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(ParseError, match="x-v2-page"):
        read_posts(dump(v1_status()), format="xml")
