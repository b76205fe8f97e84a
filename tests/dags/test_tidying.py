"""What Airflow remembers is tidied once a day: old rows, old logs of runs, long logs of processes; nothing that is at work."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dags.airflow_settings import list_settings
from dags.service import preparing
from dags.service.errors import ServiceError
from dags.service.tidying import KEPT_DAYS, Tidier, put_logs_aside, read_kept_days, remove_logs
from pipeline.home import Home

_DAY_S = 86_400
_BEFORE = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(root=tmp_path / "archive")
    (home.airflow / "service").mkdir(parents=True)
    return home


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a small program in the place of Airflow's; it notes what it is asked for, and fails if there is a file ``broken``."""
    asked, program = tmp_path / "asked", tmp_path / "airflow"
    program.write_text(f'#!/bin/sh\necho "$@" >> {asked}\necho words\ntest ! -e {tmp_path / "broken"}\n')
    program.chmod(0o755)
    monkeypatch.setattr(preparing, "AIRFLOW", program)
    return asked


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def make_tidier(home: Home, clock: Clock, said: list[str], **environ: str) -> Tidier:
    environment = {**os.environ, **list_settings(home), **environ}
    return Tidier(home=home, environment=environment, days=KEPT_DAYS, say=said.append, clock=clock)


def finish(tidier: Tidier) -> None:
    """Wait for the cleaning of the database, and have its end noted."""
    assert tidier.cleaning is not None
    tidier.cleaning.wait(timeout=20)
    tidier()


def write_log(path: Path, day: datetime) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    for each in (path, path.parent, path.parent.parent):
        os.utime(each, (day.timestamp(), day.timestamp()))
    return path


def test_it_tidies_ten_minutes_after_the_start_and_then_once_a_day(home: Home, asked: Path) -> None:
    clock, said = Clock(), list[str]()
    tidier = make_tidier(home, clock, said)
    for now, cleanings in ((599, 0), (600, 1), (601, 1), (600 + _DAY_S - 1, 1), (600 + _DAY_S, 2)):
        clock.now = now
        tidier()
        if tidier.cleaning is not None:
            finish(tidier)
        assert (len(asked.read_text().splitlines()) if asked.exists() else 0) == cleanings
    assert said == ["Airflow's database was cleaned of what is older than 90 days"] * 2


def test_airflow_is_asked_to_remove_what_is_older_without_keeping_copies(home: Home, asked: Path) -> None:
    clock = Clock()
    tidier = make_tidier(home, clock, [])
    clock.now = 600
    tidier()
    finish(tidier)
    words = asked.read_text().split()
    assert words[:5] == ["db", "clean", "--yes", "--skip-archive", "--error-on-cleanup-failure"]
    assert set(words[words.index("--tables") + 1].split(",")) >= {"dag_run", "task_instance", "log", "job", "xcom"}
    moment = datetime.fromisoformat(words[words.index("--clean-before-timestamp") + 1])
    assert abs(datetime.now(UTC) - timedelta(days=KEPT_DAYS) - moment) < timedelta(minutes=5)


def test_a_cleaning_that_fails_is_said_and_tried_again_the_next_day(home: Home, asked: Path, tmp_path: Path) -> None:
    (tmp_path / "broken").touch()
    clock, said = Clock(), list[str]()
    tidier = make_tidier(home, clock, said)
    clock.now = 600
    tidier()
    finish(tidier)
    log = home.airflow / "service" / "clean.log"
    assert said == [f"Airflow's database could not be cleaned (exit code 1; see {log}); it is tried again tomorrow"]
    assert log.read_text() == "words\n"
    (tmp_path / "broken").unlink()
    clock.now += _DAY_S
    tidier()
    finish(tidier)
    assert len(asked.read_text().splitlines()) == 2


