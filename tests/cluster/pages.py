"""A WARC of small invented pages of twenty declared sources, to be replayed."""

from __future__ import annotations

import hashlib
import io
import tomllib
import uuid
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.registry.declared_sources import load_sources

_PAGES = Path(__file__).parents[1] / "sources"
_MARK = b"[Sample text, written for On Record.]"


def choose_sources(number: int) -> list[str]:
    """Choose declared sources that have an invented page in HTML, in the order of their ids."""
    declared = sorted(source.id for source in load_sources())
    return [id_ for id_ in declared if any(_list_pages(id_))][:number]


def build_warc(path: Path, sources: list[str], *, copies: int) -> int:
    """Write a WARC with some copies of each page of some sources, each under its own address; returns their number."""
    count = 0
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True, warc_version="1.1")
        for source in sources:
            for name, url in _list_pages(source):
                body = (_PAGES / source / name).read_bytes()
                for copy in range(copies):
                    _write_page(writer, f"{url}{'&' if '?' in url else '?'}copy={copy}", _mark(body, copy), count)
                    count += 1
    return count


def _list_pages(source: str) -> list[tuple[str, str]]:
    path = _PAGES / source / "addresses.toml"
    addresses = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    return [(name, url) for name, url in addresses.items() if name.endswith(".html")]


def _mark(body: bytes, copy: int) -> bytes:
    """Make a page's text its own, so that its copies are revisions of different words."""
    return body.replace(_MARK, b"[Sample text %d, written for On Record.]" % copy)


def _write_page(writer: WARCWriter, url: str, body: bytes, number: int) -> None:
    head = StatusAndHeaders(
        "200 OK",
        [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))],
        protocol="HTTP/1.1",
    )
    block = head.to_bytes() + body
    named = {
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url)}>",
        "WARC-Date": f"2020-10-28T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}Z",
        "WARC-Block-Digest": f"sha256:{hashlib.sha256(block).hexdigest()}",
        "WARC-Payload-Digest": f"sha256:{hashlib.sha256(body).hexdigest()}",
    }
    writer.write_record(writer.create_warc_record(url, "response", io.BytesIO(body), len(body), "", named, http_headers=head))
