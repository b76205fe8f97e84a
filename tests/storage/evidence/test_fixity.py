"""Every byte of every WARC file belongs to a hashed record, and whatever alters one is found."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.evidence import verify
from storage.model.findings.chain import Fixity
from tests.storage.evidence.conftest import PAGES, Home, write


def check(home: Home, sample: int | None = None) -> Fixity:
    return verify(home.db, warc_root=home.root, sample=sample)


def test_an_untouched_archive_has_no_problem_and_every_byte_is_read(home: Home) -> None:
    write(home, "two", PAGES[0], hours=1)
    found = check(home)
    assert found.problems == ()
    assert found.bytes == sum(path.stat().st_size for path in home.root.iterdir())
    assert (found.files, found.checked, found.texts) == (2, 6 + 4, 2)


@pytest.mark.parametrize("place", [0, 5, 500, -1])
def test_any_altered_byte_is_found(home: Home, place: int) -> None:
    path = home.root / "one.warc.gz"
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    [problem] = check(home).problems
    assert "altered or torn" in problem


def test_a_file_cut_short_is_found(home: Home) -> None:
    path = home.root / "one.warc.gz"
    path.write_bytes(path.read_bytes()[:-10])
    assert any("the ledger accounts for" in problem for problem in check(home).problems)


def test_a_byte_that_belongs_to_no_record_is_found_even_by_a_sample(home: Home) -> None:
    path = home.root / "one.warc.gz"
    path.write_bytes(path.read_bytes() + b"x")
    assert any("the ledger accounts for" in problem for problem in check(home, sample=1).problems)


def test_a_missing_file_is_found(home: Home) -> None:
    (home.root / "one.warc.gz").unlink()
    assert any("not there" in problem for problem in check(home).problems)


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to(path)])
def test_what_is_no_file_in_place_of_one_is_found_and_the_others_are_checked(
    home: Home, make: Callable[[Path], object]
) -> None:
    write(home, "two", ("https://example.gov/d", "Peace now."))
    whole = check(home).checked
    (home.root / "one.warc.gz").unlink()
    make(home.root / "one.warc.gz")
    found = check(home)
    assert 0 < found.checked < whole
    assert [problem[:11] for problem in found.problems] == ["one.warc.gz"]


def test_a_sample_checks_no_more_than_asked(home: Home) -> None:
    found = check(home, sample=2)
    assert (found.checked, found.texts, found.problems) == (2, 2, ())


def test_a_gap_in_the_ledger_is_found(home: Home) -> None:
    home.db.execute("DROP TRIGGER warc_records_no_delete")
    home.db.execute("DELETE FROM warc_records WHERE record_type = 'request'")
    assert any("expected no gap" in problem for problem in check(home).problems)


def test_a_text_that_is_not_the_one_it_was_named_for_is_found(home: Home) -> None:
    home.db.execute("DROP TRIGGER revisions_no_update")
    home.db.execute("UPDATE packed_revisions SET body = 'War' || substr(body, 4) WHERE body LIKE 'Peace%'")
    problems = check(home).problems
    assert any("not the one it was named for" in problem for problem in problems)
    assert any("its words are not those at" in problem for problem in problems)
