"""Upkeep, once a day: repair what a crash left, examine the archive, back it up, judge every source and raise alarms."""

from __future__ import annotations

import datetime as dt
from typing import Any

from airflow.sdk import CronTriggerTimetable, dag, task

from dags.conventions import DEFAULT_ARGS, LOADER_QUEUE, NO_BACKFILL, START, write_links
from dags.dag_names import UPKEEP

PARTS = ("repair", "create_pools", "diagnose", "check_fixity", "back_up", "raise_alarms", "tell_follows")

_PART: dict[str, Any] = {"trigger_rule": "all_done", "queue": LOADER_QUEUE or "default"}
"""Each part runs whatever became of the others, beside the archive."""


@dag(
    dag_id=UPKEEP,
    dag_display_name="Upkeep",
    description="Daily: repair, diagnosis, backup, snapshot, fixity, health of every source, alarms.",
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
        "| repair | loads the captures of crashed runs; active runs are left alone | something could not be repaired |\n"
        "| create_pools | creates the pools of sources that were added | |\n"
        "| diagnose | runs the health checks on the archive | a finding, with its remedy |\n"
        "| check_fixity | checks the digests of 200 random records | bytes changed: restore them from a backup |\n"
        "| back_up | copies the archive to `ONRECORD_BACKUP` and checks the copy; skipped if that is not set | no good copy |\n"
        "| make_snapshot | copies the database for readers, without what was withdrawn, to the file that `ONRECORD_SNAPSHOT` "
        "names; skipped if that is not set | readers keep the older copy |\n"
        "| raise_alarms | checks every source and sends alarms for changes of state | an alarm could not be sent |\n"
        "| tell_follows | checks what readers follow, and sends what is due | a message could not be sent |\n"
        "| report | writes the note of the run | one of the others is red |" + write_links()
    ),
)
def upkeep() -> None:
    """Repair first, then everything else side by side, then the alarms and the report."""

    @task(multiple_outputs=False, **_PART)
    def repair() -> str:
        """Load what a run captured before it crashed."""
        from dags.tasks import keeping

        return keeping.repair()

    @task(multiple_outputs=False, **_PART)
    def create_pools() -> str:
        """Create the pools of sources that were added while the service ran."""
        from dags.tasks import keeping

        return keeping.create_pools()

    @task(multiple_outputs=False, **_PART)
    def diagnose(*, ti: Any = None) -> str:
        """Examine the archive; what does not hold fails the task."""
        from dags.tasks import keeping

        return keeping.diagnose(ti)

    @task(multiple_outputs=False, **_PART)
    def check_fixity(*, ti: Any = None) -> str:
        """Check 200 stored records against their digests; a problem fails the task."""
        from dags.tasks import keeping

        return keeping.check_fixity(ti)

    @task(multiple_outputs=False, **_PART)
    def back_up() -> str:
        """Copy the archive to the folder that ONRECORD_BACKUP names."""
        from dags.tasks import keeping

        return keeping.back_up()

    @task(multiple_outputs=False, **_PART)
    def make_snapshot() -> str:
        """Copy the database for readers to the file that ONRECORD_SNAPSHOT names."""
        from dags.tasks import keeping

        return keeping.make_snapshot()

    @task(multiple_outputs=False, **_PART)
    def raise_alarms(*, ti: Any = None) -> str:
        """Check every source, and send alarms for changes: sources, findings of the doctor, changed bytes."""
        from dags.tasks import keeping

        return keeping.raise_alarms(ti)

    @task(multiple_outputs=False, **_PART)
    def tell_follows() -> str:
        """Look at all that readers follow, and tell what is due."""
        from dags.tasks import keeping

        return keeping.tell_follows()

    @task(multiple_outputs=False, show_return_value_in_logs=False, trigger_rule="all_done", retries=0)
    def report(parts: list[str], *, ti: Any = None, dag_run: Any = None) -> None:
        """Write what each part found into the run's note; fails if one failed."""
        from dags.tasks import keeping

        keeping.report(parts, ti=ti, dag_run=dag_run)

    parts = [create_pools(), diagnose(), check_fixity(), back_up(), make_snapshot()]
    repair() >> parts >> raise_alarms() >> tell_follows() >> report(list(PARTS))


upkeep()
