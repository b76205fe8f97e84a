"""What is printed of a history, of copies and of carriers can be read by a person, with and without colours, at any width."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from pipeline.cli.document_places import name_place
from pipeline.cli.output import console
from pipeline.cli.revisions import describe_presence
from pipeline.cli.showing import print_shown
from pipeline.cli.times import describe_published, describe_span
from pipeline.cli.worded_verdicts import tell_verdict
from pipeline.home import PROJECT, Home
from pipeline.run.read.searching import show
from storage.database.archive import open_writer
from storage.database.rows import read_moment
from storage.model import EffectiveStatus, Outcome
from storage.model.findings import Interval, Judged, Side, WordCounts
from storage.model.verdicts import Change, Kind, TextVerdict
from storage.sameness.link_quotes import link
from storage.sameness.link_texts import link_texts
from tests.storage.lines import NOON, day, load, make_capture, make_document, make_line, make_page
from tests.storage.model.samples import COPY
from tests.words import compare

URL = "https://mfa.example/en/press/1"
PAPER = "https://paper.example/a"
EMBASSY = "https://embassy.example/a"
SAID = "The sides have not agreed to move the line that was drawn along the river."
DENIED = SAID.replace("have not", "have")
REST = "The talks go on in the capital next week, with the same people at the same table."
MORE = "Nobody else was asked, said those who had waited at the door for the whole of the long afternoon in the rain."


def put(db: Database, name: str, url: str, text: str, *, days: int = 0, **fields: Any) -> None:
    page = make_page(url, text, at=NOON + timedelta(days=days), warc=f"{name}.warc.gz", **fields)
    load(db, replace(page, source="undeclared"), run=name, warc=f"{name}.warc.gz")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(root=tmp_path_factory.mktemp("following"))
    with open_writer(home.archive) as db:
        put(db, "first", URL, f"{SAID}\n{REST}")
        put(db, "second", URL, f"{DENIED}\n{REST}", days=1)
        put(db, "paper", PAPER, f"{SAID}\n{REST}\n{MORE}\n{MORE.replace('rain', 'sun')}", days=2, published="2020-10-29")
        put(db, "embassy", EMBASSY, f"{SAID}\n{REST}", days=2, published="2020-10-29")
        for days, text in enumerate((MORE, f"{MORE} Indeed.", MORE, MORE)):
            put(db, f"again{days}", "https://mfa.example/en/press/2", text, days=days)
        put(db, "zh1", "https://mfa.example/zh/1", "中方没有同意对边界作任何改变。")
        put(db, "zh2", "https://mfa.example/zh/1", "中方同意对边界作任何改变。", days=1)
        missed = make_capture(URL, "no", at=NOON + timedelta(days=3), warc="no.warc.gz")
        load(
            db,
            make_line(missed, status=EffectiveStatus.GONE, outcome=Outcome.FAILED, reason="gone"),
            run="no",
            warc="no.warc.gz",
        )
        link(db, compare, code_version="1")
        link_texts(db, compare, code_version="1")
    return home


def printed(home: Home, id_: str) -> str:
    with console().capture() as out:
        print_shown(show(home, id_, history=True))
    return out.get()


def quote_of(home: Home, url: str, exact: str) -> str:
    shown = show(home, make_document(url, "").id, history=True)
    revisions = [show(home, entry.revision) for entry in shown.history]
    return next(str(quote.id) for each in revisions for quote in each.quotes if quote.exact == exact)


def test_a_revision_shows_the_words_that_went_among_those_around_them(home: Home) -> None:
    out = printed(home, URL)
    assert "The sides have [-not-] agreed to move the line" in out
    assert "substantive (material), not announced: negation" in out
    assert "History  2 revisions; 1 unannounced change of words, 1 of them material" in out


def test_a_revision_shows_who_saw_it_when(home: Home) -> None:
    capture = make_capture(URL, f"{DENIED}\n{REST}", at=NOON + timedelta(days=1)).id
    assert f"{capture}  2020-10-28 12:00  our own request, second" in printed(home, URL)


def test_a_text_that_comes_back_is_told_by_its_number_and_the_same_bytes_as_such(home: Home) -> None:
    out = printed(home, "https://mfa.example/en/press/2")
    assert "3  seen 2020-10-29 12:00 to 2020-10-30 12:00  back to revision 1" in out
    assert out.count("the same bytes") == 1


def test_words_of_a_script_without_spaces_are_shown_by_their_letters(home: Home) -> None:
    assert "中方[-没有-]同意对边界作任何改变。" in printed(home, "https://mfa.example/zh/1")


def test_a_quote_shows_when_its_document_lost_the_words_and_that_this_was_missed(home: Home) -> None:
    out = printed(home, quote_of(home, URL, SAID))
    assert "no longer: the document was changed" in out
    assert "gone: missed once" in out
    assert "1  seen 2020-10-27 12:00  holds them" in out
    assert "2  seen 2020-10-28 12:00  without them  substantive (material), not announced: negation" in out


def test_carriers_are_named_by_their_sites_and_counted_by_their_verdicts(home: Home) -> None:
    out = printed(home, quote_of(home, PAPER, SAID))
    assert "Who carries these words  4 carriers: 3 identical, 1 " in out
    assert "mfa.example  speaker not known, own words; no longer in the document" in out
    assert "First to publish them: mfa.example, 2020-10-27, q_" in out


def test_a_text_that_stands_whole_in_a_longer_one_is_not_called_truncated(home: Home) -> None:
    whole, part = printed(home, EMBASSY), printed(home, PAPER)
    assert "whole in it · this text stands there unchanged, among more: 32 of its 76 words" in whole
    assert "part of this · its whole text stands in this one unchanged: 32 of these 76 words" in part
    assert "truncated" not in whole + part
    copies = show(home, EMBASSY, history=True).following.copies
    told = {copy.document.url: (copy.verdict, copy.extent, copy.told_from) for copy in copies}
    assert told[PAPER] == ("truncated", "part of it", "that")


@pytest.mark.parametrize(
    ("told_from", "reason", "label", "says"),
    [
        ("that", "20 of 99 words, unchanged", "whole in it", "this text stands there, among more"),
        ("that", "cut: “at dawn” inside a sentence", "whole in it", "stands there, inside a longer sentence"),
        ("this", "cut: “at dawn” inside a sentence", "truncated", "cut: “at dawn” inside a sentence"),
    ],
)
def test_a_cut_is_told_as_it_stands_to_the_text_asked_for(told_from: str, reason: str, label: str, says: str) -> None:
    told = tell_verdict(Judged(verdict=TextVerdict.TRUNCATED, material=False, reason=reason, told_from=Side(told_from)))
    assert told.label == label
    assert says in told.reason


def cut_off(place: str) -> Change:
    return Change(kind=Kind.CUT, stored="It rained.", other="", note=place)


def test_a_quote_that_has_whole_sentences_of_another_is_a_part_of_it_and_says_what_it_lacks() -> None:
    entry = Judged(verdict=TextVerdict.TRUNCATED, material=False, reason="cut", told_from=Side.THIS)
    told = tell_verdict(replace(entry, diff=(cut_off("whole sentences"),)))
    assert (told.label, told.reason) == ("part of this", "whole sentences of this text unchanged; not there: “It rained.”")
    quoted = tell_verdict(replace(entry, diff=(cut_off("around a quotation"),)))
    assert quoted.reason == "a quotation out of this text unchanged; not there: “It rained.”"
    assert tell_verdict(replace(entry, diff=(cut_off("inside a sentence"),))).label == "truncated"


def test_words_left_out_and_marked_are_not_called_unchanged() -> None:
    entry = Judged(verdict=TextVerdict.TRUNCATED, material=False, reason="", told_from=Side.THAT)
    elision = Change(kind=Kind.ELISION, stored="a", other="…", note="marked")
    spaces = Change(kind=Kind.TYPOGRAPHY, stored=" ", other="")
    assert "but for words left out and marked" in tell_verdict(replace(entry, diff=(spaces, elision))).reason
    assert "unchanged but for typography" in tell_verdict(replace(entry, diff=(spaces,))).reason
    assert "stands there unchanged, among more" in tell_verdict(replace(entry, diff=())).reason


def test_a_copy_that_left_whole_sentences_out_is_a_part_and_says_how_large() -> None:
    told = tell_verdict(
        replace(
            COPY,
            verdict=TextVerdict.TRUNCATED,
            material=False,
            told_from=Side.THIS,
            words=WordCounts(this=151, that=19),
            diff=(cut_off("whole sentences"),),
        )
    )
    assert told.label == "part of this"
    assert "19 of these 151 words" in told.reason


@pytest.mark.parametrize("told_from", list(Side))
def test_a_cut_that_takes_a_negation_away_stays_truncated_from_both_sides(told_from: Side) -> None:
    entry = Judged(verdict=TextVerdict.TRUNCATED, material=True, reason="a negation is cut", told_from=told_from)
    assert tell_verdict(entry).label == "truncated"


@pytest.mark.parametrize(
    ("source", "url", "account", "name"),
    [
        ("am_mfa", URL, None, "am_mfa"),
        ("undeclared", "https://www.paper.example/a", None, "paper.example"),
        ("undeclared", "https://x.com/a/status/1", "@a", "x.com @a"),
        ("undeclared", None, None, "no address"),
    ],
)
def test_a_place_is_a_declared_source_or_else_a_site(source: str, url: str | None, account: str | None, name: str) -> None:
    assert name_place(source, url, account) == name


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        ("2021-03-02T08:00:00Z", "2021-03-02T08:00:30Z", "2021-03-02 08:00"),
        ("2021-03-02T00:00:00Z", "2021-03-02T23:59:59Z", "2021-03-02"),
        ("2021-03-02T08:00:00Z", "2021-03-02T12:00:00Z", "2021-03-02 08:00 to 12:00"),
        ("2021-03-02T08:00:00Z", "2021-03-05T12:00:00Z", "2021-03-02 08:00 to 2021-03-05 12:00"),
        ("2021-03-02T00:00:00Z", "2021-03-05T23:59:59Z", "2021-03-02 to 2021-03-05"),
        (None, "2021-03-05T12:00:00Z", "by 2021-03-05 12:00"),
        ("2021-03-05T12:00:00Z", None, "since 2021-03-05 12:00"),
        (None, None, "undated"),
    ],
)
def test_an_interval_is_said_with_no_more_precision_than_it_has(earliest: str | None, latest: str | None, words: str) -> None:
    assert describe_span(Interval(earliest=read_moment(earliest), latest=read_moment(latest))) == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [(None, "2021-06-01, zone not known"), ("Asia/Yerevan", "2021-06-01, Asia/Yerevan"), ("UTC", "2021-06-01")],
)
def test_a_day_is_that_day_in_its_zone(zone: str | None, words: str) -> None:
    when = replace(day("2021-06-01"), zone=zone, earliest=read_moment("2021-05-31T20:00:00Z"))
    assert describe_published(when) == words


def test_presence_says_when_it_was_last_seen_and_first_missed(home: Home) -> None:
    presence = show(home, URL).presence
    assert presence is not None
    told = describe_presence(presence)
    assert told.startswith("gone: missed once; a look 24 hours after")
    assert told.endswith("last seen 2020-10-28 12:00, first missed 2020-10-30 12:00 UTC")


def test_a_quote_that_a_later_code_read_otherwise_says_how(tmp_path: Path) -> None:
    home = Home(root=tmp_path)
    capture = make_capture(URL, SAID)
    with open_writer(home.archive) as db:
        load(db, make_line(capture, make_document(URL, SAID, quote={"speaker": "The Spokesperson"})))
        better = make_line(capture, make_document(URL, SAID, quote={"speaker": "Jane Sample"}), code_version="test-2")
        load(db, better, run="run-2")
    out = printed(home, quote_of(home, URL, SAID))
    assert "read otherwise: speaker “The Spokesperson” became “Jane Sample”, 2020-10-27, by test-2" in out


def test_two_documents_of_one_place_that_may_have_been_first_are_told_as_two(tmp_path: Path) -> None:
    home = Home(root=tmp_path)
    with open_writer(home.archive) as db:
        put(db, "one", "https://mfa.example/1", SAID)
        put(db, "two", "https://mfa.example/2", SAID)
        link(db, compare, code_version="1")
    assert "cannot be ordered; perhaps 2 documents of mfa.example" in printed(
        home, quote_of(home, "https://mfa.example/1", SAID)
    )


@pytest.mark.parametrize("columns", [80, 140])
@pytest.mark.parametrize("shown", ["quote", "document"])
def test_on_a_terminal_no_line_runs_over_the_edge(home: Home, columns: int, shown: str) -> None:
    environment = {**os.environ, "ONRECORD_HOME": str(home.root), "PYTHONPATH": str(PROJECT), "TERM": "xterm"}
    environment |= {"FORCE_COLOR": "1", "NO_COLOR": "1", "COLUMNS": str(columns)}
    asked = [sys.executable, "-m", "pipeline", "show", quote_of(home, URL, SAID) if shown == "quote" else URL, "--history"]
    out = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True, timeout=120).stdout
    plain = re.sub("\x1b[^m]*m", "", out)
    assert "times in UTC" in plain
    assert max(len(line) for line in plain.splitlines()) <= columns


def test_in_a_pipe_words_are_never_parted_by_a_line(home: Home) -> None:
    assert f"{MORE}\n" in printed(home, PAPER)


def test_a_search_says_how_often_the_words_stand_elsewhere(home: Home) -> None:
    environment = {**os.environ, "ONRECORD_HOME": str(home.root), "PYTHONPATH": str(PROJECT)}
    asked = [sys.executable, "-m", "pipeline", "search", "not agreed to move", "--limit", "5"]
    out = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True, timeout=120).stdout
    assert "elsewhere: the same words 2 times, changed in their sense once" in out
