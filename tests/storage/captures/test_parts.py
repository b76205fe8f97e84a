"""What each word of a WARC does, and what each damage to its bytes costs: records of every kind, read and recovered.

See `tests.expected` for ``whole/*.expected.txt``.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.captures import read_warc
from storage.captures.digests import digest_agrees, read_digest
from storage.captures.http import join_chunks, split_message
from storage.captures.observe import read_warc_date
from storage.captures.recover import find_whole_records, recover
from storage.captures.warc_heads import parse_named
from storage.errors import WarcError
from storage.model.codec import encode
from tests.expected import expect
from tests.varying import flatten, tell_words

FOLDER = Path(__file__).parent / "whole"
BODY = b"<p>Peace</p>"
SHA256 = hashlib.sha256(BODY).hexdigest()
SHA1 = base64.b32encode(hashlib.sha1(BODY, usedforsecurity=False).digest()).decode()
HTTP = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nX-Folded: a\r\n b\r\n\r\n<p>Peace</p>"


APART = "\f"
"""Parts the records of a text; it is no part of a word."""


def write_record(kind: str, block: str, *fields: str, length: str | None = None, version: str = "WARC/1.1") -> str:
    named = [f"WARC-Type: {kind}", "WARC-Target-URI: https://m.example/a", "WARC-Date: 2020-10-27T12:00:00Z"]
    lines = [version, *named, f"WARC-Record-ID: <urn:uuid:{kind}>", *fields, f"Content-Length: {length or len(block.encode())}"]
    return "\r\n".join(lines) + f"\r\n\r\n{block}\r\n\r\n"


OURS = write_record(
    "response",
    HTTP,
    "Content-Type: application/http; msgtype=response",
    f"WARC-Payload-Digest: sha256:{SHA256}",
    f"WARC-Block-Digest: sha256:{hashlib.sha256(HTTP.encode()).hexdigest()}",
)
RECORDS = {
    "response": OURS,
    "sha1": write_record("response", HTTP, "Content-Type: application/http", f"WARC-Payload-Digest: sha1:{SHA1}"),
    "resource": write_record("resource", "A dump", "Content-Type: text/plain; charset=utf-8"),
    "revisit": OURS
    + APART
    + write_record(
        "revisit",
        "HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n",
        "Content-Type: application/http",
        f"WARC-Payload-Digest: sha256:{SHA256}",
        "WARC-Refers-To: <urn:uuid:response>",
        "WARC-Refers-To-Target-URI: https://m.example/a",
        "WARC-Refers-To-Date: 2020-10-27T12:00:00Z",
        "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
    ),
    "others": APART.join(
        (write_record("warcinfo", "software: other/1"), write_record("request", "GET /a HTTP/1.1\r\n\r\n"), OURS)
    ),
    "chunked": write_record(
        "response", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>Pe\r\n7;x\r\nace</p>\r\n0\r\n\r\n"
    ),
}


def pack(text: str) -> bytes:
    """Pack each record of a text as a member of its own."""
    return b"".join(gzip.compress(part.encode(), mtime=0) for part in text.split(APART))


def read(folder: Path, packed: bytes) -> dict[str, str]:
    (folder / "a.warc.gz").write_bytes(packed)
    told: dict[str, str] = {}
    try:
        for number, found in enumerate(read_warc(folder, "a.warc.gz")):
            told |= {
                f"{number}{key}": value for key, value in flatten(tell(found)) if "pointer" not in key and ".raw" not in key
            }
    except WarcError as error:
        told["error"] = str(error)
    return told


def tell(found: object) -> object:
    """Tell what was found as plain values: each field of the record, its capture and its response."""
    return json.loads(
        json.dumps(found, default=lambda each: encode(each) if hasattr(each, "__dataclass_fields__") else str(each))
    )


@pytest.mark.parametrize("name", RECORDS)
def test_each_word_of_a_record_is_read_or_its_lack_is_told(name: str, tmp_path: Path) -> None:
    expect(FOLDER / f"record-{name}.expected.txt", tell_words(RECORDS[name], lambda text: read(tmp_path, pack(text))))


def test_each_cut_of_a_file_leaves_its_whole_records(tmp_path: Path) -> None:
    packed = pack(RECORDS["others"])
    mark = packed.index(b"\x1f\x8b", 1)

    def tell_all() -> Iterator[str]:
        for size in (0, 1, 2, 9, mark - 1, mark, mark + 1, len(packed) // 2, len(packed) - 1, len(packed)):
            (tmp_path / "run.warc.gz.open").write_bytes(packed[:size])
            found = list(find_whole_records(packed[:size], "x"))
            left = re.sub(r"/\S*/", "", str(recover(tmp_path)))
            yield f"{size}: {found} {left} {sorted(each.name for each in tmp_path.iterdir())}"
            for each in tmp_path.iterdir():
                each.unlink()

    expect(FOLDER / "cuts.expected.txt", tell_all())


MESSAGES = [
    HTTP,
    "HTTP/1.1 200 OK\n\nbody\r\n\r\nmore",
    "HTTP/2 404\r\n\r\n",
    "http/1.0 0200 x\r\n\r\n",
    "HTTP/1.1 99 x\r\n\r\n",
    "HTTP/1.1 000 x\r\n\r\n",
    "HTTP/1.1\r\n\r\n",
    "ICY 200 OK\r\n\r\n",
    "HTTP/1.1 200 OK",
    "",
    "HTTP/1.1 200 OK\r\n: a\r\nno colon\r\n b\r\nA:b:c\r\nA: d\r\n\r\nx",
    "HTTP/1.1 200 OK\r\n leading\r\nX-Crawler-Transfer-Encoding: chunked\r\n\r\nx",
]
CHUNKS = [
    "",
    "0\r\n\r\n",
    "3\r\nabc\r\n0\r\n\r\n",
    "A\r\n0123456789\r\n0\r\n",
    "3\r\nabcd\r\n0\r\n\r\n",
    "x\r\nabc\r\n",
    "3\r\nabc",
    "-1\r\nabc\r\n0\r\n",
    "3;n=v\r\nabc\r\n00\r\n\r\nz",
    " 3 \r\nabc\r\n0\r\n",
]
DATES = [
    "2020-10-27T12:00:00Z",
    "2020-10-27T12:00:00.5Z",
    "2020-10-27",
    "2020-10",
    "2020",
    "1989-12-31T23:59:59Z",
    "1990-01-01T00:00:00Z",
    "20201027120000",
    "2020-10-27T12:00:00+04:00",
    "x",
    "",
    "2999-01-01T00:00:00Z",
]
DIGESTS = [
    f"sha256:{SHA256}",
    f"SHA-256:{SHA256.upper()}",
    f"sha1:{SHA1}",
    f"sha1:{SHA1.lower()}",
    f"sha256:{SHA256[:-1]}",
    f"sha256:{SHA256}0",
    "sha1:x",
    "md5:0",
    "other:1",
    SHA256,
    "",
    " sha1 : ",
]


def test_the_parts_of_records_are_read_or_refused() -> None:
    def tell_all() -> Iterator[str]:
        yield from (f"{message!r}: {split_message(message.encode())}" for message in MESSAGES)
        yield from (f"{body!r}: {join_chunks(body.encode())!r}" for body in CHUNKS)
        yield from (
            f"{stated}: {read_digest(stated)} {digest_agrees(stated, BODY)} {digest_agrees(stated, b'')}" for stated in DIGESTS
        )
        head, _, _ = OURS.encode().partition(b"\r\n\r\n")
        yield f"{parse_named(head)}"
        for date in DATES:
            try:
                yield f"{date}: {read_warc_date(date).isoformat()}"
            except (WarcError, ValueError) as error:
                yield f"{date}: {error}"

    expect(FOLDER / "heads.expected.txt", tell_all())
