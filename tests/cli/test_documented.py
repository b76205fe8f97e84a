"""The worked examples in docs/ are what the commands print."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlite_utils import Database

from pipeline.cli.differences import print_comparison
from pipeline.cli.output import console
from pipeline.cli.showing import print_shown
from pipeline.home import PROJECT, Home
from pipeline.run.read.relating import compare_held
from pipeline.run.read.searching import show
from storage.database.archive import open_writer
from storage.loading.load import load_sources
from storage.model import EffectiveStatus, Outcome
from storage.sameness.link_quotes import link
from storage.sameness.link_texts import link_texts
from tests.storage.lines import SampleSource, day, load, make_capture, make_document, make_line
from tests.words import compare

URL = "https://mfa.example/en/press/1"
EMBASSY = "https://paris.mfa.example/news/77"
PAPER = "https://paper.example/world/border"
OPENING = "The two delegations met in the capital and spoke for three hours."
SAID = "The Ministry has not agreed to any change of the border, and will not sign before the spring."
WHOLE = f"{OPENING}\n{SAID}"
CUT = "The Ministry has not agreed to any change of the border"


def put(db: Database, source: str, url: str, text: str, at: str, published: str, **fields: Any) -> None:
    said = {"said": day(published), "speaker": "Ministry of Samples", **fields.pop("quote", {})}
    document = make_document(url, text, published=published, quote=said, **fields)
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    line = make_line(make_capture(url, text, at=moment, warc=f"{source}{at}.warc.gz"), document, source=source)
    load(db, line, run=f"run_{moment:%Y%m%d}", warc=f"{source}{at}.warc.gz")


def miss(db: Database, at: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    capture = make_capture(URL, at, at=moment, warc=f"{at}.warc.gz")
    line = make_line(capture, status=EffectiveStatus.GONE, why="not found (404)", outcome=Outcome.FAILED, reason="gone")
    load(db, replace(line, source="mfa"), run=f"run_{moment:%Y%m%d}", warc=f"{at}.warc.gz")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(root=tmp_path_factory.mktemp("documented"))
    with open_writer(home.archive) as db:
        load_sources(
            db,
            [
                SampleSource(id="mfa", publisher="Ministry of Samples", country="xx"),
                SampleSource(id="embassy", publisher="Embassy of Samples in Paris", country="xx"),
                SampleSource(id="paper", publisher="The Sample Paper", country="fr"),
            ],
        )
        put(db, "mfa", URL, WHOLE, "2021-03-02T08:00", "2021-03-02")
        put(db, "mfa", URL, WHOLE.replace("the border,", "the “border”,"), "2021-03-03T08:00", "2021-03-02")
        put(db, "mfa", URL, WHOLE.replace("has not", "has"), "2021-03-05T08:00", "2021-03-02")
        put(db, "embassy", EMBASSY, WHOLE, "2021-03-04T09:00", "2021-03-03", issuers=("Embassy of Samples in Paris",))
        quoted = {"via": "The Sample Paper"}
        put(db, "paper", PAPER, CUT, "2021-03-04T10:00", "2021-03-04", issuers=("The Sample Paper",), quote=quoted)
        miss(db, "2021-03-07T08:00")
        miss(db, "2021-03-09T08:00")
        link(db, compare, code_version="1")
        link_texts(db, compare, code_version="1")
    return home


def id_of(home: Home, url: str, exact: str) -> str:
    quotes = show(home, make_document(url, "").id).quotes
    return next(str(quote.id) for quote in quotes if quote.exact == exact)


def printed(home: Home, id_: str) -> str:
    with console().capture() as out:
        print_shown(show(home, id_, history=True))
    return out.get()


def assert_documented(page: str, output: str, beginning: str) -> None:
    shown = output[output.index(beginning) :].rstrip()
    assert shown in (PROJECT / "docs" / page).read_text("utf-8"), f"docs/{page} should hold:\n{shown}"


def test_the_history_of_the_worked_example_is_what_is_printed(home: Home) -> None:
    document = printed(home, URL)
    assert_documented("sameness.md", document, "History  3 revisions")
    presence = next(line for line in document.splitlines() if line.startswith("presence"))
    assert_documented("sameness.md", presence, "presence")


def test_the_spread_of_the_worked_example_is_what_is_printed(home: Home) -> None:
    assert_documented("searching.md", printed(home, id_of(home, EMBASSY, SAID)), "Who carries these words")


def test_the_comparison_of_the_worked_example_is_what_is_printed(home: Home) -> None:
    answer = compare_held(home, make_document(EMBASSY, "").id, make_document(URL, "").id)
    with console().capture() as out:
        print_comparison(answer)
    assert_documented("sameness.md", out.get(), "altered material")