def test_a_cleaning_that_lasts_over_a_day_is_not_started_twice(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "slow"
    program.write_text(f"#!{sys.executable}\nimport signal\nsignal.pause()\n")
    program.chmod(0o755)
    monkeypatch.setattr(preparing, "AIRFLOW", program)
    clock = Clock()
    tidier = make_tidier(home, clock, [])
    clock.now = 600
    tidier()
    first = tidier.cleaning
    clock.now += _DAY_S
    tidier()
    assert first is not None
    assert tidier.cleaning is first
    first.kill()
    first.wait()


def test_a_database_and_logs_of_the_operators_own_are_left_alone(home: Home, asked: Path, tmp_path: Path) -> None:
    kept = write_log(home.airflow / "logs" / "dag_id=a" / "run_id=b" / "attempt=1.log", datetime(2020, 1, 1, tzinfo=UTC))
    clock = Clock()
    tidier = make_tidier(
        home,
        clock,
        [],
        AIRFLOW__DATABASE__SQL_ALCHEMY_CONN="postgresql://127.0.0.1/airflow",
        AIRFLOW__LOGGING__BASE_LOG_FOLDER=str(tmp_path / "elsewhere"),
    )
    clock.now = 600
    tidier()
    assert tidier.cleaning is None
    assert not asked.exists()
    assert kept.exists()


def test_a_folder_that_cannot_be_read_is_said_and_the_service_goes_on(home: Home, asked: Path) -> None:
    (home.airflow / "service" / "x.log").symlink_to(home.airflow / "nowhere")
    clock, said = Clock(), list[str]()
    tidier = make_tidier(home, clock, said)
    clock.now = 600
    tidier()
    assert len(said) == 1
    assert said[0].startswith("the logs of Airflow could not be tidied: [Errno 2]")
    assert not asked.exists()


def test_logs_of_runs_go_when_nothing_was_written_there_since(tmp_path: Path) -> None:
    old, recent = _BEFORE - timedelta(days=1), _BEFORE + timedelta(days=1)
    gone = write_log(tmp_path / "dag_id=a" / "run_id=1" / "task_id=x" / "attempt=1.log", old)
    os.utime(gone.parent.parent, (old.timestamp(), old.timestamp()))
    kept = write_log(tmp_path / "dag_id=a" / "run_id=2" / "task_id=x" / "attempt=1.log", old)
    write_log(tmp_path / "dag_id=a" / "run_id=2" / "task_id=x" / "attempt=2.log", recent)
    gone_day = write_log(tmp_path / "dag_processor" / "2026-08-30" / "dags" / "a.log", old)
    kept_day = write_log(tmp_path / "dag_processor" / "2026-09-02" / "dags" / "a.log", recent)
    other = write_log(tmp_path / "of another program" / "kept" / "a.log", old)
    (tmp_path / "dag_processor" / "latest").symlink_to(kept_day.parent.parent)
    remove_logs(tmp_path, _BEFORE)
    assert [path.exists() for path in (gone, kept, gone_day, kept_day, other)] == [False, True, False, True, True]
    assert not (tmp_path / "dag_id=a" / "run_id=1").exists()
    assert (tmp_path / "dag_processor" / "latest").exists()


def test_a_log_beyond_fifty_megabytes_is_put_aside_and_goes_on_in_its_place(tmp_path: Path) -> None:
    long, short = tmp_path / "api-server.log", tmp_path / "scheduler.log"
    for path, size in ((long, 50_000_001), (short, 50_000_000)):
        with path.open("wb") as stream:
            stream.truncate(size)
    (tmp_path / "api-server.log.1").write_text("put aside before")
    with long.open("ab") as writing:
        put_logs_aside(tmp_path)
        writing.write(b"next line\n")
    assert long.read_text() == "next line\n"
    assert (tmp_path / "api-server.log.1").stat().st_size == 50_000_001
    assert short.stat().st_size == 50_000_000
    assert not (tmp_path / "scheduler.log.1").exists()


@pytest.mark.parametrize(("given", "days"), [("", 90), (" 32 ", 32), ("36500", 36_500)])
def test_the_days_kept_are_read_from_the_environment(given: str, days: int) -> None:
    assert read_kept_days({"ONRECORD_AIRFLOW_DAYS": given}) == days


@pytest.mark.parametrize("given", ["31", "36501", "-40", "1e9", "ninety", "٩٠", "9" * 5000, "90.0"])
def test_other_values_are_refused_with_what_is_expected(given: str) -> None:
    with pytest.raises(ServiceError, match=r"^ONRECORD_AIRFLOW_DAYS is '.{1,80}'; a whole number from 32 to 36500 is"):
        read_kept_days({"ONRECORD_AIRFLOW_DAYS": given})
