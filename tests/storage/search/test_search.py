"""Search finds what officials said however it is typed, narrows it, and says what was not looked at."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlite_utils import Database

from storage.loading.load import load_roster, load_sources
from storage.model import DocumentKind, Occupancy, Person, Position
from storage.model.findings import SearchAnswer
from storage.search import search as searching
from storage.search.filtering import Filters
from storage.search.search import search
from tests.showing import show
from tests.storage.lines import NOON, SampleSource, load, make_capture, make_document, make_line, make_page

TEXTS = {
    "a": "We call for an immediate cease-fire in Nagorno-Karabakh.",
    "b": "The ceasefire must hold. #StopArmenianAggression",
    "c": "Երևան will not yield.",
    "d": "President Əliyev spoke in Şuşa.",
    "e": "双方应立即停火。",
    "f": "Der Friedensvertrag liegt vor.",
    "g": "O'Brien met the foreign minister.",
    "h": "They must stop Armenian aggression.",
}


@pytest.fixture
def filled(db: Database) -> Database:
    load(db, *(make_page(f"https://example.gov/{name}", text, offset=n * 100) for n, (name, text) in enumerate(TEXTS.items())))
    return db


def found(answer: SearchAnswer) -> set[str]:
    return {str(hit.document.url).removeprefix("https://example.gov/") for hit in answer.hits}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ceasefire", {"a", "b"}),
        ("cease-fire", {"a", "b"}),
        ("Cease–Fire", {"a", "b"}),
        ("nagorno karabakh", {"a"}),
        ('"immediate cease-fire"', {"a"}),
        ('"cease-fire immediate"', set()),
        ("stop armenian aggression", {"b", "h"}),
        ("#StopArmenianAggression", {"b", "h"}),
        ("երեւան", {"c"}),
        ("ԵՐԵՎԱՆ", {"c"}),
        ("Aliyev", {"d"}),
        ("Susa", {"d"}),
        ("停火", {"e"}),
        ("火停", set()),
        ("*vertrag*", {"f"}),
        ("frieden*", {"f"}),
        ('"immediate cease-fi"*', {"a"}),
        ('"minister"*', {"g"}),
        ("obrien", {"g"}),
        ("O’Brien", {"g"}),
        ("hold OR yield", {"b", "c"}),
        ("ceasefire -hold", {"a"}),
        ("*cease* -hold", {"a"}),
        ("must must", {"b", "h"}),
    ],
)
def test_words_are_found_however_they_are_written(filled: Database, query: str, expected: set[str]) -> None:
    answer = search(filled, query)
    assert found(answer) == expected
    assert answer.total == len(expected)


def test_a_hit_is_a_quote_with_its_document_and_snippet(filled: Database) -> None:
    [hit] = search(filled, "immediate").hits
    assert hit.quote.exact == hit.snippet == TEXTS["a"]
    assert [hit.snippet[start:end] for start, end in hit.highlights] == ["immediate"]
    assert (hit.source, hit.document.title) == ("samples", "Sample statement")
    assert hit.published.value == "2020-10-27"
    assert hit.quote.said.earliest == datetime(2020, 10, 27, tzinfo=UTC)


def test_a_long_quote_is_cut_around_what_was_found(db: Database) -> None:
    text = "so " * 300 + "peace at last " + "and so on " * 100
    load(db, make_page("https://example.gov/long", text.strip()))
    [hit] = search(db, "peace last").hits
    assert len(hit.snippet) < 260
    assert hit.snippet.startswith("… ")
    assert hit.snippet.endswith(" …")
    assert [hit.snippet[start:end] for start, end in hit.highlights] == ["peace", "last"]


@pytest.mark.parametrize(
    ("query", "shown"), [("#StopArmenianAggression", "stop Armenian aggression"), ("ceasefire", "cease-fire")]
)
def test_other_ways_to_write_a_word_are_highlighted(filled: Database, query: str, shown: str) -> None:
    spans = [hit.snippet[start:end] for hit in search(filled, query).hits for start, end in hit.highlights]
    assert shown in spans


def test_nothing_found_names_the_missing_word_and_what_is_covered(filled: Database) -> None:
    notes = search(filled, "ceasefire zeppelin").notes
    assert "no quote holds 'zeppelin'" in notes
    assert "samples: 8 documents of 2020-10-27 to 2020-10-27, last fetched well on 2020-10-27" in notes


def test_a_date_that_no_quote_holds_is_answered_with_its_filter(filled: Database) -> None:
    assert any("on:2020-10 finds what was said then" in note for note in search(filled, "2020-10").notes)


def test_coverage_of_a_chosen_source_only(filled: Database) -> None:
    load_sources(filled, [SampleSource(id="silent"), SampleSource(id="samples")])
    notes = search(filled, "peace", filters=Filters(source="silent")).notes
    assert "nothing is held of silent" in notes
    assert not any("samples" in note for note in notes)


def test_many_sources_of_which_nothing_is_held_are_counted(filled: Database) -> None:
    load_sources(filled, [SampleSource(id=f"silent{n}") for n in range(7)])
    assert "nothing is held of 7 more sources that are declared" in search(filled, "zeppelin").notes


@pytest.mark.parametrize("query", ["☮", "( )", "OR", '"', "*"])
def test_a_query_of_nothing_finds_nothing_and_says_so(filled: Database, query: str) -> None:
    answer = search(filled, query)
    assert (answer.total, answer.hits) == (0, ())
    assert "the query contains no searchable term" in answer.notes


def test_an_empty_query_lists_the_newest(filled: Database) -> None:
    load(filled, make_page("https://example.gov/new", "Later.", published="2020-11-01", warc="b.warc.gz"), warc="b.warc.gz")
    answer = search(filled, "", limit=2)
    assert answer.total == 9
    assert answer.hits[0].quote.exact == "Later."


def test_pages_of_hits_follow_one_another(filled: Database) -> None:
    whole = [hit.quote.id for hit in search(filled, "", limit=100).hits]
    paged = [hit.quote.id for offset in range(0, 9, 3) for hit in search(filled, "", limit=3, offset=offset).hits]
    assert paged == whole


# --------------------------------------------------------------------------------------------------- filters


@pytest.fixture
def spoken(db: Database) -> Database:
    people = [
        Person(id="ilham-aliyev", name="Ilham Aliyev", kind="person", aliases=("Əliyev", "President Aliyev")),
        Person(id="zohrab-mnatsakanyan", name="Zohrab Mnatsakanyan", kind="person"),
    ]
    office = Position(id="am-fm", name="Foreign Minister of Armenia", organisation=None, titles=("Armenian Foreign Minister",))
    held = Occupancy(
        person="zohrab-mnatsakanyan", position="am-fm", since=date(2018, 5, 12), until=date(2020, 11, 18), known_from="sample"
    )
    load_roster(db, people, [office], [held])
    speakers = {
        "a": {"speaker": "Ilham Aliyev", "speaker_id": "ilham-aliyev"},
        "b": {"speaker": "Zohrab Mnatsakanyan", "speaker_id": "zohrab-mnatsakanyan"},
        "c": {"speaker": "Leila Abdullayeva"},
    }
    days = {"a": "2020-10-01", "b": "2020-10-27", "c": None}
    load(
        db,
        *(
            make_page(f"https://example.gov/{name}", f"Peace, says {name}.", published=days[name], quote=quote, offset=n * 100)
            for n, (name, quote) in enumerate(speakers.items())
        ),
    )
    return db


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        ("Ilham Aliyev", {"a"}),
        ("ilham-aliyev", {"a"}),
        ("ƏLIYEV", {"a"}),
        ("aliyev", {"a"}),
        ("Armenian Foreign Minister", {"b"}),
        ("am-fm", {"b"}),
        ("abdullayeva", {"c"}),
        ("Leila Abdullayeva", {"c"}),
    ],
)
def test_a_speaker_is_known_by_any_name_or_office(spoken: Database, speaker: str, expected: set[str]) -> None:
    assert found(search(spoken, "peace", filters=Filters(speaker=speaker))) == expected
    assert found(search(spoken, f'peace speaker:"{speaker}"')) == expected


def test_words_that_others_said_are_counted_where_a_filter_hides_them(spoken: Database) -> None:
    notes = search(spoken, "peace says b", filters=Filters(speaker="Aliyev")).notes
    assert "without the filters 1 match: Zohrab Mnatsakanyan (1)" in notes


def test_the_same_words_elsewhere_are_variants(db: Database) -> None:
    words = "There is no military solution to this conflict."
    load(db, make_page("https://example.gov/a", words), make_page("https://example.gov/b", f"“{words}”", offset=100))
    first, second = search(db, "military solution").hits
    assert [each.variants.named[0].id for each in (first, second)] == [second.quote.id, first.quote.id]
    assert [each.id for each in show(db, first.quote.id).variants.named] == [second.quote.id]


@pytest.mark.parametrize("speaker", ["Mara Exemplar", "mara-exemplar", "Jan Sample", "Exemplar"])
def test_words_said_together_are_those_of_each_though_each_also_spoke_alone(db: Database, speaker: str) -> None:
    load_roster(db, [Person(id="mara-exemplar", name="Mara Exemplar", kind="person")], [], [])
    said = ("Jan Sample, Mara Exemplar", "Mara Exemplar", "Jan Sample", "Jan Sampleson, Anna Other")
    pages = [
        make_page(f"https://example.gov/{n}", "Peace.", quote={"speaker": by}, offset=n * 100) for n, by in enumerate(said)
    ]
    load(db, *pages)
    answer = search(db, "peace", filters=Filters(speaker=speaker))
    assert found(answer) == {"0", "2" if speaker == "Jan Sample" else "1"}
    assert f"{speaker!r} stands for" in answer.notes[0]


def test_an_unknown_speaker_finds_nothing_and_names_the_nearest(spoken: Database) -> None:
    answer = search(spoken, "peace", filters=Filters(speaker="Ilham Aliev"))
    assert answer.total == 0
    assert any("Ilham Aliyev" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(since=date(2020, 10, 2)), {"b"}),
        (Filters(until=date(2020, 10, 1)), {"a"}),
        (Filters(since=date(2020, 10, 1), until=date(2020, 10, 27)), {"a", "b"}),
        (Filters(kind="statement"), {"a", "b", "c"}),
        (Filters(kind="direct"), set()),
        (Filters(language="en"), {"a", "b", "c"}),
        (Filters(language="hy"), set()),
        (Filters(source="samples"), {"a", "b", "c"}),
        (Filters(source="elsewhere"), set()),
    ],
)
def test_filters_narrow(spoken: Database, filters: Filters, expected: set[str]) -> None:
    assert found(search(spoken, "peace", filters=filters)) == expected


def test_words_can_be_left_out_of_what_a_filter_lists(spoken: Database) -> None:
    assert found(search(spoken, "-a source:samples")) == {"b", "c"}
    assert found(search(spoken, "-*says* source:samples")) == set()


def test_quotes_without_a_date_are_left_out_of_a_span_and_counted(spoken: Database) -> None:
    assert "1 more without a date is left out" in search(spoken, "peace", filters=Filters(since=date(2020, 1, 1))).notes


def test_a_year_in_the_query_is_a_span(spoken: Database) -> None:
    assert found(search(spoken, "peace since:2020 until:2020-10")) == {"a", "b"}


@pytest.mark.parametrize("query", ["peace since:soon", "peace until:2020-13", "peace kind:song", "peace source:nowhere"])
def test_a_filter_that_cannot_be_used_is_named(spoken: Database, query: str) -> None:
    _, value = query.split(":")
    assert any(value in note for note in search(spoken, query).notes)


# ---------------------------------------------------------------------------------------------------- history


def test_search_sees_the_newest_text_and_as_of_an_earlier_one(db: Database) -> None:
    url = "https://example.gov/a"
    first, second = make_page(url, "Peace now."), make_page(url, "War now.", at=NOON + timedelta(days=2), offset=100)
    load(db, first, second)
    assert [hit.quote.exact for hit in search(db, "now").hits] == ["War now."]
    assert [hit.quote.exact for hit in search(db, "now", filters=Filters(as_of=date(2020, 10, 28))).hits] == ["Peace now."]
    assert search(db, "now", filters=Filters(as_of=date(2020, 10, 26))).total == 0
    assert "the first capture is of 2020-10-27; nothing stood as of 2020-10-26" in search(db, "now as-of:2020-10-26").notes
    gone = search(db, "peace")
    assert gone.total == 0
    assert any("earlier versions" in note for note in gone.notes)


def test_the_better_parser_is_what_search_sees(db: Database) -> None:
    capture = make_capture("https://example.gov/a", "Peace. Menu")
    load(db, make_line(capture, make_document("https://example.gov/a", "Peace.\nMenu")))
    load(db, make_line(capture, make_document("https://example.gov/a", "Peace."), code_version="test-2"), run="run-2")
    assert search(db, "menu").total == 0
    assert search(db, "peace").total == 1


def test_of_very_common_words_the_best_come_first(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_RANKED", 1)
    answer = search(filled, "the")
    assert found(answer) == {"b", "g"}
    assert any("of the best come first, then the newest" in note for note in answer.notes)


@pytest.mark.parametrize(("most", "ranked"), [(2, False), (3, True)])
def test_up_to_a_number_of_matches_are_ranked(db: Database, monkeypatch: pytest.MonkeyPatch, most: int, ranked: bool) -> None:
    monkeypatch.setattr(searching, "MOST_RANKED", most)
    monkeypatch.setattr(searching, "MOST_PHRASES_RANKED", most)
    load(
        db,
        make_page("https://example.gov/a", "Peace talks.\nPeace talks and more of them.\nPeace talks and other talks again."),
    )
    for query in ("peace", '"peace talks"'):
        notes = search(db, query).notes
        assert any("come first" in note for note in notes) is not ranked, query
    assert any("not counted further" in note for note in search(db, '"peace talks"').notes) is not ranked
    assert search(db, '"peace talks"').total == most


def test_many_matches_of_a_phrase_come_newest_first(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_PHRASES_RANKED", 1)
    days = {"a": "2020-10-27", "b": "2020-12-01", "c": None, "d": "2020-10-28", "e": "2019-01-01"}
    for number, (name, published) in enumerate(days.items()):
        page = make_page(f"https://example.gov/{name}", "No peace talks.", offset=number * 100, published=published)
        load(db, page, run=f"run-{number}")
    expected = ["b", "d", "a", "e", "c"]
    for limit in range(1, 6):
        for offset in range(6 - limit):
            hits = search(db, '"peace talks"', limit=limit, offset=offset, sort="newest").hits
            assert [str(hit.document.url)[-1] for hit in hits] == expected[offset : offset + limit]


def test_what_a_document_showed_before_is_no_match_of_its_month(db: Database) -> None:
    url = "https://example.gov/a"
    for number, published in enumerate(("2019-01-01", "2020-10-27")):
        text = "Peace at last." + "\nNow." * number
        page = make_page(url, text, at=NOON + timedelta(days=number), offset=number * 100, published=published)
        load(db, page, run=f"run-{number}", warc=f"{number}.warc.gz")
    assert search(db, "peace on:2019-01").total == 0
    assert search(db, "peace on:2020-10").total == 1
    assert search(db, f"peace on:2019-01 as-of:{NOON.date()}").total == 1


def test_a_better_match_comes_first(db: Database) -> None:
    load(db, make_page("https://example.gov/a", "Peace and many other words beside it that dilute the one looked for.\nPeace."))
    assert search(db, "peace").hits[0].quote.exact == "Peace."


def test_the_kind_of_a_document_narrows(db: Database) -> None:
    load(db, make_page("https://example.gov/a", "Peace.", kind=DocumentKind.READOUT))
    assert search(db, "kind:readout").total == 1
    assert search(db, "kind:own").total == 1
    assert search(db, "kind:speech").total == 0
