"""Which documents are looked at as possible translations: those named, those at parallel addresses, those of the same days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlite_utils import Database

from storage.model import Basis, Precision, When
from storage.sameness.siblings import MOST_SIBLINGS, read_siblings
from tests.storage.lines import day, load, make_capture, make_document, make_line

OWN, OTHER = "https://mfa.example/en/press/1", "https://mfa.example/hy/news/7"
START = datetime(2020, 10, 20, tzinfo=UTC)


def within(earliest: datetime, latest: datetime) -> When:
    basis, precision = Basis.TEXT, Precision.DAY
    return When(raw="October", value="2020-10", precision=precision, zone="UTC", earliest=earliest, latest=latest, basis=basis)


def enter(db: Database, url: str, published: When | None, language: str, *, name: str = "") -> None:
    document = replace(make_document(url, f"Words in {language}.", published=None, language=language), published=published)
    warc = f"{name or language}.warc.gz"
    load(db, make_line(make_capture(url, url, warc=warc), document), warc=warc, run=name or language)


def list_siblings(db: Database, parallels: Sequence[str] = ()) -> list[str | None]:
    found = read_siblings(db, make_document(OWN, "").id, list_parallels=lambda _: parallels)
    assert found is not None
    return [other.language for other in found[1]]


@pytest.mark.parametrize(
    ("span", "is_listed"), [(timedelta(days=1), True), (timedelta(days=2), True), (timedelta(days=2, seconds=1), False)]
)
def test_a_date_of_more_than_two_days_brings_no_sibling_by_its_day(db: Database, span: timedelta, is_listed: bool) -> None:
    enter(db, OWN, within(START, START + span), "en")
    enter(db, OTHER, within(START, START + timedelta(hours=1)), "hy")
    assert (list_siblings(db) == ["hy"]) is is_listed


@pytest.mark.parametrize(
    ("start", "is_listed"),
    [
        (START - timedelta(days=1, seconds=1), False),
        (START - timedelta(days=1), True),
        (START + timedelta(days=2), True),
        (START + timedelta(days=2, seconds=1), False),
    ],
)
def test_a_sibling_is_published_a_day_apart_at_most(db: Database, start: datetime, is_listed: bool) -> None:
    enter(db, OWN, within(START, START + timedelta(days=1)), "en")
    enter(db, OTHER, within(start, start), "hy")
    assert (list_siblings(db) == ["hy"]) is is_listed


def test_an_item_of_the_same_language_or_without_a_date_is_no_sibling(db: Database) -> None:
    enter(db, OWN, day("2020-10-20"), "en")
    enter(db, OTHER, day("2020-10-20"), "en", name="same")
    enter(db, f"{OTHER}7", None, "hy")
    assert list_siblings(db) == []


def test_a_sibling_at_a_parallel_address_needs_no_date(db: Database) -> None:
    enter(db, OWN, None, "en")
    enter(db, OTHER, None, "hy")
    assert list_siblings(db, [OTHER]) == ["hy"]


def test_no_more_than_the_most_siblings_are_looked_at(db: Database) -> None:
    enter(db, OWN, day("2020-10-20"), "en")
    warc = "many.warc.gz"
    urls = [f"{OTHER}/{number}" for number in range(MOST_SIBLINGS + 1)]
    made = [make_document(url, "Words.", published="2020-10-20", language="hy") for url in urls]
    pairs = enumerate(zip(urls, made, strict=True))
    lines = [make_line(make_capture(url, url, warc=warc, offset=100 * n), each) for n, (url, each) in pairs]
    load(db, *lines, warc=warc, run="many")
    assert len(list_siblings(db)) == 300
