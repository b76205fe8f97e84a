"""An excerpt answers what collecting asks as the whole archive does, and holds no text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from pipeline.registry.declared_sources import get_source
from pipeline.run.collect.known import Known
from storage.database.archive import open_reader, open_writer
from storage.database.excerpt import write_excerpt
from storage.errors import StorageError
from storage.loading.tallies import loaded_warcs, newest_load
from storage.model import Derived, Outcome
from storage.reading.failed import list_failed
from tests.captured import list_captures
from tests.storage.lines import NOON, VERSION, load, make_page

SOURCE = "samples"
URLS = [f"https://www.mfa.am/en/{number}" for number in range(3)]
FAILED = "https://www.mfa.am/en/failed"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    failed = Derived(code_version=VERSION, source=SOURCE, lead=FAILED, outcome=Outcome.FAILED, reason="timeout")
    with open_writer(path) as db:
        pages = [make_page(url, f"Peace {n}.", offset=100 * n) for n, url in enumerate(URLS)]
        load(db, *pages, failed)
        load(
            db,
            make_page(URLS[0], "Peace, again.", at=NOON + timedelta(days=1), warc="b.warc.gz"),
            run="run-2",
            warc="b.warc.gz",
        )
    return path


@pytest.fixture
def both(archive: Path, tmp_path: Path) -> Iterator[tuple[Database, Database]]:
    assert write_excerpt(archive, tmp_path / "state" / "excerpt.db") == 2
    with closing(open_reader(archive)) as whole, closing(open_reader(tmp_path / "state" / "excerpt.db")) as excerpt:
        yield whole, excerpt


def test_an_excerpt_knows_what_the_archive_knows(both: tuple[Database, Database]) -> None:
    captures = list(list_captures(both[0]))
    assert len(captures) == 4
    whole, excerpt = (Known(db=db) for db in both)
    for capture in captures:
        assert excerpt.has_capture(capture.id)
        assert excerpt.find_capture(capture.id) == whole.find_capture(capture.id) == capture
        assert excerpt.find_payload(capture.payload_sha256) == whole.find_payload(capture.payload_sha256)
        assert excerpt.latest_capture(capture.url) == whole.latest_capture(capture.url)
        assert excerpt.list_outcomes(capture.id) == whole.list_outcomes(capture.id) != ()
    assert not excerpt.has_capture("c_0")


def test_an_excerpt_knows_which_pages_are_due_and_which_failed(both: tuple[Database, Database]) -> None:
    whole, excerpt = (Known(db=db) for db in both)
    later = NOON.replace(year=NOON.year + 1)
    assert excerpt.find_page(SOURCE, URLS[1]) == whole.find_page(SOURCE, URLS[1])
    assert list_due(excerpt, later) == list_due(whole, later)
    assert list_failed(both[1], SOURCE) == list_failed(both[0], SOURCE) == [FAILED]
    assert loaded_warcs(both[1]) == loaded_warcs(both[0])
    assert newest_load(both[1]) == 2


def list_due(known: Known, now: datetime) -> list[str]:
    return [page.url for page in known.list_due(replace(get_source("am_mfa"), id=SOURCE), now)]


def test_an_excerpt_holds_neither_texts_nor_quotes(both: tuple[Database, Database], tmp_path: Path) -> None:
    assert {"revisions", "quotes", "derivations"}.isdisjoint(both[1].table_names())
    assert b"Peace" not in (tmp_path / "state" / "excerpt.db").read_bytes()


def test_an_excerpt_has_no_log_beside_it(both: tuple[Database, Database], tmp_path: Path) -> None:
    assert both[1].execute("SELECT count(*) FROM captures").fetchone() == (4,)
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["excerpt.db"]


def test_without_an_archive_there_is_no_excerpt(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="there is no archive here"):
        write_excerpt(tmp_path / "archive.db", tmp_path / "excerpt.db")
    assert not (tmp_path / "excerpt.db").exists()
