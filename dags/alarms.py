"""Alarms, once an hour: judge every scheduled source, late ones too, and send alarms for changes of state."""

from __future__ import annotations

import datetime as dt
from typing import Any

from airflow.sdk import CronTriggerTimetable, dag, task

from dags.conventions import DEFAULT_ARGS, LOADER_QUEUE, NO_BACKFILL, START, write_links
from dags.dag_names import ALARMS


@dag(
    dag_id=ALARMS,
    dag_display_name="Alarms",
    description="Hourly: check every scheduled source, and send one alarm per change of state.",
    is_paused_upon_creation=False,
    schedule=CronTriggerTimetable("11 * * * *", timezone="UTC"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=dt.timedelta(hours=1),
    allowed_run_types=NO_BACKFILL,
    default_args={**DEFAULT_ARGS, "retries": 1, "execution_timeout": dt.timedelta(minutes=30)},
    tags=["upkeep"],
    doc_md=(
        "Sends one alarm when a source becomes broken, blocked, silent, thinning or late, and one when it recovers: log, "
        "mail and webhook. The connections `onrecord_smtp` and `onrecord_webhook`, or the environment, say where. Then it "
        "requests `onrecord_heartbeat`, the address of a monitor that notices when nothing runs any more. "
        "The bytes and the archive itself are watched by *Upkeep*." + write_links()
    ),
)
def alarms() -> None:
    """Judge and tell."""

    @task(multiple_outputs=False, queue=LOADER_QUEUE or "default")
    def tell_turns(*, dag_run: Any = None) -> str:
        """Judge every scheduled source and send alarms; fails if one could not be sent."""
        from dags.tasks import keeping

        return keeping.tell_turns(dag_run)

    tell_turns()


alarms()
