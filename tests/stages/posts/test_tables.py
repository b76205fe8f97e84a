"""Tables of X posts: each tool's own columns, and what they do not say."""

from __future__ import annotations

import json

import pytest

from pipeline.errors import ParseError
from pipeline.stages.posts import detect_posts, read_posts
from storage.model import Document, PostKind
from tests.stages.posts.dumps import dump, post_of, read_one


def read_csv(text: str) -> tuple[Document, ...]:
    return read_posts(text.encode()).documents


def test_a_table_without_ids_or_marks_of_reposts_names_the_account_but_no_speaker() -> None:
    (document,) = read_csv('"","created_at","screen_name","text"\n"1",2020-10-27,"TideMinistry","Ebb &amp; flow,\nboth."\n')
    assert document.text == "Ebb & flow,\nboth."
    assert document.issuers == ("TideMinistry",)
    assert document.speakers == ()
    assert post_of(document).kind is PostKind.UNKNOWN
    assert document.published is not None
    assert document.published.value == "2020-10-27"
    assert document.fragment == "row 1"


def test_equal_words_on_one_day_by_one_account_are_one_document() -> None:
    row = '2020-10-27,TideMinistry,"The tables stand."\n'
    one, two, other = read_csv(f'created_at,screen_name,text\n{row}{row}2020-10-28,TideMinistry,"The tables stand."\n')
    assert one.id == two.id != other.id


def test_a_condensed_archive_tells_reposts_by_their_flag() -> None:
    row = {"id_str": "1321017669626187783", "text": "RT @HarbourOffice: Open", "created_at": "Tue Oct 27 09:15:30 +0000 2020"}
    flags = {"retweet_count": 3, "favorite_count": 0, "in_reply_to_user_id_str": None}
    document = read_one(row | flags | {"is_retweet": True}, account="TideMinistry")
    assert (post_of(document).kind, document.speakers) == (PostKind.REPOST, ("HarbourOffice",))
    own = read_one(row | flags | {"is_retweet": False, "text": "Open"}, account="TideMinistry")
    assert (post_of(own).kind, own.speakers) == (PostKind.ORIGINAL, ("TideMinistry",))


def test_congress_tables_mark_reposts_and_quotes_in_the_text() -> None:
    row = {
        "id": "1321017669626187783",
        "screen_name": "TideMinistry",
        "user_id": "900001",
        "time": "2020-10-27T05:15:30-04:00",
        "link": "https://www.twitter.com/HarbourOffice/statuses/1320000000000000000",
        "text": "RT @HarbourOffice The locks are open",
        "source": "Web",
    }
    repost = read_one(row)
    assert (post_of(repost).kind, post_of(repost).reposted) == (PostKind.REPOST, "1320000000000000000")
    assert repost.published is not None
    assert repost.published.value == "2020-10-27T05:15:30-04:00"
    quote = read_one(row | {"text": 'So it is https://twitter.com/HarbourOffice/status/1320 QT @HarbourOffice "Open"'})
    assert (post_of(quote).kind, post_of(quote).quoted) == (PostKind.QUOTE, "1320")
    assert post_of(read_one(row | {"text": "Plain"})).kind is PostKind.ORIGINAL


def test_an_aggregator_gives_seconds_and_a_type() -> None:
    row = {
        "id": "1321017669626187783",
        "text": "@pilot Yes",
        "date": 1603790130,
        "type": "reply",
        "likes": 1,
        "rts": 2,
        "lang": "zxx",
    }
    document = read_one(row | {"images": ["https://pbs.example/1.jpg"], "videos": []})
    assert document.published is not None
    assert document.published.value == "2020-10-27T09:15:30+00:00"
    assert (post_of(document).kind, document.language) == (PostKind.REPLY, None)
    assert post_of(document).media[0].url == "https://pbs.example/1.jpg"


def test_rtweet_writes_an_x_before_ids_and_gives_a_repost_its_own_columns() -> None:
    head = (
        "user_id,status_id,created_at,screen_name,text,is_quote,is_retweet,retweet_status_id,retweet_text,retweet_name,name\n"
    )
    line = (
        "x900001,x1321017669626187783,2020-10-27 09:15:30,TideMinistry,Whole,FALSE,TRUE,x1320,Whole &amp; sound,Harbour,Tides\n"
    )
    (document,) = read_csv(head + line)
    assert (post_of(document).id, post_of(document).reposted) == ("1321017669626187783", "1320")
    assert (document.text, document.speakers, document.issuers) == ("Whole & sound", ("Harbour",), ("Tides",))
    assert document.published is not None
    assert document.published.zone == "UTC"


