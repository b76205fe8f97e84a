"""Measure the site under readers: fifty at a time, while a load writes to the archive."""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx

from benchmarks.synthetic import COMMONEST, build
from pipeline.sample import SAMPLE_WARC

QUOTES: Final = 50_000
READERS: Final = 50
SECONDS: Final = 40.0
THINKING: Final = (2.0, 8.0)
"""Seconds between two pages of one reader, from least to most."""

_PORT: Final = 8479
_QUERIES: Final = (
    "ceasefire", "pe*", "zeppelin", COMMONEST[0], COMMONEST[1], COMMONEST[40], f"{COMMONEST[41]} {COMMONEST[42]}",
    f'"{COMMONEST[2]} {COMMONEST[3]}"', f"{COMMONEST[43]} -{COMMONEST[44]}", f'{COMMONEST[45]} speaker:"Speaker 3"',
    f"{COMMONEST[0]} on:2016-05",
)  # fmt: skip
"""Words of the bundled sample and of the invented archive, the commonest among them, and one that is nowhere."""


def measure_site(quotes: int) -> Iterator[dict[str, object]]:
    """Yield the time of a page in milliseconds for fifty readers: the median, the 95th percentile, and what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "archive"
        home.mkdir()
        build(home / "archive.db", quotes)
        environment = {**os.environ, "ONRECORD_HOME": str(home)}
        command = [sys.executable, "-m", "pipeline", "serve", "--port", str(_PORT)]
        site = subprocess.Popen(command, env=environment)  # noqa: S603 - our own command
        loading = threading.Event()
        loader = threading.Thread(target=_load, args=(environment, loading))
        try:
            addresses = _list_addresses()
            loader.start()
            yield _read(addresses, quotes)
        finally:
            loading.set()
            loader.join()
            site.terminate()
            site.wait()


def _load(environment: dict[str, str], stop: threading.Event) -> None:
    """Load the bundled sample again and again."""
    while not stop.is_set():
        command = [sys.executable, "-m", "pipeline", "run", "--replay", str(SAMPLE_WARC)]
        subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603 - our own command


def _list_addresses() -> list[str]:
    """List searches, quotes and documents, once the site answers."""
    with httpx.Client(base_url=f"http://127.0.0.1:{_PORT}", timeout=60) as client:
        for _ in range(300):
            try:
                client.get("/about")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        addresses = ["/", "/coverage", "/about"]
        for query in _QUERIES:
            addresses.append(f"/search?q={query}")
            hits = client.get("/search.json", params={"q": query}).json()["hits"]
            addresses += [f"/quote/{hit['id']}" for hit in hits[:4]]
            addresses += [f"/document/{hit['document']['id']}" for hit in hits[:4]]
        return addresses


def _read(addresses: list[str], quotes: int) -> dict[str, object]:
    times: list[float] = []
    wrong: list[str] = []
    ends = time.monotonic() + SECONDS

    def browse(seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - readers differ, runs do not
        with httpx.Client(base_url=f"http://127.0.0.1:{_PORT}", timeout=60) as client:
            time.sleep(chance.uniform(0, THINKING[1]))
            while time.monotonic() < ends:
                address = chance.choice(addresses)
                began = time.perf_counter()
                answer = client.get(address)
                times.append((time.perf_counter() - began) * 1000)
                if answer.status_code != 200:
                    wrong.append(f"{answer.status_code} {address}")
                time.sleep(chance.uniform(*THINKING))

    readers = [threading.Thread(target=browse, args=(seed,)) for seed in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return {
        "what": f"a page, {READERS} readers during a load, {quotes} quotes",
        "pages": len(times),
        "p50_ms": round(statistics.median(times)),
        "p95_ms": round(statistics.quantiles(times, n=20)[18]),
        "wrong": wrong[:5],
    }


def main() -> None:
    """Print the figures as JSON lines."""
    for figure in measure_site(QUOTES):
        print(json.dumps(figure))  # noqa: T201 - what a benchmark is for
