"""One bad thing among good ones costs itself alone, and is named: a record, a file, a row, a page that takes too long."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli.command_group import onrecord
from pipeline.fetch.replay import MAX_DESCRIPTION_BYTES, replay
from pipeline.home import Home
from pipeline.run.collect import deriving
from pipeline.run.collect.running import import_files
from pipeline.sample.build import FOLDER
from pipeline.stages.imported import ImportOptions
from storage.captures import split_message
from storage.model import Tally
from storage.model.identity import sha256

PAGE = b"<html><title>Statement</title><h1>Statement</h1><p>The Ministry of Samples opens the bridge on Monday.</p></html>"


def take_in(tmp_path: Path, *files: Path) -> list[Tally]:
    return list(import_files(Home(root=tmp_path / "home"), files, ImportOptions()))


def write_record(**fields: str) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    named = {
        "WARC-Type": "response",
        "WARC-Record-ID": "<urn:uuid:1>",
        "WARC-Target-URI": "https://ministry.example/1",
        "WARC-Date": "2020-10-27T10:00:00Z",
        "Content-Type": "application/http;msgtype=response",
        "Content-Length": str(len(block)),
    } | {name.replace("_", "-"): value for name, value in fields.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"WARC/1.1\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


GOOD = write_record()
BAD = {
    "year 1": write_record(WARC_Date="0001-01-01T00:00:00+05:00"),
    "year 9999": write_record(WARC_Date="9999-12-31T23:59:59-05:00"),
    "before the web": write_record(WARC_Date="1066-10-14T09:00:00Z"),
    "in the future": write_record(WARC_Date="9998-01-01T00:00:00Z"),
    "5,000 digits": write_record(Content_Length="9" * 5000),
    "a length beyond memory": write_record(Content_Length=str(10**15)),
    "a digest not in ASCII": write_record(WARC_Block_Digest="sha1:\u0661" + "A" * 31),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_a_hostile_record_fails_by_itself_between_good_ones(tmp_path: Path, name: str, packed: bool) -> None:
    last = write_record(WARC_Target_URI="https://ministry.example/2")
    pack = gzip.compress if packed else bytes
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(map(pack, (GOOD, BAD[name], last))))
    tallies = take_in(tmp_path, path)
    assert sum(tally.new for tally in tallies) == 2
    assert sum(tally.failed for tally in tallies) == 1


def test_a_status_of_thousands_of_digits_is_no_status() -> None:
    assert split_message(b"HTTP/1.1 " + b"2" * 5000 + b" OK\r\n\r\nbody") == (None, (), b"body")


def test_a_torn_file_fails_by_its_name_and_the_others_are_taken_in(tmp_path: Path) -> None:
    torn, good, archive = tmp_path / "torn.zip", tmp_path / "good.html", tmp_path / "torn.warc.gz"
    torn.write_bytes(b"PK\x03\x04" + b"\0" * 40)
    good.write_bytes(PAGE)
    archive.write_bytes(gzip.compress(GOOD)[:60])
    other = tmp_path / "other.warc.gz"
    other.write_bytes(gzip.compress(GOOD))
    tallies = take_in(tmp_path, torn, good, archive, other)
    assert sum(tally.new for tally in tallies) == 2
    assert sum(tally.failed for tally in tallies) == 2


def test_a_row_of_a_wrong_type_is_refused_by_its_number(tmp_path: Path) -> None:
    good = {"doc_id": "1", "url": "https://ministry.example/1", "issuer": "M", "published": "2020-10-27", "text": "We agree."}
    rows = (good, good | {"doc_id": "2", "title": 5, "language": ["en"]}, good | {"doc_id": "3"})
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    (tally,) = take_in(tmp_path, path)
    assert (tally.new, tally.skipped, tally.failed) == (2, 1, 0)


ROW = {"id_str": "132059401228810002", "created_at": "Mon Oct 26 05:12:00 +0000 2020", "full_text": "We agree.", "entities": {}}
BAD_ROWS = {
    "a text that is no number": '{"id_str": "132059401228810002", "full_text": NaN, "created_at": NaN, "entities": {}}',
    "values thousands deep": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "a number of 5,000 digits": f'{{"id": {"9" * 5_000}}}',
    "an instant after the last": json.dumps(ROW | {"created_at": "Fri Dec 31 23:59:59 -2359 9999"}),
    "lone surrogates": json.dumps(ROW | {"full_text": "\ud800 We agree \udfff"}),
    "fields of wrong types": json.dumps(
        ROW | {"entities": {"urls": [{"indices": [-5, 10**30], "url": {}, "expanded_url": []}]}}
    ),
    "a bare number": "1e999",
}


@pytest.mark.parametrize("name", BAD_ROWS)
@pytest.mark.parametrize("form", ["lines", "array"])
def test_a_hostile_post_costs_itself_alone(tmp_path: Path, form: str, name: str) -> None:
    first, last = (json.dumps(ROW | {"id_str": f"13205940122881000{n}", "full_text": f"We open bridge {n}."}) for n in (3, 4))
    rows = [first, BAD_ROWS[name], last]
    path = tmp_path / "posts.jsonl"
    path.write_text("\n".join(rows) if form == "lines" else f"[{','.join(rows)}]")
    note = ImportOptions(url="https://x.com/nikolpashinyan")
    (tally,) = import_files(Home(root=tmp_path / "home"), [path], note)
    assert (tally.new + tally.skipped, tally.failed) == (3, 0)
    assert tally.new >= 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a first stop may come in a callback of gc
def test_a_page_that_takes_too_long_fails_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deriving, "allow_for", lambda _: 0.0)
    path = tmp_path / "page.html"
    path.write_bytes(PAGE * 2000)
    (tally,) = take_in(tmp_path, path)
    assert (tally.new, tally.failed) == (0, 1)


# ------------------------------------------------------------------------------------------------------- packages


def pack_wacz(path: Path, description: str) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("archive/a.warc.gz", gzip.compress(GOOD))
        package.writestr("datapackage.json", description, zipfile.ZIP_DEFLATED)
    return path


def describe(digest: str) -> str:
    return json.dumps({"resources": [{"path": "archive/a.warc.gz", "hash": digest}]})


@pytest.mark.parametrize(
    ("description", "said"),
    [
        (describe("blake9:1"), "of a kind that is not known"),
        (describe(""), "of a kind that is not known"),
        ("[" * 5000, "states none"),
        (f'{{"resources": []{" " * MAX_DESCRIPTION_BYTES}}}', "states none"),
    ],
    ids=["unknown kind", "no digest", "deep", "large"],
)
def test_a_package_whose_digest_cannot_be_checked_is_read_and_that_is_said(tmp_path: Path, description: str, said: str) -> None:
    first, *rest = replay(pack_wacz(tmp_path / "a.wacz", description))
    assert first.remark is not None
    assert said in first.remark
    assert [each.record is not None for each in rest] == [True]


def test_a_package_that_states_another_kind_of_digest_is_checked_against_it(tmp_path: Path) -> None:
    first, _ = replay(pack_wacz(tmp_path / "a.wacz", describe("md5:" + "0" * 32)))
    assert "The file was altered" in str(first.error)
    good = f"sha256:{sha256(gzip.compress(GOOD))}"
    assert all(each.error is None for each in replay(pack_wacz(tmp_path / "b.wacz", describe(good))))


# ---------------------------------------------------------------------------------------------------------- filters


@pytest.mark.parametrize("command", ["quotes", "compare"])
@pytest.mark.parametrize("bad", ["[1]", "{", '{"id": "bad", "a": ', '{"id": ' + "[" * 5000, '{"id": "bad"}', "\udcff"])
def test_a_row_that_cannot_be_answered_is_named_and_the_rest_is_answered(command: str, bad: str) -> None:
    good = json.dumps({"id": "1", "text": "“We agree,” he said.", "a": "We agree.", "b": "We agree."})
    lines = f"{good}\n{bad}\n{good}\n".encode("utf-8", "surrogateescape")
    result = CliRunner().invoke(onrecord, [command], input=io.BytesIO(lines))
    answers = [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]
    assert [answer.get("id") for answer in (answers[0], answers[-1])] == ["1", "1"]
    refused = [answer for answer in answers if answer.get("kind") == "error"]
    expected = 0 if (command, bad) == ("quotes", '{"id": "bad"}') else 1  # a row without a text has no quotes
    assert len(refused) == expected
    assert all(answer["line"] == 2 for answer in refused)
    assert result.exit_code == expected


def test_a_bad_row_of_a_manifest_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    page = FOLDER / "pages" / "am_mfa.html"
    good = json.dumps({"file": str(page), "url": None})
    manifest = tmp_path / "manifest.jsonl"
    rows = (good, "{", '{"url": null}', json.dumps({"file": str(page), "headers": 5, "url": 7}), good)
    manifest.write_text("\n".join(rows))
    result = CliRunner().invoke(onrecord, ["parse", "--manifest", str(manifest)])
    answers = [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]
    assert [answer.get("line") for answer in answers] == [None, 2, 3, 4, None]
    assert result.exit_code == 1
