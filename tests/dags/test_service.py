"""A really running Airflow against a publisher on this machine: what it runs, refuses, survives and says."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import pytest

from dags.airflow_settings import SQLITE_CONNECT_ARGS, list_settings
from dags.service import family
from dags.service.tidying import LEAST_DAYS, Tidier
from pipeline.home import Home
from pipeline.sample import SAMPLE_WARC
from storage.database.archive import open_reader
from tests.dags.publishing import forbid, publish
from tests.dags.running import Refused, Service, wait_for
from tests.dags.sources import declare
from tests.loopback.ministry import article
from tests.loopback.server import LoopbackServer, Program, Visit, no_robots

pytestmark = pytest.mark.slow

ALPHA, BETA, GAMMA = "source_xx_alpha", "source_xx_beta", "source_xx_gamma"
DAYS = {"since": "2020-10-26", "until": "2020-10-28"}
READING_S = 6.0
_HEARTBEAT = {"AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "20", "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "5"}


class Gate:
    """A statement whose answer waits until the gate is opened."""

    def __init__(self, then: Program) -> None:
        self.open = False
        self.asked = 0
        self._then = then

    def __call__(self, visit: Visit) -> None:
        self.asked += 1
        while not self.open and not visit.stopping.wait(0.05):
            continue
        self._then(visit)


@pytest.fixture(scope="module")
def publisher() -> Iterator[LoopbackServer]:
    programs = {"/robots.txt": no_robots, **publish("alpha", 6, 7, 8), **publish("gamma", 7)}
    programs["/beta/news"] = forbid
    with LoopbackServer(programs) as server:
        yield server


@pytest.fixture(scope="module")
def service(publisher: LoopbackServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    environ = {**declare(folder / "sources", publisher, "alpha", "beta", "gamma"), **_HEARTBEAT}
    with Service(home=Home(root=folder / "archive"), environ=environ) as service:
        for dag in (ALPHA, BETA, GAMMA, "backfill", "backfill_days", "upkeep", "redaction", "review", "alarms"):
            service.wait_for_dag(dag)
        yield service


def count(service: Service, question: str) -> int:
    if not service.home.archive.exists():
        return 0
    db = open_reader(service.home.archive)
    try:
        [(number,)] = db.execute(question).fetchall()
        return int(number)
    finally:
        db.close()


def find_process(service: Service, words: str) -> psutil.Process:
    """Find the first process of the service whose title holds some words."""

    def look() -> psutil.Process | None:
        found = [process for process in family.find_family(service.home) if words in _read_title(process)]
        return found[0] if found else None

    return wait_for(look, f"a process named {words!r}", within_s=60)


def _read_title(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def _list_listened(process: psutil.Process) -> list[str]:
    try:
        connections = process.net_connections(kind="inet")
    except psutil.NoSuchProcess:
        return []
    return [connection.laddr.ip for connection in connections if connection.status == psutil.CONN_LISTEN]


def test_it_says_what_it_does_and_listens_on_loopback_only(service: Service) -> None:
    assert "api-server started" in service.said
    assert "Airflow is ready" in service.said
    listened = {address for process in family.find_family(service.home) for address in _list_listened(process)}
    assert listened == {"127.0.0.1"}


def test_a_second_service_over_the_same_archive_is_refused(service: Service) -> None:
    ended = service.command("up")
    assert ended.returncode == 1
    assert "running already" in ended.stderr


def test_a_source_switched_on_runs_at_once_and_its_tally_is_what_the_publisher_saw(
    service: Service, publisher: LoopbackServer
) -> None:
    service.switch_on(ALPHA)
    run = wait_for(lambda: service.list_runs(ALPHA), "the scheduled run")[0]
    ended = service.wait_for_run(ALPHA, run["dag_run_id"])
    assert (ended["run_type"], ended["state"]) == ("scheduled", "success")
    asked = [path for path in publisher.paths() if path.startswith("/alpha/") and "news" not in path]
    assert sorted(asked) == ["/alpha/6", "/alpha/7", "/alpha/8"]
    assert "3 leads asked for: 3 new" in ended["note"]
    assert count(service, "SELECT count(*) FROM outcomes WHERE url LIKE '%/alpha/%'") == 3


def test_a_task_that_is_cleared_runs_again_without_duplicates(service: Service) -> None:
    [run] = service.list_runs(ALPHA)
    before = count(service, "SELECT count(*) FROM documents"), count(service, "SELECT count(*) FROM quotes")
    given = {"dry_run": False, "dag_run_id": run["dag_run_id"], "only_failed": False, "reset_dag_runs": True}
    service.call(f"/api/v2/dags/{ALPHA}/clearTaskInstances", given, method="POST")

    def again() -> bool:
        [task] = service.list_tasks(ALPHA, run["dag_run_id"])
        return bool(task["try_number"] == 2 and task["state"] == "success")

    wait_for(again, "the second run of the task")
    assert (count(service, "SELECT count(*) FROM documents"), count(service, "SELECT count(*) FROM quotes")) == before


def test_people_and_tasks_that_write_at_once_lock_nobody_out(service: Service) -> None:
    [run] = service.list_runs(ALPHA)
    path = f"/api/v2/dags/{ALPHA}/dagRuns/{quote(run['dag_run_id'], safe='')}"
    began = time.monotonic()
    with ThreadPoolExecutor(8) as hands:
        notes = list(hands.map(lambda n: service.call(path, {"note": f"{n}"}, method="PATCH")["note"], range(80)))
    assert notes == [f"{n}" for n in range(80)]
    assert time.monotonic() - began < SQLITE_CONNECT_ARGS["timeout"]  # what one of them waited in vain


def test_a_source_that_is_blocked_turns_red_with_its_reason_in_note_log_and_face(service: Service) -> None:
    service.switch_on(BETA)
    run = wait_for(lambda: service.list_runs(BETA), "the scheduled run")[0]["dag_run_id"]
    ended = service.wait_for_run(BETA, run)
    [task] = service.list_tasks(BETA, run)
    assert (ended["state"], task["state"], task["try_number"]) == ("failed", "failed", 1)
    assert "blocked" in ended["note"]
    assert "403" in ended["note"]
    assert ended["note"].split("\n")[0] in service.read_log(BETA, run, "follow")

    def shows() -> bool:
        found = service.call(f"/api/v2/dags/{BETA}")
        return " · blocked since " in found["dag_display_name"] and found["description"].startswith("blocked since ")

    wait_for(shows, "the verdict on the DAG's page")


def test_a_form_triggered_backfill_names_its_windows_and_reports_them(service: Service) -> None:
    run = service.trigger("backfill", {"sources": ["xx_alpha", "xx_beta"], "since": "2020-09-30", "until": "2020-10-28"})
    ended = service.wait_for_run("backfill", run)
    windows = {task["rendered_map_index"]: task["state"] for task in service.list_tasks("backfill", run)}
    windows.pop(None)
    assert list(windows) == ["xx_alpha 2020-10", "xx_beta 2020-10", "xx_alpha 2020-09", "xx_beta 2020-09"]
    assert windows["xx_alpha 2020-10"] == windows["xx_alpha 2020-09"] == "success"
    assert windows["xx_beta 2020-10"] == windows["xx_beta 2020-09"] == "failed"
    assert ended["state"] == "failed"
    assert "xx_beta 2020-10 is blocked" in ended["note"]


def test_a_dry_run_reports_requests_and_hours(service: Service) -> None:
    run = service.trigger("backfill", {"sources": ["xx_gamma"], **DAYS, "dry_run": True})
    ended = service.wait_for_run("backfill", run)
    assert ended["state"] == "success"
    assert "hours at least" in ended["note"]
    assert ended["note"].splitlines()[-2].split() == ["total", "1", "0", "1", "0.00"]


@pytest.mark.parametrize("conf", [{"since": "27.10.2020"}, {"sources": "xx_alpha"}, {"via": "telepathy"}])
def test_a_form_with_a_bad_value_is_refused_by_the_api(service: Service, conf: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        service.trigger("backfill", conf)
    assert refused.value.status == 400


def test_an_unknown_source_is_refused_in_one_line_in_the_note(service: Service) -> None:
    run = service.trigger("backfill", {"sources": ["xx_alfa"], **DAYS})
    ended = service.wait_for_run("backfill", run)
    assert ended["state"] == "failed"
    assert ended["note"].startswith("There is no source 'xx_alfa'. Did you mean xx_alpha")
    assert "\n" not in ended["note"]


def test_airflows_own_backfill_is_refused_on_a_source(service: Service) -> None:
    answer = service.airflow("backfill", "create", "--dag-id", ALPHA, "--from-date", "2020-10-26", "--to-date", "2020-10-28")
    assert answer.returncode != 0
    assert "does not allow backfill runs" in answer.stdout + answer.stderr
    given = {"dag_id": ALPHA, "from_date": "2020-10-26T00:00:00Z", "to_date": "2020-10-28T00:00:00Z"}
    with pytest.raises(Refused):
        service.call("/api/v2/backfills", given, method="POST")
    assert [run["run_type"] for run in service.list_runs(ALPHA)] == ["scheduled"]


def test_airflows_own_backfill_by_day_runs_each_day_once_and_takes_that_day_only(
    service: Service, publisher: LoopbackServer
) -> None:
    publisher.programs.update(publish("gamma", 5, 6, 7, 8, 9))
    conf = json.dumps({"sources": ["xx_gamma"]})
    answer = service.airflow(
        *("backfill", "create", "--dag-id", "backfill_days", "--from-date", "2020-10-26", "--to-date", "2020-10-28"),
        *("--dag-run-conf", conf),
    )
    assert answer.returncode == 0, answer.stderr
    runs = wait_for(lambda: service.list_runs("backfill_days"), "the runs by day")
    ended = [service.wait_for_run("backfill_days", run["dag_run_id"]) for run in runs]
    assert sorted((run["partition_key"], run["state"]) for run in ended) == [
        ("2020-10-26", "success"),
        ("2020-10-27", "success"),
        ("2020-10-28", "success"),
    ]
    asked = [path for path in publisher.paths() if path.startswith("/gamma/") and "news" not in path]
    assert sorted(asked) == ["/gamma/6", "/gamma/7", "/gamma/8"]


def test_a_replayed_backfill_reads_files_instead_of_the_network(service: Service, publisher: LoopbackServer) -> None:
    before = len(publisher.visits)
    run = service.trigger("backfill", {"sources": ["am_mfa", "us_state"], **DAYS, "replay": [str(SAMPLE_WARC)]})
    assert service.wait_for_run("backfill", run)["state"] == "success"
    assert len(publisher.visits) == before


def _answer(service: Service, dag: str, run: str, task: str, choice: str, index: int = -1) -> None:
    """Answer a task that waits for a person, as the page under Required Actions does."""

    def waits() -> bool:
        states = {(each["task_id"], each["map_index"]): each["state"] for each in service.list_tasks(dag, run)}
        return states.get((task, index)) in {"awaiting_input", "deferred"}

    wait_for(waits, f"the question {task}")
    # An answer that comes while the asking process is being reaped makes Airflow try the task again: nobody is that quick.
    time.sleep(READING_S)
    path = f"/api/v2/dags/{dag}/dagRuns/{quote(run, safe='')}/taskInstances/{task}/{index}/hitlDetails"
    service.call(path, {"chosen_options": [choice], "params_input": {}}, method="PATCH")


def test_words_are_withdrawn_once_a_person_has_approved_it_and_not_before(service: Service) -> None:
    db = open_reader(service.home.archive)
    quote_ids = [id_ for (id_,) in db.execute("SELECT id FROM quotes ORDER BY id LIMIT 2")]
    db.close()
    rejected = service.trigger("redaction", {"id": quote_ids[0], "why": "It names a private person."})
    approved = service.trigger("redaction", {"id": quote_ids[1], "why": "It names a private person."})
    _answer(service, "redaction", rejected, "approve", "Reject")
    assert count(service, "SELECT count(*) FROM redactions") == 0
    _answer(service, "redaction", approved, "approve", "Approve")
    for run in (rejected, approved):
        assert service.wait_for_run("redaction", run)["state"] == "success"
    db = open_reader(service.home.archive)
    assert [target for (target,) in db.execute("SELECT target FROM redactions")] == [quote_ids[1]]
    db.close()
    assert "is withdrawn" in service.get_run("redaction", approved)["note"]


def test_an_id_that_the_archive_does_not_hold_is_refused_before_anybody_is_asked(service: Service) -> None:
    run = service.trigger("redaction", {"id": "q_none", "why": "It names a private person."})
    ended = service.wait_for_run("redaction", run)
    assert ended["state"] == "failed"
    assert "q_none" in ended["note"]


def test_a_source_that_turned_is_asked_about_and_paused_on_the_answer(service: Service) -> None:
    told = service.trigger("alarms")
    assert service.wait_for_run("alarms", told)["state"] == "success"
    assert "turned" in service.get_run("alarms", told)["note"]
    assert count(service, "SELECT count(*) FROM alarms WHERE subject = 'xx_beta' AND kind = 'blocked'") == 1
    run = service.trigger("review")
    _answer(service, "review", run, "ask", "Pause", index=0)
    assert service.wait_for_run("review", run)["state"] == "success"
    assert service.call(f"/api/v2/dags/{BETA}")["is_paused"] is True


def test_upkeep_with_runs_at_work_raises_no_false_alarm(service: Service, publisher: LoopbackServer) -> None:
    gate = Gate(article("The Ministry answers at last."))
    publisher.programs.update({**publish("alpha", 6, 7, 8, 9), "/alpha/9": gate})
    at_work = service.trigger(ALPHA)
    wait_for(lambda: gate.asked, "the request at the gate")
    run = service.trigger("upkeep")
    ended = service.wait_for_run("upkeep", run)
    states = {task["task_id"]: task["state"] for task in service.list_tasks("upkeep", run)}
    gate.open = True
    assert states.pop("back_up") == "skipped"
    assert states.pop("make_snapshot") == "skipped"
    assert set(states.values()) == {"success"}, ended["note"]
    assert "1 at work left alone" in ended["note"]
    assert service.wait_for_run(ALPHA, at_work)["state"] == "success"


def _kill(process: psutil.Process) -> None:
    os.kill(process.pid, signal.SIGKILL)


def test_a_task_that_is_killed_is_tried_again_and_loses_nothing(service: Service, publisher: LoopbackServer) -> None:
    gate = Gate(article("The Ministry calls for sample 10."))
    publisher.programs.update({**publish("alpha", 6, 7, 8, 9, 10), "/alpha/10": gate})
    run = service.trigger(ALPHA)
    wait_for(lambda: gate.asked, "the request at the gate")
    [task] = service.list_tasks(ALPHA, run)
    _kill(find_process(service, f"airflow worker -- {task['id']}"))
    gate.open = True

    def tried_again() -> bool:
        [task] = service.list_tasks(ALPHA, run)
        return task["state"] in {"up_for_retry", "failed", "success"}

    wait_for(tried_again, "the notice of the killed task")
    [task] = service.list_tasks(ALPHA, run)
    assert task["state"] == "up_for_retry"
    _clear_all(service, run)
    assert service.wait_for_run(ALPHA, run)["state"] == "success"
    new = "SELECT count(*) FROM outcomes WHERE url LIKE '%/alpha/10' AND outcome = 'new'"
    assert count(service, new) == 1


def _clear_all(service: Service, run: str) -> None:
    given = {"dry_run": False, "dag_run_id": run, "only_failed": False, "reset_dag_runs": True}
    service.call(f"/api/v2/dags/{ALPHA}/clearTaskInstances", given, method="POST")


def test_a_scheduler_that_is_killed_is_started_again_and_runs_go_on(service: Service) -> None:
    before = find_process(service, "airflow scheduler")
    _kill(before)
    log = service.home.airflow / "service" / "supervisor.log"
    wait_for(lambda: log.read_text().count("scheduler started") == 2, "the second start of the scheduler")
    run = service.trigger(ALPHA)
    assert service.wait_for_run(ALPHA, run)["state"] == "success"


def test_a_source_added_while_the_service_runs_gets_its_dag_and_its_pool(service: Service, publisher: LoopbackServer) -> None:
    publisher.programs.update(publish("delta", 7))
    declare(Path(service.environ["ONRECORD_SOURCES"]), publisher, "delta")
    text = (Path(service.environ["ONRECORD_SOURCES"]) / "xx_delta.toml").read_text()
    (Path(service.environ["ONRECORD_SOURCES"]) / "xx_delta.toml").write_text(text.replace('["127.0.0.1"]', '["127.0.0.2"]'))
    service.wait_for_dag("source_xx_delta")

    def has_pool() -> bool:
        return "host_127_0_0_2" in {pool["name"] for pool in service.call("/api/v2/pools?limit=200")["pools"]}

    wait_for(has_pool, "the pool of the new host")


def test_airflow_forgets_what_is_old_while_it_runs_and_keeps_what_is_not(service: Service) -> None:
    with closing(sqlite3.connect(service.home.airflow / "airflow.db", timeout=60)) as db, db:
        db.execute("INSERT INTO log (dttm, event) VALUES ('2020-01-01 00:00:00', 'long ago')")
    runs = service.list_runs(ALPHA)
    said: list[str] = []
    settings = list_settings(service.home, port=service.port, health_port=service.health_port)
    tidier = Tidier(home=service.home, environment={**os.environ, **settings}, days=LEAST_DAYS, say=said.append)
    tidier.due_at = 0.0

    def is_tidy() -> bool:
        tidier()
        return bool(said)

    wait_for(is_tidy, "the end of the cleaning", within_s=120)
    assert said == [f"Airflow's database was cleaned of what is older than {LEAST_DAYS} days"], tidier.log.read_text()
    with closing(sqlite3.connect(service.home.airflow / "airflow.db")) as db:
        assert db.execute("SELECT count(*), sum(event = 'long ago') FROM log").fetchone()[1] == 0
        assert db.execute("SELECT name FROM sqlite_schema WHERE name LIKE '_airflow_deleted%'").fetchall() == []
    assert service.list_runs(ALPHA) == runs


def test_after_a_kill_of_the_supervisor_down_still_ends_the_whole_family(service: Service) -> None:
    [supervisor] = [each for each in family.read_sessions(service.home) if each.name == "supervisor"]
    os.kill(supervisor.pid, signal.SIGKILL)
    _kill(find_process(service, "airflow scheduler"))
    assert len(family.find_family(service.home)) >= 3
    ended = service.command("down")
    assert ended.stdout.startswith("Stopped ")
    assert family.find_family(service.home) == []
    assert service.command("down").stdout == "The service was not running.\n"
