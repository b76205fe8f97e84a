"""List how watched subjects changed: every change, or the newest of each."""

from __future__ import annotations

from pipeline.home import Home
from pipeline.run.opening import reading
from storage.health.told_alarms import find_latest, list_alarms
from storage.model import Alarm


def list_changes(home: Home) -> list[Alarm]:
    """List the changes of all subjects, newest first; none without an archive."""
    if not home.archive.exists():
        return []
    with reading(home) as db:
        return list_alarms(db)


def list_latest(home: Home) -> list[Alarm]:
    """List the newest change of each subject that ever changed; none without an archive."""
    if not home.archive.exists():
        return []
    with reading(home) as db:
        return list(find_latest(db).values())
