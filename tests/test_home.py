"""Where an archive lies: a folder, or an object store with a folder beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.home import PROJECT, Home, describe_home, find_home


@pytest.mark.parametrize(
    ("environment", "home"),
    [
        ({}, Home(root=PROJECT / "data")),
        ({"ONRECORD_HOME": "/srv/archive"}, Home(root=Path("/srv/archive"))),
        ({"ONRECORD_HOME": "/srv/archive", "ONRECORD_LOCAL": "/var/other"}, Home(root=Path("/srv/archive"))),
        ({"ONRECORD_HOME": "s3://bucket/prefix/"}, Home(root=PROJECT / "data", store="s3://bucket/prefix")),
        (
            {"ONRECORD_HOME": "s3://bucket", "ONRECORD_LOCAL": "/var/local"},
            Home(root=Path("/var/local"), store="s3://bucket"),
        ),
    ],
)
def test_the_environment_says_where_an_archive_lies(
    environment: dict[str, str], home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ONRECORD_HOME", "ONRECORD_LOCAL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert find_home() == home


@pytest.mark.parametrize("home", [Home(root=Path("/srv/archive")), Home(root=Path("/var/local"), store="s3://bucket/prefix")])
def test_another_process_finds_the_same_archive(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in describe_home(home).items():
        monkeypatch.setenv(name, value)
    assert find_home() == home
