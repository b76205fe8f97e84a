"""Make sample.warc.gz from pages.toml and the pages beside it: the same bytes whenever it is run.

Run ``python -m pipeline.sample.build`` after changing a page.
"""

from __future__ import annotations

import hashlib
import io
import tomllib
import uuid
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

FOLDER = Path(__file__).parent
_PROTOCOL = "HTTP/1.1"


def build_sample() -> bytes:
    """Return the sample as a gzip WARC file, one response for each page of pages.toml."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    for page in tomllib.loads((FOLDER / "pages.toml").read_text("utf-8"))["page"]:
        _write_page(writer, page, (FOLDER / "pages" / page["file"]).read_bytes())
    return out.getvalue()


def _write_page(writer: WARCWriter, page: dict[str, Any], body: bytes) -> None:
    head = StatusAndHeaders(
        page.get("status", "200 OK"),
        [("Content-Type", page["media_type"]), ("Content-Length", str(len(body)))],
        protocol=_PROTOCOL,
    )
    block = head.to_bytes() + body
    named = {
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, page['url'])}>",
        "WARC-Date": page["captured_at"],
        "WARC-Block-Digest": f"sha256:{hashlib.sha256(block).hexdigest()}",
        "WARC-Payload-Digest": f"sha256:{hashlib.sha256(body).hexdigest()}",
    }
    writer.write_record(
        writer.create_warc_record(page["url"], "response", io.BytesIO(body), len(body), "", named, http_headers=head)
    )


if __name__ == "__main__":
    (FOLDER / "sample.warc.gz").write_bytes(build_sample())
