"""The health of the service is what Airflow's own endpoint says; no answer is the API server's fault."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from dags.service.health import list_unhealthy

PARTS = ("metadatabase", "scheduler", "triggerer", "dag_processor")


@contextmanager
def serving(body: bytes, status: int = 200) -> Iterator[int]:
    """Answer every request on a free port of the loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def write_health(*sick: str) -> bytes:
    return json.dumps({part: {"status": "unhealthy" if part in sick else "healthy"} for part in PARTS}).encode()


def test_a_healthy_service_has_no_unhealthy_part() -> None:
    with serving(write_health()) as port:
        assert list_unhealthy(port) == []


@pytest.mark.parametrize(("part", "name"), [("scheduler", "scheduler"), ("dag_processor", "dag-processor")])
def test_a_sick_part_is_named_as_its_process(part: str, name: str) -> None:
    with serving(write_health(part)) as port:
        assert list_unhealthy(port) == [name]


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"starting", 200), (write_health(), 503), (b"[]", 200), (b'{"scheduler": {}}', 200)],
    ids=["no JSON", "an error", "a list", "other fields"],
)
def test_a_server_that_answers_anything_else_is_not_up(body: bytes, status: int) -> None:
    with serving(body, status) as port:
        assert list_unhealthy(port) == ["api-server"]


def test_where_nothing_listens_the_api_server_is_missing() -> None:
    with serving(b"") as port:
        pass
    assert list_unhealthy(port) == ["api-server"]
