"""Write docs/DAGS.md from the DAGs themselves: ``python -m dags.dag_reference > docs/DAGS.md``."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dags.airflow_settings import apply_settings
from pipeline.home import Home

if TYPE_CHECKING:
    from airflow.sdk import DAG, Param

_HEAD = """# The DAGs

<!-- Made by `make generate` from the DAGs themselves; `make check` fails when stale. -->

How to use them is in [airflow.md](airflow.md). Times are UTC.
"""


def write_reference() -> str:
    """Return the page of every DAG as Markdown; it does not depend on what an archive holds."""
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        apply_settings(Home(root=Path(folder)))
        with redirect_stdout(sys.stderr):  # where Airflow would log to
            from airflow.dag_processing.dagbag import DagBag

            dags = DagBag(str(Path(__file__).parent)).dags
    by_hand = [dag for name, dag in sorted(dags.items()) if not name.startswith("source_")]
    sources = [dag for name, dag in sorted(dags.items()) if name.startswith("source_")]
    return "\n".join([_HEAD, *(_describe(dag) for dag in by_hand), _tabulate(sources)])


def _describe(dag: DAG) -> str:
    lines = [f"## {dag.dag_display_name} (`{dag.dag_id}`)\n", f"{dag.description}\n", f"Schedule: {_name_schedule(dag)}.\n"]
    lines += [f"Tasks: {', '.join(f'`{task}`' for task in dag.task_ids)}.\n"]
    if dag.params:
        lines += ["| field | type | default | |", "|---|---|---|---|", *_list_params(dag), ""]
    return "\n".join(lines)


def _list_params(dag: DAG) -> Iterator[str]:
    fields: dict[str, Param] = dict(dag.params.items())  # type: ignore[no-untyped-call]
    for name, param in fields.items():
        schema = param.schema
        kind = schema.get("format") or _name_type(schema["type"])
        default = f"`{param.value}`" if param.value not in (None, []) else ""
        yield f"| `{name}` | {kind} | {default} | {schema['title']}: {param.description} |"


def _name_type(given: Any) -> str:
    return given if isinstance(given, str) else " or ".join(each for each in given if each != "null")


def _name_schedule(dag: DAG) -> str:
    if not dag.timetable.can_be_scheduled:
        return "none; triggered by hand or by the API"
    if dag.end_date is not None:
        return "none of its own; runs are made by `airflow backfill create`"
    return f"`{_get_cron(dag)}`"


def _tabulate(dags: list[DAG]) -> str:
    rows = [f"| `{dag.dag_id}` | {dag.dag_display_name} | `{_get_cron(dag)}` | {_get_country(dag)} |" for dag in dags]
    head = f"## The {len(dags)} scheduled sources\n\n| DAG | source | schedule | country |\n|---|---|---|---|\n"
    return head + "\n".join(rows) + "\n"


def _get_cron(dag: DAG) -> str:
    cron: str = dag.timetable.expression  # type: ignore[union-attr]
    return cron


def _get_country(dag: DAG) -> str:
    return next(iter(set(dag.tags) - {"source"}))


if __name__ == "__main__":
    sys.stdout.write(write_reference())
