"""The DAGs run in this process over real servers and files: what they do, refuse, and say."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dags.tasks.faces import read_face
from pipeline.home import Home
from pipeline.registry import declared_sources as registry
from pipeline.sample import SAMPLE_WARC
from storage.database.archive import open_reader
from tests.dags.sources import declare
from tests.loopback.ministry import article, listing
from tests.loopback.server import LoopbackServer, Program, no_robots

pytestmark = [
    pytest.mark.filterwarnings("default"),
    pytest.mark.usefixtures("airflow_db"),
]

DAGS = Path(__file__).parents[2] / "dags"
REPLAY = {"since": "2020-10-26", "until": "2020-10-28", "replay": [str(SAMPLE_WARC)]}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, airflow_home: Home) -> Home:
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / "archive"))
    assert os.environ["AIRFLOW_HOME"] == str(airflow_home.airflow)
    return Home(root=tmp_path / "archive")


@pytest.fixture
def declared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackServer]:
    """Serve a ministry that is declared as xx_alpha, with three statements; xx_beta answers nothing."""
    with LoopbackServer(publish("/alpha/1", "/alpha/2", "/alpha/3")) as server:
        for name, value in declare(tmp_path / "sources", server, "alpha", "beta").items():
            monkeypatch.setenv(name, value)
        registry._load_declared.cache_clear()
        yield server
    registry._load_declared.cache_clear()


def publish(*paths: str) -> dict[str, Program]:
    answers: dict[str, Program] = {path: article(f"The Ministry calls for sample {path}.") for path in paths}
    news = {"/alpha/news": listing(*((path, "27 October 2020") for path in paths))}
    return {"/robots.txt": no_robots, **news, **answers}


def load_dag(name: str) -> Any:
    """Read a DAG file anew, as the dag-processor does."""
    from airflow.dag_processing.dagbag import DagBag

    file = "sources.py" if name.startswith("source_") else f"{name}.py"
    bag = DagBag(str(DAGS / file))
    assert not bag.import_errors
    return bag.dags[name]


def run(name: str, conf: dict[str, Any] | None = None) -> Any:
    """Run a DAG as a run triggered by hand."""
    return load_dag(name).test(run_conf=conf)


def list_states(ended: Any) -> dict[tuple[str, int], str]:
    return {(task.task_id, task.map_index): str(task.state) for task in ended.get_task_instances()}


def count(home: Home, table: str) -> int:
    db = open_reader(home.archive)
    try:
        return int(db[table].count)
    finally:
        db.close()


def test_a_backfill_takes_each_source_of_a_replay_all_the_way_and_again_changes_nothing(home: Home) -> None:
    conf = {"sources": ["us_state", "am_mfa"], **REPLAY}
    ended = run("backfill", conf)
    assert ended.state == "success"
    assert list_states(ended)["run_window", 1] == "success"
    documents, quotes = count(home, "documents"), count(home, "quotes")
    assert documents == 2
    assert run("backfill", conf).state == "success"
    assert (count(home, "documents"), count(home, "quotes")) == (documents, quotes)


@pytest.mark.parametrize(
    ("conf", "why"),
    [
        ({"sources": ["am_mfaa"]}, "Did you mean am_mfa"),
        ({"sources": []}, "choose at least one"),
        ({"sources": ["am_mfa"], "since": "2020-10-28", "until": "2020-10-27"}, "lies after"),
        ({"sources": ["am_mfa"], "sinse": "2020-10-28"}, "Did you mean 'since'"),
        ({"sources": ["am_mfa"], "replay": ["/no/such/file.warc.gz"]}, "there is no file"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_fetched(
    home: Home, conf: dict[str, Any], why: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    ended = run("backfill", conf)
    states = list_states(ended)
    assert ended.state == "failed"
    assert states["plan", -1] == "failed"
    assert states["run_window", -1] == "upstream_failed"
    assert states["report", -1] == "failed"
    assert why in caplog.text + capfd.readouterr().out
    assert not home.archive.exists()


def test_a_source_run_by_hand_fetches_what_its_lists_hold(home: Home, declared: LoopbackServer) -> None:
    ended = run("source_xx_alpha")
    assert ended.state == "success"
    assert sorted(path for path in declared.paths() if "news" not in path) == ["/alpha/1", "/alpha/2", "/alpha/3"]
    assert count(home, "documents") == 3
    face = read_face(home, "xx_alpha")
    assert face is not None
    assert face.verdict == "healthy"


def test_a_source_that_answers_nothing_fails_without_a_retry_and_says_so_on_its_page(
    home: Home, declared: LoopbackServer
) -> None:
    declared.programs.clear()
    declared.programs["/alpha/news"] = lambda visit: visit.reply(b"", "503 Service Unavailable", Retry_After="0")
    declared.programs["/robots.txt"] = no_robots
    ended = run("source_xx_alpha")
    [task] = ended.get_task_instances()
    assert (task.state, task.try_number) == ("failed", 1)
    face = read_face(home, "xx_alpha")
    assert face is not None
    assert face.verdict in {"broken", "blocked"}
    described = load_dag("source_xx_alpha").description
    assert described.startswith(f"{face.verdict} since {face.since}: ")


def test_a_backfill_window_that_fails_leaves_the_others_alone_and_the_run_fails(
    home: Home, declared: LoopbackServer, capfd: pytest.CaptureFixture[str]
) -> None:
    declared.programs["/beta/news"] = lambda visit: visit.reply(b"", "403 Forbidden")
    ended = run("backfill", {"sources": ["xx_beta", "xx_alpha"], "since": "2020-10-20", "until": "2020-10-28"})
    states = list_states(ended)
    assert (states["run_window", 0], states["run_window", 1]) == ("failed", "success")
    assert (states["report", -1], ended.state) == ("failed", "failed")
    assert count(home, "documents") == 3
    assert "1 of 2 windows failed: xx_beta 2020-10 is" in capfd.readouterr().out


def test_a_dry_run_estimates_and_stores_nothing(home: Home, declared: LoopbackServer) -> None:
    ended = run("backfill", {"sources": ["xx_alpha"], "since": "2020-10-26", "until": "2020-10-28", "dry_run": True})
    assert ended.state == "success"
    assert all("news" in path for path in declared.paths())
    assert not home.archive.exists()


@pytest.mark.usefixtures("home")
def test_upkeep_of_a_healthy_archive_ends_well_and_backs_it_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("backfill", {"sources": ["us_state", "am_mfa"], **REPLAY})
    monkeypatch.setenv("ONRECORD_BACKUP", str(tmp_path / "backup"))
    monkeypatch.setenv("ONRECORD_SNAPSHOT", str(tmp_path / "snapshot.db"))
    ended = run("upkeep")
    assert set(list_states(ended).values()) == {"success"}
    assert (tmp_path / "backup" / "archive.db").exists()
    assert (tmp_path / "snapshot.db").exists()


def test_upkeep_before_there_is_an_archive_ends_well(home: Home) -> None:
    states = list_states(run("upkeep"))
    assert states.pop(("back_up", -1)) == "skipped"
    assert states.pop(("make_snapshot", -1)) == "skipped"
    assert set(states.values()) == {"success"}
    assert not home.archive.exists()


def test_upkeep_fails_the_check_of_bytes_that_changed_and_goes_on_with_the_rest(home: Home) -> None:
    run("backfill", {"sources": ["am_mfa"], **REPLAY})
    [warc] = home.warc.rglob("*.warc.gz")
    content = bytearray(warc.read_bytes())
    content[len(content) // 2] ^= 0xFF
    warc.write_bytes(content)
    states = list_states(run("upkeep"))
    assert states["check_fixity", -1] == "failed"
    assert states["raise_alarms", -1] == "success"
    assert states["report", -1] == "failed"
