"""Fetch from 64 slow hosts into a WARC, beside bare requests in the same thread pool; re-read captures beside warcio.

The server is a process of its own on 127.0.0.1 to 127.0.0.64 that answers after 30 ms. Wall time, as waiting is what fetching
does.
"""

from __future__ import annotations

import asyncio
import gzip
import multiprocessing
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import requests
from warcio.archiveiterator import ArchiveIterator

from benchmarks.figures import print_figure
from pipeline.declarations import Politeness
from pipeline.fetch.http.fetch_settings import LOOPBACK, FetchSettings
from pipeline.fetch.http.live import LiveClient
from storage.captures import WarcWriter, read_payload
from storage.model import Capture, Exchange

HOSTS = 64
PAGES_A_HOST = 12
CONCURRENT = 8
LATENCY_S = 0.03
ROUNDS = 3
REREAD = 1000
PAGE_BYTES = 61_000
_AT_ONCE = Politeness(delay_s=0.0, deadline_s=60.0)


def main() -> None:
    """Print pages a second of fetching and of re-reading, with their ratios to the peers."""
    with tempfile.TemporaryDirectory() as folder, _serve() as port:
        urls = _list_urls(port, HOSTS * PAGES_A_HOST)
        folders = (Path(folder) / str(number) for number in range(1000))
        seconds = _time({"bare requests": lambda: _fetch_bare(urls), "fetch": lambda: _fetch(urls, next(folders))})
        _print("64 hosts, 8 at once, into a WARC", seconds, "fetch", "bare requests", len(urls))
        captures, root = _capture(Path(folder) / "reread", port)
        reread: dict[str, Callable[[], object]] = {
            "warcio": lambda: _iterate(root / captures[0].pointer.path),
            "by offset": lambda: [read_payload(root, capture) for capture in captures],
        }
        _print("re-read by offset, digests checked", _time(reread), "by offset", "warcio", len(captures))


def _fetch_bare(urls: Sequence[str]) -> None:
    local = threading.local()

    def fetch(url: str) -> int:
        if not hasattr(local, "session"):
            local.session = requests.Session()
        return len(local.session.get(url, timeout=60).content)

    with ThreadPoolExecutor(CONCURRENT) as pool:
        assert sum(pool.map(fetch, urls)) == len(urls) * len(_page())


def _fetch(urls: Sequence[str], folder: Path) -> tuple[Capture, ...]:
    settings = FetchSettings(state=folder / "state", log=folder / "fetch.jsonl", allowed=LOOPBACK)
    writing = threading.Lock()
    with (
        WarcWriter(folder, name="run", find_payload=lambda _: None) as writer,
        LiveClient(settings) as client,
        ThreadPoolExecutor(CONCURRENT) as pool,
    ):

        def fetch(url: str) -> Exchange:
            return client.fetch(url, politeness=_AT_ONCE).exchanges[-1]

        def keep(url: str) -> Capture:
            exchange = fetch(url)
            with writing:
                return writer.write_exchange(exchange)

        return tuple(pool.map(keep, urls))


def _capture(folder: Path, port: int) -> tuple[tuple[Capture, ...], Path]:
    return _fetch(_list_urls(port, REREAD), folder), folder


def _list_urls(port: int, count: int) -> list[str]:
    """List addresses of pages that all differ, host after host."""
    return [f"http://127.0.0.{number % HOSTS + 1}:{port}/{number}" for number in range(count)]


def _iterate(path: Path) -> int:
    """Read every response of a WARC as warcio does, digests checked."""
    with path.open("rb") as stream:
        records = ArchiveIterator(stream, check_digests="raise")
        return sum(len(record.content_stream().read()) for record in records if record.rec_type == "response")


def _time(things: Mapping[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Time several things in turn, in seconds of wall time."""
    seconds: dict[str, list[float]] = {name: [] for name in things}
    for _ in range(ROUNDS):
        for name, thing in things.items():
            started = time.perf_counter()
            thing()
            seconds[name].append(time.perf_counter() - started)
    return seconds


def _print(figure: str, seconds: Mapping[str, Sequence[float]], name: str, peer: str, count: int) -> None:
    own, others = statistics.median(seconds[name]), statistics.median(seconds[peer])
    print_figure(
        "fetch",
        figure,
        rate=round(count / own, 1),
        unit="pages/s",
        peer=peer,
        peer_rate=round(count / others, 1),
        spread=round((max(seconds[name]) - min(seconds[name])) / own, 2),
        ratio=round(others / own, 2),
    )


def _page(path: bytes = b"/0") -> bytes:
    """Make a page of a government's size, a different one for each address of the same length."""
    paragraph = b"<p>Paragraph of sample words: the Ministry said that \xe2\x80\x9cevery word is kept\xe2\x80\x9d.</p>\n"
    rows = b"".join(paragraph.replace(b"sample", b"sample %06d" % (number * 7919)) for number in range(PAGE_BYTES // 100))
    return b"<title>%s</title>" % path.ljust(20) + rows


@contextmanager
def _serve() -> Iterator[int]:
    here, there = multiprocessing.Pipe()
    context = multiprocessing.get_context("fork")
    server = context.Process(target=_run_server, args=(there,), daemon=True)
    server.start()
    try:
        yield here.recv()
    finally:
        server.kill()
        server.join()


def _run_server(ready: Connection) -> None:
    asyncio.run(_answer_forever(ready))


async def _answer_forever(ready: Connection) -> None:
    packed: dict[bytes, bytes] = {}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                writer.close()
                return
            await asyncio.sleep(LATENCY_S)
            path = head.split(b" ", 2)[1]
            if path == b"/robots.txt":
                writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                continue
            if path not in packed:
                packed[path] = gzip.compress(_page(path))
            fields = b"Content-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed[path])
            writer.write(b"HTTP/1.1 200 OK\r\n" + fields + packed[path])

    server = await asyncio.start_server(answer, "0.0.0.0", 0)  # noqa: S104  # every loopback address, for minutes
    ready.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


if __name__ == "__main__":
    main()
