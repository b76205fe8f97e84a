"""Preparing runs Airflow's own commands, says which of them failed, and renews the pools when a declaration changes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from dags.service import preparing
from dags.service.errors import ServiceError
from dags.service.preparing import PoolKeeper, create_pools, migrate
from pipeline.home import Home

DECLARED = """title = "Sample ministry"
publisher = "Ministry of Samples"
kind = "statement"
url = "https://ministry.example/"
country = "xx"
languages = ["en"]
timezone = "UTC"
hosts = ["ministry.example"]
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(root=tmp_path / "archive")
    (home.airflow / "service").mkdir(parents=True)
    return home


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    monkeypatch.setenv("ONRECORD_SOURCES", str(folder))
    return folder


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, *, code: int = 0) -> Path:
    """Put a small program in the place of Airflow's: it notes what it is asked for and ends with a code."""
    asked, program = folder / "asked", folder / "airflow"
    program.write_text(f'#!/bin/sh\necho "$@" >> {asked}\necho done; echo trouble >&2\nexit {code}\n')
    program.chmod(0o755)
    monkeypatch.setattr(preparing, "AIRFLOW", program)
    return asked


def test_the_database_is_brought_up_to_date_and_what_was_said_is_logged(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = install(tmp_path, monkeypatch)
    migrate(home, dict(os.environ))
    assert asked.read_text() == "db migrate\n"
    assert sorted((home.airflow / "service" / "prepare.log").read_text().split()) == ["done", "trouble"]


def test_a_command_that_fails_is_named_with_its_code_and_its_log(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, code=3)
    with pytest.raises(ServiceError, match=r"`airflow db migrate` ended with exit code 3; see .*prepare\.log"):
        migrate(home, dict(os.environ))


def test_the_pools_of_the_declared_sources_are_written_and_imported(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = install(tmp_path, monkeypatch)
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\necho '{\"host_sample\": {}}'\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    create_pools(home, dict(os.environ))
    pools = home.airflow / "pools.json"
    assert pools.read_text() == '{"host_sample": {}}\n'
    assert asked.read_text() == f"pools import {pools}\n"


class Time:
    """A clock that is set by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def keep(home: Home, clock: Time) -> tuple[PoolKeeper, list[str]]:
    said: list[str] = []
    return PoolKeeper(home, dict(os.environ), said.append, clock=clock), said


@pytest.mark.parametrize(
    ("code", "expected"), [(0, "the declared sources changed"), (1, "the pools could not be brought up to date: ")]
)
def test_a_declaration_that_is_added_renews_the_pools_once_and_a_failure_is_said(
    home: Home, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, expected: str
) -> None:
    install(tmp_path, monkeypatch, code=code)
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\necho '{}'\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    clock = Time()
    keeper, said = keep(home, clock)
    (sources / "xx_sample.toml").write_text(DECLARED)
    clock.now += 10.0
    keeper()
    clock.now += 10.0
    keeper()
    [line] = said
    assert line.startswith(expected)


def test_the_declarations_are_looked_at_every_ten_seconds_and_not_sooner(
    home: Home, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, code=1)
    clock = Time()
    keeper, said = keep(home, clock)
    keeper()
    (sources / "xx_sample.toml").write_text(DECLARED)
    clock.now += 9.9
    keeper()
    assert said == []
