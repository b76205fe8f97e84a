"""Alarms: notify once when a source or a check of the archive fails, and once when it recovers."""

from pipeline.alarms.alarm_log import list_changes, list_latest
from pipeline.alarms.alarm_settings import HEARTBEAT, SMTP, WEBHOOK, AlarmSettings, read_settings
from pipeline.alarms.checking import check_archive
from pipeline.alarms.findings import Finding, read_doctor, read_fixity
from pipeline.alarms.raising import Watch, list_open, look, raise_alarms, watch

__all__ = [
    "HEARTBEAT",
    "SMTP",
    "WEBHOOK",
    "AlarmSettings",
    "Finding",
    "Watch",
    "check_archive",
    "list_changes",
    "list_latest",
    "list_open",
    "look",
    "raise_alarms",
    "read_doctor",
    "read_fixity",
    "read_settings",
    "watch",
]
