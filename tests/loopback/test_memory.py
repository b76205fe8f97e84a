"""Whatever a server sends, memory stays flat: the worst faults, one after another, in a process of their own."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import brotli

from tests.loopback.server import LoopbackServer, Program, Visit

MOST_MB = 150

CLIENT = """
import resource, sys, tempfile
from datetime import date
from pathlib import Path
from pipeline.declarations import Discovery, Method, Politeness
from pipeline.fetch.http.live import LiveClient
from pipeline.errors import FetchError
from pipeline.fetch.http.fetch_settings import LOOPBACK, FetchSettings
from storage.captures import WarcWriter
from storage.model import Survey
from tests.loopback.ministry import make_source
from tests.words import capture_source

base, discover = sys.argv[1], Discovery(method=Method.FEED, urls=(sys.argv[1] + "/feed",))
folder = Path(tempfile.mkdtemp())

class Server:
    url = staticmethod(lambda path: base + path)

idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with LiveClient(FetchSettings(state=folder / "state", allowed=LOOPBACK, attempts=1)) as client:
    for path in sys.argv[2:]:
        try:
            client.fetch(base + path, politeness=Politeness(delay_s=0.0))
        except FetchError as error:
            print(path, error.reason)
    with WarcWriter(folder, name="run", find_payload=lambda _: None) as writer:
        for step in capture_source(make_source(Server, discover), client, writer):
            if not isinstance(step, Survey):
                print("/feed", getattr(step, "reason", None) or step.why)
print("grew", (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle) // 1024)
"""


def stream(*parts: bytes) -> Program:
    def program(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(1_000_000):
            for part in parts:
                visit.send(b"%x\r\n" % len(part) + part + b"\r\n")

    return program


def _million_items() -> Iterator[bytes]:
    yield b"<rss><channel>"
    for number in range(0, 1_000_000, 1000):
        yield b"".join(b"<item><title>S</title><link>/%d</link></item>" % n for n in range(number, number + 1000))


def feed_of_a_million(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nTransfer-Encoding: chunked\r\n\r\n")
    for part in _million_items():
        visit.send(b"%x\r\n" % len(part) + part + b"\r\n")
    visit.send(b"0\r\n\r\n")


def send_small_chunks(visit: Visit) -> None:
    """Send nine million bytes, two in each chunk: as many parts of a body take forty times as much memory as the body."""
    visit.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(450):
        visit.send(b"2\r\nxy\r\n" * 10_000)
    visit.send(b"0\r\n\r\n")


def test_no_fault_makes_memory_grow_by_more_than_150_mb() -> None:
    zeros = bytes(200_000_000)
    programs: dict[str, Program] = {
        "/endless": stream(bytes(65_536)),
        "/gzip": lambda visit: visit.reply(gzip_bomb, Content_Encoding="gzip"),
        "/br": lambda visit: visit.reply(brotli_bomb, Content_Encoding="br"),
        "/head": lambda visit: visit.send(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 2_000_000),
        "/small": send_small_chunks,
        "/feed": feed_of_a_million,
    }
    gzip_bomb, brotli_bomb = gzip.compress(zeros, 6), brotli.compress(zeros, quality=1)
    del zeros
    with LoopbackServer(programs) as server:
        paths = [path for path in programs if path != "/feed"]
        command = [sys.executable, "-c", CLIENT, server.url(""), *paths]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=Path(__file__).parents[2], check=False)
    ends = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert "grew" in ends, done.stderr
    assert ends["/gzip"] == ends["/br"] == "decompression bomb"
    assert ends["/endless"] == "body too large"
    assert ends["/head"] == "malformed answer"
    assert "body too large" in ends["/feed"]
    assert int(ends["grew"]) < MOST_MB
