"""Ask, once a day, whether sources that became broken or blocked are kept, or paused until they are fixed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import CronTriggerTimetable, dag, task

from dags.conventions import ASK_AGAIN_AFTER, DEFAULT_ARGS, LOADER_QUEUE, NO_BACKFILL, START, write_links
from dags.dag_names import REVIEW

ANSWER_WITHIN = dt.timedelta(days=6)
"""How long an answer is waited for. Chosen by hand: a week's end; the question returns if the source turns again."""
KEEP, PAUSE = "Keep following", "Pause"


@dag(
    dag_id=REVIEW,
    dag_display_name="Review",
    description="Daily: ask whether to pause sources that became broken or blocked.",
    is_paused_upon_creation=False,
    schedule=CronTriggerTimetable("7 6 * * *", timezone="UTC"),
    start_date=START,
    catchup=False,
    max_active_runs=8,
    dagrun_timeout=ANSWER_WITHIN + dt.timedelta(days=1),
    allowed_run_types=NO_BACKFILL,
    default_args={**DEFAULT_ARGS, "retries": 1},
    tags=["upkeep"],
    doc_md=(
        "A selector that stopped matching, a wall, a dead list: each source that became broken or blocked within a day is "
        "asked about once, under *Required Actions*, with its reasons and what to do. *Pause* switches its DAG off until "
        "somebody switches it on; without an answer within six days it is followed as before." + write_links()
    ),
)
def review() -> None:
    """List them, ask about each, do as answered."""

    @task(multiple_outputs=False, queue=LOADER_QUEUE or "default")
    def list_questions() -> list[dict[str, str]]:
        """List the sources that turned, each as the question about it."""
        from dags.tasks import deciding

        return deciding.list_questions()

    questions: Any = list_questions()
    asked = HITLOperator.partial(
        task_id="ask",
        options=[KEEP, PAUSE],
        defaults=KEEP,
        response_timeout=ANSWER_WITHIN,
        execution_timeout=None,
        retry_delay=ASK_AGAIN_AFTER,
        map_index_template="{{ task.subject }}",
    ).expand_kwargs(questions)

    @task(multiple_outputs=False)
    def act(answers: Any, questions: Any) -> str:
        """Pause what is to be paused."""
        from dags.tasks import deciding

        return deciding.act(list(answers), list(questions), PAUSE)

    act(asked.output, questions)


review()
