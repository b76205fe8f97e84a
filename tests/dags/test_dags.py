"""The DAGs import quickly, are as many as there are scheduled sources, and keep to the conventions."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dags.conventions import write_links
from dags.dag_names import WRITER_POOL, name_dag, name_pool
from dags.pools import list_pools
from dags.service.tidying import LEAST_DAYS
from dags.sources import describe, document, name
from dags.tasks.faces import Face
from pipeline.registry.declared_sources import get_source, load_sources

pytestmark = [
    # Airflow and what it stands on warn about each other; our own modules are imported before, under the strict filter.
    pytest.mark.filterwarnings("default"),
]

DAGS = Path(__file__).parents[2] / "dags"
OTHERS = {"alarms", "backfill", "backfill_days", "redaction", "review", "upkeep"}


def test_no_dag_fails_to_import(dagbag: Any) -> None:
    assert dagbag.import_errors == {}


def test_there_is_one_dag_per_scheduled_source_and_the_others(dagbag: Any) -> None:
    scheduled = {name_dag(source) for source in load_sources() if source.schedule}
    assert set(dagbag.dags) == scheduled | OTHERS
    assert len(scheduled) >= 5


def test_no_run_may_last_as_long_as_airflow_remembers_runs_at_the_least(dagbag: Any) -> None:
    assert max(dag.dagrun_timeout for dag in dagbag.dags.values()) < timedelta(days=LEAST_DAYS)


def test_every_dag_says_what_it_is(dagbag: Any) -> None:
    for dag in dagbag.dags.values():
        assert dag.doc_md, dag.dag_id
        assert dag.description, dag.dag_id
        assert dag.dag_display_name != dag.dag_id
        assert 1 <= len(dag.tags) <= 2, dag.dag_id
        assert {task.owner for task in dag.tasks} == {"archivist"}, dag.dag_id


def test_every_task_and_run_ends_some_day(dagbag: Any) -> None:
    for dag in dagbag.dags.values():
        assert dag.dagrun_timeout, dag.dag_id
        waiting = {"approve", "ask"}  # a person's answer has a time limit of its own
        assert all(task.execution_timeout or task.task_id in waiting for task in dag.tasks), dag.dag_id
        assert all(not getattr(task, "multiple_outputs", False) for task in dag.tasks), dag.dag_id


def test_what_fetches_is_tried_again_with_back_off(dagbag: Any) -> None:
    for dag in dagbag.dags.values():
        for task in dag.tasks:
            if task.task_id in {"follow", "collect", "load", "run_window"}:
                assert task.retries == 3
                assert task.retry_exponential_backoff


def test_airflows_own_backfill_is_refused_by_all_dags_but_the_one_made_for_it(dagbag: Any) -> None:
    for dag in dagbag.dags.values():
        allowed = {kind.value for kind in dag.allowed_run_types or ()}
        if dag.dag_id == "backfill_days":
            assert allowed == {"scheduled", "backfill"}
        elif dag.dag_id not in {"backfill", "redaction"}:  # these have no schedule that could be run for days gone by
            assert allowed == {"scheduled", "manual"}, dag.dag_id


def test_the_day_by_day_dag_is_never_scheduled_but_gives_each_day_once(dagbag: Any) -> None:
    import pendulum
    from airflow.serialization.serialized_objects import DagSerialization

    dag = DagSerialization.deserialize_dag(DagSerialization.serialize_dag(dagbag.dags["backfill_days"]))
    assert dag.next_dagrun_info(last_automated_run_info=None) is None
    first, last = pendulum.datetime(2020, 10, 26, tz="UTC"), pendulum.datetime(2020, 10, 28, tz="UTC")
    keys = [info.partition_key for info in dag.iter_dagrun_infos_between(first, last)]
    assert keys == ["2020-10-26", "2020-10-27", "2020-10-28"]


def test_a_source_has_one_task_a_run_on_its_hosts_pool(dagbag: Any) -> None:
    for source in load_sources():
        if source.schedule:
            [task] = dagbag.dags[name_dag(source)].tasks
            assert task.pool == name_pool(source)


def test_every_pool_a_task_names_is_declared_with_one_slot(dagbag: Any) -> None:
    pools = list_pools()
    assert {task.pool for dag in dagbag.dags.values() for task in dag.tasks} <= set(pools) | {"default_pool"}
    assert all(pool["slots"] == 1 for pool in pools.values())
    assert WRITER_POOL in pools


def test_a_healthy_source_shows_what_it_publishes_and_a_sick_one_its_verdict() -> None:
    source = get_source("am_mfa")
    healthy = Face(verdict="healthy", since="2026-11-01", why="12 leads", advice="")
    blocked = Face(verdict="blocked", since="2026-11-01", why="403 to 12 of 12.", advice="Write to them.")
    assert describe(source, None) == describe(source, healthy)
    assert name(source, healthy) == name(source, None) == source.title
    assert name(source, blocked) == f"{source.title} · blocked since 2026-11-01"
    assert describe(source, blocked) == "blocked since 2026-11-01: 403 to 12 of 12."
    assert "Write to them." in document(source, blocked)
    assert "12 leads" not in document(source, healthy)


def test_no_page_links_to_a_search_site_that_no_setting_names() -> None:
    assert "Search site" not in write_links()


def test_the_dag_files_are_read_in_less_than_a_second_of_work() -> None:
    code = (
        "import airflow.sdk, airflow.dag_processing.dagbag, time\n"
        "began = time.process_time()\n"
        "import dags.sources, dags.backfill, dags.backfill_days, dags.upkeep\n"
        "print(time.process_time() - began)"
    )
    best = min(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout) for _ in "12"
    )
    assert best < 1.0


def test_dag_files_load_nothing_that_only_their_tasks_need() -> None:
    code = (
        "import sys, dags.sources, dags.backfill, dags.backfill_days, dags.upkeep\n"
        "heavy = ('pipeline.run.collect.running', 'storage.database.archive', 'warcio', 'requests')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.splitlines()[-1] == "[]"


def test_the_page_of_the_dags_is_fresh() -> None:
    code = [sys.executable, "-m", "dags.dag_reference"]
    written = subprocess.run(code, capture_output=True, text=True, check=True).stdout
    assert written == (DAGS.parent / "docs" / "DAGS.md").read_text(), "docs/DAGS.md is stale: `make generate` writes it anew"


def test_with_a_queue_for_the_loader_captures_and_loads_are_tasks_apart() -> None:
    code = (
        "import dags.sources, dags.backfill\n"
        "from airflow.dag_processing.dagbag import DagBag\n"
        "bag = DagBag(dags.sources.__file__)\n"
        "collect, load = bag.dags['source_am_mfa'].tasks\n"
        "print(collect.task_id, collect.queue, collect.pool, load.task_id, load.queue, load.pool)\n"
        "bag = DagBag(dags.backfill.__file__)\n"
        "print(*bag.dags['backfill'].task_ids, bag.import_errors)"
    )
    environ = {**os.environ, "ONRECORD_LOADER_QUEUE": "loader"}
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environ)
    source, backfill = answer.stdout.splitlines()[-2:]
    assert source == "collect default host_mfa_am load loader archive_writer"
    assert backfill == "plan collect_and_load.collect_window collect_and_load.load_window report {}"


def test_the_names_of_windows_collected_and_loaded_apart_can_be_rendered() -> None:
    code = (
        "import dags.backfill\n"
        "from airflow.dag_processing.dagbag import DagBag\n"
        "backfill = DagBag(dags.backfill.__file__).dags['backfill']\n"
        "for step in ('collect_window', 'load_window'):\n"
        "    task = backfill.get_task(f'collect_and_load.{step}')\n"
        "    print('window' in task.op_kwargs, task.map_index_template)"
    )
    environ = {**os.environ, "ONRECORD_LOADER_QUEUE": "loader"}
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environ)
    assert answer.stdout.splitlines()[-2:] == ["True {{ task.op_kwargs['window']['label'] }}"] * 2
