"""The digests that WARC records state, as several tools write them."""

from __future__ import annotations

import base64
import gzip
import hashlib
from pathlib import Path

import pytest

from storage.captures.digests import digest_agrees, read_digest
from storage.captures.large import check_large
from storage.errors import WarcError

CONTENT = b"The cease-fire holds."
SHA1 = hashlib.sha1(CONTENT, usedforsecurity=False).digest()


@pytest.mark.parametrize(
    "stated",
    [
        f"sha1:{base64.b32encode(SHA1).decode()}",
        f"sha1:{base64.b32encode(SHA1).decode().lower()}",
        f"SHA-1:{SHA1.hex().upper()}",
        f" sha256:{hashlib.sha256(CONTENT).hexdigest()} ",
        f"md5:{hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()}",
        f"sha512:{hashlib.sha512(CONTENT).hexdigest()}",
        "blake3:00",
    ],
)
def test_a_digest_agrees_in_each_form_that_tools_write(stated: str) -> None:
    assert digest_agrees(stated, CONTENT)
    assert stated == "blake3:00" or not digest_agrees(stated, CONTENT + b" ")


@pytest.mark.parametrize("stated", ["sha256:xyz", "sha1:", "md5:0189é", "sha256"])
def test_an_unreadable_digest_of_a_known_algorithm_does_not_agree(stated: str) -> None:
    assert read_digest(stated) is None
    assert not digest_agrees(stated, CONTENT)


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_large_record_is_checked_by_the_digest_it_states(tmp_path: Path, algorithm: str) -> None:
    path = tmp_path / "large.warc.gz"
    for block, agrees in ((CONTENT, True), (CONTENT.replace(b"holds", b"fails"), False)):
        stated = f"{algorithm}:{base64.b32encode(hashlib.new(algorithm, CONTENT).digest()).decode()}"
        head = f"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Block-Digest: {stated}\r\nContent-Length: {len(block)}\r\n\r\n"
        path.write_bytes(gzip.compress(head.encode() + block + b"\r\n\r\n"))
        if agrees:
            assert check_large(path, path.name, 0, path.stat().st_size).large is not None
        else:
            with pytest.raises(WarcError, match="altered"):
                check_large(path, path.name, 0, path.stat().st_size)
