"""Facets count every match once for each thing that it can be narrowed to."""

from __future__ import annotations

from sqlite_utils import Database

from storage.loading.declared import load_roster, load_sources
from storage.model import Person
from storage.model.overviews import Count
from storage.reading.days import read_ground
from storage.search.facets import MOST_VALUES, count_facets
from storage.search.filtering import Filters
from tests.storage.lines import SampleSource, load, make_page


def fill(db: Database, *pages: tuple[str, str, dict[str, str]]) -> None:
    load_sources(db, [SampleSource(id="samples", title="Ministry of Samples")])
    load_roster(db, [Person(id="xx_sample", name="Anna Sample", kind="person", country="us")], [], [])
    lines = [
        make_page(f"https://mfa.example/{n}", text, offset=500 * n, published=day, quote=quote)
        for n, (day, text, quote) in enumerate(pages)
    ]
    load(db, *lines)


def pairs(counts: tuple[Count, ...]) -> list[tuple[str, str, int]]:
    return [(each.value, each.label, each.quotes) for each in counts]


def test_each_match_counts_for_its_speaker_source_kind_language_year_and_month(db: Database) -> None:
    known = {"speaker": "A. Sample", "speaker_id": "xx_sample"}
    fill(
        db,
        ("2020-10-27", "Peace is near.\nPeace!\nWar is far.", known),
        ("2021-01-02", "Peace has come.", {"speaker": "Boris Sample"}),
        ("2021-02-03", "Peace, again.", {}),
    )
    found = count_facets(db, "peace", read_ground(db))
    assert pairs(found.speakers) == [("xx_sample", "Anna Sample", 2), ("Boris Sample", "Boris Sample", 1)]
    assert pairs(found.sources) == [("samples", "Ministry of Samples", 4)]
    assert pairs(found.kinds) == [("own", "own", 4)]
    assert pairs(found.languages) == [("en", "en", 4)]
    assert pairs(found.years) == [("2021", "2021", 2), ("2020", "2020", 2)]
    months = {month.month: (month.quotes, month.held) for month in found.months if month.quotes}
    assert months == {"2020-10": (2, 3), "2021-01": (1, 1), "2021-02": (1, 1)}
    assert (found.counted, found.complete) == (4, True)


def test_of_many_speakers_the_most_quoted_are_listed_and_of_equals_the_first_by_name(db: Database) -> None:
    names = [f"Speaker {chr(65 + n)}" for n in range(MOST_VALUES + 1)]
    pages = [("2020-10-27", "Peace is near.", {"speaker": name}) for name in reversed(names)]
    fill(db, *pages, ("2020-10-27", "Peace!", {"speaker": names[-1]}))
    found = count_facets(db, "peace", read_ground(db)).speakers
    assert [each.value for each in found] == [names[-1], *names[: MOST_VALUES - 1]]


def test_a_search_that_finds_nothing_counts_nothing_and_shows_the_months_asked_for(db: Database) -> None:
    fill(db, ("2020-10-27", "Peace is near.", {}))
    found = count_facets(db, "zeppelin", read_ground(db), filters=Filters())
    assert (found.speakers, found.months, found.counted, found.complete) == ((), (), 0, True)
