"""How Airflow is told to run here: on loopback, under the archive's folder, without examples."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pipeline.home import PROJECT, Home

LOOPBACK = "127.0.0.1"
API_PORT = 8080
HEALTH_PORT = 8974
USERS = "archivist:admin,researcher:viewer"


def list_settings(home: Home, *, port: int = API_PORT, health_port: int = HEALTH_PORT) -> Mapping[str, str]:
    """Give the environment that Airflow and the DAGs need. Set it before anything imports airflow."""
    return {
        "PYTHONPATH": str(PROJECT),
        "ONRECORD_HOME": str(home.root),
        "AIRFLOW_HOME": str(home.airflow),
        "AIRFLOW__CORE__DAGS_FOLDER": str(Path(__file__).parent),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://{LOOPBACK}:{port}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": USERS,
        "AIRFLOW__API__HOST": LOOPBACK,
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK": "True",
        "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_HOST": LOOPBACK,
        "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT": str(health_port),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home.airflow / 'airflow.db'}",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home.airflow / "logs"),
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
    }


def apply_settings(home: Home, *, log_level: str = "WARNING") -> None:
    """Set the environment of this process."""
    home.airflow.mkdir(parents=True, exist_ok=True)
    os.environ.update(list_settings(home))
    os.environ["AIRFLOW__LOGGING__LOGGING_LEVEL"] = log_level
