"""One small archive of two sources over two weeks, with edits, misses, copies, posts and a withdrawal, and all that is read
from it.

See `tests.expected` for ``whole/*.expected.txt``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from pipeline.stages.sameness.presence import judge_move
from storage.database.archive import open_writer
from storage.errors import StorageError
from storage.evidence.tombstones import redact
from storage.export.query_export import STREAMED, Format, stream
from storage.health.yields import iterate_news, list_yields, read_yield
from storage.loading.load import begin_run, load_lines, load_roster, load_sources
from storage.loading.tallies import list_outcomes, list_runs, loaded_warcs, newest_load, read_load, read_tally
from storage.model import Derived, DocumentKind, EffectiveStatus, Outcome, Person, Post, PostKind
from storage.reading.days import judge_months, list_looks, list_months, list_years, read_calendar, read_ground
from storage.reading.editions import list_edit_series
from storage.reading.executions import list_run_views, read_run
from storage.reading.failed import list_failed, list_failed_leads
from storage.reading.passages import read_passage
from storage.reading.pasted_addresses import find_documents, looks_like_address
from storage.reading.rereadings import count_named, count_unnamed, iterate_changes, newest_observation
from storage.reading.show import show
from storage.reading.sightings import read_sightings
from storage.reading.source_coverage import count_documents, coverage
from storage.reading.speakers import list_speakers, read_speaker
from storage.reading.text_history import diff_words
from storage.reading.unresolved import list_unresolved
from storage.reading.withdrawn import is_withdrawn, is_withdrawn_from, list_same_words
from storage.sameness.copies import list_copies
from storage.sameness.link_quotes import link
from storage.sameness.link_texts import link_texts
from storage.sameness.quote_spread import list_variants, read_spread
from storage.search.filtering import Filters
from tests.expected import expect
from tests.storage.lines import NOON, VERSION, SampleSource, make_capture, make_document, make_line, make_page
from tests.words import compare

FOLDER = Path(__file__).parent / "whole"
SAID = "The sides agreed to exchange all detained persons and to return to the table without conditions."
OPENING = "The two delegations met in the capital and spoke for three hours behind closed doors."
SITE, PAPER = "https://ministry.example", "https://paper.example"
ANN = {"speaker": "Ann Sample", "speaker_id": "xx-sample"}


def at(days: float) -> datetime:
    return NOON + timedelta(days=days)


def miss(url: str, days: float, status: EffectiveStatus, offset: int, outcome: Outcome = Outcome.FAILED) -> Derived:
    capture = make_capture(url, f"{status} {days}", at=at(days), offset=offset)
    return make_line(capture, status=status, outcome=outcome, reason=status.value, why=f"it is {status.value}")


def unmet(url: str, reason: str) -> Derived:
    return Derived(code_version=VERSION, source="samples", lead=url, outcome=Outcome.FAILED, reason=reason)


def post(number: int, text: str, **fields: Any) -> Derived:
    url = f"https://x.com/mfa/status/{number}"
    made = Post(platform="x", id=str(number), account="mfa", author="Ministry", kind=PostKind.ORIGINAL, **fields)
    document = replace(make_document(url, text), kind=DocumentKind.POST, post=made, title=None, fragment=str(number))
    return make_line(make_capture(url, text, at=at(1), offset=9000 + number), document)


RUNS: list[tuple[str, str, float, list[Derived]]] = [
    (
        "run-1",
        "samples",
        0,
        [
            make_page(f"{SITE}/1", f"{OPENING}\n{SAID}\nWe thank all.", offset=100, quote=ANN),
            make_page(f"{SITE}/2", "The bridge stays shut.", offset=200, published=None, kind=DocumentKind.SPEECH),
            make_page(f"{SITE}/3", "Nothing more was said.", offset=300, quote={"speaker": "Jan Unknown"}),
            miss(f"{SITE}/4", 0, EffectiveStatus.BLOCKED, 400),
            unmet(f"{SITE}/5", "timeout"),
        ],
    ),
    (
        "run-2",
        "samples",
        1,
        [
            make_page(f"{SITE}/1", f"{OPENING}\n{SAID.replace('all', '12')}\nWe thank all.", at=at(1), offset=1100, quote=ANN),
            make_page(f"{SITE}/2", "The bridge stays shut.", at=at(1), offset=1200, published=None, kind=DocumentKind.SPEECH),
            miss(f"{SITE}/3", 1, EffectiveStatus.GONE, 1300),
            miss(f"{SITE}/4", 1, EffectiveStatus.SOFT_404, 1400, Outcome.SKIPPED),
            post(1320, "The tide tables stnad.", edits=("1320", "1321")),
            post(1321, "The tide tables stand.", edits=("1320", "1321"), edited=None),
            post(1322, "The tide is high.", deleted="2020-10-28T00:00:00Z"),
        ],
    ),
    (
        "run-3",
        "paper",
        3,
        [
            make_page(f"{PAPER}/a", f"{SAID}\nRain is expected.", at=at(3), offset=2100, issuers=("The Sample Paper",)),
            make_page(f"{PAPER}/b", OPENING.upper(), at=at(3), offset=2200, published="2020-10-25", language="fr"),
        ],
    ),
    (
        "run-4",
        "samples",
        9,
        [
            make_page(f"{SITE}/1", f"{OPENING}\nWe thank all.", at=at(9), offset=3100, quote=ANN),
            miss(f"{SITE}/3", 9, EffectiveStatus.GONE, 3300),
            unmet(f"{SITE}/5", "robots.txt"),
            unmet(f"{SITE}/6", "timeout"),
        ],
    ),
]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with open_writer(tmp_path_factory.mktemp("whole") / "archive.db") as db:
        load_sources(
            db,
            [
                SampleSource(id="samples", title="Ministry of Samples", publisher="Samples", country="xx"),
                SampleSource(id="paper", title="The Sample Paper", publisher="Paper"),
                SampleSource(id="empty", title="Nothing yet"),
            ],
        )
        load_roster(db, [Person(id="xx-sample", name="Ann Sample", kind="person", country="xx")], [], [])
        for run, source, days, lines in RUNS:
            begin_run(db, run=run, source=source, started_at=at(days), code_version=VERSION, parameters={"day": days})
            warc = f"{run}.warc.gz"
            load_lines(db, [replace(line, source=source) for line in lines], run=run, source=source, warc=warc)
            link(db, compare, code_version="1")
            link_texts(db, compare, code_version="1")
        withdrawn = make_page(f"{SITE}/2", "The bridge stays shut.").documents[0]
        assert redact(db, withdrawn.id, "a mistake", redacted_at=datetime(2020, 11, 9, tzinfo=UTC))
        yield db


def write(value: Any) -> str:
    """Write records as JSON; those for which there is no JSON form are written field by field."""
    return json.dumps(value, ensure_ascii=False, default=_make_plain)


def _make_plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return {each.name: getattr(value, each.name) for each in fields(value)}


def attempt(ask: Callable[[], object]) -> str:
    """Ask, and return what is answered or refused."""
    try:
        return write(ask())
    except StorageError as error:
        return f"refused: {error}"


def list_ids(db: Database, table: str) -> list[str]:
    return [str(row[0]) for row in db.execute(f"SELECT DISTINCT id FROM {table} ORDER BY id").fetchall()]


def test_everything_is_shown_with_and_without_its_history(filled: Database) -> None:
    def tell() -> Iterator[str]:
        for table in ("documents", "quotes", "captures", "revisions"):
            for each in list_ids(filled, table):
                yield f"{each}: {attempt(partial(show, filled, each))}"
                yield f"{each} with history: {attempt(partial(show, filled, each, history=True))}"
        for address in (f"{SITE}/1", f"{PAPER}/a#x", "ministry.example/1", "https://x.com/mfa/status/1321"):
            yield f"{address}: {attempt(partial(show, filled, address))}"

    expect(FOLDER / "shown.expected.txt", tell())


def test_copies_spread_and_variants_are_those_of_each_thing(filled: Database) -> None:
    def tell() -> Iterator[str]:
        for each in list_ids(filled, "documents"):
            yield f"{each} copies: {write(list_copies(filled, each))} same: {list_same_words(filled, each)}"
            yield f"{each} looks: {write(read_sightings(filled, each, judge_move))}"
            yield f"{each} edits: {write(list_edit_series(filled, each))} withdrawn: {is_withdrawn(filled, each)}"
        quotes = list_ids(filled, "quotes")
        for each in quotes:
            yield f"{each} spread: {attempt(partial(read_spread, filled, each))}"
        yield f"variants: {write(list_variants(filled, quotes))}"
        for each in list_ids(filled, "captures"):
            yield f"{each} withdrawn: {is_withdrawn_from(filled, each)} outcomes: {write(list_outcomes(filled, [each]))}"

    expect(FOLDER / "copies.expected.txt", tell())


def test_runs_days_and_coverage_are_told(filled: Database) -> None:
    def tell() -> Iterator[str]:
        for source in ("samples", "paper", "empty"):
            yield f"{source} years {list_years(filled, source)} looks {list_looks(filled, [source])}"
            yield f"{source} calendar {write(read_calendar(filled, source, date(2020, 10, 24), date(2020, 11, 8)))}"
            yield f"{source} runs {write(list_runs(filled, source=source))} {write(list_runs(filled, source=source, limit=1))}"
            yield f"{source} views {write(list_run_views(filled, source))} {write(list_run_views(filled, source, limit=1))}"
            yield f"{source} yields {write(list_yields(filled, source))} {write(list_yields(filled, source, newest=1, days=3))}"
            yield f"{source} news {write(list(iterate_news(filled, source)))}"
            for since, until in ((None, None), (date(2020, 10, 28), None), (None, date(2020, 10, 27))):
                yield f"{source} failed {since} {until}: {list_failed(filled, source, since=since, until=until)}"
            for run in ("run-1", "run-2", "run-3", "run-4"):
                yield f"{source} {run}: {write(read_tally(filled, run, source=source))}"
                yield f"{source} {run} yields: {write(read_yield(filled, run, source))}"
                yield f"{source} {run} failed: {write(list_failed_leads(filled, run, source, limit=1))}"
        yield f"runs {write(list_runs(filled))} view {write(read_run(filled, 'run-2', 'samples'))}"
        yield f"loads {newest_load(filled)} {[write(read_load(filled, number)) for number in range(1, 5)]}"
        yield f"files {sorted(loaded_warcs(filled))}"
        yield f"tallies {[write(read_tally(filled, run)) for run in ('run-1', 'run-4', 'none')]}"
        yield f"coverage {write(coverage(filled))} {count_documents(filled)}"
        ground = read_ground(filled)
        yield f"speakers {write(list_speakers(filled))} {write(list_speakers(filled, limit=1))}"
        yield from (
            f"{name}: {attempt(partial(read_speaker, filled, name, ground))}"
            for name in ("xx-sample", "Ann Sample", "Jan Unknown")
        )
        yield f"unresolved {write(list_unresolved(filled))} {write(list_unresolved(filled, limit=0))}"
        yield f"months {list_months('2020-11', '2021-02')} {list_months('2021-02', '2020-11')}"
        counts = {"2020-10": 3, "2021-01": 1}
        months = list_months("2020-09", "2021-02")
        yield f"judged {write(judge_months(ground, months, counts))} {write(judge_months(ground, months, counts, ['paper']))}"

    expect(FOLDER / "runs.expected.txt", tell())


def test_changes_since_any_observation_are_told(filled: Database) -> None:
    def tell() -> Iterator[str]:
        yield f"newest {newest_observation(filled)}"
        for since in range(newest_observation(filled) + 2):
            changes = [write(each) for each in iterate_changes(filled, since)]
            yield f"{since}: unnamed {count_unnamed(filled, since)} named {count_named(filled, since)} {changes}"
        wordings = ("a b c", "a c", "a b c d", "", "x", "a  b\nc", "A b c")
        yield from (f"{one!r} to {other!r}: {write(diff_words(one, other))}" for one in wordings for other in wordings)

    expect(FOLDER / "changes.expected.txt", tell())


def test_passages_and_addresses_are_found(filled: Database) -> None:
    def tell() -> Iterator[str]:
        for each in list_ids(filled, "revisions")[:4]:
            for start, end in ((0, 5), (4, 30), (0, 10_000)):
                yield f"{each} {start}-{end}: {attempt(partial(read_passage, filled, each, start, end))}"
        for text in (
            f"{SITE}/1",
            "ministry.example/1",
            "www.ministry.example/1/",
            "peace",
            "a.b",
            "https://",
            f"{SITE}/1?x=1",
            "x.com/mfa",
        ):
            yield f"{text}: {looks_like_address(text)} {find_documents(filled, text)}"

    expect(FOLDER / "passages.expected.txt", tell())


@pytest.mark.parametrize("form", sorted(STREAMED))
def test_everything_is_exported_in_every_form(filled: Database, form: Format) -> None:
    made = datetime(2020, 12, 1, tzinfo=UTC)
    text = "".join(stream(filled, "", Filters(), form, made_at=made))
    expect(FOLDER / f"export-{form}.expected.txt", text.splitlines())
