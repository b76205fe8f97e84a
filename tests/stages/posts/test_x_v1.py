"""X API v1.1: which text is whole, whose words they are, and what is left out."""

from __future__ import annotations

import pytest

from pipeline.errors import ParseError
from pipeline.stages.posts import detect_posts, read_posts
from pipeline.stages.sameness import Extent
from storage.model import PostKind
from tests.stages.posts.dumps import HARBOUR, MINISTER, dump, post_of, read_one, v1_status, v2_page, v2_post
from tests.words import judge_edit


def test_a_status_becomes_a_document_of_its_account() -> None:
    document = read_one(v1_status())
    assert document.text == "The tide tables stand."
    assert document.issuers == document.speakers == ("Ministry of Tides",)
    assert document.url == "https://x.com/TideMinistry/status/1321017669626187783"
    assert document.fragment == post_of(document).id == "1321017669626187783"
    assert post_of(document).kind is PostKind.ORIGINAL


LINK = {"url": "https://t.co/abc", "expanded_url": "https://tides.example/a?b=1&copy=2", "display_url": "tides.example/a…"}
PHOTO = {
    "url": "https://t.co/pic",
    "expanded_url": "https://twitter.com/TideMinistry/status/1321017669626187783/photo/1",
    "media_url_https": "https://pbs.example/1.jpg",
    "type": "photo",
}


@pytest.mark.parametrize("indices", [[42, 58], [44, 60], [36, 52], [0, 0]])  # code points, UTF-16, unescaped, wrong
def test_links_are_what_the_author_put_in_whatever_counts_the_characters_before_them(indices: list[int]) -> None:
    text = "🌊🌊 Ebb &amp; flow, &amp;lt; not a tag https://t.co/abc &amp; on"
    document = read_one(v1_status(full_text=text, entities={"urls": [LINK | {"indices": indices}]}))
    assert document.text == "🌊🌊 Ebb & flow, &lt; not a tag https://tides.example/a?b=1&copy=2 & on"
    assert post_of(document).links == ("https://tides.example/a?b=1&copy=2",)


def test_a_link_that_no_entity_names_stays_as_sent() -> None:
    text = "See https://t.co/abc, https://t.co/abcd and http://bit.ly/x https://t.co/…"
    entities = {
        "urls": [LINK, {"url": "https://t.co/abcd", "expanded_url": None}, {"url": "http://bit.ly/x", "expanded_url": "y"}]
    }
    document = read_one(v1_status(full_text=text, entities=entities))
    assert document.text == "See https://tides.example/a?b=1&copy=2, https://t.co/abcd and http://bit.ly/x https://t.co/…"


def test_the_link_of_a_photo_leads_to_it_and_is_no_link_of_the_author() -> None:
    document = read_one(v1_status(full_text="High water https://t.co/pic", entities={"urls": [], "media": [PHOTO]}))
    assert document.text == f"High water {PHOTO['expanded_url']}"
    assert post_of(document).links == ()
    assert [media.url for media in post_of(document).media] == ["https://pbs.example/1.jpg"]


def test_a_dump_without_entities_holds_the_same_words() -> None:
    sent = "The tide tables of the northern harbour stand as published. https://t.co/abc https://t.co/pic"
    whole = read_one(v1_status(full_text=sent, entities={"urls": [LINK], "media": [PHOTO]}))
    condensed = read_one({"id_str": "1321017669626187783", "text": sent, "retweet_count": 3, "is_retweet": False})
    assert whole.id == condensed.id
    for one, other in ((whole, condensed), (condensed, whole)):
        edit = judge_edit(one.text, other.text)
        assert (edit.extent, edit.material, edit.silent) == (Extent.TYPOGRAPHIC, False, False)


def test_a_repost_takes_the_whole_text_of_what_it_reposts_and_is_not_the_reposters_words() -> None:
    original = v1_status(id_str="1320000000000000000", full_text="Long words " * 20, user=HARBOUR)
    document = read_one(
        v1_status(full_text="RT @HarbourOffice: Long words Long wor…", retweeted_status=original, is_quote_status=True)
    )
    assert document.text == "Long words " * 20
    assert document.speakers == ("Harbour Office",)
    assert document.issuers == document.via == ("Ministry of Tides",)
    assert post_of(document).kind is PostKind.REPOST
    assert post_of(document).reposted == "1320000000000000000"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("RT @HarbourOffice: the locks are open", PostKind.REPOST),
        ('"@HarbourOffice: the locks are open"', PostKind.QUOTE),
        ("“@HarbourOffice: the locks are open, and will stay", PostKind.QUOTE),
    ],
)
def test_words_passed_on_by_hand_are_those_of_the_account_they_name(text: str, kind: PostKind) -> None:
    document = read_one(v1_status(full_text=text))
    assert post_of(document).kind is kind
    assert (document.text, document.speakers, document.via) == (text, ("HarbourOffice",), ("Ministry of Tides",))


@pytest.mark.parametrize(
    "text", ['"@HarbourOffice: the locks are open" At last!', "At last! RT @HarbourOffice: the locks are open"]
)
def test_a_retweet_with_a_word_added_by_hand_is_two_peoples(text: str) -> None:
    document = read_one(v1_status(full_text=text))
    assert post_of(document).kind is PostKind.QUOTE
    assert document.speakers == ("Ministry of Tides",)


def test_the_extended_text_of_a_stream_comes_before_the_truncated_one() -> None:
    status = v1_status(text="Cut at 140…", truncated=True, extended_tweet={"full_text": "Whole to the end.", "entities": {}})
    del status["full_text"]
    assert read_one(status).text == "Whole to the end."


