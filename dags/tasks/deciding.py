"""What a person decides: what a redaction would withdraw, and what becomes of a source that turned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk.exceptions import AirflowFailException

from dags.dag_names import name_dag
from dags.tasks.concluding import log_lines
from dags.tasks.notes import pause_dag, write_note
from dags.tasks.working import failing_for_good
from pipeline.home import find_home
from pipeline.registry.declared_sources import get_source
from storage.model import AlarmKind
from storage.model.findings import DocumentText, QuoteView

TURNED_WITHIN = timedelta(hours=24)
"""How old a turn may be to be asked about: the review runs once a day."""
_ASKED_ABOUT = frozenset({AlarmKind.BROKEN, AlarmKind.BLOCKED})
_MOST_SHOWN = 600
"""Characters of what a redaction would withdraw. Chosen by hand: enough to know it by."""


def preview(id_: str, why: str, dag_run: Any) -> str:
    """Return what a redaction would withdraw, in Markdown. Fails for an id that the archive does not hold."""
    from pipeline.run.read.searching import show

    with failing_for_good(dag_run):
        found = show(find_home(), id_)
    words = found.quote.exact if isinstance(found, QuoteView) else found.text if isinstance(found, DocumentText) else ""
    shown = words if len(words) <= _MOST_SHOWN else f"{words[:_MOST_SHOWN]} …"
    quoted = "\n".join(f"> {line}" for line in shown.splitlines())
    text = f"**{id_}** would be withdrawn from every reading.\n\nReason shown in its place: {why}\n\n{quoted}"
    log_lines(text)
    return text


def withdraw(id_: str, why: str, dag_run: Any) -> str:
    """Withdraw a quote, document, revision or capture; the run's note says so."""
    from pipeline.run.maintaining import redact

    with failing_for_good(dag_run):
        redact(find_home(), id_, why)
    said = f"{id_} is withdrawn: {why}"
    write_note(dag_run.dag_id, dag_run.run_id, said)
    return said


def list_questions() -> list[dict[str, str]]:
    """List the scheduled sources that turned broken or blocked of late, each as the question about it."""
    from pipeline.alarms import list_latest

    latest = list_latest(find_home())
    oldest = datetime.now(UTC) - TURNED_WITHIN
    turned = [alarm for alarm in latest if alarm.kind in _ASKED_ABOUT and alarm.noticed_at >= oldest]
    return [
        {
            "subject": f"{alarm.subject}: {alarm.kind.value}",
            "body": "\n".join([f"**{alarm.title}**", "", *(f"- {reason}" for reason in alarm.why), "", alarm.advice]),
        }
        for alarm in turned
    ]


def act(answers: Sequence[Mapping[str, Any]], questions: Sequence[Mapping[str, str]], pause: str) -> str:
    """Pause the sources for which that was answered. Fails where Airflow did not take it."""
    paused: list[str] = []
    failed: list[str] = []
    for answer, question in zip(answers, questions, strict=True):
        if pause not in answer["chosen_options"]:
            continue
        source = get_source(question["subject"].partition(":")[0])
        (paused if pause_dag(name_dag(source)) else failed).append(source.id)
    if failed:
        raise AirflowFailException(f"Not paused: {', '.join(failed)}. Switch their DAGs off by hand.")
    return f"paused: {', '.join(paused) or 'none'}"
