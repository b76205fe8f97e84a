"""What is captured is in the WARC, hashed and synced, and is read back as it was."""

from __future__ import annotations

import gzip
import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from storage.captures import MOST_HELD_BYTES, WarcWriter, hash_file, iterate_members, read_captures, read_payload, read_warc
from storage.captures.members import split_members
from storage.errors import StorageError, WarcError
from storage.model import Capture, Exchange, LargeResponse, RecordType, Response, Sha256
from storage.model.identity import capture_id, sha256

NOON = datetime(2020, 10, 27, 12, 0, 0, 250_000, tzinfo=UTC)


def exchange(url: str = "https://example.gov/a", body: bytes = b"<p>Peace</p>", status: int = 200) -> Exchange:
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Transfer-Encoding", "chunked"), ("X-Odd", "Grüße"))
    response = Response(url=url, status=status, headers=headers, body=body)
    return Exchange(fetched_at=NOON, request=b"GET /a HTTP/1.1\r\nHost: example.gov\r\n\r\n", response=response, reason="OK")


def nowhere(_: Sha256) -> Capture | None:
    return None


def writer(root: Path, name: str = "run") -> WarcWriter:
    return WarcWriter(root, name=name, find_payload=nowhere)


def test_a_capture_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        written = warc.write_exchange(exchange())
    [(capture, response)] = read_captures(tmp_path, warc.path)
    assert capture == written
    assert (response.body, response.status) == (b"<p>Peace</p>", 200)
    assert response.headers == exchange().response.headers
    assert capture.captured_at == NOON.replace(microsecond=0)
    assert capture.media_type == "text/html"


