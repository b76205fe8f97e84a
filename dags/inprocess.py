"""Drive the backfill DAG in this process over the bundled sample: what ``make run`` does.

Airflow's own output goes to a log file, so that what is printed is ours: progress, the Tallies, what was found, one trace.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from dags.airflow_settings import apply_settings
from dags.dag_names import BACKFILL
from pipeline.cli.output import console, print_tallies
from pipeline.cli.printed_hits import print_hits
from pipeline.cli.showing import print_chain
from pipeline.home import PROJECT, Home, find_home
from pipeline.run.collect.progress import find_log, read_events
from pipeline.run.collect.replaying import list_replayed_sources
from pipeline.sample import SAMPLE_WARC
from storage.errors import OnRecordError
from storage.model import Tally
from storage.model.codec import from_json

_STEPS = {"captured": "captured", "derived": "understood", "loaded": "loaded"}
_POLL_S = 0.2
"""How often the log is read for progress, in seconds. Chosen by hand."""
_QUERY = "ceasefire"
_BACKFILL = Path(__file__).with_name("backfill.py")


def main() -> int:
    """Replay the sample through the DAG, then show what an archive is for."""
    home = find_home() if os.environ.get("ONRECORD_HOME") else Home(root=PROJECT / "data" / "sample")
    gc.disable()  # a short run's objects all live to its end; looking for garbage among them costs a fifth of its time
    apply_settings(home, dags=_BACKFILL)
    sources = list_replayed_sources([SAMPLE_WARC])
    started = find_log(home).stat().st_size if find_log(home).exists() else 0
    console().print(
        f"[bold]On Record[/bold]: replaying the bundled sample, {len(sources)} sources, through the Airflow DAG `backfill`."
    )
    with _watching(home, started, len(sources)):
        state = replay(home, sources, [SAMPLE_WARC])
    if state != "success":
        console().print(f"[red]The DAG ended as {state}; see {home.airflow / 'inprocess.log'}.[/red]", soft_wrap=True)
        return 1
    print_tallies(_read_tallies(home, started))
    _show_what_it_is_for(home)
    return 0


def replay(home: Home, sources: Sequence[str], files: Sequence[Path]) -> str:
    """Run the backfill DAG over WARC files and give the state it ended in."""
    log = home.airflow / "inprocess.log"
    with _silenced(log):
        from airflow.dag_processing.dagbag import DagBag
        from airflow.utils.db import initdb

        if not (home.airflow / "airflow.db").exists():
            initdb()
        serve_newest_version()
        dag = DagBag(str(_BACKFILL)).get_dag(BACKFILL)
        if dag is None:
            raise OnRecordError(f"{_BACKFILL} holds no DAG named {BACKFILL}; run `make test`.")
        conf = {
            "sources": list(sources),
            "since": "2020-10-26",
            "until": "2020-10-28",
            "replay": [str(path) for path in files],
        }
        return str(dag.test(run_conf=conf).state)


def serve_newest_version() -> None:
    """Build Airflow's task API in its newest version only.

    The API of ``dag.test`` is served in this process and has one client, the task SDK of the same release, which asks for
    the newest version. Airflow would also build the routes of eight older versions, for workers of older releases.
    """
    from airflow.api_fastapi.execution_api import versions
    from airflow.api_fastapi.execution_api.routes import execution_api_router
    from cadwyn import HeadVersion, Version, VersionBundle
    from cadwyn.route_generation import _DELETED_ROUTE_TAG

    versions.bundle = VersionBundle(HeadVersion(), Version(versions.bundle.versions[0].value))
    routes = execution_api_router.routes
    routes[:] = [route for route in routes if _DELETED_ROUTE_TAG not in getattr(route, "tags", ())]


@contextmanager
def _silenced(log: Path) -> Iterator[None]:
    """Send what this process writes to stdout and stderr to a file, also what libraries write past Python."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    kept = os.dup(1), os.dup(2)
    with log.open("ab") as target:
        os.dup2(target.fileno(), 1)
        os.dup2(target.fileno(), 2)
        try:
            yield
        finally:
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            os.dup2(kept[0], 1)
            os.dup2(kept[1], 2)
            for descriptor in kept:
                os.close(descriptor)


@contextmanager
def _watching(home: Home, offset: int, sources: int) -> Iterator[None]:
    """Show how far the run is, from its log, until the context ends."""
    with os.fdopen(os.dup(sys.stderr.fileno()), "w") as out:
        display = Console(file=out, highlight=False)
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description:<28}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(
            *columns, console=display, transient=not display.is_terminal, redirect_stdout=False, redirect_stderr=False
        ) as progress:
            task = progress.add_task("starting Airflow", total=sources * len(_STEPS))
            ended = threading.Event()
            watcher = threading.Thread(target=_follow, args=(home, offset, progress, task, ended))
            watcher.start()
            try:
                yield
            finally:
                ended.set()
                watcher.join()


def _follow(home: Home, offset: int, progress: Progress, task: Any, ended: threading.Event) -> None:
    over = False
    while not over:
        over = ended.wait(_POLL_S)
        steps = [event for event in read_events(home, offset) if event["event"] in _STEPS]
        if steps:
            said = f"{_STEPS[steps[-1]['event']]} {steps[-1]['source']}"
            progress.update(task, completed=len(steps), description=said)


def _read_tallies(home: Home, offset: int) -> list[Tally]:
    loaded = [event["tally"] for event in read_events(home, offset) if event["event"] == "loaded"]
    return [
        from_json(Tally, {name: value for name, value in tally.items() if name != "leads"})
        for tally in sorted(loaded, key=lambda tally: str(tally["source"]))
    ]


def _show_what_it_is_for(home: Home) -> None:
    """Print three search results, one trace, and what to do next."""
    from pipeline.run.read.searching import search
    from pipeline.run.read.tracing import trace

    console().print(f"\n[bold]onrecord search {_QUERY}[/bold]")
    answer = search(home, _QUERY, limit=3)
    print_hits(answer)
    first = answer.hits[0].quote.id
    console().print(f"\n[bold]onrecord trace {first}[/bold]")
    print_chain(trace(home, first))
    where = os.path.relpath(home.root)
    console().print(
        "\nNext:\n"
        f"  {f'export ONRECORD_HOME={where}':<36}the sample's archive, for the commands below\n"
        '  .venv/bin/onrecord search "military solution" --speaker Pompeo\n'
        f"  {'.venv/bin/onrecord --help':<36}everything else\n"
        f"  {'make up':<36}the scheduled service with Airflow's UI",
        soft_wrap=True,
        markup=False,
    )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except OnRecordError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
