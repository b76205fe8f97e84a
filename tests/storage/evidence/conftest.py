"""A small archive over a real WARC: two pages, one of them seen twice, and a note."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from storage.captures import WarcWriter, read_warc
from storage.captures.index import find_payload
from storage.database.archive import open_writer
from storage.model import Capture, Derived, Document, Exchange, Response
from storage.model.identity import document_id
from tests.storage.lines import NOON, VERSION, load, make_document

PAGES = (("https://example.gov/a", "Peace.\nNow."), ("https://example.gov/b", "War is over."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """An archive being written and the root of its WARC files."""

    db: Database
    path: Path
    root: Path

    def id_of(self, noun: str, url: str = PAGES[0][0]) -> str:
        """Give the first id of a noun that belongs to a page."""
        sql = {
            "quote": "SELECT q.id FROM quotes q JOIN documents d ON d.seq = q.document WHERE d.id = ? ORDER BY q.seq",
            "revision": "SELECT r.id FROM revisions r JOIN documents d ON d.seq = r.document WHERE d.id = ?",
            "document": "SELECT id FROM documents WHERE id = ?",
            "capture": "SELECT capture FROM observations o JOIN documents d ON d.seq = document WHERE d.id = ? ORDER BY o.seq",
        }[noun]
        return str(self.db.execute(sql, (document_id(url=make_document(url, "").url),)).fetchone()[0])


def write(home: Home, name: str, *pages: tuple[str, str], hours: int = 0) -> str:
    """Capture pages whose text is their body, and load them in a run named like the file."""
    find = lambda payload: find_payload(home.db, payload)  # noqa: E731 - named for the reader's sake
    with WarcWriter(home.root, name=name, find_payload=find) as warc:
        for url, text in pages:
            response = Response(url=url, status=200, headers=(("Content-Type", "text/plain"),), body=text.encode())
            exchange = Exchange(fetched_at=NOON + timedelta(hours=hours), request=b"GET / HTTP/1.1\r\n\r\n", response=response)
            warc.write_exchange(exchange)
        warc.write_note("https://example.gov/c", {"outcome": "unchanged"}, noted_at=NOON)
    lines = []
    for found in read_warc(home.root, warc.path, resolve=find):
        documents: tuple[Document, ...] = ()
        if found.capture and found.response:
            documents = (make_document(found.capture.url, found.response.body.decode()),)
        lead = found.capture.url if found.capture else None
        lines.append(Derived(code_version=VERSION, capture=found.capture, lead=lead, documents=documents, ledger=found.ledger))
    load(home.db, *lines, run=name, warc=warc.path)
    return warc.path


def derive_text(capture: Capture, response: Response, document: str) -> str | None:
    """Derive a page's text as ``write`` did."""
    made = make_document(capture.url, response.body.decode())
    return made.text if made.id == document else None


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    path = tmp_path / "archive.db"
    with open_writer(path) as db:
        made = Home(db=db, path=path, root=tmp_path / "warc")
        write(made, "one", *PAGES)
        yield made
