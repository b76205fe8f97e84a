"""Airflow under a passing home: its environment is set before anything imports it."""

import tempfile
from pathlib import Path
from typing import Any

import pytest

from dags.airflow_settings import apply_settings
from pipeline.home import Home

_HOME = Home(root=Path(tempfile.mkdtemp(prefix="onrecord-dags-")))
apply_settings(_HOME)


@pytest.fixture(scope="session")
def airflow_home() -> Home:
    return _HOME


@pytest.fixture(scope="session")
def dagbag() -> Any:
    from airflow.dag_processing.dagbag import DagBag

    return DagBag(str(Path(__file__).parents[2] / "dags"))


@pytest.fixture(scope="session")
def airflow_db() -> None:
    from airflow.utils.db import initdb

    initdb()
