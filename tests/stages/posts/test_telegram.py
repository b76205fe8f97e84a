"""Telegram: the Desktop export and the public preview."""

from __future__ import annotations

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


PREVIEW = """<!DOCTYPE html><html><body><section class="tgme_channel_history">
<div class="tgme_widget_message_wrap"><div class="tgme_widget_message js-widget_message" data-post="TideMinistry/42">
<div class="tgme_widget_message_author"><a class="tgme_widget_message_owner_name" href="https://t.me/TideMinistry">
<span dir="auto">Ministry of Tides</span></a></div>
<a class="tgme_widget_message_reply" href="https://t.me/TideMinistry/40">
<div class="tgme_widget_message_text js-message_reply_text" dir="auto">The older one</div></a>
<div class="tgme_widget_message_text js-message_text" dir="auto">Ebb &amp; flow:<br/><br/><b>stand</b> by
 <a href="https://tides.example/" target="_blank">tides.example</a></div>
<div class="tgme_widget_message_footer"><a class="tgme_widget_message_date" href="https://t.me/TideMinistry/42">
<time datetime="2020-10-27T09:15:30+00:00" class="time">09:15</time></a></div>
</div></div></section></body></html>"""


def test_a_preview_page_gives_its_messages() -> None:
    assert detect_posts(PREVIEW.encode()) == "telegram-preview"
    (document,) = read_posts(PREVIEW.encode()).documents
    assert document.text == "Ebb & flow:\n\nstand by tides.example"
    assert document.url == "https://t.me/TideMinistry/42"
    assert (post_of(document).kind, post_of(document).reply_to) == (PostKind.REPLY, "tideministry/40")
    assert document.published is not None
    assert document.published.basis is Basis.MARKUP


def test_preview_and_export_of_a_channel_agree_on_who_a_message_is() -> None:
    (seen,) = read_posts(PREVIEW.encode()).documents
    assert read_one(channel_export(message()), account="TideMinistry").id == seen.id
