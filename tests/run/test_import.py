"""Files from disk come in as what their bytes are; what they are not is one clear reason, and nothing stored is harmed."""

import gzip
import json
from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.run.collect.running import import_files
from pipeline.run.read.searching import search
from pipeline.run.read.tracing import trace
from pipeline.sample import SAMPLE_WARC
from pipeline.stages.imported import ImportOptions
from storage.errors import OnRecordError
from storage.model import Tally
from tests.run.contents import read_contents

_ARTICLE = (
    "YEREVAN—On Tuesday, October 27, the sample minister spoke to reporters.\n\n"
    "Armenian Prime Minister Nikol Pashinyan said: “The cease-fire is maintained, as this sample says.”\n"
)


def _import(home: Home, path: Path, **note: str) -> Tally:
    return next(iter(import_files(home, [path], ImportOptions(**note))))


def test_a_text_comes_in_dated_by_what_was_said_about_it(home: Home, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(_ARTICLE, "utf-8")
    assert _import(home, article, date="2020-10-27").new == 1
    hit = search(home, "maintained").hits[0]
    assert hit.quote.speaker == "Nikol Pashinyan"
    assert hit.published.value == "2020-10-27"
    assert trace(home, hit.quote.id).holds


def test_the_same_file_again_is_no_new_capture(home: Home, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(_ARTICLE, "utf-8")
    _import(home, article, date="2020-10-27")
    before = read_contents(home)
    again = _import(home, article, date="2020-10-27")
    assert (again.new, again.unchanged) == (0, 1)
    assert read_contents(home) == before


def test_a_collection_comes_in_a_document_a_line_and_a_bad_row_is_refused_with_its_place(home: Home, tmp_path: Path) -> None:
    rows = [
        {"url": "https://gov.example/1", "issuer": "Sample Office", "published": "2020-10-26", "text": "We sample the first."},
        {"url": "https://gov.example/2", "issuer": "Sample Office", "published": "2020-10-27", "text": "We sample the second."},
        {"url": "https://gov.example/3", "issuer": "Sample Office", "published": "someday", "text": "We sample the third."},
    ]
    collection = tmp_path / "collection.jsonl"
    collection.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    tally = _import(home, collection)
    assert (tally.new, tally.skipped) == (2, 1)


def test_a_warc_file_is_told_by_its_content(home: Home, tmp_path: Path) -> None:
    plain = tmp_path / "crawl.warc"
    plain.write_bytes(gzip.decompress(SAMPLE_WARC.read_bytes()))
    assert sum(tally.new for tally in import_files(home, [plain], ImportOptions())) == 10


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.html", b"", "empty file"),
        ("blank.txt", b" \n\t\n", "empty file"),
        ("picture.bin", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4, "binary file"),
    ],
)
def test_what_cannot_be_read_is_counted_with_its_reason(
    home: Home, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    wrong = tmp_path / name
    wrong.write_bytes(content)
    tally = _import(home, wrong)
    assert (tally.new, tally.failed) == (0, 1)
    assert tally.reasons == ((reason, 1),)


def test_a_page_of_fifty_megabytes_is_kept_and_counted_as_too_large(home: Home, tmp_path: Path) -> None:
    page = tmp_path / "huge.html"
    page.write_bytes(
        b"<!DOCTYPE html><title>Huge sample</title><body>" + b"<p>A sample sentence of some length.</p>" * 1_300_000
    )
    tally = _import(home, page)
    assert tally.reasons == (("page too large", 1),)
    assert sum(path.stat().st_size for path in home.warc.rglob("*.warc.gz")) > 0


def test_a_page_whose_declared_charset_is_wrong_is_read_as_what_it_is(home: Home, tmp_path: Path) -> None:
    page = tmp_path / "mislabelled.html"
    words = "<p>The minister said: “We shall keep the sample promise.”</p>" * 8
    page.write_bytes(f'<!DOCTYPE html><meta charset="utf-8"><title>Sample</title><body>{words}'.encode("cp1252"))
    _import(home, page)
    assert search(home, "promise").hits[0].quote.exact.count("�") == 0


def test_a_path_that_is_not_there_is_said_so(home: Home, tmp_path: Path) -> None:
    with pytest.raises(OnRecordError, match="is not there"):
        list(import_files(home, [tmp_path / "nothing.txt"], ImportOptions()))
