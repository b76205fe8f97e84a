"""The bar on finding copies: 1,285 related pairs of real texts, each text a document of an archive, in shuffled order."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from pipeline.home import Home
from pipeline.run.collect.running import import_files
from pipeline.stages.imported import ImportOptions
from storage.database.archive import open_reader
from tests.material import SHARED

_PAIRS = SHARED / "pairs" / "dev.jsonl"
_SAME = {"identical", "typographic"}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
]

# Wordings by what is the same in every archive: the digest of their letters.
_JOINED = """
    SELECT min(a.key, b.key), max(a.key, b.key) FROM links l
    JOIN wordings a ON a.seq = l.longer JOIN wordings b ON b.seq = l.shorter WHERE l.verdict IN ('identical', 'typographic')
"""
_DOCUMENTS = "SELECT url, document FROM derivations"
# Documents of which the whole texts are the same or linked, and those that carry quotes that are linked.
_TEXTS = """
    SELECT a.document, b.document, 'identical' FROM revision_texts x JOIN revision_texts y ON y.text = x.text
    JOIN revisions a ON a.seq = x.revision JOIN revisions b ON b.seq = y.revision
    UNION ALL SELECT a.document, b.document, l.verdict FROM text_links l
    JOIN revision_texts x ON x.text = l.longer JOIN revision_texts y ON y.text = l.shorter
    JOIN revisions a ON a.seq = x.revision JOIN revisions b ON b.seq = y.revision
"""


def _read_pairs() -> list[dict[str, Any]]:
    return [json.loads(line) for line in _PAIRS.read_text(encoding="utf-8").splitlines()]


def _address(pair: dict[str, Any], side: str) -> str:
    return f"https://{side}.example/{pair['id']}"


def _fill(home: Home, folder: Path, pairs: list[dict[str, Any]], *, order: int = 1, loads: int = 1) -> None:
    rows = [
        {"url": _address(pair, side), "issuer": f"Office {side}", "published": "2020-10-27", "text": pair[side]}
        for pair in pairs
        for side in "ab"
    ]
    random.Random(order).shuffle(rows)
    for load in range(loads):
        collection = folder / f"collection-{order}-{load}.jsonl"
        collection.write_text("".join(f"{json.dumps(row)}\n" for row in rows[load::loads]), encoding="utf-8")
        list(import_files(home, [collection], ImportOptions(format="documents")))


def _read_links(db: Database) -> dict[frozenset[int], set[str]]:
    links: dict[frozenset[int], set[str]] = {}
    for one, other, verdict in db.execute(_TEXTS):
        links.setdefault(frozenset((one, other)), set()).add(verdict)
    return links


def test_related_texts_are_linked_and_changed_facts_are_not_called_the_same(home: Home, tmp_path: Path) -> None:
    pairs = _read_pairs()
    _fill(home, tmp_path, pairs)
    with open_reader(home.archive) as db:
        documents = dict(db.execute(_DOCUMENTS).fetchall())
        links = _read_links(db)
    found = [links.get(frozenset(documents[_address(pair, side)] for side in "ab"), set()) for pair in pairs]
    related = [verdicts for pair, verdicts in zip(pairs, found, strict=True) if pair["verdict"] != "different"]
    assert len(related) == 1_285
    assert sum(map(bool, related)) / len(related) >= 0.99
    changed = [
        v for pair, v in zip(pairs, found, strict=True) if pair["verdict"] in ("altered", "different") and pair["material"]
    ]
    assert sum(bool(verdicts & _SAME) for verdicts in changed) / len(changed) < 0.01


def test_clusters_are_the_same_in_whatever_order_and_number_of_loads_the_texts_came(tmp_path: Path) -> None:
    joined = []
    for order in (1, 2):
        home = Home(root=tmp_path / f"archive-{order}")
        _fill(home, tmp_path, _read_pairs()[:500], order=order, loads=order)
        with open_reader(home.archive) as db:
            joined.append(set(db.execute(_JOINED).fetchall()))
    assert joined[0] == joined[1]
    assert joined[0]
