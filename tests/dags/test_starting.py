"""Starting refuses what cannot run, supervising ends with its signal, and stopping says how many processes there were."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from dags.airflow_settings import PASSWORDS, SERVICE_USER
from dags.service import family, preparing
from dags.service.__main__ import main
from dags.service.errors import ServiceError
from dags.service.health import list_unhealthy
from dags.service.starting import _pass_on, describe, down, up
from pipeline.home import Home
from tests.dags.test_supervisor import _await

PAUSE = [sys.executable, "-c", "import signal; signal.pause()"]
AIRFLOW = """#!{python}
import json, signal, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        parts = ("metadatabase", "scheduler", "triggerer", "dag_processor")
        self.wfile.write(json.dumps({{part: {{"status": "healthy"}} for part in parts}}).encode())

if sys.argv[1] == "api-server":
    HTTPServer(("127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1])), Handler).serve_forever()
signal.pause()
"""
SUPERVISE = """
import os, sys
from pathlib import Path
from dags.service import preparing
from dags.service.starting import log_line, supervise
from pipeline.home import Home
preparing.AIRFLOW = Path(sys.argv[2])
supervise(Home(root=Path(sys.argv[1])), dict(os.environ), int(sys.argv[3]), log_line)
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(root=tmp_path / "archive")
    (home.airflow / "service").mkdir(parents=True)
    yield home
    family.end(family.find_family(home), within_s=5)


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_program(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_a_port_that_is_taken_is_named_with_what_to_do(home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServiceError, match=rf"Port {port} of 127\.0\.0\.1 is taken; .*ONRECORD_PORT"):
            up(home, port=port, health_port=find_port())


def test_a_second_service_over_one_archive_is_refused(home: Home) -> None:
    with subprocess.Popen(PAUSE, env=family.mark(os.environ, home), start_new_session=True) as running:
        with pytest.raises(ServiceError, match="running already; `make down` stops it"):
            up(home, port=find_port(), health_port=find_port())
        running.kill()


def test_a_database_that_cannot_be_prepared_starts_nothing(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "AIRFLOW", write_program(tmp_path / "airflow", "#!/bin/sh\nexit 1\n"))
    said: list[str] = []
    with pytest.raises(ServiceError, match="`airflow db migrate` ended with exit code 1"):
        up(home, port=find_port(), health_port=find_port(), environ={}, say=said.append)
    assert [line.partition(" (")[0] for line in said] == ["Airflow's database"]
    assert family.find_family(home) == []


def test_stopping_ends_what_was_started_and_says_how_many(home: Home) -> None:
    assert down(home) == 0
    with subprocess.Popen(PAUSE, start_new_session=True) as running:
        family.record_session(home, family.open_session("scheduler", running.pid))
        assert down(home) == 1
        assert not psutil.pid_exists(running.pid)


def test_a_supervised_service_becomes_healthy_and_ends_with_its_supervisor(home: Home, tmp_path: Path) -> None:
    airflow, port = write_program(tmp_path / "airflow", AIRFLOW.format(python=sys.executable)), find_port()
    command = [sys.executable, "-c", SUPERVISE, str(home.root), str(airflow), str(port)]
    with subprocess.Popen(command, env=family.mark(os.environ, home), stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout is not None
        _await(lambda: list_unhealthy(port) == [])
        said = [supervisor.stdout.readline() for _ in range(4)]
        assert len(family.find_family(home)) == 5
        supervisor.terminate()
        assert supervisor.wait() == 0
        assert family.find_family(home) == []
    assert [line.split()[1] for line in said] == ["api-server", "scheduler", "dag-processor", "triggerer"]


def test_the_logins_are_shown_and_the_services_own_is_not(home: Home) -> None:
    (home.airflow / PASSWORDS).write_text(json.dumps({"admin": "open sesame", SERVICE_USER: "hidden"}))
    shown = describe(home, 8080)
    assert "http://127.0.0.1:8080\n  admin / open sesame\n" in shown
    assert "hidden" not in shown


def test_whole_lines_of_the_log_are_passed_on_without_their_moment_and_each_once(tmp_path: Path) -> None:
    log, said = tmp_path / "log", list[str]()
    log.write_text("2026-01-01T00:00:00Z scheduler started\n2026-01-01T00:00:01Z half a")
    told = _pass_on(log, 0, said.append)
    assert said == ["scheduler started"]
    with log.open("a") as stream:
        stream.write(" line\n")
    assert _pass_on(log, told, said.append) == log.stat().st_size
    assert said == ["scheduler started", "half a line"]


def test_the_command_stops_nothing_where_nothing_runs_and_explains_its_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path))
    assert main(["down"]) == 0
    assert main(["dance"]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == ("The service was not running.\n", "usage: python -m dags.service up|down|run\n")
