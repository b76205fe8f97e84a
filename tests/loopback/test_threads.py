"""One client serves several threads: every answer goes to whoever asked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.loopback.clients import BRISK, make_client
from tests.loopback.server import LoopbackServer, Visit


def test_eight_threads_get_their_own_answers(tmp_path: Path) -> None:
    def echo(visit: Visit) -> None:
        visit.reply(visit.path.encode() * 50)

    with LoopbackServer({"*": echo}) as server, make_client(tmp_path) as client, ThreadPoolExecutor(8) as pool:
        urls = [server.url(f"/{number}") for number in range(60)]
        bodies = list(pool.map(lambda url: client.fetch(url, politeness=BRISK).exchanges[-1].response.body, urls))
        robots = sum(visit.path == "/robots.txt" for visit in server.visits)
    assert bodies == [f"/{number}".encode() * 50 for number in range(60)]
    assert robots <= 8
    assert len((tmp_path / "fetch.jsonl").read_text().splitlines()) == 60 + robots
