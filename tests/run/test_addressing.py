"""A folder of saved pages comes in under the addresses and times that a table gives."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import FetchError
from pipeline.home import Home
from pipeline.run.collect.addressing import Saved, read_saved
from pipeline.run.collect.running import import_files
from pipeline.stages.imported import ImportOptions
from storage.database.archive import open_reader
from tests.captured import list_captures

PAGE = (
    "<!DOCTYPE html><html lang='en'><head><title>Pier {n}</title></head><body><h1>Pier {n}</h1><p>3 June 2022</p>"
    "<p>The council said on Friday that pier number {n} is open to all ferries again.</p></body></html>"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pages = tmp_path / "saved"
    pages.mkdir()
    for n in (1, 2, 3):
        (pages / f"{n}.html").write_text(PAGE.format(n=n), "utf-8")
    return pages


def write_table(folder: Path, *rows: str, head: str = "file,url,time") -> Path:
    table = folder / "pages.csv"
    table.write_text("\n".join([head, *rows]), "utf-8")
    return table


def test_pages_have_the_addresses_and_times_of_the_table_and_others_are_left_out(home: Home, folder: Path) -> None:
    rows = ("1.html,https://lake.example/p/1,2022-06-04T10:00:00Z", "2.html,https://lake.example/p/2,20220605110000")
    table = write_table(folder, *rows)
    (tally,) = import_files(home, [folder], ImportOptions(), urls=table)
    assert (tally.new, tally.skipped, tally.failed) == (2, 1, 0)
    assert ("not named in the table of addresses", 1) in tally.reasons
    db = open_reader(home.archive)
    moments = sorted(capture.captured_at for capture in list_captures(db))
    addresses = sorted(row["url"] for row in db.query("select url from derivations"))
    db.close()
    assert addresses == ["https://lake.example/p/1", "https://lake.example/p/2"]
    assert moments == [datetime(2022, 6, 4, 10, tzinfo=UTC), datetime(2022, 6, 5, 11, tzinfo=UTC)]


def test_the_same_table_again_is_nothing_new(home: Home, folder: Path) -> None:
    table = write_table(folder, "1.html,https://lake.example/p/1,2022-06-04T10:00:00Z")
    list(import_files(home, [folder], ImportOptions(), urls=table))
    (tally,) = import_files(home, [folder], ImportOptions(), urls=table)
    assert (tally.new, tally.unchanged) == (0, 1)


@pytest.mark.parametrize(
    ("row", "head", "message"),
    [
        ("9.html,https://lake.example/p/1,", "file,url,time", "line 2: 9.html is not there"),
        ("1.html,lake.example/p/1,", "file,url,time", "line 2: the address is"),
        ("1.html,https://lake.example/p/1,soon", "file,url,time", "line 2: the time is 'soon'"),
        ("1.html,https://lake.example/p/1", "page,link", "line 2: expected the columns file and url"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(folder: Path, row: str, head: str, message: str) -> None:
    with pytest.raises(FetchError, match=message):
        read_saved(write_table(folder, row, head=head), [])


def test_a_time_without_a_zone_is_utc_and_one_may_be_missing(folder: Path) -> None:
    rows = ("1.html,https://lake.example/p/1,2022-06-04 10:00", "2.html,https://lake.example/p/2,")
    assert list(read_saved(write_table(folder, *rows), []).values()) == [
        Saved(url="https://lake.example/p/1", saved_at=datetime(2022, 6, 4, 10, tzinfo=UTC)),
        Saved(url="https://lake.example/p/2"),
    ]


@pytest.mark.parametrize(
    "row",
    [
        "1.html,https://ferry.example/1,0001-01-01T00:00:00+14:00",
        "1.html,https://ferry.example/1,9999-12-31T23:59:59-14:00",
        "1.html,https://ferry.example/1,9999-12-31T23:59:59Z",
        "1.html,https://ferry.example/1,1990-01-01T00:00:00+05:00",
        "1.html,https://ferry.example/1,1989-12-31",
    ],
)
def test_a_time_that_no_capture_can_have_is_refused_by_its_line(home: Home, folder: Path, row: str) -> None:
    table = folder / "table.csv"
    table.write_text(f"file,url,time\n{row}\n", "utf-8")
    with pytest.raises(FetchError, match="line 2: the time is"):
        list(import_files(home, [folder], ImportOptions(), None, table))
    assert not home.warc.exists() or not list(home.warc.rglob("*.warc.gz"))


@pytest.mark.parametrize("file", ["p" * 5_000, "1.html\x00"])
def test_a_name_that_no_file_has_is_not_there(folder: Path, file: str) -> None:
    (folder / "table.csv").write_text(f"file,url\n{file},https://ferry.example/1\n", "utf-8")
    with pytest.raises(FetchError, match="is not there"):
        read_saved(folder / "table.csv", [])


def test_a_cell_longer_than_the_csv_reader_takes_is_an_error_of_the_table(folder: Path) -> None:
    (folder / "table.csv").write_text(f"file,url\n1.html,{'p' * 200_000}\n", "utf-8")
    with pytest.raises(FetchError, match="expected a CSV file"):
        read_saved(folder / "table.csv", [])
