"""Loading twice is loading once, and the order of shards does not matter to what the archive holds."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from storage.database.archive import open_writer
from storage.evidence import redact
from storage.evidence.doctor import diagnose
from storage.model import Derived
from storage.search.search import search
from tests.storage.lines import NOON, load, make_page

URLS = [f"https://example.gov/{name}" for name in "abc"]
texts = st.lists(st.sampled_from(["Peace.", "peace", "War is not over.", "戦争", "Խաղաղություն", ""]), max_size=3).map(
    "\n".join
)
pages = st.tuples(st.sampled_from(URLS), texts, st.integers(0, 3))


@st.composite
def shards(draw: st.DrawFn) -> list[list[Derived]]:
    """Draw shards of pages, each page at an offset of its own."""
    drawn = draw(st.lists(st.lists(pages, min_size=1, max_size=4), min_size=1, max_size=4))
    return [
        [
            make_page(url, text, at=NOON + timedelta(hours=hour), warc=f"{number}.warc.gz", offset=100 * place)
            for place, (url, text, hour) in enumerate(shard)
        ]
        for number, shard in enumerate(drawn)
    ]


@contextmanager
def empty_archive() -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder, open_writer(Path(folder) / "archive.db") as db:
        yield db


def fill(db: Database, drawn: list[list[Derived]], run: str = "run-1") -> None:
    for lines in drawn:
        [entry] = lines[0].ledger
        load(db, *lines, run=run, warc=entry.pointer.path)


def holdings(db: Database) -> list[list[tuple[object, ...]]]:
    """Read what the archive holds by its lasting ids, without the keys of one file."""
    asked = (
        "SELECT id, url, captured_at FROM captures ORDER BY 1",
        "SELECT id FROM documents ORDER BY 1",
        "SELECT id, text FROM revisions ORDER BY 1",
        "SELECT id, kind FROM quotes ORDER BY 1",
        'SELECT q.id, g.start, g."end", v.digest FROM quote_readings g JOIN quotes q ON q.seq = g.quote '
        "JOIN derivations v ON v.seq = g.derivation ORDER BY 1, 4",
        "SELECT d.id, o.capture, v.digest FROM current n JOIN documents d ON d.seq = n.document "
        "JOIN observations o ON o.seq = n.observation JOIN derivations v ON v.seq = n.derivation ORDER BY 1",
        "SELECT path FROM warc_files ORDER BY 1",
    )
    return [db.execute(sql).fetchall() for sql in asked]


@given(shards())
@settings(max_examples=30, deadline=None)
def test_loading_twice_is_loading_once(drawn: list[list[Derived]]) -> None:
    with empty_archive() as db:
        fill(db, drawn)
        before = holdings(db), db.execute("SELECT count(*) FROM observations").fetchone()
        fill(db, drawn, run="run-2")
        assert (holdings(db), db.execute("SELECT count(*) FROM observations").fetchone()) == before
        again = "SELECT DISTINCT o.outcome FROM outcomes o JOIN loads l ON l.seq = o.load WHERE l.run = 'run-2'"
        assert db.execute(again).fetchall() == [("unchanged",)]


@given(shards(), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_shards_loaded_in_any_order_give_the_same_archive(drawn: list[list[Derived]], random: object) -> None:
    shuffled = list(drawn)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    with empty_archive() as one, empty_archive() as other:
        fill(one, drawn)
        fill(other, shuffled)
        assert holdings(one) == holdings(other)


@given(shards(), st.data())
@settings(max_examples=25, deadline=None)
def test_what_is_derived_keeps_in_step_whatever_is_loaded_and_withdrawn(
    drawn: list[list[Derived]], data: st.DataObject
) -> None:
    with empty_archive() as db:
        for number, lines in enumerate(drawn):
            fill(db, [lines], run=f"run-{number}")
            ids = db.execute(
                "SELECT id FROM captures UNION SELECT id FROM documents UNION SELECT id FROM revisions "
                "UNION SELECT id FROM quotes ORDER BY 1"
            ).fetchall()
            for (id_,) in data.draw(st.lists(st.sampled_from(ids), max_size=2)):
                redact(db, id_, "a reason", redacted_at=NOON)
        findings = diagnose(db, warc_root=Path("nowhere"))
        assert [finding.name for finding in findings if not finding.holds] == ["files"]
        shown = {hit.quote.id for hit in search(db, "", limit=1000).hits}
        assert shown.isdisjoint(id_ for (id_,) in db.execute("SELECT target FROM redactions"))


@given(shards())
@settings(max_examples=30, deadline=None)
def test_the_search_index_agrees_with_the_quotes(drawn: list[list[Derived]]) -> None:
    with empty_archive() as db:
        fill(db, drawn)
        db.execute("INSERT INTO quote_words (quote_words, rank) VALUES ('integrity-check', 1)")
        found = db.execute("SELECT count(*) FROM quote_words WHERE quote_words MATCH 'peace'").fetchone()
        assert found == db.execute("SELECT count(DISTINCT quote) FROM quote_readings WHERE exact LIKE '%peace%'").fetchone()
