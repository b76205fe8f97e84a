"""Say which days a run covers: those its form asks for, else those around its partition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

LOOK_BACK = dt.timedelta(days=3)
"""How far a scheduled run looks behind its day: pages are often put online a day or two after the date they bear."""


def read_window(partition_key: str | None, conf: Mapping[str, Any]) -> tuple[dt.date | None, dt.date | None]:
    """Give the first and last day of a run, both included; None where nothing bounds it."""
    if conf.get("since") or conf.get("until"):
        return _read_day(conf.get("since")), _read_day(conf.get("until"))
    if partition_key is None:
        return None, None
    day = dt.date.fromisoformat(partition_key)
    return day - LOOK_BACK, None


def _read_day(given: Any) -> dt.date | None:
    return dt.date.fromisoformat(given) if given else None
