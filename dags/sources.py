"""One scheduled DAG per source that declares a schedule: capture, derive, load the day before."""

from __future__ import annotations

from typing import Any

from airflow.sdk import DAG, CronPartitionTimetable, dag, task

from dags.conventions import DEFAULT_ARGS, START, derive, load
from dags.names import name_dag, name_pool
from pipeline.declarations import Source
from pipeline.registry.sources import load_sources


def make_dag(source: Source) -> DAG:
    """Make the DAG of one source."""

    @dag(
        dag_id=name_dag(source),
        schedule=CronPartitionTimetable(source.schedule or "", timezone="UTC", run_offset=-1, key_format="%Y-%m-%d"),
        start_date=START,
        catchup=False,
        max_active_runs=1,
        default_args=DEFAULT_ARGS,
        tags=["source", source.country, *source.languages],
        doc_md=f"**{source.title}** ({source.publisher})\n\n{source.url}\n\nFetches what is new, once a period. {source.note}",
        owner_links={"archivist": source.url},
    )
    def follow() -> None:
        @task(pool=name_pool(source))
        def capture(*, dag_run: Any = None) -> dict[str, Any]:
            """Fetch what the source published since the day before its partition; WARC files from the run's conf replay."""
            from pathlib import Path

            from dags.windows import read_window
            from pipeline.home import find_home
            from pipeline.run.running import capture as capture_source

            conf = dag_run.conf or {}
            since, until = read_window(dag_run.partition_key, conf)
            files = [Path(path) for path in conf.get("replay", [])]
            return capture_source(find_home(), source.id, since=since, until=until, replay=files).to_json()

        ticket: Any = capture()
        derived: Any = derive(ticket)
        load(derived)

    return follow()


for _source in load_sources():
    if _source.schedule:
        globals()[name_dag(_source)] = make_dag(_source)
