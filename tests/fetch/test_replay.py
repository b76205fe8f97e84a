"""Other people's archives are read as they are, and what is broken in them is told, never silently left out."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.errors import FetchError
from pipeline.fetch.replay import is_archive, replay
from storage.captures import WarcWriter, read_captures
from storage.errors import WarcError
from storage.model import Capture, RecordType, Response

URL = "https://ministry.example/news/1"
BODY = b"<p>Words of the Ministry</p>"
CHUNKED = b"1c\r\n" + BODY + b"\r\n0\r\n\r\n"


def make_warc(
    *answers: tuple[str, list[tuple[str, str]], bytes], gzipped: bool = True, revisit: bool = False, url: str = URL
) -> bytes:
    """Write a WARC as others do, with warcio: (status line, header fields, body) each."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=gzipped)
    writer.write_record(writer.create_warcinfo_record("theirs.warc.gz", {"software": "Sample Crawler 1.0"}))
    for line, fields, body in answers:
        protocol, _, status = line.partition(" ")
        headers = StatusAndHeaders(status, fields, protocol=protocol)
        dated = {"WARC-Date": "2020-10-27T10:00:00Z"}
        record = writer.create_warc_record(
            url, "response", payload=io.BytesIO(body), http_headers=headers, warc_headers_dict=dated
        )
        writer.write_record(record)
        record.raw_stream.close()
    if revisit:
        digest = "sha1:" + _base32(BODY)
        again = writer.create_revisit_record(
            url, digest, url, "2020-10-27T10:00:00Z", warc_headers_dict={"WARC-Date": "2020-10-28T10:00:00Z"}
        )
        writer.write_record(again)
    return stream.getvalue()


def _base32(content: bytes) -> str:
    return base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()


def copy_all(
    tmp_path: Path, content: bytes, name: str = "theirs.warc.gz"
) -> tuple[list[tuple[Capture, Response]], list[WarcError]]:
    """Copy a file's records into an archive of our own; gives its captures as read back, and the errors met."""
    path = tmp_path / name
    path.write_bytes(content)
    errors = []
    with WarcWriter(tmp_path, name="ours", find_payload=lambda _: None) as writer:
        for replayed in replay(path):
            if replayed.record:
                writer.copy_record(replayed.record.raw, replayed.origin)
            elif replayed.error:
                errors.append(replayed.error)
    return list(read_captures(tmp_path, writer.path)), errors


