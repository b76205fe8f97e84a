"""Report what the windows of a backfill gave, and fail if one of them did."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from airflow.sdk.exceptions import AirflowFailException

from dags.tasks.concluding import OUTCOME, Outcome, log_lines
from dags.tasks.estimating import is_estimated, read_estimated, tabulate_estimates
from dags.tasks.notes import MOST_CHARACTERS, write_note
from dags.tasks.tables import tabulate_tallies
from storage.model.codec import from_json

MOST_PROBLEMS = 3
"""Problems named in a note; the rest is counted. Chosen by hand: a note has 1,000 characters."""


def report(windows: Sequence[Mapping[str, Any]] | None, *, ti: Any, dag_run: Any, task: str) -> None:
    """Log a table of what each window gave, write it into the run's note, and fail if a window failed or gave nothing."""
    if windows is None:
        raise AirflowFailException("Nothing was planned; the log of the task `plan` says why.")
    left = [each for each in ti.xcom_pull(task_ids=[task], key=OUTCOME) if each]
    outcomes = [from_json(Outcome, each) for each in left if not is_estimated(each)]
    estimated = [read_estimated(each) for each in left if is_estimated(each)]
    text = tabulate_estimates(estimated) if estimated else _tabulate(outcomes)
    problems = [*_list_missing(windows, {each["label"] for each in left}), *_list_failed(outcomes)]
    log_lines(text)
    log_lines("\n".join(problems), logging.ERROR)
    write_note(dag_run.dag_id, dag_run.run_id, write_up(text, problems))
    if problems:
        raise AirflowFailException(f"{len(problems)} of {len(windows)} windows failed: {'; '.join(problems[:3])}")


def write_up(text: str, problems: Sequence[str]) -> str:
    """Write a note in Markdown: what failed, then the table, or only its first and last line if it is too long for a note."""
    lines = [f"- {problem}" for problem in problems[:MOST_PROBLEMS]]
    if len(problems) > MOST_PROBLEMS:
        lines.append(f"- and {len(problems) - MOST_PROBLEMS} more; the log of `report` lists them")
    whole = "\n".join([*lines, "", f"```\n{text}\n```"]).strip()
    if len(whole) <= MOST_CHARACTERS:
        return whole
    head, *_, last = text.splitlines()
    return "\n".join([*lines, "", f"```\n{head}\n{last}\n```", "The log of `report` has every window."]).strip()


def _tabulate(outcomes: Iterable[Outcome]) -> str:
    return tabulate_tallies((each.label, each.tally) for each in outcomes)


def _list_missing(windows: Sequence[Mapping[str, Any]], ended: set[str]) -> list[str]:
    return [f"{each['label']} did not end; its log says why" for each in windows if each["label"] not in ended]


def _list_failed(outcomes: Iterable[Outcome]) -> list[str]:
    return [f"{each.label} is {each.verdict}: {'; '.join(each.why)}" for each in outcomes if each.failed]
