"""ActivityPub outboxes: only what was public, and what a repost carries."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.stages.posts import read_posts
from storage.model import PostKind
from tests.stages.posts.dumps import dump, post_of, read_one, toot

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
ACTOR = "https://social.example/users/harbour"


def note(**fields: Any) -> dict[str, Any]:
    return {
        "id": f"{ACTOR}/statuses/103254962155278888",
        "type": "Note",
        "summary": None,
        "inReplyTo": None,
        "published": "2020-10-27T09:15:30Z",
        "url": "https://social.example/@harbour/103254962155278888",
        "attributedTo": ACTOR,
        "to": [PUBLIC],
        "cc": [f"{ACTOR}/followers"],
        "content": "<p>The tide tables stand.</p>",
        "contentMap": {"en": "<p>The tide tables stand.</p>"},
        "attachment": [],
    } | fields


def activity(**fields: Any) -> dict[str, Any]:
    made = {"id": f"{ACTOR}/statuses/103254962155278888/activity", "type": "Create", "actor": ACTOR, "to": [PUBLIC], "cc": []}
    return made | {"published": "2020-10-27T09:15:30Z", "object": note()} | fields


def outbox(*items: dict[str, Any]) -> dict[str, Any]:
    return {"id": "outbox.json", "type": "OrderedCollection", "totalItems": len(items), "orderedItems": list(items)}


def test_an_exported_note_is_the_same_document_as_the_status_of_the_api() -> None:
    document = read_one(outbox(activity()))
    assert document.id == read_one(toot()).id
    assert (document.text, document.language, post_of(document).account) == ("The tide tables stand.", "en", "harbour")


@pytest.mark.parametrize("to", [[f"{ACTOR}/followers"], ["https://other.example/users/pilot"], [], None])
def test_what_was_not_addressed_to_everyone_is_left_out(to: list[str] | None) -> None:
    item = activity(to=to, cc=None, object=note(to=to, cc=None))
    parsed = read_posts(dump(outbox(activity(), item)))
    assert len(parsed.documents) == 1
    assert [why for _, why in parsed.refused] == ["not public"]


def test_what_is_public_in_its_copies_only_is_public() -> None:
    item = activity(to=[f"{ACTOR}/followers"], cc=[PUBLIC], object=note(to=[f"{ACTOR}/followers"], cc=[PUBLIC]))
    assert len(read_posts(dump(outbox(item))).documents) == 1


def test_a_repost_that_is_only_an_address_has_no_words_to_keep() -> None:
    announced = activity(type="Announce", object="https://other.example/users/pilot/statuses/5")
    assert "does not carry" in read_posts(dump(outbox(activity(), announced))).refused[0][1]


def test_a_repost_that_carries_a_note_is_the_other_accounts_words() -> None:
    other = note(
        id="https://other.example/users/pilot/statuses/5", url="https://other.example/@pilot/5", content="<p>Whole</p>"
    )
    document = read_one(outbox(activity(type="Announce", object=other)), account="harbour")
    assert (document.text, document.speakers, document.via) == ("Whole", ("pilot",), ("harbour",))
    assert post_of(document).kind is PostKind.REPOST


def test_replies_and_quotes_name_what_they_answer() -> None:
    document = read_one(outbox(activity(object=note(inReplyTo="https://other.example/users/pilot/statuses/5"))))
    assert (post_of(document).kind, post_of(document).reply_to) == (PostKind.REPLY, "other.example/5")
    quote = read_one(outbox(activity(object=note(quoteUri="https://other.example/users/pilot/statuses/6"))))
    assert (post_of(quote).kind, post_of(quote).quoted) == (PostKind.QUOTE, "other.example/6")


def test_pictures_keep_their_descriptions() -> None:
    picture = {"type": "Document", "mediaType": "image/png", "url": "/media/1.png", "name": "A full basin"}
    (media,) = post_of(read_one(outbox(activity(object=note(attachment=[picture]))))).media
    assert (media.url, media.kind, media.alt) == ("/media/1.png", "image", "A full basin")


def test_a_note_that_was_changed_says_when() -> None:
    changed = note(updated="2020-10-27T09:30:00Z", content="<p>The tide tables fall.</p>")
    for kind in ("Create", "Update"):
        document = read_one(activity(type=kind, object=changed))
        assert document.id == read_one(activity()).id
        assert (told := post_of(document).edited)
        assert told.value == "2020-10-27T09:30:00+00:00"
    assert post_of(read_one(activity(object=note(updated="2020-10-27T09:15:30Z")))).edited is None
