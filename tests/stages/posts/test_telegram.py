"""Telegram: the Desktop export and the public preview."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import ParseError
from pipeline.stages.posts import detect_posts, read_posts
from storage.model import Basis, PostKind
from tests.stages.posts.dumps import channel_export, dump, message, post_of, read_one


def test_the_instant_is_the_unix_time_not_the_exporters_clock() -> None:
    document = read_one(channel_export(message()))
    assert document.published is not None
    assert document.published.value == "2020-10-27T09:15:30+00:00"
    assert document.published.basis is Basis.PLATFORM


def test_an_old_export_with_only_a_local_time_is_an_interval() -> None:
    old = message()
    del old["date_unixtime"]
    published = read_one(channel_export(old)).published
    assert published is not None
    assert published.zone is None
    assert published.earliest != published.latest


def test_a_text_in_pieces_is_joined_and_its_links_listed() -> None:
    pieces = ["Tables: ", {"type": "text_link", "text": "here", "href": "https://tides.example/"}, "."]
    document = read_one(channel_export(message(text=pieces)))
    assert document.text == "Tables: here."
    assert post_of(document).links == ("https://tides.example/",)


def test_a_forwarded_message_is_another_channels_words() -> None:
    document = read_one(channel_export(message(forwarded_from="The Pilot")))
    assert post_of(document).kind is PostKind.REPOST
    assert document.speakers == ("The Pilot",)


def test_service_messages_are_counted_and_left_out() -> None:
    parsed = read_posts(dump(channel_export({"id": 1, "type": "service", "action": "create_channel", "text": ""}, message())))
    assert parsed.refused == (("1", "service message"),)


@pytest.mark.parametrize("kind", ["personal_chat", "private_group", "private_channel", "saved_messages"])
def test_private_conversations_are_refused(kind: str) -> None:
    with pytest.raises(ParseError, match="never archived") as raised:
        read_posts(dump(channel_export(message(), type=kind)))
    assert raised.value.reason == "not public"


PREVIEW = (Path(__file__).parent / "pages" / "telegram_preview.html").read_bytes()


def test_a_preview_page_gives_its_messages() -> None:
    assert detect_posts(PREVIEW) == "telegram-preview"
    (document,) = read_posts(PREVIEW).documents
    assert document.text == "Ebb & flow:\n\nstand by tides.example"
    assert document.url == "https://t.me/TideMinistry/42"
    assert (post_of(document).kind, post_of(document).reply_to) == (PostKind.REPLY, "tideministry/40")
    assert document.published is not None
    assert document.published.basis is Basis.MARKUP


def test_preview_and_export_of_a_channel_agree_on_who_a_message_is() -> None:
    (seen,) = read_posts(PREVIEW).documents
    assert read_one(channel_export(message()), account="TideMinistry").id == seen.id


PAGES = (Path(__file__).parent / "pages" / "telegram_export.html").read_bytes()


def test_an_export_as_pages_gives_its_messages_and_agrees_with_the_others_on_who_they_are() -> None:
    assert detect_posts(PAGES) == "telegram-pages"
    own, forwarded = read_posts(PAGES, account="TideMinistry").documents
    assert (own.text, own.issuers) == ("Ebb & flow:\ntides.example", ("Ministry of Tides",))
    assert own.id == read_posts(PREVIEW).documents[0].id
    assert own.published is not None
    assert own.published.earliest == own.published.latest
    assert own.published.value == "2020-10-27T14:15:30+05:00"
    assert (forwarded.text, forwarded.speakers) == ("Locks open.", ("The Pilot",))
    assert forwarded.published is not None
    assert forwarded.published.zone is None


def test_an_export_as_pages_is_only_read_for_a_channel_that_is_named() -> None:
    with pytest.raises(ParseError, match="private talk"):
        read_posts(PAGES)


def test_an_edit_is_the_platforms_own_fact_beside_the_publication() -> None:
    edited = message(edited="2020-10-27T14:30:00", edited_unixtime="1603791000")
    document = read_one(channel_export(edited))
    assert document.published
    assert document.published.value == "2020-10-27T09:15:30+00:00"
    assert (told := post_of(document).edited)
    assert (told.value, told.basis) == ("2020-10-27T09:30:00+00:00", Basis.PLATFORM)
    assert post_of(read_one(channel_export(message()))).edited is None


def test_the_preview_tells_that_a_message_was_edited_and_not_when() -> None:
    marked = PREVIEW.replace(
        b'<a class="tgme_widget_message_date"',
        b'<span class="tgme_widget_message_meta">edited <a class="tgme_widget_message_date"',
    )
    (document,) = read_posts(marked).documents
    assert (told := post_of(document).edited)
    assert (told.raw, told.value, told.latest) == ("edited", None, None)
    assert document.published
    assert told.earliest == document.published.earliest
    assert post_of(read_posts(PREVIEW).documents[0]).edited is None
