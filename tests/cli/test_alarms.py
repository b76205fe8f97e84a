"""The command `onrecord alarms`: what is open, what ever turned, and telling it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.home import PROJECT, Home
from tests.alarms.samples import Archive
from tests.loopback.mail import MailServer


def run(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline", "alarms", *arguments],
        env={**os.environ, "ONRECORD_HOME": str(home), "PYTHONPATH": str(PROJECT), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def dead(tmp_path: Path) -> Path:
    """An archive whose newest run over am_mfa, a scheduled source, failed altogether."""
    home = tmp_path / "archive"
    now = datetime.now(UTC).replace(microsecond=0)
    archive = Archive(Home(root=home))
    for hours in (6, 4):
        archive.run(now - timedelta(hours=hours), source="am_mfa")
    archive.run(now - timedelta(hours=1), source="am_mfa", new=0, failed=4)
    return home


def test_without_an_archive_nothing_is_wrong(tmp_path: Path) -> None:
    done = run(tmp_path / "none")
    assert (done.returncode, done.stdout) == (0, "Nothing is wrong with the scheduled sources that have run.\n")
    assert not (tmp_path / "none").exists()


def test_what_is_wrong_is_listed_before_it_was_ever_told(dead: Path) -> None:
    done = run(dead)
    assert done.returncode == 1
    assert "✗ am_mfa (" in done.stdout
    assert "is broken since" in done.stdout
    assert "4 of 4 leads (100%) failed, most often: timeout, such as https://ministry.example/" in done.stdout
    assert "What to do: " in done.stdout


def test_sending_tells_once_and_the_history_remembers(dead: Path) -> None:
    with MailServer() as server:
        where = {"ONRECORD_ALARM_SMTP": f"smtp://127.0.0.1:{server.port}/?from=a@archive.example&to=b@archive.example"}
        first, second = run(dead, "--send", **where), run(dead, "--send", **where)
    assert (first.returncode, second.returncode) == (0, 0)
    assert "am_mfa" in first.stdout
    assert second.stdout == "Nothing turned.\n"
    assert [mail["Subject"] for mail in server.mails] == ["[On Record] am_mfa: broken"]
    assert [alarm["kind"] for alarm in json.loads(run(dead, "--history", "--json").stdout)] == ["broken"]
    assert [alarm["subject"] for alarm in json.loads(run(dead, "--json").stdout)] == ["am_mfa"]


def test_a_channel_that_fails_is_said_without_its_secret(dead: Path) -> None:
    done = run(dead, "--send", ONRECORD_ALARM_WEBHOOK="https://127.0.0.1:9/services/hush")
    assert done.returncode == 1
    assert "webhook: nothing was posted" in done.stderr
    assert "hush" not in done.stdout + done.stderr


def test_full_runs_the_checks_of_the_archive(dead: Path) -> None:
    sent = json.loads(run(dead, "--send", "--full", "--json").stdout)
    assert {"am_mfa", "archive:files", "archive:fixity"} <= {alarm["subject"] for alarm in sent}


def test_a_setting_that_cannot_be_read_is_one_line(dead: Path) -> None:
    done = run(dead, "--send", ONRECORD_ALARM_WEBHOOK="http://hooks.example/hush")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "ONRECORD_ALARM_WEBHOOK" in done.stderr
    assert "hush" not in done.stderr


@pytest.mark.parametrize("arguments", [("--full",), ("--history", "--send")])
def test_options_that_do_not_go_together_are_refused(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert run(tmp_path, *arguments).returncode == 2
