"""Of very many matches the best come first, exactly as BM25 over all of them has it, and then the newest."""

from __future__ import annotations

import random

import pytest
from sqlite_utils import Database

from storage.database.archive import open_reader, open_writer
from storage.search import all_of_either, best_first, ranked_pages
from storage.search import search as searching
from storage.search.search import search
from storage.text import weight_marks
from tests.storage.lines import load, make_page

BM25 = """
    SELECT q.id FROM quote_words f JOIN current_quotes c ON c.quote = f.rowid JOIN quotes q ON q.seq = c.quote
    WHERE f.quote_words MATCH ? ORDER BY f.rank, f.rowid LIMIT 20
"""
COMMON = ("the", "tide", "ebbs", "rises", "storm")
QUOTES = 600
QUERIES = {
    "tide": '"tide"',
    "the": '"the"',
    "storm": '"storm"',
    "tide lang:en": '"tide"',
    "tide -speaker:nobody": '"tide"',
    "tide -storm": '"tide" NOT "storm"',
}
"""Queries, and the same for FTS5."""


def _write(chance: random.Random) -> str:
    """Write a quote of five to ninety words, as uneven as those of a language, which holds some of them often."""
    rare = [f"word{number}" for number in range(400)]
    words = chance.choices([*COMMON, *rare], [12, 8, 3, 2, 2, *([0.2] * len(rare))], k=chance.choice([5, 8, 12, 20, 35, 90]))
    return " ".join(words)


