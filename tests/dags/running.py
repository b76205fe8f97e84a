"""A really running Airflow for tests: started by the project's own command, asked through its REST API."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from pipeline.home import PROJECT, Home

T = TypeVar("T")
WITHIN_S = 240.0
ENDED = {"success", "failed"}


class Refused(Exception):
    """The API answered with an error; ``status`` is its code."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(f"{status}: {detail}")
        self.status = status


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(question: Callable[[], T | None], what: str, within_s: float = WITHIN_S) -> T:
    """Ask until there is an answer."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        try:
            answer = question()
        except (TimeoutError, urllib.error.URLError):  # a busy machine; the next answer may come in time
            continue
        if answer:
            return answer
        time.sleep(0.5)
    raise AssertionError(f"{what} did not come within {within_s:.0f} s")


@dataclass
class Service:
    """The service over an archive's home; as a context manager it is stopped at the end, whatever happens."""

    home: Home
    environ: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=find_free_port)
    health_port: int = field(default_factory=find_free_port)
    token: str | None = None

    def __enter__(self) -> Service:
        ended = self.command("up")
        assert ended.returncode == 0, ended.stdout + ended.stderr
        self.said = ended.stdout
        self.log_in()
        return self

    def __exit__(self, *_: object) -> None:
        self.command("down")

    def command(self, name: str) -> subprocess.CompletedProcess[str]:
        """Run ``python -m dags.service`` as make does."""
        return subprocess.run(
            [sys.executable, "-m", "dags.service", name], env=self.list_environ(), capture_output=True, text=True, check=False
        )

    def airflow(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Airflow's own command line on this service."""
        from dags.airflow_settings import list_settings

        settings = list_settings(self.home, port=self.port, health_port=self.health_port, environ=self.list_environ())
        program = str(Path(sys.executable).with_name("airflow"))
        return subprocess.run([program, *arguments], env=dict(settings), capture_output=True, text=True, check=False)

    def list_environ(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "ONRECORD", "PYTEST"))}
        ports = {"ONRECORD_PORT": str(self.port), "ONRECORD_HEALTH_PORT": str(self.health_port)}
        return {**clean, "PYTHONPATH": str(PROJECT), "ONRECORD_HOME": str(self.home.root), **ports, **self.environ}

    def log_in(self, user: str = "archivist") -> None:
        passwords = json.loads((self.home.airflow / "simple_auth_manager_passwords.json.generated").read_text())
        login = {"username": user, "password": passwords[user]}
        self.token = self.call("/auth/token", login, method="POST")["access_token"]

    def call(self, path: str, given: Mapping[str, Any] | None = None, *, method: str = "GET") -> Any:
        """Ask the API; raises Refused for an error."""
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {self.token}"} if self.token else {})}
        body = json.dumps(given).encode() if given is not None else None
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=body, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise Refused(error.code, error.read().decode()) from None

    def wait_for_dag(self, dag: str) -> None:
        def is_there() -> bool:
            return dag in {each["dag_id"] for each in self.call("/api/v2/dags?limit=200")["dags"]}

        wait_for(is_there, f"the DAG {dag}")

    def switch_on(self, dag: str) -> None:
        self.call(f"/api/v2/dags/{dag}", {"is_paused": False}, method="PATCH")

    def trigger(self, dag: str, conf: Mapping[str, Any] | None = None) -> str:
        begun = self.call(f"/api/v2/dags/{dag}/dagRuns", {"logical_date": None, "conf": conf or {}}, method="POST")
        return str(begun["dag_run_id"])

    def get_run(self, dag: str, run: str) -> dict[str, Any]:
        found: dict[str, Any] = self.call(f"/api/v2/dags/{dag}/dagRuns/{quote(run, safe='')}")
        return found

    def list_runs(self, dag: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.call(f"/api/v2/dags/{dag}/dagRuns?limit=100")["dag_runs"]
        return found

    def wait_for_run(self, dag: str, run: str) -> dict[str, Any]:
        def ended() -> dict[str, Any] | None:
            found = self.get_run(dag, run)
            return found if found["state"] in ENDED else None

        return wait_for(ended, f"the end of {run}")

    def list_tasks(self, dag: str, run: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.call(f"/api/v2/dags/{dag}/dagRuns/{quote(run, safe='')}/taskInstances?limit=200")[
            "task_instances"
        ]
        return found

    def read_log(self, dag: str, run: str, task: str, attempt: int = 1) -> str:
        path = f"/api/v2/dags/{dag}/dagRuns/{quote(run, safe='')}/taskInstances/{task}/logs/{attempt}"
        return json.dumps(self.call(path), ensure_ascii=False)
