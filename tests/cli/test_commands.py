"""The command line as its users meet it: help, exit codes, one line for an error, JSON where asked."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pipeline.cli.command_group import COMMANDS, onrecord
from pipeline.cli.command_reference import write_reference
from pipeline.home import PROJECT
from pipeline.sample import SAMPLE_WARC


def _run(home: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ONRECORD_HOME": str(home), "PYTHONPATH": str(PROJECT)}
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("cli") / "archive"
    _run(home, "run", "--replay", str(SAMPLE_WARC))
    return home


def test_the_reference_in_docs_is_what_the_commands_say() -> None:
    written = (PROJECT / "docs" / "cli.md").read_text("utf-8")
    assert written == write_reference(), "run `make generate`"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = onrecord.get_command(click.Context(onrecord), name)
    assert command is not None
    assert f"Example: onrecord {name}" in (command.help or "")


def test_a_replay_prints_the_tally_and_ends_with_one_where_a_lead_failed(tmp_path: Path) -> None:
    done = _run(tmp_path / "archive", "run", "--replay", str(SAMPLE_WARC))
    assert done.returncode == 1, done.stderr
    assert "10 new" in done.stdout
    assert "blocked" in done.stdout
    again = _run(tmp_path / "archive", "run", "--replay", str(SAMPLE_WARC))
    assert " 0 new" in again.stdout


def test_search_show_and_trace_speak_json(loaded: Path) -> None:
    found = json.loads(_run(loaded, "search", "Patriotic War", "--speaker", "Aliyev", "--json").stdout)
    assert set(found) == {"total", "total_is", "notes", "hits"}
    first = found["hits"][0]
    assert {"id", "kind", "exact", "start", "end", "speaker", "document", "source", "published", "snippet", "variants"} <= set(
        first
    )
    shown = json.loads(_run(loaded, "show", first["id"], "--json").stdout)
    assert shown["exact"] == first["exact"]
    traced = _run(loaded, "trace", first["id"], "--json")
    assert traced.returncode == 0
    assert json.loads(traced.stdout)["holds"]


@pytest.mark.parametrize("query", ['"', "AND", "cease-fire", "#Artsakh", "NEAR(", "*", "a OR", "(", "\\", "col:x", "- -"])
def test_no_query_is_an_error(loaded: Path, query: str) -> None:
    done = _run(loaded, "search", "--json", "--", query)
    assert done.returncode == 0, done.stderr


def test_search_finds_a_name_in_other_spellings(loaded: Path) -> None:
    for name in ("Aliyev", "Əliyev", "Алиев"):
        hits = json.loads(_run(loaded, "search", "Patriotic War", "--speaker", name, "--json").stdout)["hits"]
        assert hits, name


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("run", "am_mfaa", "--replay", str(SAMPLE_WARC)), 1, "am_mfa"),
        (("trace", "q_nothing"), 1, "q_nothing"),
        (("show", "d_nothing"), 1, "d_nothing"),
        (("backfill", "am_mfa", "--since", "2020-10-28", "--until", "2020-10-26"), 2, "--since"),
        (("serch",), 2, "serch"),
        (("parse",), 2, "FILE"),
        (("import", "no-such-file"), 1, "no-such-file"),
    ],
)
def test_an_error_is_said_in_one_place_without_a_traceback(
    loaded: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    done = _run(loaded, *arguments)
    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    if code == 1:
        assert len(done.stderr.strip().splitlines()) == 1


def test_an_archive_that_is_not_there_is_said_so_with_what_to_do(tmp_path: Path) -> None:
    done = _run(tmp_path / "nowhere", "search", "peace")
    assert done.returncode == 1
    assert "onrecord" in done.stderr


def test_the_filters_answer_a_line_for_a_line(tmp_path: Path) -> None:
    rows = [{"id": str(n), "text": "The sample minister said: “We shall keep our word.”", "other": 1} for n in range(3)]
    done = _run(tmp_path, "quotes", given="".join(json.dumps(row) + "\n" for row in rows))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["0", "1", "2"]
    assert all(answer["quotes"][0]["exact"] == "We shall keep our word." for answer in answers)
    pair = {"id": "x", "a": "We have not failed.", "b": "We have failed."}
    verdict = json.loads(_run(tmp_path, "compare", given=json.dumps(pair) + "\n").stdout)
    assert (verdict["verdict"], verdict["material"]) == ("altered", True)


def test_a_line_that_is_no_json_is_named_by_its_number(tmp_path: Path) -> None:
    done = _run(tmp_path, "quotes", given='{"id":"1","text":"a"}\nnonsense\n')
    assert done.returncode == 1
    assert "line 2" in done.stderr


def test_parse_prints_one_document_with_its_quotes(tmp_path: Path) -> None:
    text = tmp_path / "article.txt"
    text.write_text("Armenian Prime Minister Nikol Pashinyan said: “We shall keep our word.”", "utf-8")
    answer = json.loads(_run(tmp_path, "parse", str(text), "--date", "2020-10-27").stdout)
    assert answer["quotes"][0]["speaker"] == "Nikol Pashinyan"
    assert answer["published"]["value"] == "2020-10-27"


def test_the_doctor_finds_a_sound_archive_sound(loaded: Path) -> None:
    done = _run(loaded, "doctor", "--json")
    assert done.returncode == 0, done.stdout
    assert all(finding["holds"] for finding in json.loads(done.stdout))


def test_verify_sees_a_flipped_bit(tmp_path: Path) -> None:
    home = tmp_path / "archive"
    _run(home, "run", "am_mfa", "--replay", str(SAMPLE_WARC))
    assert _run(home, "verify", "--all").returncode == 0
    warc = next((home / "warc").rglob("*.warc.gz"))
    content = bytearray(warc.read_bytes())
    content[len(content) // 2] ^= 1
    warc.write_bytes(content)
    done = _run(home, "verify", "--all")
    assert done.returncode == 1
    assert warc.name in done.stdout.replace("\n", "")


def test_who_carries_a_quote_and_which_documents_hold_its_text_are_printed(loaded: Path) -> None:
    found = json.loads(_run(loaded, "search", "will continue to strictly adhere", "--json").stdout)["hits"]
    post = next(hit for hit in found if hit["source"] == "x_nikolpashinyan")
    quote = _run(loaded, "show", post["id"], "--history").stdout
    assert "Who carries these words  2 carriers" in quote
    assert "First to publish them: x_nikolpashinyan, 2020-10-26 05:12, " + post["id"] in quote
    document = _run(loaded, "show", post["document"]["id"], "--history").stdout
    assert "The same text elsewhere  1 document;" in document
    assert "whole in it · this text stands there unchanged, among more: 19 of its 151 words" in document


def test_two_ids_of_the_archive_are_compared(loaded: Path) -> None:
    found = json.loads(_run(loaded, "search", "will continue to strictly adhere", "--json").stdout)["hits"]
    ids = [hit["id"] for hit in found][:2]
    assert _run(loaded, "compare", *ids).stdout == "identical  the same characters\n"
    assert json.loads(_run(loaded, "compare", *ids, "--json").stdout)["verdict"] == "identical"
    alone = _run(loaded, "compare", ids[0])
    assert alone.returncode == 2
    assert "two ids" in alone.stderr
    assert "q_none" in _run(loaded, "compare", ids[0], "q_none").stderr
