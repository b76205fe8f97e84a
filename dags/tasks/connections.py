"""Where alarms are told, as Airflow's connections and the environment say it; the environment comes first."""

from __future__ import annotations

from collections.abc import Mapping

from airflow.sdk import Connection
from airflow.sdk.exceptions import AirflowNotFoundException

from pipeline.alarms import SMTP, WEBHOOK, AlarmSettings, read_settings

SMTP_CONNECTION = "onrecord_smtp"
"""A connection of type smtp with host, port, login and password, and ``from`` and ``to`` among its extra fields."""

WEBHOOK_CONNECTION = "onrecord_webhook"
"""A connection whose password is the webhook's address: whoever knows it may post."""


def read_alarm_settings(environ: Mapping[str, str]) -> AlarmSettings:
    """Read where alarms are told. Raises AlarmError, which names no secret, for a setting that cannot be used."""
    named = {SMTP: environ.get(SMTP) or _read_mail(), WEBHOOK: environ.get(WEBHOOK) or _read_webhook()}
    return read_settings(named)


def _read_mail() -> str:
    connection = _find(SMTP_CONNECTION)
    return str(connection.get_uri()) if connection else ""


def _read_webhook() -> str:
    connection = _find(WEBHOOK_CONNECTION)
    return str(connection.password or "") if connection else ""


def _find(name: str) -> Connection | None:
    try:
        found: Connection = Connection.get(name)
    except AirflowNotFoundException:
        return None
    return found
