"""What is withdrawn is shown by no read, whatever is loaded later, and its bytes and hashes stay."""

from __future__ import annotations

from typing import Any

import pytest

from storage.captures.index import find_capture, latest_capture
from storage.errors import StorageError
from storage.evidence import redact, verify
from storage.loading.indexing import index_anew
from storage.model.findings import Redaction, Withdrawn
from storage.search.filtering import Filters
from storage.search.search import search
from tests.captured import list_captures
from tests.showing import show
from tests.storage.evidence.conftest import PAGES, Home, write
from tests.storage.lines import NOON

URL = PAGES[0][0]


def words(home: Home, query: str, **filters: Any) -> list[str]:
    return [hit.quote.exact for hit in search(home.db, query, filters=Filters(**filters)).hits]


def test_a_withdrawn_quote_is_found_by_nothing_and_its_neighbours_stay(home: Home) -> None:
    quote = home.id_of("quote")
    assert redact(home.db, quote, "names a private person", redacted_at=NOON)
    assert words(home, "peace") == words(home, "*peac*") == []
    assert words(home, "") == ["War is over.", "Now."]
    assert words(home, "", as_of=NOON.date()) == ["War is over.", "Now."]
    assert show(home.db, quote) == Withdrawn(id=quote, redacted=Redaction(why="names a private person", redacted_at=NOON))
    assert [each.exact for each in show(home.db, URL).quotes] == ["Now."]


def test_withdrawn_words_find_no_other_quote_that_holds_them(home: Home) -> None:
    text = "Peace.\nNow and ever: Peace.\nEver more."
    write(home, "two", (URL, text), hours=1)
    assert words(home, "peace") == ["Peace.", "Now and ever: Peace."]
    redact(home.db, home.id_of("quote"), "names a private person")
    for _ in range(2):
        assert words(home, "peace") == words(home, "*peac*") == words(home, "", speaker="peace") == []
        assert sorted(words(home, "ever")) == ["Ever more.", "Now and ever: ██████"]
        assert home.db.execute("SELECT count(*) FROM vocabulary WHERE word = 'peace'").fetchone() == (0,)
        index_anew(home.db)
    write(home, "three", (URL, text), hours=2)
    assert words(home, "peace") == []
    assert sorted(words(home, "ever", as_of=NOON.date())) == ["Ever more.", "Now and ever: ██████"]


@pytest.mark.parametrize("noun", ["document", "revision", "capture"])
def test_all_words_of_a_withdrawn_thing_are_gone(home: Home, noun: str) -> None:
    id_ = home.id_of(noun)
    redact(home.db, id_, "legal order")
    assert words(home, "") == ["War is over."]
    assert words(home, "", as_of=NOON.date()) == ["War is over."]
    assert words(home, "*peac*") == []
    assert isinstance(show(home.db, id_), Withdrawn)
    assert home.db.execute("SELECT count(*) FROM quote_words_docsize").fetchone() == (1,)
    assert [word for (word,) in home.db.execute("SELECT word FROM vocabulary ORDER BY word")] == ["is", "over", "war"]


@pytest.mark.parametrize("noun", ["document", "revision"])
def test_loading_it_again_does_not_bring_it_back(home: Home, noun: str) -> None:
    redact(home.db, home.id_of(noun), "legal order")
    write(home, "two", PAGES[0], hours=1)
    assert words(home, "peace") == []
    write(home, "three", (URL, "Peace.\nAnd more."), hours=2)
    assert words(home, "peace") == ([] if noun == "document" else ["Peace."])


def test_a_withdrawn_capture_is_not_read_and_an_older_one_stands_again(home: Home) -> None:
    write(home, "two", (URL, "Strife."), hours=1)
    newest = latest_capture(home.db, URL)
    assert newest is not None
    redact(home.db, newest.id, "legal order")
    assert newest.id not in {capture.id for capture in list_captures(home.db)}
    assert words(home, "strife") == []
    assert words(home, "peace") == ["Peace."]
    older = latest_capture(home.db, URL)
    assert older is not None
    assert older.id == home.id_of("capture")


def test_bytes_and_hashes_stay(home: Home) -> None:
    capture = home.id_of("capture")
    redact(home.db, home.id_of("document"), "legal order")
    assert find_capture(home.db, capture) is not None
    assert verify(home.db, warc_root=home.root).problems == ()


def test_the_first_reason_stands(home: Home) -> None:
    quote = home.id_of("quote")
    assert redact(home.db, quote, "first")
    assert not redact(home.db, quote, "second")
    assert show(home.db, quote).redacted.why == "first"


@pytest.mark.parametrize(
    ("id_", "why", "message"), [("q_nothing", "x", "holds no"), ("x", "x", "holds no"), ("", " ", "reason")]
)
def test_what_is_not_there_or_has_no_reason_is_refused(home: Home, id_: str, why: str, message: str) -> None:
    with pytest.raises(StorageError, match=message):
        redact(home.db, id_, why)


def test_withdrawing_is_itself_never_undone(home: Home) -> None:
    redact(home.db, home.id_of("quote"), "legal order")
    for statement in ("DELETE FROM redactions", "UPDATE redactions SET why = 'x'"):
        with pytest.raises(Exception, match="append-only"):
            home.db.execute(statement)
