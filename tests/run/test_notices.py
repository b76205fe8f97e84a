"""A withdrawal notice is part of what was understood of a document, and is shown with it and with its quotes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.cli.output import console
from pipeline.cli.showing import print_shown
from storage.database.archive import open_writer
from storage.model import Notice, NoticeKind
from tests.showing import show
from tests.storage.lines import load, make_capture, make_document, make_line

URL = "https://mfa.example/en/1"
NOTICE = Notice(kind=NoticeKind.WITHDRAWN, text="This statement has been withdrawn.")


def test_a_document_and_its_quotes_are_shown_with_the_notice(tmp_path: Path) -> None:
    document = replace(make_document(URL, "We have not failed.\nPeace."), notice=NOTICE)
    with open_writer(tmp_path / "archive.db") as db:
        load(db, make_line(make_capture(URL, document.text), document, source="mfa"))
        shown = show(db, document.id)
        assert shown.notice == NOTICE
        assert show(db, shown.quotes[0].id).notice.kind == "withdrawn"
        with console().capture() as printed:
            print_shown(shown)
        assert f"withdrawn: {NOTICE.text}" in printed.get()


def test_a_notice_that_came_later_is_a_new_understanding_of_the_same_text(tmp_path: Path) -> None:
    plain = make_document(URL, "We have not failed.\nPeace.")
    with open_writer(tmp_path / "archive.db") as db:
        load(db, make_line(make_capture(URL, plain.text), plain, source="mfa"))
        assert show(db, plain.id).notice is None
        later = make_capture(URL, f"{plain.text} ", warc="later.warc.gz")
        load(db, make_line(later, replace(plain, notice=NOTICE), source="mfa"), run="later", warc="later.warc.gz")
        assert db.execute("SELECT count(*) FROM revisions").fetchone() == (1,)
        assert show(db, plain.id).notice.text == NOTICE.text
