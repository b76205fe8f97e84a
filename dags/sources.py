"""One scheduled DAG per source that declares a schedule: new pages, and the known pages that are due."""

from __future__ import annotations

import datetime as dt
from typing import Any

from airflow.sdk import DAG, CronTriggerTimetable, dag, task

from dags.conventions import (
    ARCHIVE,
    DEFAULT_ARGS,
    LOADER_QUEUE,
    NO_BACKFILL,
    START,
    make_day_param,
    make_replay_param,
    write_links,
)
from dags.dag_names import WRITER_POOL, name_dag, name_pool
from dags.tasks.faces import WELL, Face, read_face
from pipeline.declarations import Source
from pipeline.home import find_home
from pipeline.registry.declared_sources import load_sources

KEYS = ("since", "until", "replay")


def make_dag(source: Source, face: Face | None) -> DAG:
    """Make the DAG of one source, its last verdict on its face."""

    @dag(
        dag_id=name_dag(source),
        dag_display_name=name(source, face),
        description=describe(source, face),
        schedule=CronTriggerTimetable(source.schedule or "", timezone="UTC"),
        start_date=START,
        catchup=False,
        max_active_runs=1,
        dagrun_timeout=dt.timedelta(hours=12),
        allowed_run_types=NO_BACKFILL,
        default_args=DEFAULT_ARGS,
        tags=["source", source.country],
        doc_md=document(source, face),
        owner_links={"archivist": source.url},
        params={
            "since": make_day_param("From", "Skip items published before this day.", None),
            "until": make_day_param("To", "Skip items published after this day.", None),
            "replay": make_replay_param(),
        },
    )
    def run() -> None:
        if LOADER_QUEUE:
            ticket: Any = collect.override(pool=name_pool(source))(source.id)
            load(ticket)
        else:
            follow.override(pool=name_pool(source))(source.id)

    return run()


@task(outlets=[ARCHIVE], multiple_outputs=False, show_return_value_in_logs=False)
def follow(source: str, *, params: Any = None, dag_run: Any = None, ti: Any = None) -> None:
    """Capture, derive and load the source, then judge what came of it."""
    from dags.tasks import working

    _conclude(working.follow(_make_request(source, params, dag_run)), dag_run, ti)


@task(multiple_outputs=False, show_return_value_in_logs=False)
def collect(source: str, *, params: Any = None, dag_run: Any = None) -> dict[str, Any]:
    """Capture and derive the source, on any worker."""
    from dags.tasks import working

    return working.collect(_make_request(source, params, dag_run))


@task(
    pool=WRITER_POOL,
    queue=LOADER_QUEUE or "default",
    outlets=[ARCHIVE],
    multiple_outputs=False,
    show_return_value_in_logs=False,
)
def load(ticket: dict[str, Any], *, dag_run: Any = None, ti: Any = None) -> None:
    """Load what was collected, beside the archive, then judge what came of it."""
    from dags.tasks import working

    _conclude(working.load(ticket), dag_run, ti)


def name(source: Source, face: Face | None) -> str:
    """Name a source in Airflow's lists; one that is not well by its verdict, since only names are seen there."""
    return source.title if face is None or face.verdict in WELL else f"{source.title} · {face.verdict} since {face.since}"


def describe(source: Source, face: Face | None) -> str:
    """Describe a source in a line; one that is not healthy by its verdict."""
    if face is None or face.verdict in WELL:
        return f"{source.publisher}: new pages, and known ones that are due"
    return f"{face.verdict} since {face.since}: {face.why}"


def document(source: Source, face: Face | None) -> str:
    """Document a source's DAG in Markdown."""
    sick = face is not None and face.verdict not in WELL
    state = f"**{face.verdict}** since {face.since}: {face.why}\n\n{face.advice}\n\n---\n\n" if sick and face else ""
    return (
        f"{state}**{source.title}** ({source.publisher})\n\n{source.url}\n\n{source.note}\n\n"
        "A scheduled run fetches new pages and the known pages that are due. A run triggered by hand checks all pages that "
        f"the lists hold; its form can bound the days, or replay WARC files.{write_links()}"
    )


def _make_request(source: str, params: Any, dag_run: Any) -> Any:
    from dags.tasks.conf import check_keys, read_days, read_files
    from dags.tasks.working import Request, failing_for_good

    with failing_for_good(dag_run):
        check_keys(dag_run.conf, KEYS)
        since, until = read_days(params)
        replay = read_files(params.get("replay"))
    return Request(source=source, since=since, until=until, replay=replay, due_only=dag_run.run_type == "scheduled")


def _conclude(tally: Any, dag_run: Any, ti: Any) -> None:
    from dags.tasks.concluding import conclude, fail_if_failed, show

    outcome = conclude(tally, label=tally.source, ti=ti)
    show(outcome, dag_run=dag_run)
    fail_if_failed(outcome)


for _source in load_sources():
    if _source.schedule:
        globals()[name_dag(_source)] = make_dag(_source, read_face(find_home(), _source.id))
