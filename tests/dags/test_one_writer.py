"""Requests that write come one after another, so that none waits on the event loop for a commit that the loop must make."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import httpx
import pytest
from fastapi import Depends, FastAPI

from dags.plugins.one_writer import OneWriter, OneWriterPlugin

_LOCK_S = 1.0
"""How long SQLite waits for the lock here."""
_OPEN_S = 0.2
"""How long the first transaction stays open if no other request begins."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "airflow.db"
    with sqlite3.connect(path) as db:
        db.executescript("PRAGMA journal_mode=WAL; CREATE TABLE log (line TEXT)")
    db.close()
    return path


class _Airflow:
    """An app that writes as Airflow's does: a log on the event loop, and transactions that the loop ends."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.first_is_open = threading.Event()
        self.second_has_begun = threading.Event()
        self.app = FastAPI()
        session = Annotated[sqlite3.Connection, Depends(self.open_session, scope="function")]

        async def log_action(db: session) -> None:
            if self.first_is_open.is_set():
                self.second_has_begun.set()
            db.execute("INSERT INTO log VALUES ('asked')")
            db.commit()

        @self.app.patch("/note", dependencies=[Depends(log_action)])
        def patch_note(db: session) -> str:
            db.execute("INSERT INTO log VALUES ('written')")
            self.first_is_open.set()
            self.second_has_begun.wait(_OPEN_S)
            return "written"

    def open_session(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self.database, timeout=_LOCK_S, check_same_thread=False)
        try:
            yield db
            db.commit()
        finally:
            db.close()

    async def ask_twice(self, app: Any) -> list[int]:
        """Ask, and again while the first request's transaction is open; return the answers' codes."""
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            first = asyncio.create_task(client.patch("/note"))
            await asyncio.to_thread(self.first_is_open.wait, 10)
            second = await client.patch("/note")
            return [(await first).status_code, second.status_code]


def test_without_it_an_app_like_airflows_locks_itself_out(database: Path) -> None:
    airflow = _Airflow(database)
    assert 500 in asyncio.run(airflow.ask_twice(airflow.app))


def test_writes_that_come_at_once_are_all_made(database: Path) -> None:
    airflow = _Airflow(database)
    assert asyncio.run(airflow.ask_twice(OneWriter(airflow.app))) == [200, 200]
    db = sqlite3.connect(database)
    assert db.execute("SELECT line FROM log").fetchall() == [("asked",), ("written",)] * 2
    db.close()


def _scope(method: str, kind: str = "http") -> dict[str, Any]:
    return {"type": kind, "method": method}


async def _say_nothing(_: Any) -> None:
    return None


async def _whole_body() -> dict[str, Any]:
    return {"type": "http.request", "body": b"{}", "more_body": False}


def test_a_request_that_only_reads_waits_for_none() -> None:
    async def run() -> list[str]:
        answered: list[str] = []
        go_on = asyncio.Event()

        async def app(scope: Any, _receive: Any, _send: Any) -> None:
            if scope["method"] == "POST":
                await go_on.wait()
            answered.append(scope["method"])

        one = OneWriter(app)
        writing = asyncio.create_task(one(_scope("POST"), _whole_body, _say_nothing))
        await asyncio.sleep(0)
        await one(_scope("GET"), _whole_body, _say_nothing)
        await one({"type": "lifespan", "method": "lifespan"}, _whole_body, _say_nothing)
        go_on.set()
        await writing
        return answered

    assert asyncio.run(run()) == ["GET", "lifespan", "POST"]


def test_the_next_one_begins_when_an_answer_begins_and_not_when_it_has_been_read() -> None:
    async def run() -> list[str]:
        began: list[str] = []
        never = asyncio.Event()

        async def app(scope: Any, _receive: Any, send: Any) -> None:
            began.append(scope["path"])
            await send({"type": "http.response.start"})
            await send({"type": "http.response.body"})

        async def send_to_one_who_reads_nothing(message: Any) -> None:
            if message["type"] == "http.response.body":
                await never.wait()

        one = OneWriter(app)
        stuck = asyncio.create_task(one({**_scope("POST"), "path": "first"}, _whole_body, send_to_one_who_reads_nothing))
        await asyncio.wait_for(one({**_scope("POST"), "path": "second"}, _whole_body, _say_nothing), 5)
        stuck.cancel()
        return began

    assert asyncio.run(run()) == ["first", "second"]


def test_one_that_sends_its_body_slowly_holds_up_no_other() -> None:
    async def run() -> list[bytes]:
        bodies: list[bytes] = []
        rest = asyncio.Event()
        parts: list[dict[str, Any]] = [
            {"type": "http.request", "body": b"a", "more_body": True},
            {"type": "http.request", "body": b"b"},
        ]

        async def slowly() -> dict[str, Any]:
            if len(parts) == 1:
                await rest.wait()
            return parts.pop(0)

        async def app(_scope: Any, receive: Any, _send: Any) -> None:
            body, more = b"", True
            while more:
                message = await receive()
                body += message["body"]
                more = message.get("more_body", False)
            bodies.append(body)

        one = OneWriter(app)
        slow = asyncio.create_task(one(_scope("PUT"), slowly, _say_nothing))
        await asyncio.sleep(0)
        await asyncio.wait_for(one(_scope("PUT"), _whole_body, _say_nothing), 5)
        rest.set()
        await slow
        return bodies

    assert asyncio.run(run()) == [b"{}", b"ab"]


def test_a_request_that_fails_lets_the_next_one_in() -> None:
    async def fail(_scope: Any, _receive: Any, _send: Any) -> None:
        raise RuntimeError

    async def run() -> None:
        one = OneWriter(fail)
        for _ in range(2):
            with pytest.raises(RuntimeError):
                await asyncio.wait_for(one(_scope("DELETE"), _whole_body, _say_nothing), 5)

    asyncio.run(run())


def test_what_comes_after_the_body_is_passed_on() -> None:
    async def run() -> list[str]:
        types: list[str] = []
        messages: list[dict[str, Any]] = [{"type": "http.request", "body": b"{}"}, {"type": "http.disconnect"}]

        async def app(_scope: Any, receive: Any, _send: Any) -> None:
            types.extend([(await receive())["type"], (await receive())["type"]])

        async def receive() -> dict[str, Any]:
            return messages.pop(0)

        await OneWriter(app)(_scope("POST"), receive, _say_nothing)
        return types

    assert asyncio.run(run()) == ["http.request", "http.disconnect"]


def test_airflow_is_given_it() -> None:
    assert [each["middleware"] for each in OneWriterPlugin.fastapi_root_middlewares] == [OneWriter]
