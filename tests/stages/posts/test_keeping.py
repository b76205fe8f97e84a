"""Which bytes of an imported file may be stored."""

from __future__ import annotations

import gzip
import lzma
from io import BytesIO

import pytest

from pipeline.stages.posts import Kept, LeftOut, read_posts, sort_out
from tests.stages.posts.dumps import channel_export, dump, message, v1_status
from tests.stages.posts.test_archives import ACCOUNT, own_status, packed, script

LETTERS_KEPT = "a private conversation is never kept"
LETTERS = 'window.YTD.direct_messages.part0 = [ { "dmConversation" : { "messages" : [ ] } } ]'


def test_a_dump_is_kept_whole() -> None:
    body = dump(v1_status())
    assert list(sort_out("dump.jsonl", BytesIO(body))) == [Kept(name="dump.jsonl")]


def test_a_packed_dump_without_anything_private_is_kept_whole() -> None:
    body = packed(tweets=script("tweets", own_status()))
    assert list(sort_out("dump.zip", BytesIO(body))) == [Kept(name="dump.zip")]


def test_account_details_and_letters_are_not_kept() -> None:
    assert list(sort_out("account.js", BytesIO(ACCOUNT.encode()))) == [LeftOut(name="account.js")]
    assert list(sort_out("direct-messages.js", BytesIO(LETTERS.encode()))) == [LeftOut(name="direct-messages.js")]


def test_of_an_accounts_archive_only_its_posts_are_kept_with_whose_they_are() -> None:
    parts = {"account": ACCOUNT, "direct-messages": LETTERS, "tweets": script("tweets", own_status())}
    (kept,) = (part for part in sort_out("archive.zip", BytesIO(packed(**parts))) if isinstance(part, Kept))
    assert (kept.name, kept.account_url) == ("archive.zip/data/tweets.js", "https://x.com/TideMinistry")
    assert kept.content is not None
    assert b"private.example" not in kept.content
    assert len(read_posts(kept.content).documents) == 1


def test_a_file_of_a_zip_that_is_too_large_to_hold_is_left_out_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = {
        "account": ACCOUNT,
        "tweets": script("tweets", own_status()),
        "tweets-part1": script("tweets", *[own_status()] * 9),
    }
    monkeypatch.setattr("pipeline.stages.posts.storable.MOST_MEMBER_BYTES", len(parts["tweets"]))
    found = {part.name: part for part in sort_out("archive.zip", BytesIO(packed(**parts)))}
    left = found["archive.zip/data/tweets-part1.js"]
    assert isinstance(left, LeftOut)
    assert "larger than" in left.why
    assert isinstance(found["archive.zip/data/tweets.js"], Kept)


def test_letters_and_account_details_are_known_under_a_packing_too() -> None:
    letter = dump({"id": 1, "sender_screen_name": "a", "recipient_screen_name": "b", "text": "Between us"})
    for body in (letter, dump({"data": [{"dm_conversation_id": "1-2", "text": "Between us"}]})):
        assert list(sort_out("letter.json", BytesIO(body))) == [LeftOut(name="letter.json", why=LETTERS_KEPT)]
        assert list(sort_out("letter.json.gz", BytesIO(gzip.compress(body)))) == [
            LeftOut(name="letter.json.gz", why=LETTERS_KEPT)
        ]
    assert list(sort_out("account.js.xz", BytesIO(lzma.compress(ACCOUNT.encode())))) == [LeftOut(name="account.js.xz")]


def test_a_long_post_of_an_archive_keeps_its_whole_text() -> None:
    note = {
        "noteTweetId": "1321017669626180000",
        "createdAt": "2020-10-27T09:15:30.000Z",
        "core": {"text": "All of it &amp; more", "urls": [{"expandedUrl": "https://tides.example/x"}]},
    }
    body = script("note_tweet").replace("[]", f'[{{"noteTweet": {dump(note).decode()}}}]').encode()
    (document,) = read_posts(body, account="TideMinistry").documents
    assert (document.text, document.speakers) == ("All of it & more", ("TideMinistry",))
    assert document.published is not None
    assert document.published.value == "2020-10-27T09:15:30+00:00"


def test_private_talks_on_telegram_are_not_kept_but_public_channels_are() -> None:
    private = dump(channel_export(message(), type="personal_chat"))
    assert list(sort_out("result.json", BytesIO(private))) == [
        LeftOut(name="result.json", why="a private conversation is never kept")
    ]
    whole = dump({"about": "…", "personal_information": {"phone_number": "+000"}, "chats": {"list": []}})
    assert isinstance(next(sort_out("result.json", BytesIO(whole))), LeftOut)
    assert isinstance(next(sort_out("result.json", BytesIO(dump(channel_export(message()))))), Kept)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("message_1.json", '{"participants":[{"name":"A"}],"messages":[{"sender_name":"A","content":"words"}]}'),
        ("chat.json", '{"messages":[{"content":"words"}],"title":"x","participants":["A","B"]}'),
        ("messages.csv", "CONVERSATION ID,CONVERSATION TITLE,FROM,TO,DATE,CONTENT\n1,x,A,B,2020,words\n"),
        ("chat.txt", "".join(f"[27/10/2020, 18:0{n}:01] A Sample: words\n" for n in range(3))),
        ("mail.txt", "From: a@b.example\nTo: c@d.example\nMessage-ID: <1@b.example>\n\nwords"),
        ("x.mbox", "From a@b.example Tue Oct 27 10:00:00 2020\nSubject: x\n\nwords"),
        ("inbox/a_1/message_1.html", "<html><body><div>words</div></body></html>"),
    ],
)
def test_conversations_and_mail_of_any_platform_are_not_kept(name: str, body: str) -> None:
    assert list(sort_out(name, BytesIO(body.encode()))) == [LeftOut(name=name, why=LETTERS_KEPT)]


def test_a_profile_with_e_mail_and_telephone_is_not_kept() -> None:
    body = b'{"profile_v2":{"emails":{"emails":["a@b.example"]},"phone_numbers":[{"phone_number":"+15550199"}]}}'
    assert list(sort_out("profile_information.json", BytesIO(body))) == [LeftOut(name="profile_information.json")]


def test_a_release_that_names_one_e_mail_address_is_kept() -> None:
    body = b'{"title":"Pier opened","text":"The pier is open.","email":"press@lake.example"}'
    assert list(sort_out("release.json", BytesIO(body))) == [Kept(name="release.json")]
