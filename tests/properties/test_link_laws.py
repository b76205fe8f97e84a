"""Which quotes and texts are linked does not depend on how they were cut into loads, nor into batches of linking."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from storage.database.archive import open_writer
from storage.sameness import candidates, link_quotes, link_texts, shared_runs
from tests.storage.lines import load, make_page
from tests.words import compare

OPENINGS = (
    "The ministry said in a statement on Tuesday that",
    "Speaking to the press after the talks he said that",
    "We have said many times and will say again that",
)
MIDDLES = (
    "all the detained persons must be exchanged before the winter comes",
    "the road through the valley will be opened to everybody next week",
    "nobody has the right to close the border between the two countries",
)
ENDINGS = ("and there are no conditions for it.", "as the two sides agreed in spring.", "and not a day later than that.")

sentences = st.builds(
    lambda *parts: " ".join(parts), st.sampled_from(OPENINGS), st.sampled_from(MIDDLES), st.sampled_from(ENDINGS)
)
texts = st.lists(sentences, min_size=1, max_size=3).map("\n".join)
pages = st.lists(st.tuples(st.integers(0, 9), texts), min_size=6, max_size=14)

LINKS = """
    SELECT w.key, x.key, l.verdict, l.material, l.reason FROM links l
    JOIN wordings w ON w.seq = l.longer JOIN wordings x ON x.seq = l.shorter ORDER BY 1, 2
"""
TEXT_LINKS = """
    SELECT w.key, x.key, l.verdict, l.material, l.reason FROM text_links l
    JOIN texts w ON w.seq = l.longer JOIN texts x ON x.seq = l.shorter ORDER BY 1, 2
"""


@pytest.fixture(autouse=True)
def _tight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the limits of what is looked at be reached by few texts, so that it matters what had come before."""
    for module in (candidates, shared_runs):
        monkeypatch.setattr(module, "COMMON", 4)
    monkeypatch.setattr(candidates, "MOST_CANDIDATES", 3)
    monkeypatch.setattr(link_quotes, "MOST_JUDGED", 2)
    monkeypatch.setattr(link_texts, "MOST_JUDGED", 2)
    monkeypatch.setattr(link_texts, "MOST_CANDIDATES", 3)
    monkeypatch.setattr(link_quotes, "_BATCH_QUOTES", 5)
    monkeypatch.setattr(link_texts, "_BATCH", 4)


def link_all(db: Database) -> None:
    link_quotes.link(db, compare, code_version="1")
    link_texts.link_texts(db, compare, code_version="1")


def make_links(path: Path, pages: Sequence[tuple[int, str]], cuts: Sequence[int]) -> tuple[list[Any], list[Any]]:
    """Load pages, given as number of the address and text, in runs that end at some places, each of which is linked."""
    lines = [
        make_page(f"https://site{address}.example/a", text, offset=number * 100, warc="a.warc.gz")
        for number, (address, text) in enumerate(pages)
    ]
    with open_writer(path) as db:
        for begin, end in pairwise((0, *sorted({*cuts}), len(lines))):
            if lines[begin:end]:
                load(db, *lines[begin:end], run=f"run-{begin}", warc="a.warc.gz")
                link_all(db)
        return db.execute(LINKS).fetchall(), db.execute(TEXT_LINKS).fetchall()


@settings(max_examples=10, deadline=None)
@given(pages=pages, cuts=st.lists(st.integers(1, 13), min_size=1, max_size=4), batch=st.integers(1, 7))
def test_links_do_not_depend_on_how_an_import_is_cut(
    tmp_path_factory: pytest.TempPathFactory, pages: list[tuple[int, str]], cuts: list[int], batch: int
) -> None:
    folder = tmp_path_factory.mktemp("links")
    distinct = list({address: (address, text) for address, text in pages}.values())
    at_once = make_links(folder / "once.db", distinct, [])
    in_runs = make_links(folder / "runs.db", distinct, [cut for cut in cuts if cut < len(distinct)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(link_quotes, "_BATCH_QUOTES", batch)
        patch.setattr(link_texts, "_BATCH", batch)
        in_batches = make_links(folder / "batches.db", distinct, [])
    assert at_once == in_runs == in_batches
