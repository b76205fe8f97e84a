"""Disturb work on an archive: processes killed at random moments, and disks that are full; ``python -m tests.run.disturbing``.

Processes are forked from one that has loaded everything, so that hundreds can be tried. Prints the counts; exits with 1 and a
traceback where an archive differs from an undisturbed one afterwards.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pipeline.home import Home
from pipeline.run.collect.recovering import recover
from storage.errors import OnRecordError
from tests.run.undisturbed import complete, read_all, work, write_dump

_KILLS_OF_ONE = 5
"""An archive is killed so often before it is completed and compared."""
_REFUSED, _FAULT = 3, 4


def fork(job: Callable[[], object], *, dies_after_s: float | None = None, timer: int = signal.ITIMER_REAL) -> int:
    """Do a job in a forked process, ended without notice after some seconds; returns its exit code, negative for a signal."""
    child = os.fork()
    if child == 0:
        code = _FAULT
        try:
            if dies_after_s is not None:
                signal.setitimer(timer, dies_after_s)  # no handler is set: the signal ends the process at once
            job()
            code = 0
        except (OnRecordError, OSError) as error:  # as the command line does
            sys.stderr.write(f"refused: {error}\n")
            code = _REFUSED
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kill(folder: Path, kills: int, dice: random.Random) -> str:
    """Kill work on archives at random moments of the clock or of the processor, and compare each archive in the end."""
    dump = write_dump(folder)
    undisturbed = Home(root=folder / "undisturbed")
    work(undisturbed, dump)
    expected, moments, killed, archives = complete(undisturbed, dump), _measure(folder, dump), 0, 0
    while killed < kills:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            home = Home(root=Path(place) / "archive")
            for _ in range(_KILLS_OF_ONE):
                timer = dice.choice([*moments])
                job = partial(recover, home) if dice.random() < 0.1 else partial(work, home, dump)
                ended = fork(job, dies_after_s=dice.uniform(0.01, moments[timer]), timer=timer)
                assert ended <= 0, f"after {killed} kills: exit code {ended}"
                killed += ended < 0
                if ended == 0 and job.func is work:
                    break
            _expect(home, dump, expected, f"after {killed} kills")
        archives += 1
    return f"{killed} kills on {archives} archives"


def _measure(folder: Path, dump: Path) -> dict[int, float]:
    """Measure what undisturbed work takes, in seconds by each of the two timers."""
    passed = time.monotonic()
    used = os.times().children_user
    assert fork(partial(work, Home(root=folder / "measured"), dump)) == 0
    return {signal.ITIMER_VIRTUAL: os.times().children_user - used, signal.ITIMER_REAL: time.monotonic() - passed}


def fill(folder: Path, disks: int, dice: random.Random) -> str:
    """Let work run into full disks of random sizes, make room, and compare each archive then; needs a namespace of mounts."""
    dump = write_dump(folder)
    undisturbed = Home(root=folder / "undisturbed")
    work(undisturbed, dump)
    most = 2 * sum(path.stat().st_size for path in undisturbed.root.rglob("*") if path.is_file())
    expected, full, tried = complete(undisturbed, dump), 0, 0
    disk = folder / "disk"
    disk.mkdir()
    while full < disks:
        _mount("-t", "tmpfs", "-o", f"size={dice.randint(4096, most)}", "tmpfs", str(disk))
        home = Home(root=disk / "archive")
        ended = fork(partial(work, home, dump))
        assert ended in (0, _REFUSED), f"disk {tried}: exit code {ended}"
        full += ended == _REFUSED
        tried += 1
        _mount("-o", f"remount,size={4 * most}", str(disk))
        _expect(home, dump, expected, f"disk {tried}")
        subprocess.run(["umount", str(disk)], check=True)
    return f"{full} full disks of {tried}"


def _expect(home: Home, dump: Path, expected: object, where: str) -> None:
    assert fork(partial(complete, home, dump)) == 0, where
    assert read_all(home) == expected, where
    left = [path.name for path in home.warc.rglob("*") if path.is_file() and not path.name.endswith(".warc.gz")]
    strange = [name for name in left if not name.endswith(".copying")]
    assert not strange, f"{where}: {strange}"


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


def main() -> None:
    """Do one of the two, so many times, with a seed: ``kill 300 1``, or, in a mount namespace, ``fill 50 1``."""
    disturb, count, seed = {"kill": kill, "fill": fill}[sys.argv[1]], int(sys.argv[2]), int(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        print(f"seed {seed}: {disturb(Path(folder), count, random.Random(seed))}", flush=True)  # noqa: T201 - its output


if __name__ == "__main__":
    main()
