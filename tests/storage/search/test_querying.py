"""What a person types is understood, and what cannot be used is named."""

from __future__ import annotations

import pytest

from storage.search.compiling import express
from storage.search.querying import MOST_TERMS, read_query, tokenize
from storage.search.tree import And, Filter, Near, Node, Not, Or, Words, list_filters


def write(node: Node | None) -> str:
    """Write a tree in one line."""
    match node:
        case None:
            return ""
        case Words(term):
            return f"*{term.tokens[0]}*" if term.inside else term.expression
        case Near():
            return express(node) or ""
        case Filter(field, value):
            return f"{field}={value}"
        case And(parts):
            return f"({' & '.join(map(write, parts))})"
        case Or(parts):
            return f"({' | '.join(map(write, parts))})"
        case Not(part):
            return f"!{write(part)}"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("peace now", '("peace" & "now")'),
        ('"peace now"', '"peace now"'),
        ("„peace now“ «war»", '("peace now" & "war")'),
        ("peace OR war now", '(("peace" | "war") & "now")'),
        ("peace | war", '("peace" | "war")'),
        ("peace|war", '("peace" | "war")'),
        ('"peace now"|war', '("peace now" | "war")'),
        ("peace AND war", '("peace" & "war")'),
        ("a AND b OR c AND d", '(("a" & "b") | ("c" & "d"))'),
        ("(peace OR war) AND (truce OR treaty)", '(("peace" | "war") & ("truce" | "treaty"))'),
        ("peace -war", '("peace" & !"war")'),
        ("peace NOT war NOT strife", '("peace" & !"war" & !"strife")'),
        ("peace -(war OR strife)", '("peace" & !("war" | "strife"))'),
        ("peace OR -war", '("peace" | !"war")'),
        ("-(-peace)", '"peace"'),
        ("secur*", '"secur"*'),
        ("peace OR *karab*", '("peace" | *karab*)'),
        ("cease-fire", '("cease fire" OR "ceasefire")'),
        ("#Artsakh @NikolPashinyan", '("artsakh" & "nikolpashinyan")'),
        ("#StopTheWar", '("stopthewar" OR "stop the war")'),
        ("cease-fir*", '("cease fir"* OR "ceasefir"*)'),
        ("Əliyev ALİYEV", '("aliyev" & "aliyev")'),
        ("和平", '"和 平"'),
        ("U.S.", '"u s"'),
        ("US", '"u s"'),
        ("us", '"us"'),
        ("TELL US", '("tell" & "us")'),
        ('"US troops"', '("us troops" OR "u s troops")'),
        ("AND OR NOT", ""),
        ("OR peace", '"peace"'),
        ("peace OR", '"peace"'),
        ("don't", '("don t" OR "dont")'),
        ("NEAR(peace war, 3)", 'NEAR("peace" "war", 3)'),
        ("NEAR/3(peace war)", 'NEAR("peace" "war", 3)'),
        ("peace NEAR/3 war", 'NEAR("peace" "war", 3)'),
        ("NEAR(peace war)", 'NEAR("peace" "war", 10)'),
        ("-NEAR(peace war) treaty", '(!NEAR("peace" "war", 10) & "treaty")'),
        ("speaker:A OR speaker:B", "(speaker=A | speaker=B)"),
        ('speaker:(A OR "B C")', "(speaker=A | speaker=B C)"),
        ('"fake news" -speaker:Trump', '("fake news" & !speaker=Trump)'),
        ('speaker:"Ilham Aliyev" lang:en', "(speaker=Ilham Aliyev & language=en)"),
        ("peace speaker:", '"peace"'),
        ("office: peace", '"peace"'),
        ("(speaker:) peace", '"peace"'),
        ("peace peace war peace", '("peace" & "war")'),
        ("peace OR peace", '"peace"'),
        ("(peace since:2020)|(war before:2019)", '(("peace" & since=2020) | ("war" & before=2019))'),
    ],
)
def test_a_query_becomes_a_tree(text: str, tree: str) -> None:
    assert write(read_query(text).tree) == tree


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("NEAR(peace", "bracket of NEAR is not closed"),
        ("peace NEAR", "NEAR needs words on both sides"),
        ("(peace OR war", "a bracket is not closed"),
        ("peace) war", "closed that was never opened"),
        ('peace "and war', "is not closed"),
        ("peace ☮", "holds no letter"),
        ('peace "☮"', "holds no letter"),
        ("s*", "at least 2 letters"),
        ("*ab*", "at least 3 letters"),
        ("*", "a star needs"),
        ('speaker:"" peace', "names nothing"),
        ("speaker: peace", "speaker: names nothing"),
        ("before: after: on: peace", "on: names nothing"),
        ("speaker:'' peace", "speaker:'' names nothing"),
        ("NEAR(peace *war*)", "cannot stand in NEAR"),
        ("NEAR(peace OR war)", "NEAR takes words and phrases only"),
        ("(" * 60 + "peace", "brackets inside 40 others"),
    ],
)
def test_what_cannot_be_used_is_named(text: str, noted: str) -> None:
    assert any(noted in note for note in read_query(text).notes), read_query(text).notes


@pytest.mark.parametrize(
    "text",
    ["peace", "peace, and war.", "«peace»", "cease-fire", "peace -war", "secur*", "*karab*", "U.S.", "?", "(peace|war) -x"],
)
def test_usual_queries_need_no_note(text: str) -> None:
    assert read_query(text).notes == ()


def test_filters_stand_in_the_query() -> None:
    tree = read_query('speaker:"Ilham Aliyev" since:2020-10 lang:en Peace as-of:2021').tree
    assert tree is not None
    found = [(asked.field, asked.value) for asked in list_filters(tree)]
    assert found == [("speaker", "Ilham Aliyev"), ("since", "2020-10"), ("language", "en"), ("as_of", "2021")]


def test_an_address_is_words_not_a_filter() -> None:
    assert write(read_query("https://example.gov/a").tree) == '"https example gov a"'


def test_more_terms_than_are_looked_for_are_counted() -> None:
    query = read_query(" ".join(f"w{n}" for n in range(MOST_TERMS + 3)))
    assert len(query.terms) == MOST_TERMS
    assert any("3 more are left out" in note for note in query.notes)


def test_tokens_are_those_of_the_index() -> None:
    assert tokenize("The U.S.-led «Fire», #Stop") == ("the", "u", "s", "led", "fire", "stop")
