"""What every DAG of On Record has in common: owner, retries, tags, the asset and the tasks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pendulum
from airflow.sdk import Asset, task

from dags.names import WRITER_POOL

ARCHIVE = Asset(name="archive", uri="onrecord://archive")
START = pendulum.datetime(2026, 1, 1, tz="UTC")

DEFAULT_ARGS: dict[str, Any] = {
    "owner": "archivist",
    "retries": 3,
    "retry_delay": dt.timedelta(minutes=2),
    "retry_exponential_backoff": 2.0,
    "max_retry_delay": dt.timedelta(hours=1),
}


@task
def derive(ticket: dict[str, Any]) -> dict[str, Any]:
    """Derive what a run captured; a ticket comes in and goes out."""
    from pipeline.home import find_home
    from pipeline.run.running import derive as derive_ticket
    from pipeline.run.ticket import Ticket

    return derive_ticket(find_home(), Ticket.from_json(ticket)).to_json()


@task(pool=WRITER_POOL, outlets=[ARCHIVE])
def load(ticket: dict[str, Any], *, outlet_events: Any = None) -> dict[str, Any]:
    """Load what a run captured and derived; gives its Tally, which the asset's event carries too."""
    from pipeline.home import find_home
    from pipeline.run.loading import describe_tally
    from pipeline.run.running import load as load_ticket
    from pipeline.run.ticket import Ticket

    tally = describe_tally(load_ticket(find_home(), Ticket.from_json(ticket)))
    outlet_events[ARCHIVE].extra = {"source": tally["source"], "new": tally["new"], "failed": tally["failed"]}
    return tally