def test_an_id_is_text_even_where_a_script_rounded_the_number_beside_it() -> None:
    document = read_one(v1_status(id=1169246717864136700, id_str="1169246717864136705"))
    assert post_of(document).id == "1169246717864136705"


def test_an_id_given_only_as_a_number_keeps_every_digit() -> None:
    status = v1_status(id=1321014482901716993)
    del status["id_str"]
    assert post_of(read_one(status)).id == "1321014482901716993"


def test_counts_are_no_part_of_what_a_post_is() -> None:
    assert read_one(v1_status(retweet_count=1)) == read_one(v1_status(retweet_count=999, favorite_count=5))


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"in_reply_to_status_id_str": "5"}, PostKind.REPLY),
        ({"in_reply_to_user_id_str": "900002"}, PostKind.REPLY),
        ({"quoted_status_id_str": "7", "is_quote_status": True}, PostKind.QUOTE),
    ],
)
def test_a_post_is_told_by_what_it_refers_to(fields: dict[str, object], kind: PostKind) -> None:
    assert post_of(read_one(v1_status(**fields))).kind is kind


def test_posts_of_a_protected_account_are_left_out_with_the_reason() -> None:
    parsed = read_posts(dump(v1_status(user=MINISTER | {"protected": True}), v1_status(id_str="1321017669626187784")))
    assert parsed.refused == (("1321017669626187783", "not public"),)
    assert len(parsed.documents) == 1


def test_a_repost_of_a_protected_account_is_left_out() -> None:
    hidden = v1_status(id_str="13", user=HARBOUR | {"protected": True})
    assert read_posts(dump(v1_status(retweeted_status=hidden))).refused == (("1321017669626187783", "not public"),)


def test_a_direct_message_is_no_post() -> None:
    letter = {"id_str": "1", "text": "Between us", "entities": {}, "sender": MINISTER, "recipient": HARBOUR}
    assert detect_posts(dump(letter)) is None
    with pytest.raises(ParseError, match="not a post"):
        read_posts(dump(letter))


def test_alternative_text_of_a_picture_is_kept() -> None:
    picture = {"type": "photo", "media_url_https": "https://pbs.example/1.jpg", "ext_alt_text": "A harbour at low tide"}
    (media,) = post_of(read_one(v1_status(extended_entities={"media": [picture]}))).media
    assert (media.url, media.kind, media.alt) == ("https://pbs.example/1.jpg", "photo", "A harbour at low tide")


def test_where_a_post_is_withheld_is_said() -> None:
    assert post_of(read_one(v1_status(withheld_in_countries=["DE", "FR"]))).withheld == "DE,FR"


def test_a_deletion_notice_in_a_stream_is_counted_and_holds_no_post() -> None:
    notice = {"delete": {"status": {"id_str": "77", "user_id_str": "900001"}}}
    assert read_posts(dump(v1_status(), notice)).refused == (("77", "stream notice: delete"),)


def test_search_answers_and_lookup_maps_are_read() -> None:
    assert len(read_posts(dump({"statuses": [v1_status()], "search_metadata": {}})).documents) == 1
    lookup = {"id": {"1": v1_status(), "2": None}}
    parsed = read_posts(dump(lookup), format="x-v1-lookup")
    assert (len(parsed.documents), parsed.refused) == (1, (("2", "not available"),))


def test_an_account_stands_in_where_the_dump_names_none() -> None:
    status = v1_status()
    del status["user"]
    assert read_one(status, account="TideMinistry").issuers == ("TideMinistry",)


CUT = "The tide tables of the northern harbour stand as published, and the ministry will keep to them here… https://t.co/abcdefghij"
WHOLE = {"url": "https://t.co/abcdefghij", "expanded_url": "https://twitter.com/i/web/status/1321017669626187783"}


def test_a_text_that_x_cut_is_marked_as_cut() -> None:
    status = {key: value for key, value in v1_status(text=CUT).items() if key != "full_text"}
    assert post_of(read_one(status | {"truncated": True})).cut
    assert post_of(read_one(status | {"entities": {"urls": [WHOLE]}})).cut
    assert post_of(read_one(v2_page(v2_post(text=CUT, entities={"urls": [WHOLE]})))).cut
    assert post_of(read_one(v1_status(full_text="RT @HarbourOffice: The tide tables stand as publ…"))).cut
    assert post_of(read_one({"id_str": "1321017669626187783", "text": CUT, "is_retweet": False})).cut


def test_a_whole_text_is_not_marked_as_cut() -> None:
    whole = {"full_text": f"{CUT} and so on", "entities": {"urls": []}}
    status = {key: value for key, value in v1_status(text=CUT, truncated=True).items() if key != "full_text"}
    assert not post_of(read_one(status | {"extended_tweet": whole})).cut
    assert not post_of(read_one(v1_status(full_text="Peace, we hope… https://t.co/abcdefghij"))).cut
    assert not post_of(read_one({"id_str": "13", "text": "So it goes… https://t.co/abcdefghij", "is_retweet": False})).cut
    original = v1_status(id_str="1320000000000000000", full_text="Every word", user=HARBOUR)
    assert not post_of(read_one(v1_status(full_text="RT @HarbourOffice: Every w…", retweeted_status=original))).cut
    note = {"text": "Every word of it", "entities": {}}
    assert not post_of(read_one(v2_page(v2_post(text=CUT, note_tweet=note, entities={"urls": [WHOLE]})))).cut
