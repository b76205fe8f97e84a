"""Say what a run came to: in the task's log, in the note of the DAG run, and in the DAG's description; and fail if it must."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from airflow.sdk.exceptions import AirflowFailException

from dags.tasks.faces import WELL, Face, write_face
from dags.tasks.notes import write_note
from dags.tasks.tables import list_reasons, tabulate_tallies, write_tally
from pipeline.home import Home, find_home
from storage.model import Tally
from storage.model.codec import to_json
from storage.model.findings import FailedLead

OUTCOME = "outcome"
"""The XCom key under which a task leaves what its run came to, for the report, also if the task then fails."""

MOST_FAILED_SHOWN = 20
"""Failed leads in a task's log. Chosen by hand."""
_log = logging.getLogger("airflow.task")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run over a source, or a window of it, came to: its Tally, and the health verdict with its reasons."""

    label: str
    source: str
    verdict: str
    failed: bool
    why: tuple[str, ...]
    advice: str
    tally: Tally


def conclude(tally: Tally, *, label: str, ti: Any) -> Outcome:
    """Judge a loaded run, log it, keep the verdict and push the outcome; returns the outcome."""
    from pipeline.run.read.judging import judge_run

    home = find_home()
    verdict = judge_run(home, tally)
    outcome = Outcome(
        label=label,
        source=tally.source,
        verdict=verdict.verdict.value,
        failed=verdict.failed,
        why=verdict.why,
        advice=verdict.advice,
        tally=tally,
    )
    _log_outcome(home, outcome)
    ti.xcom_push(key=OUTCOME, value=to_json(outcome))
    return outcome


def show(outcome: Outcome, *, dag_run: Any) -> None:
    """Show a source's outcome on the pages of its run and of its DAG."""
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    face = Face(verdict=outcome.verdict, since=today, why="; ".join(outcome.why), advice=outcome.advice)
    write_face(find_home(), outcome.source, face)
    write_note(dag_run.dag_id, dag_run.run_id, describe(outcome))


def fail_if_failed(outcome: Outcome) -> None:
    """Fail the task without retries if the verdict says so: what was captured is loaded already."""
    if outcome.failed:
        raise AirflowFailException(describe(outcome).replace("\n", " "))


def describe(outcome: Outcome) -> str:
    """Describe an outcome in a line or two: counts, verdict, reason and what to do."""
    reasons = "; ".join(outcome.why)
    verdict = f"{outcome.verdict}: {reasons}" if reasons else outcome.verdict
    advice = f"\n{outcome.advice}" if outcome.advice else ""
    return f"{outcome.label} is {verdict}. {write_tally(outcome.tally)}.{advice}"


def log_lines(text: str, level: int = logging.INFO) -> None:
    """Write a text into the task's log, a record a line."""
    for line in text.splitlines():
        _log.log(level, "%s", line)


def _log_outcome(home: Home, outcome: Outcome) -> None:
    tally = outcome.tally
    log_lines(tabulate_tallies([(outcome.label, tally)]))
    for reason in list_reasons(tally):
        _log.info("%s: %s", outcome.source, reason)
    for lead in _list_failed(home, tally) if tally.failed else ():
        _log.warning("failed: %s %s: %s", outcome.source, lead.url, ", ".join(filter(None, (lead.reason, lead.why))))
    level = logging.ERROR if outcome.failed else logging.INFO if outcome.verdict in WELL else logging.WARNING
    log_lines(describe(outcome), level)


def _list_failed(home: Home, tally: Tally) -> list[FailedLead]:
    from pipeline.run.read.run_failures import list_failed_leads

    return list_failed_leads(home, tally.run or "", tally.source, limit=MOST_FAILED_SHOWN)
