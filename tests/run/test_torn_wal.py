"""A write-ahead log that lost its end or some of its bytes costs nothing that a recovery does not bring back from the WARCs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.home import Home
from pipeline.run.collect.recovering import recover
from pipeline.run.collect.running import run
from pipeline.sample import SAMPLE_WARC
from storage.database.archive import open_reader
from tests.run.contents import read_contents


@pytest.fixture(scope="module")
def crashed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, dict[str, Any]]:
    """An archive as a power failure leaves it: its last run is in the write-ahead log only; and what it should hold."""
    home = Home(root=tmp_path_factory.mktemp("writing") / "archive")
    list(run(home, ["am_mfa"], replay=[SAMPLE_WARC]))
    reader = open_reader(home.archive)
    reader.execute("BEGIN").execute("SELECT count(*) FROM runs").fetchone()  # keeps the log from being emptied
    list(run(home, ["us_state"], replay=[SAMPLE_WARC]))
    left = Home(root=tmp_path_factory.mktemp("crashed") / "archive")
    shutil.copytree(home.root, left.root, ignore=shutil.ignore_patterns("*-shm"))
    expected = read_contents(home)
    reader.close()
    return left, expected


def cut(share: float) -> Callable[[bytes], bytes]:
    return lambda log: log[: int(len(log) * share)]


def overwrite(share: float) -> Callable[[bytes], bytes]:
    def damage(log: bytes) -> bytes:
        at = int(len(log) * share)
        return log[:at] + bytes(512) + log[at + 512 :]

    return damage


DAMAGES = [
    cut(0),
    cut(0.0001),
    cut(0.33),
    cut(0.9),
    overwrite(0),
    overwrite(0.01),
    overwrite(0.5),
    lambda log: log + log[:5000],
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_torn_write_ahead_log_loses_nothing(
    crashed: tuple[Home, dict[str, Any]], damage: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    left, expected = crashed
    home = Home(root=tmp_path / "archive")
    shutil.copytree(left.root, home.root)
    log = home.archive.with_name(f"{home.archive.name}-wal")
    assert log.stat().st_size > 100_000
    log.write_bytes(damage(log.read_bytes()))
    assert recover(home).refused == ()
    assert read_contents(home) == expected
