"""The query language on an archive: compounds, names, offices, who relays, days, addresses, and what absence means."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlite_utils import Database

from storage.loading.load import load_roster
from storage.model import DocumentKind, Occupancy, Person, Position, Post, PostKind
from storage.model.findings import SearchAnswer
from storage.reading.show import show
from storage.search import search as searching
from storage.search.filtering import Filters
from storage.search.search import search
from tests.storage.lines import NOON, load, make_page


def found(answer: SearchAnswer) -> set[str]:
    return {str(hit.document.url).removeprefix("https://example.gov/") for hit in answer.hits}


def said(answer: SearchAnswer, text: str) -> bool:
    return any(text in note for note in answer.notes)


def fill(db: Database, *pages: tuple[str, dict[str, Any]]) -> None:
    """Load pages named a, b, c, …"""
    names = "abcdefghijklmnop"
    load(
        db,
        *(make_page(f"https://example.gov/{names[n]}", text, offset=n * 100, **about) for n, (text, about) in enumerate(pages)),
    )


# ------------------------------------------------------------------------------------------------ compounds


@pytest.fixture
def truces(db: Database) -> Database:
    fill(
        db,
        ("A ceasefire holds.", {}),
        ("The cease-fire holds.", {}),
        ("They cease fire today.", {}),
        ("They cease to open fire.", {}),
        ("The immediate cease fire holds. #PeaceTalks", {}),
        ("Peace after long talks.", {}),
    )
    return db


@pytest.mark.parametrize("query", ["ceasefire", "cease-fire", "cease fire", "Cease Fire", '"cease fire"', '"ceasefire"'])
def test_a_compound_is_found_however_it_is_written(truces: Database, query: str) -> None:
    assert found(search(truces, query)) == {"a", "b", "c", "e"}


def test_that_two_words_are_read_as_one_is_said(truces: Database) -> None:
    assert said(search(truces, "cease fire"), "also written ceasefire")
    assert found(search(truces, "cease AND fire")) == {"a", "b", "c", "e"}


def test_a_compound_inside_a_phrase(truces: Database) -> None:
    assert found(search(truces, '"immediate ceasefire"')) == {"e"}


def test_words_that_only_a_hashtag_joins_stay_two_words(truces: Database) -> None:
    assert found(search(truces, "peace talks")) == {"e", "f"}


@pytest.mark.parametrize("query", ["U.S.", "US", "U.S"])
def test_an_abbreviation_is_found_with_and_without_points(db: Database, query: str) -> None:
    fill(db, ("The U.S. agrees.", {}), ("The US agrees.", {}), ("They told us.", {}), ("US-led talks", {}))
    assert found(search(db, query)) == {"a", "b", "d"}


def test_capitals_that_no_quote_holds_as_an_abbreviation_are_a_word(db: Database) -> None:
    fill(db, ("Barış ve ışık.", {}), ("NATO met.", {}))
    answer = search(db, "IŞIK")
    assert found(answer) == {"a"}
    assert said(answer, "no quote holds IŞIK as an abbreviation")
    assert found(search(db, "NATO")) == {"b"}
    assert not said(search(db, "NATO"), "abbreviation")


def test_small_letters_find_abbreviations_too(db: Database) -> None:
    fill(db, ("The U.S. agrees.", {}), ("The US agrees.", {}), ("They told us.", {}))
    assert found(search(db, "us")) == {"a", "b", "c"}


# ---------------------------------------------------------------------------------------------------- names


@pytest.fixture
def spoken(db: Database) -> Database:
    people = [
        Person(id="mike-pompeo", name="Mike Pompeo", kind="person", aliases=("Майк Помпео", "蓬佩奥", "Secretary Pompeo")),
        Person(id="morgan-ortagus", name="Morgan Ortagus", kind="person"),
        Person(id="john-kerry", name="John Kerry", kind="person"),
    ]
    office = Position(id="us-state", name="Secretary of State", organisation=None, titles=("US Secretary of State",))
    held = [
        Occupancy(person="john-kerry", position="us-state", since=date(2013, 2, 1), until=date(2017, 1, 20), known_from="x"),
        Occupancy(person="mike-pompeo", position="us-state", since=date(2018, 4, 26), until=date(2021, 1, 20), known_from="x"),
    ]
    load_roster(db, people, [office], held)
    pompeo = {"speaker": "Mike Pompeo", "speaker_id": "mike-pompeo"}
    kerry = {"speaker": "John Kerry", "speaker_id": "john-kerry"}
    fill(
        db,
        ("Peace, says the secretary.", {"quote": pompeo, "published": "2020-10-27"}),
        ("Peace, says a private citizen.", {"quote": kerry, "published": "2020-10-27"}),
        ("Peace, says the senator.", {"quote": pompeo, "published": "2014-05-05"}),
        ("Peace, she reports.", {"quote": {**pompeo, "via": "Morgan Ortagus"}, "published": "2020-11-02"}),
        ("Помпео прибыл.", {"quote": {"speaker": "Mike Pompeo", "speaker_id": "mike-pompeo"}, "language": None}),
        ("蓬佩奥访问。", {"language": "zh"}),
        ("Pompeo arrived.", {}),
    )
    return db


@pytest.mark.parametrize("query", ["Pompeo", "pompeo", "Помпео", "蓬佩奥"])
def test_a_name_of_the_roster_is_found_in_all_scripts(spoken: Database, query: str) -> None:
    answer = search(spoken, query)
    assert found(answer) == {"e", "f", "g"}
    assert said(answer, "name of the roster")


@pytest.mark.parametrize("speaker", ["Помпьео", "Mike Pommpeo"])
def test_a_name_is_known_without_signs_of_softness_and_doubled_letters(spoken: Database, speaker: str) -> None:
    answer = search(spoken, f'peace speaker:"{speaker}"')
    assert found(answer) == {"a", "c", "d"}
    assert said(answer, "no speaker is known as")


def test_a_short_name_is_not_read_loosely(spoken: Database) -> None:
    assert search(spoken, "speaker:Kery").total == 1
    assert search(spoken, "speaker:Mikke").total == 4
    assert search(spoken, "speaker:Jon").total == 0


def test_an_office_means_its_holder_on_the_day(spoken: Database) -> None:
    answer = search(spoken, 'peace office:"US Secretary of State"')
    assert found(answer) == {"a", "d"}
    assert said(answer, "mike-pompeo (2018-04-26 to 2021-01-20)")
    assert found(search(spoken, "peace", filters=Filters(office="us-state"))) == {"a", "d"}
    assert found(search(spoken, "peace", filters=Filters(speaker="Secretary of State"))) == {"a", "d"}


def test_words_are_found_by_who_relays_them(spoken: Database) -> None:
    assert found(search(spoken, "via:Ortagus")) == {"d"}
    assert found(search(spoken, "peace", filters=Filters(via="morgan-ortagus"))) == {"d"}


def test_a_speaker_who_only_relays_is_found_and_labelled(spoken: Database) -> None:
    answer = search(spoken, "peace", filters=Filters(speaker="Ortagus"))
    assert found(answer) == {"d"}
    assert answer.hits[0].quote.via == "Morgan Ortagus"
    assert said(answer, "no words of 'Ortagus' are held; these are the words of others")


def test_unknown_languages_are_counted_where_a_language_is_asked(spoken: Database) -> None:
    answer = search(spoken, "speaker:Pompeo lang:en")
    assert found(answer) == {"a", "c", "d"}
    assert said(answer, "1 more of unknown language is left out")


# ----------------------------------------------------------------------------------------------------- sets


def test_without_a_speaker_is_the_rest(spoken: Database) -> None:
    assert found(search(spoken, "peace -speaker:Pompeo")) == {"b"}
    assert found(search(spoken, "peace speaker:Pompeo OR speaker:Kerry")) == {"a", "b", "c", "d"}
    assert found(search(spoken, "-peace")) == {"e", "f", "g"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("peace before:2020-10-27", {"c"}),
        ("peace after:2020-10", {"d"}),
        ("peace on:2020-10", {"a", "b"}),
        ("peace on:2020-10-27", {"a", "b"}),
        ("peace -on:2020", {"c"}),
        ("(senator OR reports) since:2014", {"c", "d"}),
        ("senator OR (peace since:2020-11)", {"c", "d"}),
    ],
)
def test_days_are_conditions_like_any_other(spoken: Database, query: str, expected: set[str]) -> None:
    assert found(search(spoken, query)) == expected


# ------------------------------------------------------------------------------------------------- absence


def test_absence_names_what_is_held_of_the_speaker_and_the_days(spoken: Database) -> None:
    answer = search(spoken, "zeppelin speaker:Kerry since:2020-11 until:2020-11")
    assert said(answer, "no quote holds 'zeppelin'")
    assert said(answer, "1 quote of 'Kerry' is held, said 2020-10; none from 2020-11-01 to 2020-11-30")
    assert said(answer, "1 document published from 2020-11-01 to 2020-11-30 is held")


def test_of_whom_nothing_is_held_is_said(spoken: Database) -> None:
    assert said(search(spoken, "zeppelin speaker:Ortagus"), "no words of 'Ortagus' are held")


def test_days_of_which_nothing_is_held_are_said(spoken: Database) -> None:
    assert said(search(spoken, "peace on:2016-03"), "no documents published from 2016-03-01 to 2016-03-31 are held")


def test_whose_the_hidden_matches_are(spoken: Database) -> None:
    assert said(search(spoken, "senator speaker:Kerry"), "without the filters 1 match: Mike Pompeo (1)")


def test_a_misspelt_word_is_answered_with_words_of_the_archive(spoken: Database) -> None:
    assert said(search(spoken, "secretery"), "did you mean secretary?")


# ---------------------------------------------------------------------------------------------------- as of


def test_what_a_page_showed_on_each_day(db: Database) -> None:
    url = "https://example.gov/a"
    versions = ["Peace now.", "War now.", "Peace now."]
    for number, text in enumerate(versions):
        line = make_page(url, text, at=NOON + timedelta(days=number * 10), offset=number * 100)
        load(db, line, run=f"run-{number}", warc=None)
    shown = {day: [hit.quote.exact for hit in search(db, f"now as-of:{day}").hits] for day in ("2020-10-26", "2020-10-30")}
    assert shown == {"2020-10-26": [], "2020-10-30": ["Peace now."]}
    assert [hit.quote.exact for hit in search(db, "now as-of:2020-11-10").hits] == ["War now."]
    assert [hit.quote.exact for hit in search(db, "now as-of:2020-12").hits] == ["Peace now."]


def test_an_older_capture_loaded_later_finds_its_place(db: Database) -> None:
    url = "https://example.gov/a"
    for number, (text, day) in enumerate([("War now.", 20), ("Peace now.", 0), ("War now.", 10)]):
        load(db, make_page(url, text, at=NOON + timedelta(days=day), offset=number * 100), run=f"run-{number}", warc=None)
    assert [hit.quote.exact for hit in search(db, "now as-of:2020-10-28").hits] == ["Peace now."]
    assert [hit.quote.exact for hit in search(db, "now as-of:2020-11-07").hits] == ["War now."]


def test_as_of_cannot_stand_inside_or(spoken: Database) -> None:
    assert said(search(spoken, "peace OR as-of:2020"), "cannot stand inside OR or NOT")


# ------------------------------------------------------------------------------------------------ addresses


@pytest.mark.parametrize(
    "typed",
    [
        "https://twitter.com/minister/status/1322000000000000001",
        "https://x.com/minister/status/1322000000000000001?s=20",
        "twitter.com/minister/status/1322000000000000001?s=20&t=abc",
        "mobile.twitter.com/minister/status/1322000000000000001",
    ],
)
def test_a_pasted_address_finds_its_document(db: Database, typed: str) -> None:
    url = "https://twitter.com/minister/status/1322000000000000001"
    load(db, make_page(url, "Peace now."), make_page("https://example.gov/b", "Peace later.", offset=100))
    assert [hit.quote.exact for hit in search(db, typed).hits] == ["Peace now."]
    assert show(db, typed).text == "Peace now."


def test_the_number_of_a_post_finds_it(db: Database) -> None:
    post = Post(platform="x", id="1322000000000000001", account="minister", author=None, kind=PostKind.ORIGINAL)
    load(db, make_page("https://x.com/minister/status/1322000000000000001", "Peace now.", kind=DocumentKind.POST, post=post))
    assert [hit.quote.exact for hit in search(db, "1322000000000000001").hits] == ["Peace now."]
    assert search(db, "https://x.com/i/status/1322000000000000001").total == 1
    assert search(db, "1322000000000000002").total == 0


# ----------------------------------------------------------------------------------------- order and limits


def test_the_oldest_first(spoken: Database) -> None:
    days = [str(hit.quote.said and hit.quote.said.value) for hit in search(spoken, "peace", sort="oldest").hits]
    assert days == sorted(days)


def test_a_search_without_time_says_so(spoken: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.search.limiting._STEPS", 1)
    answer = search(spoken, "peace", time_limit_s=0)
    assert answer.hits == ()
    assert said(answer, "cut short after 0 s")
    assert answer.cut_short is True
    assert searching.search(spoken, "peace").total == 4


TYPED = r"""
? * ** *** " "" \""" ' '' ( ) () )( (((( )))) - -- --- NOT OR AND NEAR NEAR( NEAR() NEAR(,5) -( -()
speaker: speaker:() speaker:(
speaker:" speaker:: since:0000 since:9999-99 until:2020-02-30 before:0001-01-01 after:9999-12-31 on: as-of:x -as-of:2020 lang:
kind:- source:% office:* via:NULL rowid:1 words:peace ^peace peace^2 🕊 http:// https://[ x.com/ 1322000000000000001 ﷺ İ ß
""".split()
HOSTILE = [
    *TYPED,
    "",
    " ",
    "NEAR/9999999(a b)",
    "NEAR(a, 99999999999999999999)",
    "a NEAR/3",
    "NEAR/0(a b)",
    "a OR",
    "OR a",
    "a | | b",
    "a || b && c",
    "NOT (OR)",
    "a;DROP TABLE quotes;--",
    "{a b}: c",
    "peace AND (war OR",
    "\x00",
    "peace\x00war",
    "\ud800",
    "\u202epeace",
    "\x1b[31mpeace",
    "a" * 100_000,
    "speaker:" + "%" * 100_000,
    "a " * 5_000,
    "(" * 5_000,
    "-" * 5_000,
    '"a" ' * 500,
    "a|" * 500,
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_no_hostile_query_is_an_error(spoken: Database, query: str) -> None:
    answer = search(spoken, query)
    assert answer.total >= len(answer.hits)
    assert all(len(note) < 600 for note in answer.notes)
