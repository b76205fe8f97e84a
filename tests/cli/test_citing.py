"""Citing, exporting and following from the command line."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli.command_group import onrecord
from pipeline.home import Home
from storage.database.archive import open_writer
from storage.evidence.tombstones import redact
from tests.storage.lines import NOON, load, make_document, make_page

URL = "https://mfa.example/1"
TEXT = "Peace is near.\nWar is far."
QUOTE = make_document(URL, TEXT).quotes[0].id


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    home = Home(root=tmp_path / "archive")
    monkeypatch.setenv("ONRECORD_HOME", str(home.root))
    monkeypatch.delenv("ONRECORD_ALARM_SMTP", raising=False)
    with open_writer(home.archive) as db:
        load(db, make_page(URL, TEXT, quote={"speaker": "Anna Sample"}))
    return home


def run(*arguments: str) -> Result:
    return CliRunner().invoke(onrecord, arguments, catch_exceptions=False)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("style", "beginning"),
    [
        ("chicago", "Anna Sample. “Sample statement.”"),
        ("apa", "Anna Sample. (2020"),
        ("bibtex", "@online{q_"),
        ("ris", "TY  - ELEC"),
    ],
)
def test_cite_prints_the_style_asked_for(style: str, beginning: str) -> None:
    assert run("cite", QUOTE, "--style", style).output.startswith(beginning)


@pytest.mark.usefixtures("home")
def test_cite_prints_csl_as_json() -> None:
    assert json.loads(run("cite", QUOTE, "--style", "csl").output)[0]["id"] == QUOTE


def test_a_search_is_frozen_listed_cited_and_run_again(home: Home) -> None:
    frozen = json.loads(run("freeze", "peace", "--json").output)
    assert (frozen["query"], frozen["total"]) == ("peace", 1)
    assert frozen["id"] in run("sets").output
    assert "Search for peace: 1 quote of 1 source" in run("cite", frozen["id"]).output
    same = run("sets", frozen["id"])
    assert (same.exit_code, same.output) == (0, "1 quotes then, 1 now.\n")
    with open_writer(home.archive) as db:
        redact(db, QUOTE, "a court order")
    changed = run("sets", frozen["id"])
    assert (changed.exit_code, f"withdrawn: {QUOTE}" in changed.output) == (1, True)


@pytest.mark.usefixtures("home")
def test_export_prints_text_or_writes_a_file_with_its_manifest(tmp_path: Path) -> None:
    assert json.loads(run("export", "peace").output)["quote"]["exact"] == "Peace is near."
    path = tmp_path / "peace.db"
    written = run("export", "peace", "--format", "sqlite", "--to", str(path))
    assert written.output.startswith("1 quotes of 1 documents and 1 speakers")
    assert json.loads(Path(f"{path}.manifest.json").read_text(encoding="utf-8"))["query"] == "peace"


@pytest.mark.usefixtures("home")
def test_a_format_that_is_no_text_needs_a_file() -> None:
    refused = run("export", "peace", "--format", "sqlite")
    assert refused.exit_code == 2
    assert "name a file with --to" in refused.output


def test_follow_adds_lists_runs_prints_a_feed_and_removes(home: Home) -> None:
    followed = json.loads(run("follow", "add", "peace", "--every", "immediate", "--mail-to", "me@x.example", "--json").output)
    assert "the search “peace”" in run("follow", "list").output
    with open_writer(home.archive) as db:
        page = make_page(
            "https://mfa.example/2", "Peace!", at=NOON + timedelta(days=1), warc="b.warc.gz", published="2020-01-01"
        )
        load(db, page, run="run-2", warc="b.warc.gz")
    looked = run("follow", "run")
    assert looked.exit_code == 1
    assert "1 followed, 1 new entries, 0 messages sent." in looked.output
    assert "<title>Newly captured: " in run("follow", "feed", followed["id"]).output
    assert json.loads(run("follow", "feed", followed["id"], "--format", "json").output)["items"][0]["tags"] == ["captured"]
    assert run("follow", "remove", followed["id"]).exit_code == 0
    assert json.loads(run("follow", "list", "--json").output) == []