def test_an_id_that_a_spreadsheet_rounded_is_not_taken() -> None:
    (lost, kept) = read_csv(
        "id,screen_name,created_at,text,link\n1.32101E+18,TideMinistry,2020-10-27,One,\n"
        "1.32101E+18,TideMinistry,2020-10-27,Two,https://twitter.com/TideMinistry/status/1321017669626187783\n"
    )
    assert (post_of(lost).id, lost.url) == ("", None)
    assert post_of(kept).id == "1321017669626187783"


def test_a_time_without_a_zone_is_settled_by_the_posts_id() -> None:
    (document,) = read_csv(
        "created_at,text,url,replies,retweets,favorites\n"
        "2020-10-27 05:15:30,Stand.,https://twitter.com/TideMinistry/status/1321017669626187783,1,2,3\n"
    )
    assert document.published is not None
    assert (document.published.raw, document.published.value) == ("2020-10-27 05:15:30", "2020-10-27T09:15:30+00:00")


def test_a_table_whose_text_is_empty_in_every_row_is_refused() -> None:
    table = "id,created_at,content_text,url,replies_count,reblogs_count,favourites_count\n" + "".join(
        f"11637269469714622{number},2026-04-09T03:46:41.054Z,,https://truthsocial.com/@TideMinistry/1,1,2,3\n"
        for number in range(9)
    )
    with pytest.raises(ParseError, match="none of 9 rows has any text") as raised:
        read_posts(table.encode())
    assert raised.value.reason == "no text in any row"


def test_pictures_do_not_make_up_for_a_column_of_text_that_was_lost() -> None:
    rows = [
        {
            "id": str(number),
            "created_at": "2026-04-09T03:46:41Z",
            "content": "",
            "reblogs_count": 1,
            "media": ["https://a.example/1"],
        }
        for number in range(12)
    ]
    with pytest.raises(ParseError, match="none of 12 rows"):
        read_posts(dump(*rows))


def test_rows_without_words_among_others_are_counted() -> None:
    parsed = read_posts(b"id,screen_name,created_at,text\n13,TideMinistry,2020-10-27,Words\n14,TideMinistry,2020-10-27,\n")
    assert parsed.refused == (("14", "no text"),)


def test_tables_with_semicolons_and_utf_16_are_read() -> None:
    text = 'id;screen_name;created_at;text\n1321017669626187783;TideMinistry;2020-10-27;"Ebb; flow"\n'
    assert [document.text for document in read_posts(text.encode("utf-16")).documents] == ["Ebb; flow"]


def test_a_dump_in_another_encoding_is_refused_with_the_remedy() -> None:
    with pytest.raises(ParseError, match="UTF-8"):
        read_posts("id,screen_name,created_at,text\n13,TideMinistry,2020-10-27,Äbb\n".encode("cp1252"))


def test_documents_of_another_import_are_not_taken_for_posts() -> None:
    rows = dump({"doc_id": "1", "url": "https://a.example", "issuer": "A", "published": "2020-10-27", "text": "Words"})
    assert detect_posts(rows) is None
    assert detect_posts(dump({"id": "1", "text": "Words", "date": "2020-10-27", "language": "en"})) is None


def test_politwoops_rows_are_deleted_posts() -> None:
    status = {
        "id_str": "1321017669626187783",
        "text": "Gone",
        "created_at": "Tue Oct 27 09:15:30 +0000 2020",
        "user": {"screen_name": "TideMinistry"},
    }
    row = {"id": 1, "content": "Gone", "user_name": "TideMinistry", "politician_id": 7, "updated_at": "2020-10-27T10:00:00Z"}
    whole = read_one({"tweets": [row | {"details": json.dumps(status)}]})
    assert (post_of(whole).id, post_of(whole).deleted) == ("1321017669626187783", "2020-10-27T10:00:00Z")
    assert post_of(read_one(row)).account == "TideMinistry"


@pytest.mark.parametrize("text", ["# Notes on tides\n\nNothing here.\n", "", "interactions:\n- request\n"])
def test_other_texts_are_no_posts(text: str) -> None:
    assert detect_posts(text.encode()) is None
    with pytest.raises(ParseError):
        read_posts(text.encode())


def test_a_table_of_another_platform_is_not_taken_for_posts_on_x() -> None:
    (document,) = read_csv(
        "Page Name,User Name,Post Created,Likes,URL,Message\n"
        "Ministry of Tides,tides,2020-10-27 05:15:30 EDT,3,https://www.facebook.com/900001/posts/4711,Tables stand.\n"
    )
    assert (post_of(document).platform, post_of(document).id, document.text) == ("facebook", "4711", "Tables stand.")
    assert (document.issuers, document.url) == (("Ministry of Tides",), "https://facebook.com/900001/posts/4711")
    assert document.published is not None
    assert (document.published.raw, document.published.value) == ("2020-10-27 05:15:30 EDT", "2020-10-27T05:15:30-04:00")
