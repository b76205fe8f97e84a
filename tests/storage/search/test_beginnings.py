"""Beginnings of words come in the order asked for, however many match, and are not looked for in one quote after another."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from sqlite_utils import Database

from storage.model import Precision, When
from storage.search import match_counts, ranked_pages
from storage.search import search as searching
from storage.search.filtering import Filters
from storage.search.search import Sort, search
from tests.storage.lines import day, load, make_page

VERBS = ("peels", "pears", "rises", "peels apart")
MONTHS = [f"{year}-{month:02}" for year in (2017, 2018, 2021) for month in range(1, 13)]


def of_year(year: int) -> When:
    """Make the When of a year of which no day is known."""
    return replace(day(f"{year}-01-01"), precision=Precision.YEAR, latest=datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC))


@pytest.fixture
def filled(db: Database) -> Database:
    """Quotes of every month of three years, and three pages without a day, or with no more than a year."""
    lines = []
    whens = [*[day(f"{month}-05") for month in MONTHS], of_year(2019), of_year(2018), None]
    for number, when in enumerate(whens):
        text = "\n".join(f"The tide of page {number} {verb} slowly at hour {hour}." for hour, verb in enumerate(VERBS))
        speaker = "Anna Sample" if number % 3 else "Bek Sample"
        url = f"https://mfa.example/{number}"
        lines.append(make_page(url, text, offset=500 * number, published=None, quote={"speaker": speaker, "said": when}))
    load(db, *lines)
    return db


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, names in {
        searching: "MOST_RANKED MOST_OF_SEVERAL_RANKED MOST_COMPARED_RANKED MOST_PHRASES_RANKED MOST_COUNTED",
        match_counts: "MOST_KEPT",
        ranked_pages: "RANKED_AT_ONCE",
    }.items():
        for name in names.split():
            monkeypatch.setattr(module, name, 3)


def read_all(db: Database, condition: str = "TRUE") -> list[tuple[str, str, int | None]]:
    """Read the id, the words and the instant of quotes from the record itself."""
    sql = f"""
        SELECT q.id, g.exact, c.earliest_s FROM current_quotes c JOIN quotes q ON q.seq = c.quote
        JOIN quote_readings g ON g.derivation = c.derivation AND g.quote = c.quote WHERE {condition}
    """
    found: list[tuple[str, str, int | None]] = db.execute(sql).fetchall()
    return found


FINDS = {
    "pe*": "g.exact LIKE '% pe%'",
    "pee*": "g.exact LIKE '% pee%'",
    '"tide of pa*"': "TRUE",
    '"peels ap"*': "g.exact LIKE '% peels apart%'",
    "slow* -pe*": "g.exact NOT LIKE '% pe%'",
    'pe* speaker:"Bek Sample"': "g.exact LIKE '% pe%' AND c.speaker = 'Bek Sample'",
    'ris* OR speaker:"Bek Sample"': "(g.exact LIKE '% ris%' OR c.speaker = 'Bek Sample')",
    "pe* before:2018-03": "g.exact LIKE '% pe%' AND c.earliest < '2018-03'",
    "pe* until:2017-02-10": "g.exact LIKE '% pe%' AND c.earliest < '2017-02-10'",
    "pe* *ears*": "g.exact LIKE '%pears%'",
}


@pytest.mark.parametrize("sort", ["newest", "oldest", "relevance"])
@pytest.mark.parametrize("query", FINDS)
def test_very_many_matches_of_a_beginning_come_in_order(filled: Database, query: str, sort: Sort) -> None:
    expected = read_all(filled, FINDS[query])
    assert len(expected) > 3, "more than are ranked here"
    by_day = {identity: second for identity, _, second in expected}
    every = search(filled, query, sort=sort, limit=500)
    found = [hit.quote.id for hit in every.hits]
    assert sorted(found) == sorted(by_day)
    if sort != "relevance":
        sign = -1 if sort == "newest" else 1
        days = [by_day[identity] for identity in found]
        assert days == sorted(days, key=lambda day: (day is None, sign * (day or 0)))
    pages = [search(filled, query, sort=sort, limit=7, offset=offset).hits for offset in range(0, len(found) + 7, 7)]
    assert [hit.quote.id for page in pages for hit in page] == found, "and so page by page"


@pytest.mark.parametrize("query", FINDS)
@pytest.mark.parametrize("sort", ["newest", "oldest", "relevance"])
@pytest.mark.parametrize("as_of", [None, date(2030, 1, 1)])
def test_a_beginning_is_never_looked_for_in_one_quote_after_another(
    filled: Database, query: str, sort: Sort, as_of: date | None
) -> None:
    asked: list[str] = []
    filled.conn.set_trace_callback(asked.append)
    search(filled, query, filters=Filters(as_of=as_of), sort=sort)
    filled.conn.set_trace_callback(None)
    statements = [sql for sql in asked if sql.lstrip().startswith("SELECT") and "MATCH" in sql and "*" in sql]
    assert statements
    for sql in statements:
        plan = [step for *_, step in filled.execute(f"EXPLAIN QUERY PLAN {sql}")]
        assert not [step for step in plan if step.startswith("SCAN w ")], (sql, plan)
        looked_up = [step for before, step in pairwise(plan) if " c " in f"{before} " and step.startswith("SCAN f ")]
        assert not looked_up, (sql, plan)
