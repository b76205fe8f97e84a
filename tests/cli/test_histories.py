"""The command history prints what a web archive holds of an address."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.fetch.walks import wayback
from tests.cli.invoking import invoke
from tests.loopback.server import LoopbackServer
from tests.loopback.web_archive import Row, WebArchive, make_page

URL = "https://ministry.example/statement"
A, B = make_page("Peace."), make_page("War.")
ROWS = [
    Row("20201001100000", body=A),
    Row("20201005100000", body=B),
    Row("20201009100000", body=A),
    Row("20201101100000", 404, b"no"),
]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    def asking(*arguments: str, rows: list[Row] = ROWS) -> Any:
        with LoopbackServer(WebArchive(URL, rows).programs()) as server:
            monkeypatch.setattr(wayback, "WAYBACK", server.url(""))
            monkeypatch.setenv("ONRECORD_ALLOW_LOOPBACK", "yes")
            monkeypatch.delenv("ONRECORD_TOKENS", raising=False)
            return invoke(tmp_path / "archive", "history", URL, *arguments)

    return asking


def test_a_history_is_printed_with_returns_and_since_when_it_is_gone(ask: Any) -> None:
    found = ask()
    assert found.exit_code == 0
    said = " ".join(found.output.split())
    assert "4 captures by the Wayback Machine, 2 versions, 0 held here (UTC)" in said
    assert "A→B→A: version A returned on 2020-10-09, last captured before on 2020-10-01." in said
    assert "Gone since 2020-11-01 10:00, last seen 2020-10-09 10:00." in said
    assert "Nothing was stored. 4 mementos prove this history; --fetch stores them." in said


def test_a_history_in_json_has_every_capture(ask: Any) -> None:
    found = json.loads(ask("--json").output)
    assert [capture["version"] for capture in found["captures"]] == ["A", "B", "A", None]
    assert (found["missing"], found["tally"], found["saved"]) == (4, None, None)


def test_an_address_without_captures_is_said_so(ask: Any) -> None:
    assert "holds no capture of it" in ask(rows=[]).output


def test_days_in_the_wrong_order_are_wrong_use(ask: Any) -> None:
    found = ask("--since", "2020-10-02", "--until", "2020-10-01")
    assert (found.exit_code, "give the earlier day first" in found.output) == (2, True)


def test_a_save_without_a_key_says_what_to_set_and_ends_with_problems(ask: Any) -> None:
    found = ask("--save")
    assert (found.exit_code, "Not saved: Save Page Now needs a key" in found.output) == (1, True)