def test_without_a_record_there_is_no_file(tmp_path: Path) -> None:
    with writer(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_file_bears_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        warc.write_exchange(exchange())
        assert [path.name for path in tmp_path.iterdir()] == ["run.warc.gz.open"]
    assert [path.name for path in tmp_path.iterdir()] == ["run.warc.gz"]


def test_an_error_between_records_leaves_a_whole_file(tmp_path: Path) -> None:
    def write_then_fail(warc: WarcWriter) -> None:
        with warc:
            warc.write_exchange(exchange())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_then_fail(writer(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["run.warc.gz"]


def test_a_whole_file_is_never_written_again(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        warc.write_exchange(exchange())
    with pytest.raises(StorageError, match="never written again"), writer(tmp_path) as again:
        again.write_exchange(exchange("https://example.gov/b"))


def test_the_ledger_covers_every_byte_of_the_file(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        warc.write_exchange(exchange())
        warc.write_note("https://example.gov/b", {"outcome": "skipped", "reason": "robots.txt"})
    content = (tmp_path / warc.path).read_bytes()
    end = 0
    for entry in warc.ledger:
        pointer = entry.pointer
        assert pointer.offset == end
        end += pointer.length
        assert sha256(content[pointer.offset : end]) == pointer.sha256
    assert end == len(content)
    assert [entry.record_type for entry in warc.ledger] == ["warcinfo", "request", "response", "metadata"]
    assert [entry for found in read_warc(tmp_path, warc.path) for entry in found.ledger] == warc.ledger


def test_warcio_reads_the_file_and_agrees_with_its_digests(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        warc.write_exchange(exchange())
    with (tmp_path / warc.path).open("rb") as stream:
        records = [
            (record.rec_type, record.rec_headers.get_header("WARC-Payload-Digest"), record.content_stream().read())
            for record in ArchiveIterator(stream, check_digests="raise")
        ]
    assert records[2] == ("response", f"sha256:{sha256(b'<p>Peace</p>')}", b"<p>Peace</p>")


def test_a_payload_seen_before_becomes_a_revisit_and_is_read_through_it(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        first = warc.write_exchange(exchange())
        second = warc.write_exchange(exchange("https://example.gov/b"))
    assert second.record_type is RecordType.REVISIT
    assert (second.refers_to, second.payload_sha256) == (first.id, first.payload_sha256)
    captures = dict(read_captures(tmp_path, warc.path))
    assert captures[second].body == b"<p>Peace</p>"
    assert read_payload(tmp_path, second, load={first.id: first}.get) == b"<p>Peace</p>"


def test_a_revisit_of_another_file_is_resolved_by_its_payload(tmp_path: Path) -> None:
    with writer(tmp_path, "one") as warc:
        first = warc.write_exchange(exchange())
    known = {first.payload_sha256: first}
    with WarcWriter(tmp_path, name="two", find_payload=known.get) as warc:
        second = warc.write_exchange(exchange("https://example.gov/b"))
    [(capture, response)] = read_captures(tmp_path, "two.warc.gz", resolve=known.get)
    assert (capture, response.body) == (second, b"<p>Peace</p>")


def test_the_same_observation_is_not_stored_twice(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        first = warc.write_exchange(exchange())
        length = len(warc.ledger)
        assert warc.write_exchange(exchange()) == first
        assert len(warc.ledger) == length


def test_an_imported_file_is_one_resource_record(tmp_path: Path) -> None:
    content = b'{"posts": []}'
    url = f"urn:sha256:{sha256(content)}"
    with writer(tmp_path) as warc:
        written = warc.write_resource(url, content, "application/json", NOON)
        assert warc.write_resource(url, content, "application/json", NOON.replace(year=2021)) == written
    [(capture, response)] = read_captures(tmp_path, warc.path)
    assert capture == written
    assert (capture.status, capture.media_type, response.body) == (None, "application/json", content)


def large_file(folder: Path) -> Path:
    path = folder / "dump.jsonl"
    with path.open("wb") as stream:
        for number in range(MOST_HELD_BYTES // 1000 + 100):
            stream.write(b'{"number": %7d, "padding": "%s"}\n' % (number, b"x" * 970))
    return path


def test_a_large_file_is_the_same_record_and_is_read_in_pieces(tmp_path: Path) -> None:
    path = large_file(tmp_path)
    digest, size = hash_file(path)
    assert size > MOST_HELD_BYTES
    with writer(tmp_path) as warc:
        warc.write_exchange(exchange())
        written = warc.write_file("urn:sha256:x", path, "application/json", NOON)
        assert warc.write_file("urn:sha256:x", path, "application/json", NOON.replace(year=2021)) == written
        warc.write_exchange(exchange(url="https://example.gov/b", body=b"after"))
    *_, (capture, response), (_, after) = read_captures(tmp_path, warc.path)
    assert capture == written
    assert (capture.payload_sha256, capture.payload_length, response.body, after.body) == (digest, size, b"", b"after")
    assert isinstance(response, LargeResponse)
    assert b"".join(response.pieces()) == b"".join(response.pieces()) == path.read_bytes() == read_payload(tmp_path, capture)
    stored = (tmp_path / warc.path).read_bytes()
    assert [sha256(stored[e.pointer.offset :][: e.pointer.length]) for e in warc.ledger] == [
        e.pointer.sha256 for e in warc.ledger
    ]
    assert sum(entry.pointer.length for entry in warc.ledger) == len(stored)
    with (tmp_path / warc.path).open("rb") as stream:
        records = list(ArchiveIterator(stream, check_digests="raise"))
        assert [record.rec_type for record in records][-3:] == ["resource", "request", "response"]


@pytest.mark.parametrize("place", ["head", "middle", "end"])
def test_an_altered_byte_of_a_large_file_is_refused(tmp_path: Path, place: str) -> None:
    with writer(tmp_path) as warc:
        capture = warc.write_file("urn:sha256:x", large_file(tmp_path), "application/json", NOON)
    path = tmp_path / warc.path
    content = bytearray(path.read_bytes())
    start, length = capture.pointer.offset, capture.pointer.length
    content[{"head": start + 40, "middle": start + length // 2, "end": start + length - 6}[place]] ^= 1
    path.write_bytes(content)
    with pytest.raises(WarcError):
        list(read_captures(tmp_path, warc.path))


def test_a_redirect_keeps_where_it_points(tmp_path: Path) -> None:
    hop = exchange(status=301)
    moved = replace(hop, response=replace(hop.response, headers=(("Location", "/b"),), body=b""))
    with writer(tmp_path) as warc:
        assert warc.write_exchange(moved).location == "https://example.gov/b"


def test_a_note_is_read_back_with_its_fields(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        warc.write_note("https://example.gov/b", {"outcome": "unchanged", "reason": "304"}, noted_at=NOON)
    [found] = read_warc(tmp_path, warc.path)
    assert found.note is not None
    assert (found.note.url, found.note.fields["reason"]) == ("https://example.gov/b", "304")


@pytest.mark.parametrize("plain", [False, True])
def test_another_archives_records_are_copied_as_they_are(tmp_path: Path, plain: bool) -> None:
    with writer(tmp_path / "theirs", "crawl") as warc:
        theirs = warc.write_exchange(exchange())
        warc.write_exchange(exchange("https://example.gov/b"))
    source = tmp_path / "theirs" / warc.path
    if plain:
        source.write_bytes(gzip.decompress(source.read_bytes()))
    members = [raw for raw in iterate_members(source) if isinstance(raw, bytes)]
    with writer(tmp_path / "ours") as ours:
        ours.write_exchange(exchange("https://example.gov/own", b"own"))
        copied = [capture for raw in members if (capture := ours.copy_record(raw, "crawl.warc.gz"))]
        ours.write_exchange(exchange("https://example.gov/later", b"later"))
    assert copied[0].id == theirs.id
    content = (tmp_path / "ours" / ours.path).read_bytes()
    assert plain or all(raw in content for raw in members)
    read = [capture for capture, _ in read_captures(tmp_path / "ours", ours.path)]
    assert [capture.origin for capture in read] == [None, "crawl.warc.gz", "crawl.warc.gz", None]
    assert read[1:3] == copied


def test_a_file_compressed_as_a_whole_is_cut_into_its_records(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        warc.write_exchange(exchange())
    source = tmp_path / warc.path
    source.write_bytes(gzip.compress(gzip.decompress(source.read_bytes())))
    assert len(list(iterate_members(source))) == 3


def test_a_stored_body_in_chunks_is_joined(tmp_path: Path) -> None:
    block = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nPeace\r\n1\r\n!\r\n0\r\n\r\n"
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: <https://example.gov/>\r\n"
        f"WARC-Date: 2020-10-27T10:00:00Z\r\nContent-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    with writer(tmp_path) as warc:
        capture = warc.copy_record(head.encode() + block + b"\r\n\r\n", "wget.warc")
    assert capture is not None
    assert (capture.url, capture.payload_sha256) == ("https://example.gov/", sha256(b"Peace!"))


def test_an_altered_byte_is_refused_when_read_by_offset(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        capture = warc.write_exchange(exchange())
    path = tmp_path / warc.path
    content = bytearray(path.read_bytes())
    content[capture.pointer.offset + 40] ^= 1
    path.write_bytes(content)
    with pytest.raises(WarcError, match="altered or torn"):
        read_payload(tmp_path, capture)


def test_a_pointer_cannot_leave_the_root(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        capture = warc.write_exchange(exchange())
    outside = replace(capture, pointer=replace(capture.pointer, path="../secret"))
    with pytest.raises(WarcError, match="leaves"):
        read_payload(tmp_path, outside)


def test_an_address_cannot_write_header_lines(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="control characters"), writer(tmp_path) as warc:
        warc.write_exchange(exchange("https://example.gov/\r\nWARC-Type: request"))


def test_a_captures_id_is_its_address_instant_and_payload(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        capture = warc.write_exchange(exchange())
    assert capture.id == capture_id(capture.url, NOON, capture.payload_sha256)


@pytest.mark.parametrize(("status", "is_redirect"), [(201, False), (299, False), (300, True), (399, True), (404, False)])
def test_only_a_redirect_leads_elsewhere_whatever_its_headers_name(tmp_path: Path, status: int, is_redirect: bool) -> None:
    response = Response(url="https://example.gov/a", status=status, headers=(("Location", "/b"),), body=b"")
    with WarcWriter(tmp_path, name="run", find_payload=lambda _: None) as warc:
        written = warc.write_exchange(
            Exchange(fetched_at=datetime(2020, 10, 27, tzinfo=UTC), request=b"GET / HTTP/1.1\r\n\r\n", response=response)
        )
    assert written.location == ("https://example.gov/b" if is_redirect else None)


@pytest.mark.parametrize(("length", "is_read"), [(1 << 20, True), ((1 << 20) + 1, False)])
def test_a_head_of_up_to_a_mebibyte_is_read(length: int, is_read: bool) -> None:
    start = b"WARC/1.0\r\nContent-Length: 0\r\nX: "
    head = start + b"a" * (length - len(start) - 2) + b"\r\n"
    stream = io.BytesIO(head + b"\r\n\r\n\r\n")
    if is_read:
        assert [offset for offset, _ in split_members(stream, "a.warc")] == [0]
        return
    with pytest.raises(WarcError, match="expected the head"):
        list(split_members(stream, "a.warc"))
