"""Keep what Airflow remembers from growing for ever: old rows of its database, old logs of tasks, long logs of processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dags.airflow_settings import list_settings
from dags.service import preparing
from dags.service.environment_numbers import read_number
from pipeline.home import Home

KEPT_DAYS = 90
"""How long Airflow remembers runs, unless ONRECORD_AIRFLOW_DAYS says otherwise. Chosen by hand; the archive's own memory of
runs is not touched."""
LEAST_DAYS = 32
"""The fewest days that may be asked for: no run takes longer (``dagrun_timeout``), and one at work must not be removed."""
_MOST_DAYS = 36_500
"""A century: for good."""
_MAX_LOG_BYTES = 50_000_000
"""A longer log of a process is put aside, in the place of the one put aside before. Chosen by hand: 200,000 requests or so."""
_FIRST_AFTER_S = 600.0
"""When it is first tidied after the service's start, in seconds. Chosen by hand: not while everything is starting."""
_EVERY_S = 86_400.0
"""How often it is tidied, in seconds: once a day."""
_BATCH_ROWS = 500
"""How many rows are removed at once. Chosen by hand: SQLite is locked for all others meanwhile."""
_TABLES = (
    "asset_event,callback,deadline,import_error,job,log,revoked_token,dag_run,task_instance,task_instance_history,"
    "task_reschedule,trigger,xcom"
)
"""What grows with every run. Not ``dag`` and ``dag_version``: they grow with the code, and Airflow 3.3.2 fails on them."""


@dataclass(slots=True)
class Tidier:
    """Tidies once a day while the service runs; ``clock`` gives seconds.

    The database is cleaned by a process of its own, so that nothing waits for it; one that the operator named is left alone.
    """

    home: Home
    environment: Mapping[str, str]
    days: int
    say: Callable[[str], None]
    clock: Callable[[], float] = time.monotonic
    due_at: float = field(init=False)
    cleaning: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.due_at = self.clock() + _FIRST_AFTER_S

    def __call__(self) -> None:
        """Tidy if it is due, and say how the last cleaning of the database ended."""
        self._note_cleaned()
        if self.clock() < self.due_at:
            return
        self.due_at = self.clock() + _EVERY_S
        before = datetime.now(UTC) - timedelta(days=self.days)
        try:
            put_logs_aside(self.home.airflow / "service")
            if self._is_ours("AIRFLOW__LOGGING__BASE_LOG_FOLDER"):
                remove_logs(self.home.airflow / "logs", before)
            if self._is_ours("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"):
                self._clean(before)
        except OSError as error:
            self.say(f"the logs of Airflow could not be tidied: {error}; it is tried again tomorrow")

    def _is_ours(self, name: str) -> bool:
        return self.environment.get(name) == list_settings(self.home)[name]

    def _clean(self, before: datetime) -> None:
        if self.cleaning is None:
            command = [str(preparing.AIRFLOW), "db", "clean", "--yes", "--skip-archive", "--error-on-cleanup-failure"]
            command += ["--tables", _TABLES, "--batch-size", str(_BATCH_ROWS), "--clean-before-timestamp", before.isoformat()]
            with self.log.open("wb") as log:
                self.cleaning = subprocess.Popen(  # noqa: S603 -- Airflow's own command
                    command, env=dict(self.environment), stdin=subprocess.DEVNULL, stdout=log, stderr=log
                )

    def _note_cleaned(self) -> None:
        code = None if self.cleaning is None else self.cleaning.poll()
        if code is None:
            return
        self.cleaning = None
        if code:
            self.say(f"Airflow's database could not be cleaned (exit code {code}; see {self.log}); it is tried again tomorrow")
        else:
            self.say(f"Airflow's database was cleaned of what is older than {self.days} days")

    @property
    def log(self) -> Path:
        """Where the last cleaning of the database said what it did."""
        return self.home.airflow / "service" / "clean.log"


def read_kept_days(environ: Mapping[str, str]) -> int:
    """Return for how many days Airflow is to remember runs. Raises ServiceError for a value that is no such number."""
    return read_number(environ, "ONRECORD_AIRFLOW_DAYS", KEPT_DAYS, least=LEAST_DAYS, most=_MOST_DAYS)


def put_logs_aside(folder: Path) -> None:
    """Put the content of long logs aside, as ``….log.1``. The processes have them open: the files themselves stay."""
    for log in folder.glob("*.log"):
        if log.stat().st_size > _MAX_LOG_BYTES:
            shutil.copyfile(log, log.with_suffix(".log.1"))
            os.truncate(log, 0)


def remove_logs(folder: Path, before: datetime) -> None:
    """Remove the logs of runs, and of the dag-processor's days, in which nothing was written since a moment."""
    for logs in [*folder.glob("dag_id=*/run_id=*"), *folder.glob("dag_processor/*-*-*")]:
        written = max(path.lstat().st_mtime for path in (logs, *logs.rglob("*")))
        if written < before.timestamp():
            shutil.rmtree(logs)
