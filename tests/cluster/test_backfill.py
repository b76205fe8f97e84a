"""A backfill over twenty sources on two workers, one of them killed midway: the archive of a single machine comes of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.home import Home
from pipeline.run.collect.running import run
from storage.database.archive import open_reader
from tests.cluster.airflow import LOADER_QUEUE, Cluster
from tests.cluster.conftest import BUCKET, describe_s3
from tests.cluster.pages import build_warc, choose_sources
from tests.cluster.servers import end, serve_postgres, wait_until

pytestmark = pytest.mark.cluster

COPIES = 8
STORE = f"s3://{BUCKET}/backfill"
_DONE_WITHIN_S = 420.0

_SAID = {
    "captures": "SELECT id, url, payload_sha256 FROM captures",
    "documents": "SELECT id FROM documents",
    "revisions": "SELECT id, text FROM revisions",
    "quotes": "SELECT q.id, g.exact, g.start FROM quote_readings g JOIN quotes q ON q.seq = g.quote",
    "first outcomes": "SELECT url, outcome FROM outcomes WHERE outcome IN ('new', 'revised')",
}


@pytest.fixture
def cluster(folder: Path, redis_address: str, s3_address: str) -> Iterator[Cluster]:
    with serve_postgres(folder) as database:
        cluster = Cluster(
            folder=folder,
            store=STORE,
            database=database,
            broker=f"{redis_address}/2",
            shared=f"{redis_address}/3",
            extra=describe_s3(s3_address),
        )
        try:
            cluster.begin()
            yield cluster
        finally:
            cluster.end()


def read_said(archive: Path) -> dict[str, list[Any]]:
    """Read what an archive says, apart from when and by which run it came to say so."""
    db = open_reader(archive)
    try:
        return {name: sorted(map(repr, db.execute(sql).fetchall())) for name, sql in _SAID.items()}
    finally:
        db.close()


def is_capturing(home: Path) -> bool:
    """Tell whether a worker is writing a WARC file now."""
    return any((home / "warc").rglob("*.warc.gz.open"))


def test_two_workers_one_of_them_killed_end_with_the_archive_of_one_machine(cluster: Cluster, folder: Path) -> None:
    sources = choose_sources(20)
    warc = folder / "pages.warc.gz"
    pages = build_warc(warc, sources, copies=COPIES)
    single = Home(root=folder / "single")
    list(run(single, sources, replay=[warc]))
    expected = read_said(single.archive)
    assert (len(sources), len(expected["captures"])) == (20, pages)

    cluster.start_worker("loader", queue=LOADER_QUEUE)
    first = cluster.start_worker("first")
    cluster.start_worker("second")
    days = {"since": "2020-10-01", "until": "2020-10-31"}
    started = cluster.trigger("backfill", {"sources": sources, "replay": [str(warc)], **days})
    wait_until(lambda: is_capturing(folder / "first"), "a capture on the first worker", within_s=180, poll_s=0.002)
    end(first, at_once=True)
    left = [path.name for path in (folder / "first" / "warc").rglob("*.open")]

    wait_until(
        lambda: cluster.read_state("backfill", started) in ("success", "failed"), "the end", within_s=_DONE_WITHIN_S, poll_s=2
    )
    assert cluster.read_state("backfill", started) == "success", cluster.list_states("backfill", started)
    assert left
    assert read_said(folder / "loader" / "archive.db") == expected

    # The worker that was killed comes back, and hands over what it had captured: nothing is lost, nothing is there twice.
    program = "from pipeline.cli import main; main()"
    cluster.run_program([sys.executable, "-c", program, "recover"], "first")
    assert not [path for path in (folder / "first" / "warc").rglob("*") if path.is_file()]
    cluster.run_program([sys.executable, "-c", program, "recover"], "loader")
    assert read_said(folder / "loader" / "archive.db") == expected
    cluster.run_program([sys.executable, "-c", program, "verify", "--all"], "loader")
    cluster.run_program([sys.executable, "-c", program, "doctor"], "loader")
