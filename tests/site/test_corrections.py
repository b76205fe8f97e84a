"""A reader's report is stored apart, shown to nobody before an archivist accepts it, and then to everybody, dated."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.registry.reading_background import load_knowledge, read_corrections
from pipeline.run.collect import deriving
from pipeline.run.collect.running import reparse
from pipeline.run.read import corrections
from pipeline.run.reporting import Right, accept, reject, reports, unanswered
from pipeline.site.app import REPORTS_AN_HOUR
from storage.errors import StorageError
from storage.model.overviews import ReportState
from tests.site.conftest import open_site, read_token

Find = Callable[[str], str]
NEWS = '"will continue to strictly adhere" source:news'


def _report(home: Home, quote: str, text: str = "It was said a day earlier.", kind: str = "date") -> int:
    site = open_site(home)
    token = read_token(site.get(f"/quote/{quote}").text)
    sent = site.post(f"/quote/{quote}/report", data={"token": token, "kind": kind, "text": text}, follow_redirects=False)
    status: int = sent.status_code
    return status


def test_a_report_waits_unseen_until_it_is_accepted(own: Home, find: Find) -> None:
    quote = find(NEWS)
    before = own.archive.read_bytes()
    assert _report(own, quote) == 303
    [report] = reports(own)
    assert (report.quote, report.kind.value, report.text) == (quote, "date", "It was said a day earlier.")
    assert own.archive.read_bytes() == before
    assert "a day earlier" not in open_site(own).get(f"/quote/{quote}").text
    accept(own, report.number, "The minister spoke on the 26th.")
    page = open_site(own).get(f"/quote/{quote}").text
    assert "Corrected on" in page
    assert "The minister spoke on the 26th." in page
    assert "a day earlier" not in page


def test_a_rejected_report_is_never_shown_and_cannot_be_decided_again(own: Home, find: Find) -> None:
    quote = find(NEWS)
    _report(own, quote)
    reject(own, 1, "The page is right.")
    assert "Corrected on" not in open_site(own).get(f"/quote/{quote}").text
    assert [report.state for report in reports(own, None)] == [ReportState.REJECTED]
    with pytest.raises(StorageError, match="rejected already"):
        accept(own, 1, "After all.")


def test_an_accepted_speaker_becomes_a_dated_correction(own: Home, find: Find, tmp_path: Path) -> None:
    quote = find("military solution source:news")
    _report(own, quote, "This is the “Secretary”.", "speaker")
    to = tmp_path / "corrections.toml"
    accept(own, 1, 'It says "he" only \x7f.', Right(speaker="mike-pompeo"), to=to)
    [entry] = tomllib.loads(to.read_text("utf-8"))["correction"]
    assert (entry["speaker"], entry["why"]) == ("mike-pompeo", 'It says "he" only \x7f.')
    assert entry["document"].startswith("d_")
    assert entry["mention"]


@pytest.mark.parametrize(("text", "kind"), [("", "date"), ("x" * 2_001, "date"), ("x", "nonsense")])
def test_a_report_that_says_nothing_or_too_much_is_refused(own: Home, find: Find, text: str, kind: str) -> None:
    assert _report(own, find(NEWS), text, kind) == 400
    assert reports(own) == []


def test_reports_of_one_reader_are_limited(own: Home, find: Find) -> None:
    quote, site = find(NEWS), open_site(own)
    token = read_token(site.get(f"/quote/{quote}").text)
    sent = [
        site.post(f"/quote/{quote}/report", data={"token": token, "kind": "other", "text": f"No. {n}"}, follow_redirects=False)
        for n in range(REPORTS_AN_HOUR + 1)
    ]
    assert [each.status_code for each in sent] == [303] * REPORTS_AN_HOUR + [429]


def test_searches_in_vain_are_counted_by_their_words_only(own: Home) -> None:
    site = open_site(own)
    for _ in range(2):
        site.get("/search", params={"q": "zangezur corridor"})
    site.get("/search", params={"q": "ceasefire"})
    [(words, times, _)] = unanswered(own)
    assert (words, times) == ("zangezur corridor", 2)


def _apply(own: Home, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the archive anew with the corrections of a folder instead of the project's."""
    found = read_corrections(folder)
    knowledge = dataclasses.replace(load_knowledge(), corrections=found.correction, dates=found.date, boundaries=found.boundary)
    monkeypatch.setattr(deriving, "load_knowledge", lambda: knowledge)
    monkeypatch.setattr(deriving, "code_version", lambda: "0.1.0+corrected")
    monkeypatch.setattr(corrections, "FOLDER", folder)
    list(reparse(own))


def test_an_accepted_date_is_applied_and_its_permalink_says_when_and_why(
    own: Home, find: Find, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quote = find(NEWS)
    _report(own, quote)
    accept(own, 1, "He spoke the evening before.", Right(said="2020-10-20"), to=tmp_path / "corrections.toml")
    _apply(own, tmp_path, monkeypatch)
    facts = open_site(own).get(f"/quote/{quote}.json").json()
    assert (facts["said"]["value"], facts["said"]["basis"]) == ("2020-10-20", "corrected")
    assert [(each["why"], each["said"]) for each in facts["corrections"]] == [("He spoke the evening before.", "2020-10-20")]
    page = " ".join(open_site(own).get(f"/quote/{quote}").text.split())
    assert "He spoke the evening before. The words were said 2020-10-20." in page
    assert open_site(own).get("/search.json", params={"q": NEWS, "when": "2020-10-20"}).json()["hits"][0]["id"] == quote


def test_an_accepted_boundary_makes_another_quote_and_the_old_permalink_leads_to_it(
    own: Home, find: Find, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quote = find(NEWS)
    words = open_site(own).get(f"/quote/{quote}.json").json()["exact"].partition(",")[0]
    _report(own, quote, "The end is not his.", "boundary")
    accept(own, 1, "The rest is the reporter's.", Right(words=words), to=tmp_path / "corrections.toml")
    _apply(own, tmp_path, monkeypatch)
    site = open_site(own)
    old = site.get(f"/quote/{quote}.json").json()
    [note] = old["corrections"]
    assert (old["current"], note["why"]) == (False, "The rest is the reporter's.")
    new = site.get(f"/quote/{note['quote']}.json").json()
    assert (new["exact"], new["current"]) == (words, True)
    assert [each["why"] for each in new["corrections"]] == ["The rest is the reporter's."]
    assert f'href="/quote/{note["quote"]}"' in site.get(f"/quote/{quote}").text


@pytest.mark.parametrize(
    ("right", "why"),
    [(Right(said="yesterday"), "no date"), (Right(words="Words that nobody said."), "does not hold these words")],
)
def test_a_correction_that_cannot_be_applied_is_refused_and_the_report_stays_open(
    own: Home, find: Find, tmp_path: Path, right: Right, why: str
) -> None:
    _report(own, find(NEWS))
    with pytest.raises(StorageError, match=why):
        accept(own, 1, "It is wrong.", right, to=tmp_path / "corrections.toml")
    assert [report.state for report in reports(own)] == [ReportState.OPEN]
    assert not (tmp_path / "corrections.toml").exists()
