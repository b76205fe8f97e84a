"""Withdraw words with a second pair of eyes: a form, a preview of what would go, an approval, then the redaction."""

from __future__ import annotations

import datetime as dt
from typing import Any

from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk import Param, dag, task

from dags.conventions import ASK_AGAIN_AFTER, DEFAULT_ARGS, LOADER_QUEUE, START, write_links
from dags.dag_names import REDACTION, WRITER_POOL

ANSWER_WITHIN = dt.timedelta(days=14)
"""How long an approval is waited for. Chosen by hand: two weeks of absence."""


@dag(
    dag_id=REDACTION,
    dag_display_name="Redaction",
    description="Withdraw a quote or document, after an approval.",
    is_paused_upon_creation=False,
    schedule=None,
    start_date=START,
    catchup=False,
    dagrun_timeout=ANSWER_WITHIN + dt.timedelta(days=1),
    default_args={**DEFAULT_ARGS, "retries": 1},
    tags=["manual"],
    doc_md=(
        "Withdraws a quote, document, revision or capture from all output, with the reason, which is shown in its place. "
        "The bytes and hashes stay.\n\nThe task `approve` waits under *Required Actions* and shows what would be withdrawn. "
        "Without an answer within 14 days nothing is withdrawn." + write_links()
    ),
    params={
        "id": Param(
            "",
            type="string",
            minLength=3,
            title="Id",
            description="The id of a quote (q_…), document (d_…), revision or capture.",
        ),
        "why": Param("", type="string", minLength=5, title="Reason", description="One sentence, shown to readers."),
    },
)
def redaction() -> None:
    """Show what would go, ask, withdraw."""

    @task(multiple_outputs=False, queue=LOADER_QUEUE or "default")
    def preview(*, params: Any = None, dag_run: Any = None) -> str:
        """Show what would be withdrawn; an id that the archive does not hold is refused."""
        from dags.tasks import deciding

        return deciding.preview(params["id"], params["why"], dag_run)

    shown = preview()
    approve = ApprovalOperator(
        task_id="approve",
        subject="Withdraw {{ params.id }}?",
        body="{{ ti.xcom_pull(task_ids='preview') }}",
        response_timeout=ANSWER_WITHIN,
        execution_timeout=None,
        retry_delay=ASK_AGAIN_AFTER,
    )

    @task(multiple_outputs=False, pool=WRITER_POOL, queue=LOADER_QUEUE or "default")
    def withdraw(*, params: Any = None, dag_run: Any = None) -> str:
        """Withdraw it."""
        from dags.tasks import deciding

        return deciding.withdraw(params["id"], params["why"], dag_run)

    shown >> approve >> withdraw()


redaction()
