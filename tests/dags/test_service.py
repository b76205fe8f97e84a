"""The service starts on loopback, says it is healthy, runs a backfill by its API, and leaves no process behind."""

import json
import socket
import time
import urllib.request
from pathlib import Path
from typing import Any

import psutil
import pytest

from dags.service import ServiceError, down, up
from pipeline.home import Home
from pipeline.sample import SAMPLE_WARC

pytestmark = pytest.mark.slow

_WITHIN_S = 120.0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _call(port: int, path: str, given: dict[str, Any] | None = None, token: str | None = None) -> Any:
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    body = json.dumps(given).encode() if given is not None else None
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def _wait_for_dag(port: int, token: str) -> None:
    deadline = time.monotonic() + _WITHIN_S
    while time.monotonic() < deadline:
        dags = {dag["dag_id"] for dag in _call(port, "/api/v2/dags?limit=100", token=token)["dags"]}
        if "backfill" in dags:
            return
        time.sleep(0.5)
    raise AssertionError("the backfill DAG never appeared")


def _backfill(port: int, token: str) -> str:
    conf = {"sources": ["am_mfa"], "since": "2020-10-26", "until": "2020-10-28", "replay": [str(SAMPLE_WARC)]}
    begun = _call(port, "/api/v2/dags/backfill/dagRuns", {"logical_date": None, "conf": conf}, token)
    deadline = time.monotonic() + _WITHIN_S
    while time.monotonic() < deadline:
        state = str(_call(port, f"/api/v2/dags/backfill/dagRuns/{begun['dag_run_id']}", token=token)["state"])
        if state in {"success", "failed"}:
            return state
        time.sleep(0.5)
    raise AssertionError("the backfill never ended")


def _listens_at(process: psutil.Process) -> list[str]:
    """Give the addresses a process listens at; none where it has ended since it was listed."""
    try:
        connections = process.net_connections(kind="inet")
    except psutil.NoSuchProcess:
        return []
    return [connection.laddr.ip for connection in connections if connection.status == psutil.CONN_LISTEN]


def test_the_service_starts_runs_a_backfill_and_stops_cleanly(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "archive")
    port = _free_port()
    before = set(psutil.pids())
    up(home, port=port, health_port=_free_port())
    try:
        with pytest.raises(ServiceError, match="running already"):
            up(home, port=port)
        passwords = json.loads((home.airflow / "simple_auth_manager_passwords.json.generated").read_text())
        token = _call(port, "/auth/token", {"username": "archivist", "password": passwords["archivist"]})["access_token"]
        _wait_for_dag(port, token)
        assert _backfill(port, token) == "success"
        assert home.archive.exists()
        ours = [process for process in psutil.process_iter() if process.pid not in before]
        listening = [address for process in ours for address in _listens_at(process)]
        assert set(listening) == {"127.0.0.1"}
    finally:
        assert down(home) == 4
    assert down(home) == 0
