"""The note of a run is written through Airflow's API; without one the task goes on."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from dags.tasks.notes import LOGIN, MOST_CHARACTERS, create_pool, write_note


class Api(ThreadingHTTPServer):
    """Answers as Airflow's API does; ``asked`` are the requests, ``status`` the code of all but the login."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[tuple[str, str, str | None, dict[str, Any]]] = []
        self.status = 200

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answer(BaseHTTPRequestHandler):
    server: Api

    def _answer(self) -> None:
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.command, self.path, self.headers["Authorization"], given))
        login = self.path == "/auth/token"
        body = json.dumps({"access_token": "a-token"} if login else {}).encode()
        self.send_response(201 if login else self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_PATCH = _answer  # noqa: N815 -- the library's names

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    server = Api()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("ONRECORD_AIRFLOW_URL", server.address)
    monkeypatch.setenv(LOGIN, "onrecord:a:secret")
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_note_is_set_on_the_run_with_a_token(api: Api) -> None:
    assert write_note("source_am_mfa", "manual__2026-11-01T00:00:00+00:00", "blocked: 403")
    (_, _, _, login), (method, path, authorization, given) = api.asked
    assert login == {"username": "onrecord", "password": "a:secret"}
    assert (method, authorization, given) == ("PATCH", "Bearer a-token", {"note": "blocked: 403"})
    assert path == "/api/v2/dags/source_am_mfa/dagRuns/manual__2026-11-01T00%3A00%3A00%2B00%3A00"


@pytest.mark.parametrize("length", [MOST_CHARACTERS - 1, MOST_CHARACTERS, MOST_CHARACTERS + 1])
def test_a_note_fits_airflows_column(api: Api, length: int) -> None:
    assert write_note("backfill", "run", "x" * length)
    note = api.asked[-1][3]["note"]
    assert len(note) == min(length, MOST_CHARACTERS)
    assert note.endswith("…") == (length > MOST_CHARACTERS)


def test_an_api_that_refuses_is_logged_and_the_task_goes_on(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    api.status = 403
    assert not write_note("backfill", "run", "a note")
    assert "answered 403" in caplog.text


def test_an_api_that_is_not_there_is_logged_and_the_task_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("ONRECORD_AIRFLOW_URL", "http://127.0.0.1:9")
    monkeypatch.setenv(LOGIN, "onrecord:secret")
    assert not write_note("backfill", "run", "a note")
    assert "could not be reached" in caplog.text


def test_without_an_address_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONRECORD_AIRFLOW_URL", raising=False)
    assert not write_note("backfill", "run", "a note")


def test_a_pool_that_is_there_already_is_as_good(api: Api) -> None:
    api.status = 409
    assert create_pool("host_example_org", {"slots": 1})
