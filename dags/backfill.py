"""The manual backfill: a form of sources and days; each source and month is a chain of its own."""

from __future__ import annotations

import datetime as dt
from typing import Any

from airflow.sdk import Param, dag, task

from dags.chains import run_windows
from dags.conventions import (
    DEFAULT_ARGS,
    FIRST_DAY,
    LAST_DAY,
    START,
    make_day_param,
    make_replay_param,
    make_sources_param,
    write_links,
)
from dags.dag_names import BACKFILL


@dag(
    dag_id=BACKFILL,
    dag_display_name="Backfill",
    description="Fetch what chosen sources published between two days. Trigger it with its form; it can be re-run and resumes.",
    is_paused_upon_creation=False,
    schedule=None,
    start_date=START,
    catchup=False,
    max_active_runs=2,
    dagrun_timeout=dt.timedelta(days=30),
    default_args=DEFAULT_ARGS,
    tags=["manual"],
    doc_md=(
        "Fetches what the chosen sources published from one day to another, both included, from the publisher's own archive "
        "or from the Wayback Machine's captures of it.\n\n"
        "Each source and month is a task of its own, the newest month first; one that fails does not stop the others. The "
        "task `report` lists the results of each, and so does the run's note.\n\n"
        "**To stop**, mark the run as failed. **To resume**, trigger it again with the same days: what was captured is not "
        "fetched again. **To see the cost first**, tick *Dry run*." + write_links()
    ),
    params={
        "sources": make_sources_param(),
        "since": make_day_param("From", "The first day.", FIRST_DAY),
        "until": make_day_param("To", "The last day, included.", LAST_DAY),
        "via": Param(
            "live",
            enum=["live", "wayback"],
            type="string",
            title="Via",
            description="The publisher's own archive, or the Wayback Machine's.",
        ),
        "dry_run": Param(
            False,
            type="boolean",
            title="Dry run",
            description="Only estimate requests and hours; only lists are fetched.",
        ),
        "failed_only": Param(
            False, type="boolean", title="Failed only", description="Only retry addresses in these days that failed before."
        ),
        "replay": make_replay_param(),
    },
)
def backfill() -> None:
    """Plan the windows, run them, report."""

    @task(multiple_outputs=False, retries=0)
    def plan(*, params: Any = None, dag_run: Any = None) -> list[dict[str, Any]]:
        """List the windows; refuse what cannot be done before anything is fetched."""
        from dags.tasks.planning import plan_backfill

        return plan_backfill(params, dag_run)

    run_windows(plan())


backfill()
