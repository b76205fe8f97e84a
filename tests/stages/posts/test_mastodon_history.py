"""The wordings of an edited status: which status they are of is told by the address alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import ParseError
from pipeline.home import Home
from pipeline.run.collect.running import import_files
from pipeline.run.read.searching import show
from pipeline.stages.imported import ImportOptions
from pipeline.stages.posts import is_history, read_history, read_posts
from storage.database.archive import open_reader
from storage.evidence.doctor import diagnose
from tests.stages.posts.dumps import dump, read_one, toot

ADDRESS = f"https://social.example/api/v1/statuses/{toot()['id']}/history"
WORDINGS = ("The tide tables stand as of 2019.", "The tide tables stand as of 2020.", "The tide tables stand as of 2021.")
WRITTEN = (toot()["created_at"], "2020-10-27T09:30:00.000Z", "2020-10-27T09:45:00.000Z")


def wording(number: int, **fields: Any) -> dict[str, Any]:
    account = {
        "username": "harbour",
        "acct": "harbour",
        "display_name": "Harbour Office",
        "url": "https://social.example/@harbour",
    }
    return {
        "content": f"<p>{WORDINGS[number]}</p>",
        "spoiler_text": "",
        "sensitive": False,
        "created_at": WRITTEN[number],
        "account": account,
        "media_attachments": [],
    } | fields


HISTORY = [wording(number) for number in range(3)]


def test_every_wording_is_the_status_with_its_publication_and_its_edit() -> None:
    documents = read_history(dump(HISTORY), ADDRESS).documents
    status = read_one(toot())
    assert [document.text for document in documents] == list(WORDINGS)
    assert {(document.id, document.url, document.published) for document in documents} == {
        (status.id, status.url, status.published)
    }
    edited = [document.post.edited for document in documents if document.post]
    assert [when.earliest.isoformat() if when and when.earliest else None for when in edited] == [
        None,
        "2020-10-27T09:30:00+00:00",
        "2020-10-27T09:45:00+00:00",
    ]


@pytest.mark.parametrize("history_first", [True, False])
def test_a_history_and_the_status_are_one_document_in_order(tmp_path: Path, history_first: bool) -> None:
    home = Home(root=tmp_path / "archive")
    (tmp_path / "history.json").write_bytes(dump(HISTORY))
    (tmp_path / "status.json").write_bytes(dump(toot(content=f"<p>{WORDINGS[2]}</p>", edited_at=WRITTEN[2])))
    notes = {"history": ImportOptions(url=ADDRESS), "status": ImportOptions()}
    for name in sorted(notes, reverse=not history_first):
        list(import_files(home, [tmp_path / f"{name}.json"], notes[name]))
    shown = show(home, read_one(toot()).id, history=True)
    assert [entry.text for entry in shown.history] == list(WORDINGS)
    assert shown.text == WORDINGS[2]
    assert shown.following.missing_edits == ()
    assert not any(entry.edit.silent for entry in list(shown.history or ())[1:])
    with open_reader(home.archive) as db:
        assert db.execute("SELECT count(*) FROM documents").fetchone() == (1,)
        assert all(finding.holds for finding in diagnose(db, warc_root=home.warc))


def test_a_recording_of_a_history_is_read_by_the_address_it_was_asked_for() -> None:
    interaction = {"request": {"uri": ADDRESS}, "response": {"body": {"string": json.dumps(HISTORY)}}}
    parsed = read_posts(dump({"http_interactions": [interaction]}))
    assert [document.text for document in parsed.documents] == list(WORDINGS)
    assert {document.id for document in parsed.documents} == {read_one(toot()).id}


def test_the_history_of_another_servers_status_is_refused() -> None:
    remote = wording(0, account={"acct": "harbour@other.example", "url": "https://other.example/@harbour"})
    with pytest.raises(ParseError, match="another server"):
        read_history(dump([remote]), ADDRESS)


@pytest.mark.parametrize("body", [b"[", b"[]", b"{}", b'{"error": "Record not found"}', b"[1, null]", dump([{"content": "x"}])])
def test_what_holds_no_wording_is_refused(body: bytes) -> None:
    with pytest.raises(ParseError):
        read_history(body, ADDRESS)


def test_a_wording_that_is_broken_is_left_out_by_its_place() -> None:
    parsed = read_history(dump([wording(0), {"content": "x"}, wording(2)]), ADDRESS)
    assert [document.text for document in parsed.documents] == [WORDINGS[0], WORDINGS[2]]
    assert [where for where, _ in parsed.refused] == [f"{ADDRESS}, wording 2"]


@pytest.mark.parametrize(
    ("address", "known"),
    [(ADDRESS, True), (f"{ADDRESS}?x=1", True), ("https://social.example/api/v1/statuses/1", False), (None, False)],
)
def test_the_address_of_a_history_is_known(address: str | None, known: bool) -> None:
    assert is_history(address) is known
