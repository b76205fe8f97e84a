"""The in-process run of the sample: it works twice, and builds no more of Airflow's task API than it asks for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.home import PROJECT

VERSIONS = """
from pathlib import Path
from dags.inprocess import serve_newest_version
from dags.airflow_settings import apply_settings
from pipeline.home import Home

apply_settings(Home(root=Path.cwd()))
from airflow.sdk.api.datamodels._generated import API_VERSION


serve_newest_version()
from airflow.api_fastapi.execution_api.app import create_task_execution_api_app

app = create_task_execution_api_app()
app._cadwyn_initialize()
served = {str(version): len(router.routes) for version, router in app.router.versioned_routers.items()}
assert list(served) == [API_VERSION], served
assert served[API_VERSION] > 10, served
"""


def run_python(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "ONRECORD"))}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=home,
        env=environment | {"ONRECORD_HOME": str(home), "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_the_one_version_that_is_served_is_the_one_that_tasks_ask_for(tmp_path: Path) -> None:
    done = run_python(tmp_path, "-c", VERSIONS)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_sample_is_archived_by_the_first_run_and_unchanged_by_the_second(tmp_path: Path) -> None:
    first, second = (run_python(tmp_path, "-m", "dags.inprocess") for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "The chain holds." in first.stdout
    assert " 0 new" not in first.stdout
    assert " 0 new" in second.stdout
    assert "The chain holds." in second.stdout
