"""Airflow's settings: ours by default, the environment's where it says something, the archive's place always."""

from pathlib import Path

from dags.airflow_settings import list_settings
from pipeline.fetch.http.fetch_settings import LOOPBACK, read_allowed
from pipeline.home import Home

HOME = Home(root=Path("/archive"))


def test_without_an_environment_everything_is_on_loopback_and_below_the_archive() -> None:
    settings = list_settings(HOME, port=8181)
    assert settings["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert settings["AIRFLOW__CORE__EXECUTOR"] == "LocalExecutor"
    assert settings["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] == "sqlite:////archive/airflow/airflow.db"


def test_an_executor_and_a_database_that_the_environment_names_are_used() -> None:
    database = "postgresql+psycopg2://airflow@127.0.0.1/airflow"
    settings = list_settings(
        HOME, environ={"AIRFLOW__CORE__EXECUTOR": "CeleryExecutor", "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database}
    )
    assert settings["AIRFLOW__CORE__EXECUTOR"] == "CeleryExecutor"
    assert settings["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] == database
    assert "AIRFLOW__DATABASE__SQL_ALCHEMY_CONNECT_ARGS" not in settings


def test_an_empty_variable_names_nothing() -> None:
    assert list_settings(HOME, environ={"AIRFLOW__CORE__EXECUTOR": ""})["AIRFLOW__CORE__EXECUTOR"] == "LocalExecutor"


def test_where_the_archive_lies_is_not_the_environments_to_say() -> None:
    settings = list_settings(HOME, environ={"AIRFLOW_HOME": "/elsewhere", "ONRECORD_HOME": "/elsewhere"})
    assert (settings["AIRFLOW_HOME"], settings["ONRECORD_HOME"]) == ("/archive/airflow", "/archive")


def test_sqlite_waits_long_for_a_lock() -> None:
    named = list_settings(HOME)["AIRFLOW__DATABASE__SQL_ALCHEMY_CONNECT_ARGS"]
    module, _, name = named.rpartition(".")
    assert vars(__import__(module, fromlist=[name]))[name]["timeout"] >= 60


def test_private_networks_are_refused_unless_loopback_is_allowed_by_its_exact_word() -> None:
    assert read_allowed({}) == ()
    assert read_allowed({"ONRECORD_ALLOW_LOOPBACK": "10.0.0.0/8"}) == ()
    assert read_allowed({"ONRECORD_ALLOW_LOOPBACK": "yes"}) == LOOPBACK
