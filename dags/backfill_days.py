"""The day-by-day backfill: made for ``airflow backfill create`` and the page's own backfill form; never scheduled by itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pendulum
from airflow.sdk import CronPartitionTimetable, Param, dag, task

from dags.chains import run_windows
from dags.conventions import BACKFILL_ONLY, DEFAULT_ARGS, make_replay_param, make_sources_param, write_links
from dags.dag_names import BACKFILL_DAYS


@dag(
    dag_id=BACKFILL_DAYS,
    dag_display_name="Backfill by day",
    description="For `airflow backfill create`: each run fetches exactly one day of the chosen sources.",
    is_paused_upon_creation=False,
    # Airflow backfills only what has a schedule. One that ended in the past makes no run by itself, and bounds no backfill.
    schedule=CronPartitionTimetable("0 0 * * *", timezone="UTC", key_format="%Y-%m-%d"),
    start_date=pendulum.datetime(2000, 1, 1, tz="UTC"),
    end_date=pendulum.datetime(2000, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=2,
    dagrun_timeout=dt.timedelta(days=2),
    allowed_run_types=BACKFILL_ONLY,
    default_args=DEFAULT_ARGS,
    tags=["manual"],
    doc_md=(
        "Each run fetches one day of the chosen sources, the day of its partition; a day run again changes nothing.\n\n"
        "```\nairflow backfill create --dag-id backfill_days --from-date 2020-10-26 --to-date 2020-10-28 \\\n"
        '  --dag-run-conf \'{"sources": ["am_mfa"]}\'\n```\n\n'
        "Both days are included. Prefer *Backfill* for anything long: it takes months at once, and can be stopped and resumed. "
        "A backfill of this kind that is cancelled stays paused (airflow#72337)." + write_links()
    ),
    params={
        "sources": make_sources_param(),
        "via": Param(
            "live",
            enum=["live", "wayback"],
            type="string",
            title="Via",
            description="The publisher's own archive, or the Wayback Machine's.",
        ),
        "replay": make_replay_param(),
    },
)
def backfill_days() -> None:
    """Plan one day of each source, run them, report."""

    @task(multiple_outputs=False, retries=0)
    def plan(*, params: Any = None, dag_run: Any = None) -> list[dict[str, Any]]:
        """List the sources of this day; refuse what cannot be done before anything is fetched."""
        from dags.tasks.planning import plan_day

        return plan_day(params, dag_run)

    run_windows(plan())


backfill_days()
