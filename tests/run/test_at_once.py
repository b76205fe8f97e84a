"""Commands at once, some of them killed, leave what the same commands leave one after another: ids, readings, links and bytes.

``ONRECORD_RACE_MINUTES`` (1) says for how long the long test tries further rounds, ``ONRECORD_RACE_SEED`` with which numbers.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.home import PROJECT, Home
from pipeline.run.collect.progress import find_log
from pipeline.run.collect.running import run
from pipeline.sample import SAMPLE_WARC
from storage.database.archive import open_reader
from tests.run.undisturbed import ACCOUNT, complete, read_all, say_difference, write_dump

STUCK_S = 240.0
_LAST_EVENTS = 80
"""Lines of the run log that a failure shows: about as many as two pairs of commands write."""


class Race:
    """An archive on which commands work at once."""

    def __init__(self, home: Home, dump: Path) -> None:
        self.home = home
        self.commands = {
            "replay": ("run", "--replay", str(SAMPLE_WARC)),
            "import a crawl": ("import", str(SAMPLE_WARC)),
            "import posts": ("import", str(dump), "--url", ACCOUNT),
            "reparse": ("reparse",),
            "recover": ("recover",),
        }

    def start(self, name: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "ONRECORD_HOME": str(self.home.root), "PYTHONPATH": str(PROJECT)}
        command = [sys.executable, "-c", "from pipeline.cli import main; main()", *self.commands[name]]
        return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def go(self, names: tuple[str, ...], *, kill_first_after_s: float | None = None) -> list[str]:
        """Start commands at once, kill the first of them or none, and give the tracebacks and the last words of the stuck."""
        processes = [self.start(name) for name in names]
        if kill_first_after_s is not None:
            time.sleep(kill_first_after_s)
            processes[0].send_signal(signal.SIGKILL)
        faults = []
        for name, process in zip(names, processes, strict=True):
            try:
                said = process.communicate(timeout=STUCK_S)[1]
            except subprocess.TimeoutExpired:
                process.kill()
                said = f"Traceback: stuck for {STUCK_S:g} s: {process.communicate()[1]}"
            if "Traceback" in said or "not recovered" in said:
                faults.append(f"{name}: {said[-2000:]}")
        return faults


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dump(tmp_path_factory.mktemp("dump"))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, dump: Path) -> dict[str, Counter[Any]]:
    home = Home(root=tmp_path_factory.mktemp("undisturbed") / "archive")
    found = complete(home, dump)
    assert all(found[name] for name in ("captures", "readings", "links", "copied records"))
    return found


def test_two_replays_of_one_file_at_once_store_its_bytes_once(
    tmp_path: Path, dump: Path, undisturbed: dict[str, Counter[Any]]
) -> None:
    race = Race(Home(root=tmp_path / "archive"), dump)
    assert race.go(("replay", "import a crawl")) == []
    assert read_all(race.home)["copied records"] == undisturbed["copied records"]
    assert not list(race.home.warc.rglob("*.copying"))


def test_two_imports_of_one_dump_at_once_store_its_bytes_once(tmp_path: Path, dump: Path) -> None:
    home = Home(root=tmp_path / "archive")
    copied = tmp_path / "a copy.jsonl"
    copied.write_bytes(dump.read_bytes())
    race, other = Race(home, dump), Race(home, copied)
    processes = [each.start("import posts") for each in (race, other, race)]
    assert [process.communicate(timeout=STUCK_S)[1] for process in processes] == ["", "", ""]
    db = open_reader(home.archive)
    try:
        [(captures, payloads)] = db.execute("SELECT count(*), count(DISTINCT payload_sha256) FROM captures").fetchall()
    finally:
        db.close()
    assert (captures, payloads) == (1, 1)


def test_two_zips_with_the_same_file_imported_at_once_store_its_bytes_once(tmp_path: Path, dump: Path) -> None:
    home = Home(root=tmp_path / "archive")
    packed = [tmp_path / "spring.zip", tmp_path / "autumn.zip"]
    for path in packed:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.write(dump, f"{path.stem}/posts.jsonl")
            package.writestr(f"{path.stem}/inbox/message_1.json", f'{{"of": "{path.stem}"}}')
    processes = [Race(home, path).start("import posts") for path in (*packed, dump)]
    assert [process.communicate(timeout=STUCK_S)[1] for process in processes] == ["", "", ""]
    db = open_reader(home.archive)
    try:
        [(captures, payloads)] = db.execute("SELECT count(*), count(DISTINCT payload_sha256) FROM captures").fetchall()
    finally:
        db.close()
    assert (captures, payloads) == (1, 1)


def test_recovering_beside_a_reparse_and_an_import_takes_nothing_from_them(
    tmp_path: Path, dump: Path, undisturbed: dict[str, Counter[Any]]
) -> None:
    race = Race(Home(root=tmp_path / "archive"), dump)
    list(run(race.home, replay=[SAMPLE_WARC]))
    assert race.go(("import posts", "reparse", "recover")) == []
    assert complete(race.home, dump) == undisturbed


@pytest.mark.slow
def test_pairs_of_commands_at_once_some_of_them_killed_leave_an_undisturbed_archive(
    tmp_path: Path, dump: Path, undisturbed: dict[str, Counter[Any]]
) -> None:
    seed = int(os.environ.get("ONRECORD_RACE_SEED", random.randrange(2**32)))
    ends = time.monotonic() + 60 * float(os.environ.get("ONRECORD_RACE_MINUTES", "1"))
    dice, rounds, kills = random.Random(seed), 0, 0
    while rounds == 0 or time.monotonic() < ends:
        race = Race(Home(root=tmp_path / f"archive-{rounds}"), dump)
        done = [f"round {rounds} of ONRECORD_RACE_SEED={seed}, archive {race.home.root}"]
        for _ in range(2):
            pair = tuple(dice.choices(list(race.commands), k=2))
            moment = dice.uniform(0.5, 8) if dice.random() < 0.5 else None
            kills += moment is not None
            done.append(
                f"{pair[0]!r} and {pair[1]!r}, " + (f"the first killed after {moment:.2f} s" if moment else "none killed")
            )
            assert race.go(pair, kill_first_after_s=moment) == [], _tell(race, done)
        before = read_all(race.home) if race.home.archive.exists() else {}
        difference = say_difference(complete(race.home, dump), undisturbed)
        assert not difference, _tell(
            race, [*done, "then:", *difference, "before it was completed:", *say_difference(before, undisturbed)]
        )
        shutil.rmtree(race.home.root)
        rounds += 1
    print(f"seed {seed}: {rounds} rounds of two pairs, {kills} kills")  # noqa: T201 - shown by pytest -s


def _tell(race: Race, done: list[str]) -> str:
    """Say what led to a failure: the pairs, what differs, and the end of the run log."""
    log = find_log(race.home)
    events = log.read_text().splitlines()[-_LAST_EVENTS:] if log.exists() else []
    return "\n".join([*done, "the last events:", *events])
