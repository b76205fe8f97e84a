"""What a person types is understood, and what cannot be used is named."""

from __future__ import annotations

import pytest

from storage.search.querying import MOST_TERMS, read_query, tokenize


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("peace now", '"peace" AND "now"'),
        ('"peace now"', '"peace now"'),
        ("„peace now“ «war»", '"peace now" AND "war"'),
        ("peace OR war now", '("peace" OR "war") AND "now"'),
        ("peace | war", '("peace" OR "war")'),
        ("peace AND war", '"peace" AND "war"'),
        ("peace -war", '("peace") NOT "war"'),
        ("peace NOT war NOT strife", '("peace") NOT ("war" OR "strife")'),
        ("secur*", '"secur"*'),
        ("cease-fire", '("cease fire" OR "ceasefire")'),
        ("#Artsakh @NikolPashinyan", '"artsakh" AND "nikolpashinyan"'),
        ("#StopTheWar", '("stopthewar" OR "stop the war")'),
        ("cease-fir*", '("cease fir"* OR "ceasefir"*)'),
        ("Əliyev ALİYEV", '"aliyev" AND "aliyev"'),
        ("和平", '"和 平"'),
        ("AND OR NOT", None),
        ("OR peace", '"peace"'),
        ("don't", '("don t" OR "dont")'),
    ],
)
def test_words_become_an_expression_of_quoted_tokens(text: str, expression: str | None) -> None:
    assert read_query(text).expression == expression


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("NEAR(peace war)", "NEAR cannot be used"),
        ("(peace OR war)", "brackets cannot be used"),
        ('peace "and war', "is not closed"),
        ("peace ☮", "holds no letter"),
        ("s*", "at least 2 letters"),
        ("*ab*", "at least 3 letters"),
        ("-war", "needs something to look for"),
        ("*", "a star needs"),
        ("peace OR *karab*", "cannot stand beside OR"),
    ],
)
def test_what_cannot_be_used_is_named(text: str, noted: str) -> None:
    assert any(noted in note for note in read_query(text).notes), read_query(text).notes


@pytest.mark.parametrize(
    "text", ["peace", "peace, and war.", "«peace»", "cease-fire", "peace -war", "secur*", "*karab*", "U.S.", "?"]
)
def test_usual_queries_need_no_note(text: str) -> None:
    assert read_query(text).notes == ()


def test_filters_stand_in_the_query() -> None:
    query = read_query('speaker:"Ilham Aliyev" since:2020-10 lang:en Peace as-of:2021')
    assert query.filters == (("speaker", "Ilham Aliyev"), ("since", "2020-10"), ("language", "en"), ("as_of", "2021"))
    assert query.expression == '"peace"'


def test_an_address_is_words_not_a_filter() -> None:
    query = read_query("https://example.gov/a")
    assert query.filters == ()
    assert query.expression == '"https example gov a"'


def test_parts_of_words_are_apart_from_words() -> None:
    query = read_query("peace *vertrag*")
    assert (query.expression, query.insides) == ('"peace"', ("vertrag",))


def test_more_terms_than_are_looked_for_are_counted() -> None:
    query = read_query(" ".join(f"w{n}" for n in range(MOST_TERMS + 3)))
    assert len(query.terms) == MOST_TERMS
    assert any("3 more are left out" in note for note in query.notes)


def test_tokens_are_those_of_the_index() -> None:
    assert tokenize("The U.S.-led «Fire», #Stop") == ("the", "u", "s", "led", "fire", "stop")