PLAIN = ("HTTP/1.1 200 OK", [("Content-Type", "text/html")], BODY)
FORMS: dict[str, Callable[[], bytes]] = {
    "a gzip member for each record": lambda: make_warc(PLAIN),
    "plain": lambda: make_warc(PLAIN, gzipped=False),
    "the whole file as one gzip member": lambda: gzip.compress(make_warc(PLAIN, gzipped=False)),
    "bodies still in chunks": lambda: make_warc(("HTTP/1.1 200 OK", [("Transfer-Encoding", "chunked")], CHUNKED)),
    "said to be in chunks, and joined": lambda: make_warc(("HTTP/1.1 200 OK", [("Transfer-Encoding", "chunked")], BODY)),
    "a head as of HTTP/2": lambda: make_warc(("HTTP/2 200", [("content-type", "text/html"), ("x-a", "b")], BODY)),
    "a wrong Content-Length": lambda: make_warc(("HTTP/1.1 200 OK", [("Content-Length", "9999")], BODY)),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_warc_that_others_write_is_read(form: str, tmp_path: Path) -> None:
    [(capture, response)], errors = copy_all(tmp_path, FORMS[form]())
    assert (response.status, response.body, errors) == (200, BODY, [])
    assert (capture.url, capture.captured_at, capture.origin) == (URL, datetime(2020, 10, 27, 10, tzinfo=UTC), "theirs.warc.gz")


def test_a_revisit_is_resolved_to_the_capture_it_refers_to(tmp_path: Path) -> None:
    captures, _ = copy_all(tmp_path, make_warc(PLAIN, revisit=True))
    assert [(capture.record_type, response.body) for capture, response in captures] == [
        (RecordType.RESPONSE, BODY),
        (RecordType.REVISIT, BODY),
    ]


def test_a_torn_tail_is_told_after_the_whole_records_before_it(tmp_path: Path) -> None:
    captures, errors = copy_all(tmp_path, make_warc(PLAIN, PLAIN)[:-20])
    assert len(captures) == 1
    assert "ends inside a record" in str(errors[0])


def test_a_flipped_bit_is_told(tmp_path: Path) -> None:
    content = bytearray(make_warc(PLAIN, gzipped=False))
    content[content.index(b"Words")] ^= 1
    captures, errors = copy_all(tmp_path, bytes(content))
    assert (captures, len(errors)) == ([], 1)


def make_wacz(tmp_path: Path, *warcs: bytes, name: str = "theirs.wacz", digests: bool = True) -> Path:
    path = tmp_path / name
    with zipfile.ZipFile(path, "w") as package:
        resources = []
        for number, warc in enumerate(warcs):
            package.writestr(f"archive/data-{number}.warc.gz", warc)
            digest = f"sha256:{hashlib.sha256(warc).hexdigest()}"
            resources.append({"name": f"data-{number}.warc.gz", "path": f"archive/data-{number}.warc.gz", "hash": digest})
        package.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n')
        package.writestr("datapackage.json", json.dumps({"profile": "data-package", "resources": resources if digests else []}))
    return path


def test_a_wacz_gives_the_records_of_all_its_files(tmp_path: Path) -> None:
    first, second = make_warc(PLAIN), make_warc(PLAIN, url="https://ministry.example/news/2")
    path = make_wacz(tmp_path, first, second)
    replayed = list(replay(path))
    urls = [each.record.url for each in replayed if each.record and each.record.type == "response"]
    assert urls == [URL, "https://ministry.example/news/2"]
    assert {each.origin for each in replayed} == {"theirs.wacz/data-0.warc.gz", "theirs.wacz/data-1.warc.gz"}


def test_a_wacz_whose_file_is_not_the_one_it_states_says_so(tmp_path: Path) -> None:
    path = make_wacz(tmp_path, make_warc(PLAIN), make_warc(PLAIN))
    altered = tmp_path / "altered.wacz"
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(altered, "w") as copy:
        for name in package.namelist():
            copy.writestr(name, make_warc(PLAIN, PLAIN) if name.endswith("data-1.warc.gz") else package.read(name))
    errors = [str(each.error) for each in replay(altered) if each.error]
    assert len(errors) == 1
    assert "altered" in errors[0]


def test_archives_are_told_by_their_content(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(make_warc(PLAIN))
    (tmp_path / "b.dat").write_bytes(make_warc(PLAIN, gzipped=False))
    (tmp_path / "c.json.gz").write_bytes(gzip.compress(b"{}"))
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as package:
        package.writestr("tweets.js", "[]")
    make_wacz(tmp_path, make_warc(PLAIN), name="e.wacz")
    assert [is_archive(path) for path in sorted(tmp_path.iterdir())] == [True, True, False, False, True]


@pytest.mark.parametrize("content", [b"", b"not a WARC", b"\x1f\x8bbroken", b"PK\x03\x04broken"])
def test_what_is_no_archive_is_an_error(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file.warc.gz"
    path.write_bytes(content)
    with pytest.raises(FetchError):
        list(replay(path))


def _records(count: int, *, gzipped: bool = True) -> list[bytes]:
    """Write records one by one, each as it lies in a file."""
    found = []
    for number in range(count):
        body = BODY + str(number).encode()
        found.append(make_warc(("HTTP/1.1 200 OK", [], body), gzipped=gzipped, url=f"{URL}/{number}"))
    return found


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_broken_record_costs_itself_only(gzipped: bool, tmp_path: Path) -> None:
    first, second, third = _records(3, gzipped=gzipped)
    middle = len(second) * 3 // 4
    torn = second[:middle] + b"\xff" * 40 + second[middle + 40 :] if gzipped else second[:-14] + second[-4:]
    found, errors = copy_all(tmp_path, first + torn + third)
    assert [capture.url for capture, _ in found] == [f"{URL}/0", f"{URL}/2"]
    assert errors


def test_a_wrong_digest_costs_its_own_record_only(tmp_path: Path) -> None:
    first, second, third = _records(3, gzipped=False)
    found, errors = copy_all(tmp_path, first + second.replace(BODY, BODY.upper()) + third)
    assert [capture.url for capture, _ in found] == [f"{URL}/0", f"{URL}/2"]
    assert len(errors) == 1


@pytest.mark.parametrize("ends", [b"\r\n", b"\r\n\r\n\r\n", b"\n"])
def test_records_may_be_parted_by_other_numbers_of_line_ends(ends: bytes, tmp_path: Path) -> None:
    parts = [part.rstrip(b"\r\n") for part in _records(2, gzipped=False)]
    found, errors = copy_all(tmp_path, ends.join([*parts, b""]))
    assert [response.body for _, response in found] == [BODY + b"0", BODY + b"1"]
    assert errors == []


def test_a_file_of_broken_records_only_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "broken.warc"
    path.write_bytes(b"WARC/1.0\r\nContent-Length: x\r\n\r\n" * 3)
    with pytest.raises(FetchError):
        list(replay(path))


def _revisit(named: bytes) -> bytes:
    head = (
        b"WARC/1.0\r\nWARC-Type: revisit\r\nWARC-Record-ID: <urn:uuid:2>\r\nWARC-Date: 2020-10-28T10:00:00Z\r\n"
        b"WARC-Target-URI: " + URL.encode() + b"\r\n" + named + b"Content-Type: application/http; msgtype=response\r\n"
    )
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    return head + b"Content-Length: " + str(len(block)).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


@pytest.mark.parametrize("by", ["digest", "id"])
def test_a_revisit_is_followed_by_its_digest_and_by_its_record_s_id(by: str, tmp_path: Path) -> None:
    original = make_warc(PLAIN, gzipped=False)
    head = next(part for part in original.split(b"WARC/1.") if b"WARC-Type: response" in part)
    record_id = next(line for line in head.split(b"\r\n") if line.startswith(b"WARC-Record-ID"))
    named = {
        "digest": b"WARC-Payload-Digest: sha1:" + _base32(BODY).encode() + b"\r\n",
        "id": b"WARC-Refers-To:" + record_id.partition(b":")[2] + b"\r\n",
    }[by]
    found, errors = copy_all(tmp_path, original + _revisit(named), name="theirs.warc")
    assert [response.body for _, response in found] == [BODY, BODY]
    assert errors == []


def test_a_redirect_names_the_address_that_it_leads_to(tmp_path: Path) -> None:
    [(_, response)], _ = copy_all(tmp_path, make_warc(("HTTP/1.1 301 Moved", [("Location", "/there")], b"")))
    assert response.location == "https://ministry.example/there"
