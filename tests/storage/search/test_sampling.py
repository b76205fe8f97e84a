"""What is counted of very many matches says how sure it is, and a sample stands for all."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from sqlite_utils import Database

from storage.loading import indexing
from storage.model.findings import Certainty
from storage.reading.days import read_ground
from storage.search import facets, inside, match_counts, match_samples, matching, missing
from storage.search import search as searching
from storage.search.facets import count_facets
from storage.search.filtering import Filters
from storage.search.search import Sort, search
from storage.search.word_lists import WordLists
from storage.text.sampling import ALL, sample_keys
from tests.storage.lines import load, make_capture, make_document, make_line, make_page

BM25 = """
    SELECT q.id FROM quote_words f JOIN current_quotes c ON c.quote = f.rowid JOIN quotes q ON q.seq = c.quote
    WHERE f.quote_words MATCH ? ORDER BY f.rank, f.rowid
"""
QUOTES = 2_400
"""Quotes of two speakers, one of whom said a third of them; in one of four the tide rises."""


@pytest.fixture
def many(db: Database) -> Database:
    pages = [
        ("anna", "Anna Sample", "2020-10-27", range(0, QUOTES, 3)),
        ("bek", "Bek Sample", "2019-03-01", [n for n in range(QUOTES) if n % 3]),
    ]
    lines = []
    for number, (name, speaker, published, numbers) in enumerate(pages):
        text = "\n".join(f"The tide number {n} {'ebbs' if n % 4 else 'rises'}." for n in numbers)
        quote = {"speaker": speaker}
        lines.append(make_page(f"https://mfa.example/{name}", text, offset=500 * number, published=published, quote=quote))
    load(db, *lines)
    return db


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match_counts, "MOST_KEPT", 1_000)
    monkeypatch.setattr(searching, "MOST_RANKED", 1_000)
    monkeypatch.setattr(searching, "MOST_COMPARED_RANKED", 1_000)
    monkeypatch.setattr(match_counts, "_SAMPLED", 900)


@pytest.mark.usefixtures("few_are_many")
@pytest.mark.parametrize(("query", "as_of"), [("ebbs lang:en", None), ("ebbs", date(2030, 1, 1))])
def test_very_many_matches_with_a_filter_are_estimated_and_it_is_said(many: Database, query: str, as_of: date | None) -> None:
    answer = search(many, query, filters=Filters(as_of=as_of))
    assert answer.total_is is Certainty.ESTIMATE
    assert answer.total % 100 == 0, "two digits"
    assert answer.total == pytest.approx(QUOTES * 3 / 4, rel=0.1)
    assert [note for note in answer.notes if note.startswith(f"about {answer.total} quotes match")]
    assert len(answer.hits) == 20


@pytest.mark.usefixtures("few_are_many")
@pytest.mark.parametrize(
    ("query", "number"),
    [("tide", QUOTES), ("ebbs", QUOTES * 3 // 4), ("*bbs*", QUOTES * 3 // 4), ("tide -speaker:anna", 1_600)],
)
def test_matches_that_are_counted_by_words_and_marks_alone_are_exact(many: Database, query: str, number: int) -> None:
    answer = search(many, query)
    assert (answer.total, answer.total_is) == (number, Certainty.EXACT)


@pytest.mark.usefixtures("few_are_many")
def test_too_few_of_a_sample_are_counted_one_by_one(many: Database) -> None:
    answer = search(many, "tide lang:de")
    assert (answer.total, answer.total_is) == (0, Certainty.EXACT)


def test_whose_words_match_without_the_filters_is_told_by_a_sample(many: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [note for note in search(many, "tide lang:de").notes if "without the filters" in note]
    assert told == ["without the filters 2400 match: Bek Sample (1600), Anna Sample (800)"]
    monkeypatch.setattr(missing, "_MOST_READ", 600)
    [told_so] = [note for note in search(many, "tide lang:de").notes if "without the filters" in note]
    assert re.fullmatch(
        r"without the filters 2400 match: Bek Sample \(about 1[567]00\), Anna Sample \(about [789]\d0\)", told_so
    )


def test_matches_of_phrases_beyond_a_limit_are_at_least_so_many(many: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_PHRASES_RANKED", 100)
    answer = search(many, '"the tide"')
    assert (answer.total, answer.total_is) == (100, Certainty.AT_LEAST)


@pytest.mark.parametrize("query", ["ebbs", "*bbs*", '"the tide number"', "ebbs lang:en", "tide -lang:de", "speaker:sample"])
def test_facets_of_many_matches_are_estimated_from_a_sample_of_all(
    many: Database, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr(facets, "MOST_COUNTED", QUOTES)
    exact = count_facets(many, query, read_ground(many))
    assert (exact.complete, exact.estimated, exact.counted, exact.total) == (True, False, exact.total, exact.total)
    monkeypatch.setattr(facets, "MOST_COUNTED", 600)
    monkeypatch.setattr(match_samples, "_MOST_COUNTED", 1_000)
    found = count_facets(many, query, read_ground(many))
    assert (found.complete, found.estimated) == (False, True)
    assert found.counted == pytest.approx(600, rel=0.1)
    assert found.total == pytest.approx(exact.total, rel=0.1)
    for name in ("speakers", "sources", "kinds", "languages", "years"):
        wanted = {each.value: each.quotes for each in getattr(exact, name)}
        assert {each.value: each.quotes for each in getattr(found, name)} == pytest.approx(wanted, rel=0.15), name


@pytest.fixture
def seem_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a small archive be searched as a large one is: all its quotes are marked as a sample, no part of words is rare."""
    monkeypatch.setattr(match_samples, "_SMALL", 0)
    monkeypatch.setattr(match_samples, "_MOST_TEXTS", 1_000)
    monkeypatch.setattr(inside, "MOST_LISTED", 100)
    for threshold in ("MARKED", "MARKED_MORE"):
        monkeypatch.setattr(indexing, threshold, ALL)
        monkeypatch.setattr(match_samples, threshold, ALL)


