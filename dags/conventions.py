"""What every DAG of On Record has in common: owner, retries, limits, tags, links and forms."""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

import pendulum
from airflow.sdk import Asset, Param

from pipeline.registry.declared_sources import load_sources

ARCHIVE = Asset(name="archive", uri="onrecord://archive")
START = pendulum.datetime(2026, 1, 1, tz="UTC")
"""The first day that Airflow may schedule; before the project's first release."""

LOADER_QUEUE = os.environ.get("ONRECORD_LOADER_QUEUE") or None
"""The queue of the workers beside the archive; without one, a run is captured and loaded by one task."""

SITE = os.environ.get("ONRECORD_SITE_URL") or None
"""Where the search site runs, for links; without it there are none."""

DEFAULT_ARGS: dict[str, Any] = {
    "owner": "archivist",
    "retries": 3,
    "retry_delay": dt.timedelta(minutes=2),
    "retry_exponential_backoff": 2.0,
    "max_retry_delay": dt.timedelta(hours=1),
    "execution_timeout": dt.timedelta(hours=6),
}

ASK_AGAIN_AFTER = dt.timedelta(seconds=10)
"""A question that failed is asked again soon: it costs nothing but a task."""

NO_BACKFILL: Any = ("scheduled", "manual")
"""The types of run that a source's DAG allows: a backfill by cron tick would run a day eight times with one key."""

BACKFILL_ONLY: Any = ("scheduled", "backfill")
"""The types of run of a DAG made for ``airflow backfill create``; Airflow wants "scheduled" wherever there is a schedule."""

FIRST_DAY, LAST_DAY = "2020-10-26", "2020-10-28"


def make_replay_param() -> Param:
    """Make the field of WARC files to replay."""
    return Param(
        [],
        type=["array", "null"],
        items={"type": "string"},
        title="Replay",
        description="Paths of WARC files to read captures from instead of the network, one per line.",
    )


def make_sources_param() -> Param:
    """Make the field in which sources are chosen; an id that is not declared is refused by the run's first task."""
    titles = {source.id: f"{source.id}: {source.title}" for source in load_sources()}
    return Param(
        [],
        type="array",
        items={"type": "string"},
        examples=list(titles),
        values_display=titles,
        title="Sources",
        description="Choose one or more.",
    )


def make_day_param(title: str, description: str, default: str | None) -> Param:
    """Make the field of a day; one without a default may stay empty."""
    kind = "string" if default else ["string", "null"]
    return Param(default, type=kind, format="date", title=title, description=description)


def write_links() -> str:
    """Return the line of links that every DAG's page ends with."""
    site = f"[Search site]({SITE}) · " if SITE else ""
    return f"\n\n{site}How to read and use these pages: `docs/airflow.md`."
