"""An invented web archive on the loopback server: its index, its raw mementos, and Save Page Now."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.loopback.server import Program, Visit

WHEN = "Tue, 27 Oct 2020 10:00:00 GMT"


def make_page(words: str) -> bytes:
    body = f"<h1>Statement</h1><p>{words} The Ministry calls for restraint and for dialogue between all sides.</p>" * 4
    return f"<html><head><title>Statement</title></head><body>{body}</body></html>".encode()


@dataclass(frozen=True)
class Row:
    """A capture: its instant in 14 digits, its status, and its body or the target of its redirect."""

    timestamp: str
    status: int = 200
    body: bytes = b""
    target: str = ""
    digest: str = ""
    length: str = "1234"
    mimetype: str = "text/html"

    def write(self, url: str) -> str:
        digest = self.digest or f"{hash((self.status, self.body, self.target)) & 0xFFFFFF:X}"
        status = "-" if self.mimetype == "warc/revisit" else str(self.status)
        return f"example,ministry)/ {self.timestamp} {url} {self.mimetype} {status} {digest} {self.length}"


@dataclass
class WebArchive:
    """The captures of one address, and how jobs of Save Page Now go: each answer in ``jobs`` is returned once, in turn."""

    url: str
    rows: list[Row] = field(default_factory=list)
    accepted: dict[str, Any] = field(default_factory=lambda: {"url": "x", "job_id": "spn2-1"})
    accepted_status: str = "200 OK"
    jobs: list[dict[str, Any]] = field(default_factory=list)
    posted: list[tuple[dict[str, list[str]], str]] = field(default_factory=list)
    base: str = ""

    def programs(self) -> dict[str, Program]:
        return {"/cdx/search/cdx": self._index, "/save": self._save, "/save/status/spn2-1": self._status, "*": self._replay}

    def _index(self, visit: Visit) -> None:
        asked = parse_qs(urlsplit(visit.path).query)
        first, last = asked.get("from", ["0"])[0], asked.get("to", ["9"])[0]
        rows = [row for row in self.rows if first <= row.timestamp[:8] and row.timestamp[: len(last)] <= last]
        known = asked["url"] == [self.url]
        visit.reply("".join(f"{row.write(self.url)}\n" for row in rows if known).encode(), Content_Type="text/plain")

    def _replay(self, visit: Visit) -> None:
        found = [row for row in self.rows if visit.path == f"/web/{row.timestamp}id_/{self.url}"]
        if not found:
            visit.reply(b"<title>Wayback Machine</title><p>not archived</p>", "404 Not Found", Content_Type="text/html")
            return
        row = found[0]
        fields = {"Content_Type": "text/html", "Memento_Datetime": WHEN}
        if row.target:
            fields["Location"] = f"{self.base}/web/{row.timestamp}id_/{row.target}"
        visit.reply(row.body, f"{row.status} As Archived", **fields)

    def _save(self, visit: Visit) -> None:
        body = visit.head.partition("\r\n\r\n")[2]
        while len(body) < int(visit.fields["content-length"]):
            body += visit.sock.recv(65536).decode()
        self.posted.append((parse_qs(body), visit.fields.get("authorization", "")))
        visit.reply(json.dumps(self.accepted).encode(), self.accepted_status, Content_Type="application/json")

    def _status(self, visit: Visit) -> None:
        job = self.jobs.pop(0) if self.jobs else {"status": "pending"}
        visit.reply(json.dumps(job).encode(), Content_Type="application/json")
