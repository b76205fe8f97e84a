"""An account's posts are walked page by page, and its token goes to its host alone."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

from pipeline.declarations import Discovery, Method
from pipeline.fetch.capturing import capture_source
from pipeline.fetch.visiting import LeadEnd
from pipeline.fetch.walk import Stop
from storage.captures import WarcWriter
from storage.model import Outcome
from tests.loopback.clients import make_client
from tests.loopback.ministry import make_source
from tests.loopback.server import LoopbackServer, Program, Visit


def posts(*numbers: int, following: str | None = None) -> Program:
    rows = [{"id": str(n), "text": f"Post {n}", "created_at": "2020-10-27T10:00:00Z", "author_id": "7"} for n in numbers]
    answer = {"data": rows, "meta": {"result_count": len(rows), **({"next_token": following} if following else {})}}
    return lambda visit: visit.reply(json.dumps(answer).encode(), Content_Type="application/json")


def pages(visit: Visit) -> None:
    (posts(1) if "next_token=older" in visit.path else posts(3, 2, following="older"))(visit)


def walk(
    server: LoopbackServer, folder: Path, since: date | None = None, **settings: object
) -> tuple[list[LeadEnd], list[Stop]]:
    address = server.url("/2/tweets/search/all?query=from%3AMinistry", host="api.x.com")
    source = make_source(server, Discovery(method=Method.API, urls=(address,)))
    writing = WarcWriter(folder, name="run", find_payload=lambda _: None)
    with make_client(folder, addresses=lambda *_: ["127.0.0.1"], attempts=1, **settings) as client, writing as writer:
        steps = list(capture_source(source, client, writer, since=since))
    return [step for step in steps if isinstance(step, LeadEnd)], [step for step in steps if isinstance(step, Stop)]


def test_a_backfill_walks_every_page_and_a_usual_run_the_newest(tmp_path: Path) -> None:
    with LoopbackServer({"/2/tweets/search/all": pages}) as server:
        assert len(walk(server, tmp_path / "a")[0]) == 1
        ends, stops = walk(server, tmp_path / "b", since=date(2020, 10, 1))
    assert [len(end.captures) for end in ends] == [1, 1]
    assert stops[0].why.endswith("was read as far back as was asked")


def test_a_walk_that_is_refused_says_why(tmp_path: Path) -> None:
    with LoopbackServer({"*": lambda visit: visit.reply(b'{"title": "Unauthorized"}', "401 Unauthorized")}) as server:
        ends, stops = walk(server, tmp_path)
    assert [(end.outcome, end.reason) for end in ends] == [(Outcome.FAILED, "login")]
    assert "login: asks for a log-in (401)" in stops[0].why


def test_a_token_goes_to_its_host_alone_and_is_never_written_down(tmp_path: Path) -> None:
    with LoopbackServer({"/2/tweets/search/all": lambda v: v.reply(b"", "302 Found", Location=moved)}) as server:
        moved = server.url("/elsewhere", host="other.example")
        walk(server, tmp_path, tokens={f"api.x.com:{server.port}": "s3cret"})
        sent = {visit.path.partition("?")[0]: visit.fields.get("authorization") for visit in server.visits}
    assert sent["/2/tweets/search/all"] == "Bearer s3cret"
    assert sent["/elsewhere"] is None
    stored = gzip.decompress((tmp_path / "run.warc.gz").read_bytes())
    assert b"Authorization: ***" in stored
    assert b"s3cret" not in stored
    assert "s3cret" not in (tmp_path / "fetch.jsonl").read_text()
