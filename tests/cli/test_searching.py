"""What a researcher types after ``onrecord search``, and what is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli.output import console
from pipeline.cli.search_commands import search
from storage.database.archive import open_writer
from tests.storage.lines import load, make_page


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path))
    console.cache_clear()
    texts = ["Peace now.", "War and peace.", "=cmd|'/c calc'!A0 peace", "Peace \x1b[2J at \u202elast.", "so " * 300 + "peace"]
    with open_writer(tmp_path / "archive.db") as db:
        for number, text in enumerate(texts):
            page = make_page(f"https://example.gov/{number}", text, offset=number * 100, published=f"2020-1{number % 3}-05")
            load(db, page, run=f"run-{number}", warc=None)

    def asked(*arguments: str) -> Result:
        console.cache_clear()
        return CliRunner().invoke(search, arguments)

    return asked


def exacts(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return [hit["exact"] for hit in json.loads(result.output)["hits"]]


def test_a_minus_after_a_word_leaves_out(run) -> None:  # type: ignore[no-untyped-def]
    assert "War and peace." not in exacts(run("peace", "-war", "--json"))
    assert exacts(run("-peace", "-now", "--json")) == []


def test_a_misspelt_option_is_an_error(run) -> None:  # type: ignore[no-untyped-def]
    result = run("peace", "--speeker", "Anna")
    assert result.exit_code == 2
    assert "There is no option --speeker" in result.output


@pytest.mark.parametrize(("since", "count"), [("2020-11", 3), ("2020", 5), ("2020-12-05", 1)])
def test_a_month_or_a_year_is_a_day(run, since: str, count: int) -> None:  # type: ignore[no-untyped-def]
    assert len(exacts(run("peace", "--since", since, "--json"))) == count


def test_a_day_that_is_none_is_an_error(run) -> None:  # type: ignore[no-untyped-def]
    result = run("peace", "--since", "soon")
    assert result.exit_code == 2
    assert "expected a day, month or year" in result.output


def test_pages_follow_one_another_without_end(run) -> None:  # type: ignore[no-untyped-def]
    whole = exacts(run("peace", "--sort", "oldest", "--limit", "100000", "--json"))
    paged = [
        text
        for at in range(5)
        for text in exacts(run("peace", "--sort", "oldest", "--limit", "1", "--offset", str(at), "--json"))
    ]
    assert paged == whole
    assert "the next with --offset 2" in run("peace", "--limit", "2").output


def test_printed_words_cannot_act_on_the_terminal(run) -> None:  # type: ignore[no-untyped-def]
    for arguments in (["last"], ["last", "--json"], ["last", "--csv"]):
        printed = run(*arguments).output
        assert "\x1b" not in printed
        assert "\u202e" not in printed


def test_csv_holds_no_formula(run) -> None:  # type: ignore[no-untyped-def]
    assert "'=cmd" in run("calc", "--csv").output


def test_a_long_quote_is_cut_around_what_was_found(run) -> None:  # type: ignore[no-untyped-def]
    printed = run("peace", "so").output
    assert len(printed) < 700
    assert "peace" in printed


def test_a_short_h_shows_the_help(run) -> None:  # type: ignore[no-untyped-def]
    assert "--as-of" in run("-h").output


def test_a_number_that_is_not_exact_says_so(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    assert "5 quotes, 1 to 2 shown" in run("peace", "--limit", "2").output
    monkeypatch.setattr("storage.search.search.MOST_COUNTED", 2)
    result = run("lang:en", "--limit", "2")
    assert "at least 2 quotes, 1 to 2 shown; the next with --offset 2" in result.output
    assert json.loads(run("lang:en", "--json").output)["total_is"] == "at_least"
    monkeypatch.setattr("storage.search.matching.MOST_KEPT", 0)
    monkeypatch.setattr("storage.search.matching._LEAST_SAMPLED", 1)
    assert "about 5 quotes, 1 to 2 shown; the next with --offset 2" in run("peace", "lang:en", "--limit", "2").output
