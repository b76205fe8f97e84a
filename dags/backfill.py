"""The manual backfill: a form of sources and days; each source is one mapped line of capture, derive, load."""

from __future__ import annotations

from typing import Any

from airflow.sdk import Param, dag, task

from dags.conventions import DEFAULT_ARGS, START, derive, load
from pipeline.registry.sources import load_sources

_SOURCES = sorted(source.id for source in load_sources())


@dag(
    dag_id="backfill",
    is_paused_upon_creation=False,
    schedule=None,
    start_date=START,
    catchup=False,
    default_args=DEFAULT_ARGS,
    tags=["manual"],
    doc_md=(
        "Fetch what the chosen sources published from one day to another, both included, from the publisher's own archive or "
        "from the Wayback Machine's captures of it. What is in the archive already ends as unchanged, so it can be run again."
    ),
    params={
        "sources": Param(
            _SOURCES[:1],
            type="array",
            items={"type": "string", "enum": _SOURCES},
            examples=_SOURCES,
            title="Sources",
            minItems=1,
        ),
        "since": Param("2020-10-26", type="string", format="date", title="From", description="The first day."),
        "until": Param("2020-10-28", type="string", format="date", title="To", description="The last day, included."),
        "via": Param("live", enum=["live", "wayback"], type="string", title="Via", description="Whose archive to walk."),
        "replay": Param(
            [],
            type=["array", "null"],
            items={"type": "string"},
            title="Replay",
            description="Paths of WARC files to take the captures from instead of the network, one a line.",
        ),
    },
)
def backfill() -> None:
    """Plan the sources, then take each all the way."""

    @task
    def plan(*, params: Any = None) -> list[str]:
        """List the chosen sources; refuse days in the wrong order before anything is fetched."""
        from airflow.sdk.exceptions import AirflowFailException

        if params["since"] > params["until"]:
            raise AirflowFailException(f"From {params['since']} lies after To {params['until']}: give the earlier day first.")
        return list(dict.fromkeys(params["sources"]))

    @task(max_active_tis_per_dag=4)
    def capture(source: str, *, params: Any = None) -> dict[str, Any]:
        """Fetch one source's days."""
        import datetime as dt
        from pathlib import Path

        from pipeline.home import find_home
        from pipeline.run.running import capture as capture_source

        ticket = capture_source(
            find_home(),
            source,
            since=dt.date.fromisoformat(params["since"]),
            until=dt.date.fromisoformat(params["until"]),
            via=params["via"],
            replay=[Path(path) for path in params["replay"] or []],
        )
        return ticket.to_json()

    load.expand(ticket=derive.expand(ticket=capture.expand(source=plan())))


backfill()