ODD = {
    "-ebbs": QUOTES // 4,
    "*bbs*": QUOTES * 3 // 4,
    "-*bbs*": QUOTES // 4,
    "*bbs* speaker:anna": QUOTES // 4,
    "*bbs* -speaker:anna": QUOTES // 2,
    "rises OR speaker:anna": QUOTES // 2,
    "rises OR -tide": QUOTES // 4,
    "(ebbs since:2020) OR (rises before:2020)": QUOTES // 4 + QUOTES // 6,
}
"""Queries without words that all matches hold, with the number of their matches."""


@pytest.mark.parametrize("query", ODD)
def test_what_has_no_words_in_common_is_counted_in_a_small_archive(many: Database, query: str) -> None:
    answer = search(many, query)
    assert (answer.total, answer.total_is) == (ODD[query], Certainty.EXACT)


@pytest.mark.usefixtures("seem_large")
@pytest.mark.parametrize("query", ODD)
def test_what_has_no_words_in_common_is_estimated_in_a_large_archive(request: pytest.FixtureRequest, query: str) -> None:
    many: Database = request.getfixturevalue("many")
    answer = search(many, query)
    assert answer.total_is is Certainty.ESTIMATE
    assert answer.total == pytest.approx(ODD[query], rel=0.1)
    found = count_facets(many, query, read_ground(many))
    assert sum(year.quotes for year in found.years) == pytest.approx(ODD[query], rel=0.1)


@pytest.mark.usefixtures("seem_large")
@pytest.mark.parametrize(("query", "number"), [("tide", 2_400), ("ebbs", 1_800), ('"the tide"', 2_400)])
@pytest.mark.parametrize("limit", ["_MOST_COUNTED", "_MOST_LISTED"])
def test_facets_of_very_many_matches_are_of_those_that_are_marked(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, query: str, number: int, limit: str
) -> None:
    many: Database = request.getfixturevalue("many")
    monkeypatch.setattr(facets, "MOST_COUNTED", 600)
    monkeypatch.setattr(match_samples, limit, 1_000)
    monkeypatch.setattr(WordLists, "find_inside", None)
    monkeypatch.setattr(match_samples.Sampler, "draw", None)
    found = count_facets(many, query, read_ground(many))
    assert (found.estimated, found.total) == (True, number)
    assert found.counted == pytest.approx(600, rel=0.1)
    assert {each.value: each.quotes for each in found.years} == pytest.approx(
        {"2019": number * 2 / 3, "2020": number / 3}, rel=0.15
    )


@pytest.mark.parametrize("sort", ["newest", "oldest"])
@pytest.mark.parametrize("query", ODD)
def test_pages_of_what_is_estimated_are_those_of_what_is_counted(
    many: Database, monkeypatch: pytest.MonkeyPatch, query: str, sort: Sort
) -> None:
    wanted = [hit.quote.id for hit in search(many, query, sort=sort, limit=30).hits]
    monkeypatch.setattr(searching, "MOST_RANKED", 0)
    monkeypatch.setattr(searching, "MOST_COMPARED_RANKED", 0)
    monkeypatch.setattr(inside, "MOST_LISTED", 100)
    found = [hit.quote.id for at in (0, 10, 20) for hit in search(many, query, sort=sort, limit=10, offset=at).hits]
    assert found == wanted


