"""Search with twelve readers at once, first alone and then while quotes are loaded: ``python -m benchmarks.readers 100000``.

Prints the 95th percentile of a search in milliseconds, by the clock and of CPU, of both, and the errors that readers met: there
must be none, and no lock may show. The readers rest a little between searches, as people do.
"""

from __future__ import annotations

import multiprocessing as mp
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Final

from pysqlite3 import dbapi2 as sqlite3

from benchmarks.figures import print_figure
from benchmarks.load import QUOTES_PER_DOCUMENT, grow
from benchmarks.synthetic import COMMONEST
from storage.database.archive import open_reader
from storage.errors import StorageError
from storage.search.search import search

QUOTES: Final = 14_000
"""The default size of the load."""

_HELD: Final = 1_000
"""Documents that are held before any search."""
_READERS: Final = 12
_REST_S: Final = 0.1
_ALONE_S: Final = 15.0
_QUERIES: Final = (
    COMMONEST[40],
    COMMONEST[0],
    " ".join(COMMONEST[36:39]),
    f'"{COMMONEST[0]} {COMMONEST[1]}"',
    "pe*",
    "*gaveti*",
    f'{COMMONEST[40]} speaker:"Speaker 3"',
    "the on:2010-05",
    f'{COMMONEST[41]} -speaker:"Speaker 3"',
    "zeppelin",
)

Taken = tuple[list[float], list[float], list[str]]


def main() -> None:
    """Load some quotes, then search alone, then search while as many more are loaded as the command line names."""
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()]
    quotes = numbers[0] if numbers else QUOTES
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        grow(path, QUOTES_PER_DOCUMENT * _HELD)
        alone = _read_while(path, lambda: time.sleep(_ALONE_S))
        beside = _read_while(path, lambda: grow(path, QUOTES_PER_DOCUMENT * _HELD + quotes, begin=_HELD))
    for name, (seconds, cpu, errors) in (("alone", alone), ("during a load", beside)):
        print_figure(
            "readers", name, searches=len(seconds), p95_ms=_p95(seconds), p95_cpu_ms=_p95(cpu), errors=sorted(set(errors))
        )


def _read_while(path: Path, act: Callable[[], object]) -> Taken:
    """Let the readers search until something is done; returns what all of them took and met."""
    ended = path.with_name("ended")
    with mp.get_context("spawn").Pool(_READERS) as pool:
        readers = [pool.apply_async(_read, (path, ended, number)) for number in range(_READERS)]
        begun = [path.with_name(f"begun{number}") for number in range(_READERS)]
        while not all(each.exists() for each in begun):
            time.sleep(_REST_S)
        act()
        ended.touch()
        found = [reader.get() for reader in readers]
    for passing in (ended, *begun):
        passing.unlink()
    seconds, cpu, errors = zip(*found, strict=True)
    return list(chain(*seconds)), list(chain(*cpu)), list(chain(*errors))


def _read(path: Path, ended: Path, number: int) -> Taken:
    """Search with a connection for each query, as the site does, until a file says that it is over."""
    seconds: list[float] = []
    cpu: list[float] = []
    errors: list[str] = []
    path.with_name(f"begun{number}").touch()
    while not ended.exists():
        clock, used = time.perf_counter(), time.process_time()
        try:
            with closing(open_reader(path)) as db:
                search(db, _QUERIES[(number + len(seconds)) % len(_QUERIES)])
        except (sqlite3.Error, StorageError) as error:
            errors.append(str(error))
        seconds.append(time.perf_counter() - clock)
        cpu.append(time.process_time() - used)
        time.sleep(_REST_S)
    return seconds, cpu, errors


def _p95(seconds: list[float]) -> float:
    return round(sorted(seconds)[int(len(seconds) * 0.95)] * 1000, 1)


if __name__ == "__main__":
    main()
