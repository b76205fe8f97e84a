"""The doctor finds what is wrong with an archive and says what to do; a sound one has nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from storage.captures import CLOCKS_DIFFER
from storage.database.archive import open_writer
from storage.evidence import redact
from storage.evidence.doctor import diagnose
from storage.model.findings import Check
from tests.storage.evidence.conftest import PAGES, Home, write

A_SECOND = timedelta(seconds=1)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with open_writer(tmp_path / "archive.db") as db:
        made = Home(db=db, path=tmp_path / "archive.db", root=tmp_path / "warc")
        write(made, "one", *PAGES)
        yield made


def wrong(home: Home) -> list[str]:
    findings = diagnose(home.db, warc_root=home.root)
    assert all(finding.holds or finding.remedy for finding in findings)
    return [finding.name for finding in findings if not finding.holds]


def test_a_sound_archive_has_nothing_wrong(home: Home) -> None:
    write(home, "two", (PAGES[0][0], "War."), hours=1)
    write(home, "three", PAGES[0], hours=2)
    assert wrong(home) == []


def test_a_redacted_archive_has_nothing_wrong(home: Home) -> None:
    write(home, "two", (PAGES[0][0], "War."), hours=1)
    redact(home.db, home.id_of("quote"), "legal order")
    redact(home.db, home.id_of("document", PAGES[1][0]), "legal order")
    assert wrong(home) == []


@pytest.mark.parametrize(("ahead", "holds"), [(timedelta(0), True), (CLOCKS_DIFFER, True), (CLOCKS_DIFFER + A_SECOND, False)])
def test_captures_of_a_clock_that_ran_ahead_are_found_until_they_are_withdrawn(
    home: Home, ahead: timedelta, holds: bool
) -> None:
    [(last,)] = home.db.execute("SELECT max(captured_at) FROM captures").fetchall()
    now = datetime.fromisoformat(last) - ahead

    def find() -> Check:
        return next(each for each in diagnose(home.db, warc_root=home.root, now=now) if each.name == "dates")

    assert find().holds is holds
    assert holds or last in find().detail
    for (id_,) in home.db.execute("SELECT id FROM captures").fetchall():
        redact(home.db, id_, "a wrong clock")
    assert find().holds


@pytest.mark.parametrize(
    ("damage", "name"),
    [
        ("DELETE FROM current", "standing"),
        ("DELETE FROM listed_quotes WHERE quote = 1", "standing"),
        ("UPDATE current SET derivation = 2, observation = 2 WHERE document = 1", "standing"),
        ("DELETE FROM quote_words WHERE rowid = 1", "search index"),
        ("INSERT INTO vocabulary_parts (rowid, word) VALUES (99, 'stray')", "search index"),
        ("PRAGMA foreign_keys = OFF; INSERT INTO current VALUES (99, 99, 99); PRAGMA foreign_keys = ON", "references"),
    ],
)
def test_what_is_out_of_step_is_found(home: Home, damage: str, name: str) -> None:
    home.db.executescript(damage)
    assert name in wrong(home)


def test_a_missing_file_and_one_left_open_are_found(home: Home) -> None:
    (home.root / "one.warc.gz").unlink()
    (home.root / "two.warc.gz.open").write_bytes(b"")
    assert wrong(home) == ["files", "open files"]


def test_an_archive_without_a_warc_folder_is_looked_over_too(tmp_path: Path) -> None:
    with open_writer(tmp_path / "archive.db") as db:
        assert [finding for finding in diagnose(db, warc_root=tmp_path / "warc") if not finding.holds] == []


def test_a_file_cut_short_and_one_that_was_moved_are_found(home: Home) -> None:
    warc = home.root / "one.warc.gz"
    length = warc.stat().st_size
    os.truncate(warc, length - 1)
    assert f"one.warc.gz has {length - 1} of {length} bytes" in files(home)
    (home.root / "elsewhere").mkdir()
    warc.rename(home.root / "elsewhere" / warc.name)
    assert "one.warc.gz (its name is that of elsewhere/one.warc.gz)" in files(home)


def files(home: Home) -> str:
    return next(finding.detail for finding in diagnose(home.db, warc_root=home.root) if finding.name == "files")