def _fill(db: Database) -> Database:
    chance = random.Random(11)
    days = [f"20{chance.randint(10, 29)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}" for _ in range(6)]
    pages = []
    for number, day in enumerate(days):
        text = "\n".join(dict.fromkeys(f"{_write(chance)}." for _ in range(QUOTES // len(days))))
        page = make_page(f"https://mfa.example/{number}", text, offset=number * 500, published=day, quote={"speaker": "Anna"})
        pages.append(page)
    load(db, *pages)
    return db


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Database:
    path = tmp_path_factory.mktemp("varied") / "archive.db"
    with open_writer(path) as db:
        _fill(db)
    return open_reader(path)


@pytest.fixture
def all_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("MOST_RANKED", "MOST_OF_SEVERAL_RANKED", "MOST_COMPARED_RANKED", "MOST_PHRASES_RANKED"):
        monkeypatch.setattr(searching, limit, 0)


def list_ids(db: Database, query: str, **page: int) -> list[str]:
    return [hit.quote.id for hit in search(db, query, **page).hits]  # type: ignore[arg-type]


@pytest.mark.usefixtures("all_are_many")
@pytest.mark.parametrize(("query", "expression"), QUERIES.items())
def test_the_best_of_very_many_are_those_of_bm25(varied: Database, query: str, expression: str) -> None:
    best = [id_ for (id_,) in varied.execute(BM25, (expression,))]
    answer = search(varied, query)
    assert len(best) == 20
    assert [hit.quote.id for hit in answer.hits] == best
    assert "of more than 0 matches at most 200 of the best come first, then the newest" in answer.notes


@pytest.mark.usefixtures("all_are_many")
def test_the_best_are_found_without_a_look_at_all(varied: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    weighed: list[best_first.BestFirst] = []
    find = best_first.BestFirst.find

    def watch(self: best_first.BestFirst, most: int) -> tuple[int, ...]:
        weighed.append(self)
        return find(self, most)

    monkeypatch.setattr(best_first.BestFirst, "find", watch)
    matches = search(varied, "tide").total
    [watched] = weighed
    assert 20 <= len(watched._weights) < matches / 3


@pytest.mark.usefixtures("all_are_many")
@pytest.mark.parametrize("query", ["tide", "rises OR storm", '"the tide"', "tide lang:en"])
def test_pages_hold_each_match_once_the_best_first(varied: Database, monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    monkeypatch.setattr(ranked_pages, "MOST_BEST", 50)
    pages = [id_ for at in range(0, QUOTES, 35) for id_ in list_ids(varied, query, limit=35, offset=at)]
    assert pages[:50] == list_ids(varied, query, limit=50)
    assert len(pages) == len(set(pages))
    newest = [hit.quote.id for hit in search(varied, query, sort="newest", limit=QUOTES).hits]
    assert set(pages) == set(newest)
    first = pages[: len(pages) - len([id_ for id_ in newest if id_ not in pages[:50]])]
    assert pages[len(first) :] == [id_ for id_ in newest if id_ not in first]


@pytest.mark.usefixtures("all_are_many")
def test_words_that_share_a_mark_are_told_apart_by_their_texts(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weight_marks, "mark_name", lambda *_: "\U00100000")
    weight_marks.mark_repeated.cache_clear()
    _fill(db)
    monkeypatch.setattr(best_first, "_CHECKED_A_HIT", QUOTES)
    best = [id_ for (id_,) in db.execute(BM25, ('"storm"',))]
    assert list_ids(db, "storm") == best
    weight_marks.mark_repeated.cache_clear()


@pytest.mark.usefixtures("all_are_many")
@pytest.mark.parametrize("limit", ["_WEIGHED_A_HIT", "_CHECKED_A_HIT"])
def test_what_is_not_surely_among_the_best_is_not_shown_as_such(
    varied: Database, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    best = [id_ for (id_,) in varied.execute(BM25, ('"tide"',))]
    newest = [hit.quote.id for hit in search(varied, "tide", sort="newest").hits]
    monkeypatch.setattr(best_first, limit, 1)
    shown = list_ids(varied, "tide")
    sure = next(at for at in range(21) if at == 20 or shown[at] != best[at])
    assert shown[sure:] == [id_ for id_ in newest if id_ not in best[:sure]][: 20 - sure]


EITHER = {
    "rises OR storm": '"rises" AND "storm"',
    "tide OR storm lang:en": '"tide" AND "storm"',
    "rises OR ebbs -storm": '("rises" AND "ebbs") NOT "storm"',
}
"""Queries for one of several words, and the same for FTS5 of all of them."""


@pytest.mark.usefixtures("all_are_many")
@pytest.mark.parametrize(("query", "expression"), EITHER.items())
def test_of_very_many_with_one_of_several_words_those_with_all_come_first(
    varied: Database, query: str, expression: str
) -> None:
    best = [id_ for (id_,) in varied.execute(BM25, (expression,))]
    answer = search(varied, query)
    assert [hit.quote.id for hit in answer.hits][: len(best)] == best
    assert "of more than 0 matches those that hold all the words come first, at most 200, then the newest" in answer.notes


@pytest.mark.usefixtures("all_are_many")
def test_words_that_very_many_quotes_hold_together_are_shown_newest_first(
    varied: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(all_of_either, "_MOST_RANKED", -1)
    answer, newest = search(varied, "rises OR storm"), search(varied, "rises OR storm", sort="newest")
    assert [hit.quote.id for hit in answer.hits] == [hit.quote.id for hit in newest.hits]
    assert "of more than 0 matches the newest come first" in answer.notes


@pytest.mark.parametrize("query", ["tide", "tide lang:en"])
def test_what_can_all_be_ranked_is_in_the_same_order_however_it_is_found(
    varied: Database, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    ranked = list_ids(varied, query, limit=60)
    monkeypatch.setattr(ranked_pages, "RANKED_AT_ONCE", 0)
    monkeypatch.setattr(ranked_pages, "MOST_BEST", 40)
    assert [id_ for at in (0, 20, 40) for id_ in list_ids(varied, query, offset=at)] == ranked
    assert not [note for note in search(varied, query).notes if "come first" in note]


@pytest.mark.usefixtures("all_are_many")
@pytest.mark.parametrize("query", ["ti*", "the tide", '"the tide"', "NEAR(the tide, 3)", "*tid*"])
def test_other_queries_of_very_many_matches_show_the_newest_first(varied: Database, query: str) -> None:
    answer = search(varied, query)
    assert [hit.quote.id for hit in answer.hits] == [hit.quote.id for hit in search(varied, query, sort="newest").hits]
