"""A run killed at any moment leaves nothing half done: after recovery and another run the archive is as if undisturbed."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.home import PROJECT, Home
from pipeline.run.collect.recovering import recover
from pipeline.run.collect.running import run
from pipeline.sample import SAMPLE_WARC
from tests.run.contents import read_contents

_RUN = "from pipeline.cli import main; main()"


def _start(home: Home) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "ONRECORD_HOME": str(home.root), "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-c", _RUN, "run", "--replay", str(SAMPLE_WARC)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    while not path.exists() and process.poll() is None:
        time.sleep(0.001)


def _kill_within(home: Home, wait_s: float) -> bool:
    """Kill a run so many seconds after it begins to capture; tells whether it was still at work."""
    process = _start(home)
    _wait_for(home.warc, process)
    time.sleep(wait_s)
    alive = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    return alive


def _check_points(tmp_path: Path, points: int, seed: int) -> int:
    undisturbed = Home(root=tmp_path / "undisturbed")
    started = time.monotonic()
    list(run(undisturbed, replay=[SAMPLE_WARC]))
    took_s = time.monotonic() - started
    expected = read_contents(undisturbed)
    moments = random.Random(seed)
    killed = 0
    for point in range(points):
        home = Home(root=tmp_path / f"killed-{point}")
        killed += _kill_within(home, moments.uniform(0, took_s))
        if moments.random() < 0.5:
            recover(home)
        list(run(home, replay=[SAMPLE_WARC]))
        assert read_contents(home) == expected, f"killed at point {point} of seed {seed}"
        assert not [path for path in home.warc.rglob("*") if path.name.endswith((".open", ".jsonl"))]
    return killed


def test_a_run_killed_at_three_random_moments_leaves_the_archive_whole(tmp_path: Path) -> None:
    assert _check_points(tmp_path, points=3, seed=20201027) > 0


def disturb(how: str, count: str, *, within: tuple[str, ...] = ()) -> str:
    """Disturb work on archives in another process, as forking needs one of a single thread; gives the counts."""
    seed = str(random.randrange(2**32))
    command = [*within, sys.executable, "-m", "tests.run.disturbing", how, count, seed]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"seed {seed}: {done.stderr[-3000:]}"
    return done.stdout


@pytest.mark.slow
def test_archives_killed_at_random_moments_end_as_undisturbed_ones() -> None:
    assert "kills on" in disturb("kill", os.environ.get("ONRECORD_KILLS", "40"))


@pytest.mark.slow
def test_archives_on_disks_that_filled_up_end_as_undisturbed_ones() -> None:
    within = ("unshare", "-rm")
    may_mount = [*within, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    if shutil.which("unshare") is None or subprocess.run(may_mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting in a namespace is not allowed here")
    assert "full disks" in disturb("fill", os.environ.get("ONRECORD_FULL_DISKS", "5"), within=within)
