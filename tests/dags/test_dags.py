"""The DAGs import, are as many as there are scheduled sources, and take a replay all the way."""

from typing import Any

import pytest

from dags.names import WRITER_POOL, name_dag, name_pool
from dags.pools import list_pools
from dags.windows import read_window
from pipeline.home import Home
from pipeline.registry.sources import load_sources
from pipeline.sample import SAMPLE_WARC
from storage.archive import open_reader

pytestmark = [
    # Airflow and what it stands on warn about each other; our own modules are imported before, under the strict filter.
    pytest.mark.filterwarnings("default"),
]


def test_no_dag_fails_to_import(dagbag: Any) -> None:
    assert dagbag.import_errors == {}


def test_there_is_one_dag_per_scheduled_source_and_the_two_manual_ones(dagbag: Any) -> None:
    scheduled = {name_dag(source) for source in load_sources() if source.schedule}
    assert set(dagbag.dags) == scheduled | {"backfill", "upkeep"}
    assert len(scheduled) >= 5


def test_every_dag_has_docs_tags_an_owner_and_tasks_that_retry(dagbag: Any) -> None:
    for dag in dagbag.dags.values():
        assert dag.doc_md, dag.dag_id
        assert dag.tags, dag.dag_id
        assert {task.owner for task in dag.tasks} == {"archivist"}, dag.dag_id
        if dag.dag_id != "upkeep":
            assert all(task.retries >= 3 and task.retry_exponential_backoff for task in dag.tasks), dag.dag_id


def test_every_pool_a_task_names_is_declared(dagbag: Any) -> None:
    pools = set(list_pools()) | {"default_pool"}
    assert {task.pool for dag in dagbag.dags.values() for task in dag.tasks} <= pools


def test_one_slot_per_host_and_one_for_the_writer() -> None:
    pools = list_pools()
    assert pools[WRITER_POOL]["slots"] == 1
    assert all(pools[name_pool(source)]["slots"] == 1 for source in load_sources() if source.schedule)


def test_a_form_that_asks_for_days_is_obeyed_and_a_partition_looks_back() -> None:
    since, until = read_window("2020-10-27", {"since": "2020-10-01", "until": "2020-10-02"})
    assert (str(since), str(until)) == ("2020-10-01", "2020-10-02")
    since, until = read_window("2020-10-27", {})
    assert (str(since), until) == ("2020-10-24", None)
    assert read_window(None, {}) == (None, None)


@pytest.mark.usefixtures("airflow_db")
def test_the_backfill_dag_takes_the_sample_all_the_way(dagbag: Any, airflow_home: Home) -> None:
    conf = {
        "sources": ["us_state", "am_mfa"],
        "since": "2020-10-26",
        "until": "2020-10-28",
        "replay": [str(SAMPLE_WARC)],
    }
    ended = dagbag.get_dag("backfill").test(run_conf=conf)
    assert ended.state == "success"
    db = open_reader(airflow_home.archive)
    try:
        assert db["documents"].count == 2
    finally:
        db.close()
