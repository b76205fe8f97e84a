"""However a WARC was torn or altered, recovering keeps every whole record and nothing else."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.captures import WarcWriter, read_warc, recover
from storage.model import Exchange, Response
from storage.model.identity import sha256

NOON = datetime(2020, 10, 27, 12, tzinfo=UTC)


@cache
def whole_file() -> tuple[bytes, tuple[tuple[int, int], ...]]:
    """Give the bytes of a WARC with captures, a revisit and a note, and the spans of its records."""
    root = Path(tempfile.mkdtemp())
    with WarcWriter(root, name="run", find_payload=lambda _: None) as warc:
        for number in range(4):
            body = bytes(range(256)) * number + b"\x1f\x8b\x08 looks like a member"
            response = Response(url=f"https://example.gov/{number % 3}", status=200, headers=(), body=body)
            warc.write_exchange(Exchange(fetched_at=NOON, request=b"GET / HTTP/1.1\r\n\r\n", response=response))
        warc.write_note("https://example.gov/x", {"outcome": "failed", "reason": "timeout"})
    content = (root / warc.path).read_bytes()
    spans = tuple((entry.pointer.offset, entry.pointer.offset + entry.pointer.length) for entry in warc.ledger)
    shutil.rmtree(root)
    return content, spans


def recovered_bytes(left: bytes) -> bytes | None:
    root = Path(tempfile.mkdtemp())
    try:
        (root / "run.warc.gz.open").write_bytes(left)
        [result] = recover(root)
        assert recover(root) == ()
        if result.path is None:
            assert list(root.iterdir()) == []
            return None
        content = (root / result.path).read_bytes()
        ledger = [entry.pointer for found in read_warc(root, result.path) for entry in found.ledger]
        assert sum(pointer.length for pointer in ledger) == len(content)
        assert result.lost_bytes == len(left) - len(content)
        return content
    finally:
        shutil.rmtree(root)


def still_whole(left: bytes) -> bytes:
    """Join the records of the undamaged file whose bytes are all still there."""
    content, spans = whole_file()
    return b"".join(content[start:end] for start, end in spans if left[start:end] == content[start:end])


@given(st.data())
def test_a_torn_file_keeps_every_whole_record(data: st.DataObject) -> None:
    content, spans = whole_file()
    edges = [edge + step for _, edge in spans for step in (-1, 0, 1)]
    cut = data.draw(st.integers(0, len(content)) | st.sampled_from(edges))
    kept = recovered_bytes(content[:cut])
    expected = still_whole(content[:cut])
    assert (kept or b"") == (expected if len(expected) > spans[0][1] else b"")


@given(st.data())
@settings(max_examples=150)
def test_a_flipped_bit_loses_at_most_its_own_record(data: st.DataObject) -> None:
    content, spans = whole_file()
    at = data.draw(st.integers(0, len(content) - 1))
    altered = bytearray(content)
    altered[at] ^= 1 << data.draw(st.integers(0, 7))
    kept = recovered_bytes(bytes(altered)) or b""
    [hit] = [(start, end) for start, end in spans if start <= at < end]
    # Some bits of a gzip head (its time, its system) mean nothing to what it holds: such a record is whole as it lies.
    assert kept in (still_whole(bytes(altered)), bytes(altered)), hit


@given(st.binary(max_size=40), st.sampled_from([b"\x00" * 50, b"\x1f\x8b\x08", b"WARC/1.1\r\n\r\n", b"\x1f\x8b\x08" * 9]))
def test_what_is_no_record_is_cut_off(noise: bytes, tail: bytes) -> None:
    content, _ = whole_file()
    assert recovered_bytes(content + noise + tail) == content


def test_nothing_captured_leaves_no_file() -> None:
    _, spans = whole_file()
    assert recovered_bytes(b"") is None
    assert recovered_bytes(whole_file()[0][: spans[0][1] + 1]) is None


def test_a_file_with_a_damaged_middle_is_kept_beside_the_recovered_one(tmp_path: Path) -> None:
    content, spans = whole_file()
    start, end = spans[2]
    damaged = content[: start + 20] + bytes(20) + content[start + 40 :]
    (tmp_path / "run.warc.gz.open").write_bytes(damaged)
    recover(tmp_path)
    assert (tmp_path / "run.warc.gz.damaged").read_bytes() == damaged
    assert (tmp_path / "run.warc.gz").read_bytes() == content[:start] + content[end:]


def test_digests_of_the_example_are_not_all_the_same() -> None:
    content, spans = whole_file()
    assert len({sha256(content[start:end]) for start, end in spans}) == len(spans)