def test_facets_of_phrases_beyond_a_limit_are_of_the_newest(many: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "MOST_COUNTED", 600)
    monkeypatch.setattr(match_samples, "_MOST_LISTED", 700)
    monkeypatch.setattr(matching, "_MOST_PHRASES", 700)
    found = count_facets(many, '"the tide"', read_ground(many))
    assert (found.complete, found.estimated, found.counted) == (False, False, 600)
    assert (found.total, found.total_is) == (700, Certainty.AT_LEAST)
    assert [year.value for year in found.years] == ["2020"]


@pytest.mark.parametrize("sort", ["newest", "oldest"])
@pytest.mark.parametrize("query", ["bridge", "*ridg*", "bridge lang:en", "bridge -speaker:nobody"])
@pytest.mark.parametrize("as_of", [None, date(2020, 10, 30), date(2020, 12, 31)])
def test_pages_of_very_many_matches_are_those_of_few(
    db: Database, monkeypatch: pytest.MonkeyPatch, sort: Sort, query: str, as_of: date | None
) -> None:
    """Quotes of days before and after they were first shown, without a date, and no longer shown."""
    at = {"a": (27, "2020-10-27"), "b": (28, "2021-05-01"), "c": (28, None), "d": (28, "2019-01-01"), "e": (29, "2020-11-01")}
    for name, (day, published) in at.items():
        capture = make_capture(
            f"https://mfa.example/{name}", name, at=datetime(2020, 10, day, tzinfo=UTC), offset=1_000 * ord(name)
        )
        document = make_document(f"https://mfa.example/{name}", f"A bridge to {name}.\nThe bridge again.", published=published)
        load(db, make_line(capture, document), run=f"run-{name}")
    later = make_capture("https://mfa.example/e", "new", at=datetime(2020, 12, 1, tzinfo=UTC), offset=900_000)
    load(db, make_line(later, make_document("https://mfa.example/e", "Of a bridge, later.")), run="later")
    filters = Filters(as_of=as_of)
    wanted = [hit.quote.id for hit in search(db, query, filters=filters, sort=sort).hits]
    assert len(wanted) >= 9
    monkeypatch.setattr(searching, "MOST_RANKED", 0)
    monkeypatch.setattr(searching, "MOST_COMPARED_RANKED", 0)
    for limit in (1, 3):
        for offset in range(len(wanted)):
            hits = search(db, query, filters=filters, sort=sort, limit=limit, offset=offset).hits
            assert [hit.quote.id for hit in hits] == wanted[offset : offset + limit]


@pytest.mark.parametrize("query", ["tide", "tide OR number", "ebb* -number", "ebbs OR rises"])
def test_ranking_by_words_alone_is_that_of_bm25(many: Database, query: str) -> None:
    """Words of quotes of one length are ranked by how often they stand in them; of equals the first that was stored."""
    best = [row[0] for row in many.execute(f"{BM25} LIMIT 40", (query.replace(" -", " NOT "),))]
    shown = [hit.quote.id for at in (0, 15, 30) for hit in search(many, query, limit=15, offset=at).hits]
    assert shown[:40] == best


def test_what_a_page_no_longer_shows_is_not_ranked(db: Database) -> None:
    for day, text in enumerate(("Tide, tide, tide.", "A tide of words.")):
        capture = make_capture("https://mfa.example/a", text, at=datetime(2020, 10, 27 + day, tzinfo=UTC), offset=day * 500)
        load(db, make_line(capture, make_document("https://mfa.example/a", text)), run=f"run-{day}", warc=None)
    answer = search(db, "tide")
    assert ([hit.quote.exact for hit in answer.hits], answer.total) == (["A tide of words."], 1)


@pytest.mark.parametrize("step", [1, 2, 5, 7, 64, 1_000])
def test_a_sample_is_spread_over_any_run_of_keys(step: int) -> None:
    keys = range(10_000_000, 10_000_000 + 20_000 * step, step)
    chosen = sample_keys(keys, 2_000)
    assert len(chosen) == pytest.approx(2_000, rel=0.02)
    first = sum(key < keys[5_000] for key in chosen)
    assert first == pytest.approx(500, rel=0.1)


def test_a_word_is_counted_as_it_is_found_also_where_quotes_went(many: Database) -> None:
    gone = [quote for (quote,) in many.execute("SELECT rowid FROM quote_words WHERE quote_words MATCH 'ebbs' LIMIT 700")]
    many.conn.executemany("DELETE FROM quote_words WHERE rowid = ?", [(quote,) for quote in gone])
    answer = search(many, "ebbs")
    assert (answer.total, answer.total_is) == (QUOTES * 3 // 4 - 700, Certainty.EXACT)
    assert search(many, "ebbs OR ebbs*").total == answer.total
