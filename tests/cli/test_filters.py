"""The commands that need no archive: parse, quotes and compare over files and standard input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from pipeline.home import Home
from pipeline.run.collect.running import import_files
from pipeline.stages.imported import ImportOptions
from tests.cli.invoking import invoke

PAGE = """<html lang=en><head><title>On the talks | Ministry of Samples</title></head><body><h1>On the talks</h1>
<p>27 October 2020</p><p>The minister said: “We will keep to what was agreed with all sides.” The talks go on in the capital,
and both delegations stay until the end of the week.</p></body></html>"""
SAID = "The sides agreed to exchange all 36 detained persons and to return to the table."


def lines(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_a_page_is_read_with_its_quotes(page: Path, tmp_path: Path) -> None:
    done = invoke(tmp_path, "parse", str(page), "--url", "https://mfa.example/a")
    answer = json.loads(done.output)
    assert (done.exit_code, answer["title"], answer["published"]["value"]) == (0, "On the talks", "2020-10-27")
    assert "We will keep to what was agreed with all sides." in json.dumps(answer, ensure_ascii=False)


def test_a_plain_text_is_dated_by_the_day_that_is_given(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text(SAID, encoding="utf-8")
    answer = json.loads(invoke(tmp_path, "parse", str(path), "--date", "2020-10-26").output)
    assert answer["published"]["value"] == "2020-10-26"


def test_a_manifest_is_answered_line_by_line(page: Path, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.jsonl"
    rows = [{"file": page.name, "url": "https://mfa.example/a"}, {"file": page.name, "url": None}]
    manifest.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    answers = lines(invoke(tmp_path, "parse", "--manifest", str(manifest)))
    assert [answer["title"] for answer in answers] == ["On the talks"] * 2


@pytest.mark.parametrize("both", [False, True])
def test_a_file_and_a_manifest_exclude_each_other_and_one_is_needed(page: Path, tmp_path: Path, both: bool) -> None:
    asked = (str(page), "--manifest", str(page)) if both else ()
    done = invoke(tmp_path, "parse", *asked)
    assert (done.exit_code, "Give a FILE, or --manifest" in done.output) == (2, True)


def test_quotes_of_each_line_are_answered_and_blank_lines_skipped(tmp_path: Path) -> None:
    rows = [{"id": "1", "text": "The minister said: “We agreed.”", "language": "en"}, {"id": "2", "text": "No words."}]
    given = "\n\n".join(json.dumps(row) for row in rows)
    first, second = lines(invoke(tmp_path, "quotes", given=given))
    assert (first["id"], second) == ("1", {"id": "2", "quotes": []})
    quotes: Any = first["quotes"]
    assert [quote["exact"] for quote in quotes] == ["We agreed."]


def test_reports_without_marks_are_left_out_if_asked(tmp_path: Path) -> None:
    text = "The minister said that the sides agreed to return to the table of talks on Monday."
    given = json.dumps({"id": "1", "text": text, "language": "en"})
    assert lines(invoke(tmp_path, "quotes", given=given))[0]["quotes"] != []
    assert lines(invoke(tmp_path, "quotes", "--marked-only", given=given))[0]["quotes"] == []


@pytest.mark.parametrize("option", ["--fast", "--marked-only"])
def test_words_in_marks_are_found_in_every_mode(tmp_path: Path, option: str) -> None:
    given = json.dumps({"id": "1", "text": "The minister said: “We agreed to go on.”", "language": "en"})
    assert len(lines(invoke(tmp_path, "quotes", option, given=given))[0]["quotes"]) == 1  # type: ignore[arg-type]


def test_renderings_are_compared_line_by_line(tmp_path: Path) -> None:
    rows = [{"id": "same", "a": SAID, "b": SAID.upper()}, {"id": "changed", "a": SAID, "b": SAID.replace("36", "63")}]
    same, changed = lines(invoke(tmp_path, "compare", given="\n".join(map(json.dumps, rows))))
    assert (same["id"], same["material"], changed["id"], changed["material"]) == ("same", False, "changed", True)


def test_a_comparison_needs_two_ids_or_none(tmp_path: Path) -> None:
    assert invoke(tmp_path, "compare", "q_1").exit_code == 2
    assert invoke(tmp_path, "compare", "q_1", "q_2", "q_3").exit_code == 2


def test_two_documents_of_the_archive_are_compared(tmp_path: Path) -> None:
    home = tmp_path / "archive"
    for name, text in (("a", SAID), ("b", SAID.replace("36", "63"))):
        path = tmp_path / f"{name}.txt"
        path.write_text(f"The minister said: “{text}” The talks go on.", encoding="utf-8")
        list(import_files(Home(root=home), [path], ImportOptions(date="2020-10-26")))
    hits = json.loads(invoke(home, "search", "sides", "--json").output)["hits"]
    ids = sorted({hit["document"]["id"] if isinstance(hit["document"], dict) else hit["document"] for hit in hits})
    assert len(ids) == 2
    told = json.loads(invoke(home, "compare", *ids, "--json").output)
    assert (told["a"], told["b"], told["material"]) == (*ids, True)
    shown = invoke(home, "compare", *ids)
    assert shown.exit_code == 0
    assert {"36", "63"} <= set(shown.output.replace("[-", " ").replace("-]", " ").replace("{+", " ").replace("+}", " ").split())


@pytest.mark.parametrize(
    ("line", "found"), [("{", "no JSON"), ("[" * 100_000, "nested too deeply"), ("[1]", "list, expected a JSON object")]
)
@pytest.mark.parametrize("command", ["quotes", "compare"])
def test_a_line_that_is_no_object_is_named_by_its_number(tmp_path: Path, command: str, line: str, found: str) -> None:
    done = invoke(tmp_path, command, given=f"\n{line}\n")
    assert done.exit_code == 1
    assert "standard input, line 2" in done.output
    assert found in done.output
