"""Airflow's settings for this project: on loopback, under the archive's folder, without examples."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pipeline.home import PROJECT, Home, describe_home

LOOPBACK = "127.0.0.1"
API_PORT = 8080
"""Airflow's own default."""
HEALTH_PORT = 8974
"""Airflow's own default of the scheduler's health check."""
_DAGS = Path(__file__).parent

SERVICE_USER = "onrecord"
"""The login with which tasks write the notes of their runs and create pools."""

USERS = f"archivist:admin,researcher:viewer,{SERVICE_USER}:op"
PASSWORDS = "simple_auth_manager_passwords.json.generated"
AIRFLOW_URL = "ONRECORD_AIRFLOW_URL"
"""The environment variable that names Airflow's address for tasks; without it they only log."""

SQLITE_CONNECT_ARGS = {"timeout": 120}
"""SQLite's wait for a lock, in seconds: several processes write to Airflow's database (named by path in the settings below)."""


def list_settings(
    home: Home, *, port: int = API_PORT, health_port: int = HEALTH_PORT, environ: Mapping[str, str] | None = None
) -> Mapping[str, str]:
    """Return the environment that Airflow and the DAGs need. Set it before anything imports airflow.

    What ``environ`` sets already wins (another executor, another database), apart from where the project and its archive are.
    """
    given = {name: value for name, value in (environ or {}).items() if value}
    database = given.get("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN") or f"sqlite:///{home.airflow / 'airflow.db'}"
    return {**_list_defaults(home, port, health_port, database), **given, **_list_places(home)}


def apply_settings(home: Home, *, log_level: str = "WARNING", dags: Path | None = None) -> None:
    """Set the environment of this process for work of its own: its own SQLite file, whatever the environment named.

    ``dags`` is the one file of DAGs to read, all of them if there is none.
    """
    home.airflow.mkdir(parents=True, exist_ok=True)
    os.environ.update(list_settings(home))
    os.environ["AIRFLOW__CORE__DAGS_FOLDER"] = str(dags or _DAGS)
    os.environ["AIRFLOW__LOGGING__LOGGING_LEVEL"] = log_level


def _list_places(home: Home) -> dict[str, str]:
    return {
        "PYTHONPATH": str(PROJECT),
        **describe_home(home),
        "AIRFLOW_HOME": str(home.airflow),
        "AIRFLOW__CORE__DAGS_FOLDER": str(_DAGS),
    }


def _list_defaults(home: Home, port: int, health_port: int, database: str) -> dict[str, str]:
    defaults = {
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://{LOOPBACK}:{port}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": USERS,
        "AIRFLOW__API__HOST": LOOPBACK,
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": f"http://{LOOPBACK}:{port}",
        "AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK": "True",
        "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_HOST": LOOPBACK,
        "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT": str(health_port),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database,
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home.airflow / "logs"),
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
    }
    if database.startswith("sqlite"):
        defaults["AIRFLOW__DATABASE__SQL_ALCHEMY_CONNECT_ARGS"] = f"{__name__}.SQLITE_CONNECT_ARGS"
        defaults["AIRFLOW__DATABASE__SQL_ALCHEMY_CONNECT_ARGS_ASYNC"] = f"{__name__}.SQLITE_CONNECT_ARGS"
        defaults["AIRFLOW__CORE__PLUGINS_FOLDER"] = str(_DAGS / "plugins")
    return defaults
