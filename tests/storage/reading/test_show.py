"""What is shown of a thing is what was last seen of it, and its history is what captures showed before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlite_utils import Database

from storage.errors import StorageError
from storage.model.findings import Context, WordChange
from storage.reading.text_history import diff_words
from tests.showing import show
from tests.storage.lines import NOON, load, make_capture, make_document, make_line, make_page

URL = "https://example.gov/a"
DAY = timedelta(days=1)


@pytest.fixture
def revised(db: Database) -> Database:
    texts = ("We have failed.\nPeace.", "We have not failed.\nPeace.", "We have not failed.\n“Peace”.")
    load(db, *(make_page(URL, text, at=NOON + DAY * n, offset=100 * n) for n, text in enumerate(texts)))
    return db


def quote_id(db: Database, exact: str) -> str:
    sql = "SELECT q.id FROM quotes q JOIN quote_readings g ON g.quote = q.seq WHERE g.exact = ?"
    return str(db.execute(sql, (exact,)).fetchone()[0])


def test_a_quote_is_shown_with_its_document_context_and_captures(revised: Database) -> None:
    shown = show(revised, quote_id(revised, "We have not failed."))
    assert (shown.noun, shown.current, shown.document.url) == ("quote", True, "https://example.gov/a")
    assert shown.context == Context(before="", after="\n“Peace”.")
    assert [capture.captured_at.date().isoformat() for capture in shown.captures] == ["2020-10-28", "2020-10-29"]


def test_a_quote_that_no_longer_stands_is_shown_as_it_stood(revised: Database) -> None:
    shown = show(revised, quote_id(revised, "We have failed."))
    assert shown.current is False
    assert shown.context.after == "\nPeace."


def test_the_history_of_a_document_names_what_changed(revised: Database) -> None:
    [(id_,)] = revised.execute("SELECT id FROM documents").fetchall()
    history = show(revised, id_, history=True).history
    assert [entry.change for entry in history] == [None, "substantive", "substantive"]
    assert history[1].diff == (WordChange(at=7, end=11, removed="", added="not", before="We have ", after=" failed.\nPeace."),)
    assert [entry.first_captured.date().isoformat() for entry in history] == ["2020-10-27", "2020-10-28", "2020-10-29"]


def test_a_change_of_marks_alone_is_typographic(db: Database) -> None:
    load(db, make_page(URL, 'Say "peace".'), make_page(URL, "Say “peace”.", at=NOON + DAY, offset=100))
    document = make_document(URL, "").id
    assert [entry.change for entry in show(db, document, history=True).history] == [None, "typographic"]


def test_a_link_that_only_one_dump_of_a_post_expands_is_typographic(db: Database) -> None:
    sent, whole = "High water https://t.co/abc today", "High water https://tides.example/1 today"
    other = whole.replace("/1", "/2")
    load(
        db,
        make_page(URL, sent),
        make_page(URL, whole, at=NOON + DAY, offset=100),
        make_page(URL, other, at=NOON + 2 * DAY, offset=200),
    )
    history = show(db, make_document(URL, "").id, history=True).history
    assert [entry.change for entry in history] == [None, "typographic", "substantive"]


def test_a_better_parser_is_no_change_of_the_text(db: Database) -> None:
    capture = make_capture(URL, "Peace. Menu")
    load(db, make_line(capture, make_document(URL, "Peace. Menu")))
    load(db, make_line(capture, make_document(URL, "Peace."), code_version="test-2"), run="run-2")
    [entry] = show(db, URL, history=True).history
    assert entry.text == "Peace."


def test_a_document_is_shown_by_its_address_in_any_form(revised: Database) -> None:
    shown = show(revised, "http://www.example.gov/a/?fbclid=1")
    assert (shown.noun, shown.text) == ("document", "We have not failed.\n“Peace”.")
    assert [quote.exact for quote in shown.quotes] == ["We have not failed.", "“Peace”."]


def test_a_revision_is_shown_as_it_was(revised: Database) -> None:
    [(id_,)] = revised.execute("SELECT id FROM revisions WHERE text LIKE 'We have failed%'").fetchall()
    shown = show(revised, id_)
    assert (shown.noun, shown.id, shown.text) == ("revision", id_, "We have failed.\nPeace.")


def test_a_capture_is_shown_with_what_it_came_to(revised: Database) -> None:
    capture = make_capture(URL, "We have failed.\nPeace.")
    shown = show(revised, capture.id)
    assert (shown.noun, shown.capture.url, len(shown.documents)) == ("capture", URL, 1)
    assert [outcome.outcome for outcome in shown.outcomes] == ["new"]


@pytest.mark.parametrize(
    "id_", ["q_nothing", "d_nothing", "r_nothing", "c_nothing", "https://nowhere.example/", "", "http://[bad"]
)
def test_what_is_not_there_is_named(revised: Database, id_: str) -> None:
    with pytest.raises(StorageError, match="nothing to show"):
        show(revised, id_)


def test_the_history_of_a_quote_lists_its_captures_and_what_was_read_otherwise(revised: Database) -> None:
    history = show(revised, quote_id(revised, "We have not failed."), history=True).history
    assert len(history) == 2
    assert history[0].quote.exact == "We have not failed."
    assert history[1].changed == ()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a b c", "a b c", []),
        ("a b c", "a x c", [(1, "b", "x")]),
        ("a b c", "a c", [(1, "b", "")]),
        ("", "a", [(0, "", "a")]),
        ("a b", "c d", [(0, "a b", "c d")]),
    ],
)
def test_a_diff_names_words_that_went_and_came(before: str, after: str, expected: list[tuple[int, str, str]]) -> None:
    assert [(change.at, change.removed, change.added) for change in diff_words(before, after)] == expected


def test_a_diff_of_a_script_without_spaces_names_the_letters_and_not_the_sentence() -> None:
    [change] = diff_words("中方没有同意对边界作任何改变。", "中方同意对边界作任何改变。")
    assert (change.removed, change.added, change.before) == ("没有", "", "中方")


def test_a_change_comes_with_whole_words_around_it() -> None:
    words = "nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    [change] = diff_words(words, words.replace("nine", "9"))
    assert change.before == "one two three four five six seven eight "
    assert change.after == " ten eleven twelve thirteen fourteen"
    whole = words.replace("nine", "9")
    assert whole[change.at : change.end] == " 9"


def test_every_revision_names_the_captures_that_showed_it_with_their_run_and_source(revised: Database) -> None:
    again = make_page(URL, "We have not failed.\n“Peace”.", at=NOON + 5 * DAY, offset=900, warc="b.warc.gz")
    load(revised, again, run="run-2", warc="b.warc.gz")
    captures = show(revised, URL, history=True).history[-1].captures
    assert [(each.captured_at.date().isoformat(), each.source, each.run, each.channel) for each in captures] == [
        ("2020-10-29", "samples", "run-1", "fetch"),
        ("2020-11-01", "samples", "run-2", "fetch"),
    ]


def test_forty_characters_before_and_after_a_change_are_given_whole_and_more_are_cut_at_a_word() -> None:
    forty = "wordy wordy wordy wordy wordy wordy word"
    [change] = diff_words(f"{forty} old. {forty}", f"{forty} new. {forty}")
    assert (change.before, change.after) == (f"{forty} ", f" {forty.removesuffix(' word')}")  # with the space before it: 41
    [change] = diff_words(f"{forty}s old.", f"{forty}s new.")
    assert change.before == f"{forty.removeprefix('wordy ')}s "
