"""Upkeep, once a day: repair what a crash left, examine the archive, back it up, judge every source and raise alarms."""

from __future__ import annotations

import datetime as dt
from typing import Any

from airflow.sdk import CronTriggerTimetable, dag, task

from dags.conventions import DEFAULT_ARGS, NO_BACKFILL, START, write_links
from dags.names import UPKEEP

_RETRIED: dict[str, Any] = {"multiple_outputs": False, "trigger_rule": "all_done"}
"""Each part runs whatever became of the others."""


@dag(
    dag_id=UPKEEP,
    dag_display_name="Upkeep",
    description="Daily: repair, diagnosis, backup, fixity, health of every source, alarms.",
    is_paused_upon_creation=False,
    schedule=CronTriggerTimetable("41 2 * * *", timezone="UTC"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=dt.timedelta(hours=12),
    allowed_run_types=NO_BACKFILL,
    default_args={**DEFAULT_ARGS, "retries": 2},
    tags=["upkeep"],
    doc_md=(
        "| task | does | red means |\n|---|---|---|\n"
        "| repair | loads what a run captured before it died; runs at work are left alone | the log says what |\n"
        "| diagnose | checks that the archive holds together | a finding, with its remedy |\n"
        "| check_fixity | checks 200 stored records against their digests | bytes changed: restore them from a backup |\n"
        "| back_up | copies the archive to `ONRECORD_BACKUP` and checks the copy; skipped if that is not set | no good copy |\n"
        "| judge_sources | judges each source that has run, late ones too, and raises alarms | the alarms could not be sent |\n"
        "| create_pools | creates the pools of sources that were added | |" + write_links()
    ),
)
def upkeep() -> None:
    """Repair first, then everything else side by side, then report."""

    @task(multiple_outputs=False)
    def repair() -> str:
        """Bring back what a crash left."""
        from dags.tasks.keeping import repair

        return repair()

    @task(**_RETRIED)
    def create_pools() -> str:
        """Create the pools of sources that were added while the service ran."""
        from dags.tasks.keeping import create_pools

        return create_pools()

    @task(**_RETRIED)
    def diagnose() -> str:
        """Examine the archive; what does not hold fails the task."""
        from dags.tasks.keeping import diagnose

        return diagnose()

    @task(**_RETRIED)
    def check_fixity() -> str:
        """Check 200 stored records against their digests; a problem fails the task."""
        from dags.tasks.keeping import check_fixity

        return check_fixity()

    @task(**_RETRIED)
    def back_up() -> str:
        """Copy the archive to the folder that ONRECORD_BACKUP names."""
        from dags.tasks.keeping import back_up

        return back_up()

    @task(**_RETRIED)
    def judge_sources() -> str:
        """Judge every source, and raise the alarms that are due."""
        from dags.tasks.keeping import judge_sources

        return judge_sources()

    @task(trigger_rule="all_done", retries=0, multiple_outputs=False)
    def report(parts: list[str], *, ti: Any = None, dag_run: Any = None) -> None:
        """Write what each part found into the run's note; fails if one failed."""
        from dags.tasks.keeping import report

        report(parts, ti=ti, dag_run=dag_run)

    repaired = repair()
    parts = [create_pools(), diagnose(), check_fixity(), back_up(), judge_sources()]
    names = [part.operator.task_id for part in (repaired, *parts)]
    repaired >> parts >> report(names)


upkeep()
