"""An Airflow on several workers: CeleryExecutor, PostgreSQL, Redis and an S3, each worker with a folder of its own."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from pipeline.home import PROJECT
from tests.cluster.servers import answers, end, find_port, start, wait_until

LOADER_QUEUE = "loader"
_READY_WITHIN_S = 150.0
_DAG_FILE = """# The one DAG that the test runs: the others of this project's Airflow would only be read again and again.
from dags.backfill import backfill

dag = backfill()
"""


@dataclass
class Cluster:
    """The processes of one Airflow; ``environment`` is what all of them have in common."""

    folder: Path
    store: str
    database: str
    broker: str
    shared: str
    extra: Mapping[str, str]
    port: int = field(default_factory=find_port)
    _secret: str = field(default_factory=lambda: secrets.token_hex(32))
    _started: list[psutil.Popen] = field(default_factory=list)

    def environment(self, name: str) -> dict[str, str]:
        """Give the environment of one machine: its own folders, and what all share."""
        home = self.folder / name
        home.mkdir(exist_ok=True)
        return {
            **{key: value for key, value in os.environ.items() if not key.startswith(("AIRFLOW", "ONRECORD"))},
            **self.extra,
            "PYTHONPATH": str(PROJECT),
            "ONRECORD_HOME": self.store,
            "ONRECORD_LOCAL": str(home),
            "ONRECORD_SHARED": self.shared,
            "ONRECORD_LOADER_QUEUE": LOADER_QUEUE,
            "AIRFLOW_HOME": str(home / "airflow"),
            "AIRFLOW__CORE__DAGS_FOLDER": str(self.folder / "dags"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
            "AIRFLOW__CORE__PARALLELISM": "8",
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{self.port}/execution/",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
            "AIRFLOW__CORE__FERNET_KEY": "",
            "AIRFLOW__API__SECRET_KEY": self._secret,
            "AIRFLOW__API_AUTH__JWT_SECRET": self._secret,
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": self.database,
            "AIRFLOW__CELERY__BROKER_URL": self.broker,
            "AIRFLOW__CELERY__RESULT_BACKEND": f"db+{self.database}",
            "AIRFLOW__CELERY__WORKER_CONCURRENCY": "2",
            "AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT": "60",
            "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "20",
            "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "5",
            "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_SEC": "5",
            "AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT": "30",
            "AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT_CHECK_INTERVAL": "10",
            "AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK": "False",
            "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        }

    def begin(self) -> None:
        """Prepare the database, then start the API, and when it answers the scheduler and the reader of DAG files."""
        (self.folder / "dags").mkdir()
        (self.folder / "dags" / "backfill.py").write_text(_DAG_FILE)
        self.run("db", "migrate")
        pools = self.folder / "pools.json"
        pools.write_text(json.dumps(_list_pools()))
        self.run("pools", "import", str(pools))
        self.start("center", "api-server", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1")
        wait_until(lambda: answers(self.port), "Airflow's API", within_s=_READY_WITHIN_S)
        self.start("center", "scheduler", "--skip-serve-logs")
        self.start("center", "dag-processor")

    def start(self, machine: str, *command: str) -> psutil.Popen:
        """Start a process of Airflow on one machine."""
        log = self.folder / f"{machine}-{command[0]}.log"
        process = start([_find_airflow(), *command], log, self.environment(machine))
        self._started.append(process)
        return process

    def start_worker(self, machine: str, *, queue: str = "default") -> psutil.Popen:
        """Start a Celery worker that listens to one queue."""
        name = f"{machine}@%h"
        return self.start(machine, "celery", "worker", "--skip-serve-logs", "-q", queue, "-H", name, "--without-gossip")

    def run(self, *command: str, machine: str = "center") -> str:
        """Run a command of Airflow to its end."""
        return self.run_program([_find_airflow(), *command], machine)

    def run_program(self, command: list[str], machine: str) -> str:
        """Run a program on one machine to its end, and give what it printed."""
        ended = subprocess.run(command, env=self.environment(machine), capture_output=True, text=True, check=False)
        assert ended.returncode == 0, (
            f"{command[1:]} ended with {ended.returncode}: {ended.stderr[-3000:]}{ended.stdout[-1000:]}"
        )
        return ended.stdout

    def trigger(self, dag: str, conf: Mapping[str, Any]) -> str:
        """Trigger a DAG as soon as it is known, and give the id of its run."""
        path = f"/api/v2/dags/{dag}"
        wait_until(lambda: self._find(path) is not None, f"the DAG {dag}", within_s=_READY_WITHIN_S, poll_s=1)
        self.call("PATCH", path, {"is_paused": False})
        answer = self.call("POST", f"{path}/dagRuns", {"logical_date": None, "conf": dict(conf)})
        return str(answer["dag_run_id"])

    def read_state(self, dag: str, run: str) -> str:
        """Give the state of a run."""
        return str(self.call("GET", f"/api/v2/dags/{dag}/dagRuns/{run}")["state"])

    def list_states(self, dag: str, run: str) -> list[tuple[str, int, str]]:
        """List the tasks of a run, each with its number among those mapped, and its state."""
        found = self.call("GET", f"/api/v2/dags/{dag}/dagRuns/{run}/taskInstances?limit=500")["task_instances"]
        return sorted((each["task_id"], each["map_index"], str(each["state"])) for each in found)

    def end(self) -> None:
        """End every process, the workers first."""
        for process in reversed(self._started):
            end(process)

    def call(self, method: str, path: str, given: Mapping[str, Any] | None = None) -> Any:
        """Call the REST API."""
        token = self._request("GET", "/auth/token", None, None)["access_token"]
        return self._request(method, path, given, token)

    def _find(self, path: str) -> Any:
        try:
            return self.call("GET", path)
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise
            return None

    def _request(self, method: str, path: str, given: Mapping[str, Any] | None, token: str | None) -> Any:
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        body = json.dumps(given).encode() if given is not None else None
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=body, headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)


def _find_airflow() -> str:
    return str(Path(sys.executable).with_name("airflow"))


def _list_pools() -> dict[str, Any]:
    from dags.pools import list_pools

    return list_pools()
