"""Where alarms are told, as Airflow's connections and the environment say it; the environment comes first."""

from __future__ import annotations

from collections.abc import Mapping

from airflow.sdk import Connection
from airflow.sdk.exceptions import AirflowNotFoundException

from pipeline.alarms import HEARTBEAT, SMTP, WEBHOOK, AlarmSettings, read_settings

SMTP_CONNECTION = "onrecord_smtp"
"""A connection of type smtp with host, port, login and password, and ``from`` and ``to`` among its extra fields."""

WEBHOOK_CONNECTION, HEARTBEAT_CONNECTION = "onrecord_webhook", "onrecord_heartbeat"
"""Connections whose password is the address: whoever knows it may post."""


def read_alarm_settings(environ: Mapping[str, str]) -> AlarmSettings:
    """Read where alarms are told. Raises AlarmError, which names no secret, for a setting that cannot be used."""
    return read_settings(
        {
            SMTP: environ.get(SMTP) or _read_mail(),
            WEBHOOK: environ.get(WEBHOOK) or _read_address(WEBHOOK_CONNECTION),
            HEARTBEAT: environ.get(HEARTBEAT) or _read_address(HEARTBEAT_CONNECTION),
        }
    )


def _read_mail() -> str:
    connection = _find(SMTP_CONNECTION)
    return str(connection.get_uri()) if connection else ""


def _read_address(name: str) -> str:
    connection = _find(name)
    return str(connection.password or "") if connection else ""


def _find(name: str) -> Connection | None:
    try:
        found: Connection = Connection.get(name)
    except AirflowNotFoundException:
        return None
    return found
