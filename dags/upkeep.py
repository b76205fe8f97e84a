"""Upkeep: after each load, what a crash left is brought back, and a sample of the stored bytes is checked."""

from __future__ import annotations

from typing import Any

from airflow.sdk import dag, task

from dags.conventions import ARCHIVE, DEFAULT_ARGS, START


@dag(
    dag_id="upkeep",
    is_paused_upon_creation=False,
    schedule=[ARCHIVE],
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args={**DEFAULT_ARGS, "retries": 0},
    tags=["upkeep"],
    doc_md="Looks the archive over after each load: recovers what a crash left, and checks a sample of the stored bytes.",
)
def upkeep() -> None:
    """Recover, then look over."""

    @task
    def check_fixity() -> dict[str, Any]:
        """Check 200 stored records against their digests; a problem fails the task."""
        from airflow.sdk.exceptions import AirflowFailException

        from pipeline.home import find_home
        from pipeline.run.upkeep import verify

        found = verify(find_home(), sample=200)
        if found["problems"]:
            raise AirflowFailException("; ".join(found["problems"][:5]))
        return found

    @task
    def look_over() -> list[dict[str, Any]]:
        """Diagnose the archive; what does not hold fails the task."""
        from airflow.sdk.exceptions import AirflowFailException

        from pipeline.home import find_home
        from pipeline.run.upkeep import diagnose

        findings = diagnose(find_home())
        broken = [finding for finding in findings if not finding["holds"]]
        if broken:
            raise AirflowFailException("; ".join(f"{finding['name']}: {finding['detail']}" for finding in broken))
        return findings

    check_fixity() >> look_over()


upkeep()
