"""Derive and load pages of a declared source, beside parsing them only (bs4 with lxml, lexbor) and raw executemany."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bs4 import BeautifulSoup
from pysqlite3 import dbapi2 as sqlite3
from selectolax.lexbor import LexborHTMLParser

from benchmarks.figures import Timing, print_rate, time_side_by_side
from pipeline.home import Home
from pipeline.registry.declared_sources import get_source
from pipeline.registry.language_files import load_vocabulary
from pipeline.run.collect.deriving import make_context
from pipeline.run.collect.loading import load_ticket
from pipeline.run.collect.ticket import Ticket, name_warc, new_ticket
from pipeline.sample.build import FOLDER
from pipeline.stages.derive import derive
from pipeline.stages.parse import parse
from storage.captures import WarcWriter, read_captures
from storage.loading.shards import write_shard
from storage.model import Capture, Derived, Exchange, Response, WarcRecord

PAGES = 120
PAGE_BYTES = 61_000
_URL = "https://www.mfa.am/en/interviews-articles-and-comments/2020/10/26/on-record-bench/{number}"
_MENU = "<li class='item'><a href='/en/section/{0}' title='Section {0}'>Section number {0} of the menu</a></li>\n"
_PARAGRAPHS = 12
_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo zu".split()


def main() -> None:
    """Print pages and megabytes a CPU second for each step, with ratios to the peers."""
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder))


def _measure(folder: Path) -> None:
    home = Home(root=folder / "archive")
    bodies = [_make_page(number) for number in range(PAGES)]
    ticket = _capture(home, bodies)
    captures = list(read_captures(home.warc, str(ticket.warc)))
    lines = [_derive(capture, response) for capture, response in captures]
    megabytes = sum(len(body) for body in bodies) / 1e6
    source, words = get_source("am_mfa"), load_vocabulary()
    timings = time_side_by_side(
        {
            "bs4 with lxml, parse only": lambda: [BeautifulSoup(body, "lxml") for body in bodies],
            "lexbor, parse only": lambda: [LexborHTMLParser(body) for body in bodies],
            "parse to the document": lambda: [parse(response, source=source, words=words) for _, response in captures],
            "derive with quotes": lambda: [_derive(capture, response) for capture, response in captures],
            "load": lambda: _load(home, ticket, lines),
            "sqlite3.executemany": lambda: _load_raw(folder, lines),
        }
    )
    for name in ("parse to the document", "derive with quotes", "lexbor, parse only"):
        print_rate("derive", name, timings[name], count=PAGES, unit="pages", peer=timings["bs4 with lxml, parse only"])
        print_rate("derive", f"{name}, bytes", timings[name], count=megabytes, unit="MB", peer=timings["lexbor, parse only"])
    print_rate("derive", "load", timings["load"], count=PAGES, unit="pages", peer=timings["sqlite3.executemany"])
    quotes = sum(len(document.quotes) for line in lines for document in line.documents)
    print_rate("derive", "load, quotes", timings["load"], count=quotes, unit="quotes", peer=timings["sqlite3.executemany"])
    both = Timing(seconds=tuple(map(sum, zip(timings["derive with quotes"].seconds, timings["load"].seconds, strict=True))))
    print_rate("derive", "derive and load", both, count=PAGES, unit="pages", peer=timings["bs4 with lxml, parse only"])


def _make_page(number: int) -> bytes:
    """Make a page like the sample's of the Armenian ministry, with a menu that brings it to a government page's size."""
    page = (FOLDER / "pages" / "am_mfa.html").read_text("utf-8")
    dice = random.Random(number)  # noqa: S311 -- words, no secrets
    words = "".join(_make_paragraph(dice) for _ in range(_PARAGRAPHS))
    page = page.replace("[Sample text:", f"{words}[Sample text:", 1)
    missing = PAGE_BYTES - len(page.encode())
    menu = "".join(_MENU.format(entry) for entry in range(missing // len(_MENU)))
    return page.replace('<ul class="menu">', f'<ul class="menu">{menu}', 1).encode()


def _make_paragraph(dice: random.Random) -> str:
    """Make a paragraph of invented words, half of it a quotation: no two alike, as with a ministry's comments."""
    said, quoted = (" ".join(_make_word(dice) for _ in range(25)) for _ in range(2))
    return f"<p>{said.capitalize()}. The Foreign Ministry said: “{quoted.capitalize()}.”</p>\n"


def _make_word(dice: random.Random) -> str:
    return "".join(dice.choices(_SYLLABLES, k=dice.randint(1, 4)))


def _capture(home: Home, bodies: Sequence[bytes]) -> Ticket:
    ticket = new_ticket("am_mfa", {})
    at = datetime(2020, 10, 28, tzinfo=UTC)
    headers = (("Content-Type", "text/html; charset=UTF-8"),)
    with WarcWriter(home.warc, name=name_warc(ticket), find_payload=lambda _: None) as writer:
        for number, body in enumerate(bodies):
            response = Response(url=_URL.format(number=number), status=200, headers=headers, body=body)
            writer.write_exchange(Exchange(fetched_at=at, request=b"", response=response))
        return replace(ticket, warc=writer.path)


def _derive(capture: Capture, response: Response) -> Derived:
    return next(derive(capture, response, make_context(get_source("am_mfa"), capture)))


def _load(home: Home, ticket: Ticket, lines: Sequence[Derived]) -> None:
    """Load the lines into an archive of their own, through a shard, as a run does."""
    fresh = Home(root=home.root.with_name("fresh"))
    shutil.rmtree(fresh.root, ignore_errors=True)
    name = "am_mfa/bench.derived.jsonl"
    ledger = tuple(replace(line, ledger=_ledger(line)) for line in lines)
    write_shard(fresh.warc / name, ledger)
    load_ticket(fresh, replace(ticket, derived=name))


def _ledger(line: Derived) -> tuple[WarcRecord, ...]:
    if line.capture is None:
        return ()
    return (WarcRecord(pointer=line.capture.pointer, record_id="", record_type="response", url=line.capture.url),)


def _load_raw(folder: Path, lines: Sequence[Derived]) -> None:
    """Put the same documents and quotes into two bare tables."""
    path = folder / "raw.db"
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path)
    db.execute("create table documents (id text primary key, url text, title text, text text)")
    db.execute("create table quotes (id text primary key, document text, exact text, start integer, end integer, speaker text)")
    documents = [document for line in lines for document in line.documents]
    db.executemany("insert into documents values (?, ?, ?, ?)", [(d.id, d.url, d.title, d.text) for d in documents])
    rows = [(q.id, d.id, q.exact, q.start, q.end, q.speaker) for d in documents for q in d.quotes]
    db.executemany("insert into quotes values (?, ?, ?, ?, ?, ?)", rows)
    db.commit()
    db.close()
