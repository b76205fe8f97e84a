"""A loader that is killed leaves each shard whole or absent, and loading again makes the archive what it would have been."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database

from storage.database.archive import open_reader, open_writer
from storage.evidence.doctor import diagnose
from tests.storage.lines import load, make_page

SHARDS = 6
PAGES = 40
LOADER = """
import sys
from pathlib import Path
from storage.database.archive import open_writer
from tests.storage.loading.test_killed import load_all
with open_writer(Path(sys.argv[1])) as db:
    print("ready", flush=True)
    sys.stdin.readline()
    load_all(db)
"""


def load_all(db: Database) -> None:
    """Load all shards, each in a run of its own."""
    for shard in range(SHARDS):
        pages = (
            make_page(f"https://example.gov/{shard}/{n}", f"Peace {n}.\nNow.", offset=n * 100, warc=f"{shard}.warc.gz")
            for n in range(PAGES)
        )
        load(db, *pages, run=f"run-{shard}", warc=f"{shard}.warc.gz")


def holdings(path: Path) -> dict[str, int]:
    with open_reader(path) as db:
        tables = "warc_files documents quotes readings current_quotes quote_words_docsize outcomes".split()
        return {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


@pytest.mark.parametrize("seed", range(5))
def test_a_killed_loader_leaves_whole_shards_only(tmp_path: Path, seed: int) -> None:
    path, whole = tmp_path / "archive.db", tmp_path / "whole.db"
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", LOADER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as loader:
        assert loader.stdout is not None
        assert loader.stdin is not None
        loader.stdout.readline()
        loader.stdin.write(b"go\n")
        loader.stdin.flush()
        try:
            loader.wait(timeout=random.Random(seed).uniform(0, 0.12))
        except subprocess.TimeoutExpired:
            loader.send_signal(signal.SIGKILL)
    found = holdings(path)
    assert found["documents"] == PAGES * found["warc_files"] == found["outcomes"]
    assert len({found[table] for table in ("quotes", "readings", "current_quotes", "quote_words_docsize")}) == 1
    with open_writer(path) as db:
        load_all(db)
        assert [finding.name for finding in diagnose(db, warc_root=tmp_path) if not finding.holds] == ["files"]
    with open_writer(whole) as db:
        load_all(db)
    assert holdings(path) == holdings(whole)
