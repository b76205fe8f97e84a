"""The mapped chain of a backfill: each window a chain of its own, named by its label, failing alone; then the report."""

from __future__ import annotations

import datetime as dt
from typing import Any

from airflow.sdk import task, task_group

from dags.conventions import ARCHIVE, LOADER_QUEUE
from dags.dag_names import WRITER_POOL

MOST_AT_ONCE = 4
"""Windows of a backfill at work at once. Chosen by hand: each host has a pace of its own, and one loader writes."""
_LABEL = "{{ task.op_kwargs['window']['label'] }}"
_LIMITS: dict[str, Any] = {
    "multiple_outputs": False,
    "show_return_value_in_logs": False,
    "map_index_template": _LABEL,
    "execution_timeout": dt.timedelta(hours=24),
}


def run_windows(windows: Any) -> None:
    """Run the planned windows, then report."""
    if LOADER_QUEUE:
        ended: Any = collect_and_load.expand(window=windows)
        reported = write_report.override(task_id="report")(windows, task="collect_and_load.load_window")
    else:
        ended = run_window.expand(window=windows)
        reported = write_report.override(task_id="report")(windows, task="run_window")
    ended >> reported


@task(max_active_tis_per_dag=MOST_AT_ONCE, outlets=[ARCHIVE], **_LIMITS)
def run_window(window: dict[str, Any], *, params: Any = None, ti: Any = None) -> None:
    """Capture, derive and load one window; with a dry run, only estimate what it would ask for."""
    from dags.tasks import working
    from dags.tasks.concluding import conclude, fail_if_failed

    request = _make_request(window, params)
    if params.get("dry_run"):
        _estimate(window, request, ti)
    else:
        fail_if_failed(conclude(working.follow(request), label=window["label"], ti=ti))


@task(max_active_tis_per_dag=MOST_AT_ONCE, **_LIMITS)
def collect_window(window: dict[str, Any], *, params: Any = None, ti: Any = None) -> dict[str, Any] | None:
    """Capture and derive one window, on any worker; with a dry run, only estimate what it would ask for."""
    from dags.tasks import working

    request = _make_request(window, params)
    if params.get("dry_run"):
        _estimate(window, request, ti)
        return None
    return working.collect(request)


@task(pool=WRITER_POOL, queue=LOADER_QUEUE or "default", outlets=[ARCHIVE], **_LIMITS)
def load_window(window: dict[str, Any], ticket: dict[str, Any] | None, *, ti: Any = None) -> None:
    """Load one window, beside the archive."""
    from dags.tasks import working
    from dags.tasks.concluding import conclude, fail_if_failed

    if ticket is not None:
        fail_if_failed(conclude(working.load(ticket), label=window["label"], ti=ti))


@task_group
def collect_and_load(window: Any) -> None:
    """Collect a window on any worker, then load it beside the archive."""
    ticket: Any = collect_window(window=window)
    load_window(window=window, ticket=ticket)


@task(trigger_rule="all_done", retries=0, multiple_outputs=False, show_return_value_in_logs=False)
def write_report(windows: Any, task: str, *, ti: Any = None, dag_run: Any = None) -> None:
    """Say what each window gave; fails if one failed."""
    from dags.tasks.window_reports import report

    report(windows, ti=ti, dag_run=dag_run, task=task)


def _make_request(window: dict[str, Any], params: Any) -> Any:
    from dags.tasks.conf import read_files
    from dags.tasks.windows import read_window
    from dags.tasks.working import Request, failing_for_good

    asked = read_window(window)
    with failing_for_good():
        return Request(
            source=asked.source,
            since=asked.since,
            until=asked.until,
            via=params.get("via") or "live",
            replay=read_files(params.get("replay")),
            failed_only=bool(params.get("failed_only")),
        )


def _estimate(window: dict[str, Any], request: Any, ti: Any) -> None:
    from dags.tasks import working
    from dags.tasks.concluding import OUTCOME, log_lines
    from dags.tasks.estimating import Estimated, tabulate_estimates

    estimated = Estimated(label=window["label"], source=request.source, estimate=working.estimate(request))
    log_lines(tabulate_estimates([estimated]))
    ti.xcom_push(key=OUTCOME, value=estimated.to_json())
