"""Words that changed places with each other: the words are all there, what they say is not."""

from __future__ import annotations

import pytest

from pipeline.stages.sameness import Kind, TextVerdict
from pipeline.stages.sameness.exchanges import _find_turn
from tests.words import compare


@pytest.mark.parametrize(
    ("stored", "other", "kind"),
    [
        ("Armenia attacked Azerbaijan on Monday.", "Azerbaijan attacked Armenia on Monday.", Kind.NAME),
        ("Today Armenia Has Attacked Azerbaijan Again", "Today Azerbaijan Has Attacked Armenia Again", Kind.NAME),
        ("We heard that Sampleton has sued Mustermann.", "We heard that Mustermann has sued Sampleton.", Kind.NAME),
        ("South Korea warned Japan on Monday.", "Japan warned South Korea on Monday.", Kind.NAME),
        ("On Monday Japan warned South Korea again.", "On Monday South Korea warned Japan again.", Kind.NAME),
        (
            "On Monday the Republic of South Korea sued the Republic of North Macedonia again.",
            "On Monday the Republic of North Macedonia sued the Republic of South Korea again.",
            Kind.NAME,
        ),
        ("Poland will support Latvia if it is asked to.", "Latvia will support Poland if it is asked to.", Kind.NAME),
        ("The price rose from 5 to 7 dollars.", "The price rose from 7 to 5 dollars.", Kind.NUMBER),
        ("Not on Monday but on Friday we vote.", "Not on Friday but on Monday we vote.", Kind.DATE),
        ("中国支持美国的提案。", "美国支持中国的提案。", Kind.NAME),
    ],
)
def test_facts_that_changed_places_are_altered_and_material(stored: str, other: str, kind: Kind) -> None:
    found = compare(stored, other)
    assert (found.wording, found.material) == (TextVerdict.ALTERED, True)
    assert {change.kind for change in found.diff} == {kind}
    assert {change.note for change in found.diff} == {"changed places"}


def test_the_difference_names_who_stands_where() -> None:
    found = compare("Armenia attacked Azerbaijan on Monday.", "Azerbaijan attacked Armenia on Monday.")
    assert [(change.stored, change.other) for change in found.diff] == [("Armenia", "Azerbaijan"), ("Azerbaijan", "Armenia")]


@pytest.mark.parametrize(
    ("stored", "other"),
    [
        ("We will visit Poland and Latvia this year.", "We will visit Latvia and Poland this year."),
        ("Either Poland or Latvia will host it.", "Either Latvia or Poland will host it."),
        ("Suomi ja Ruotsi isännöivät kokousta ensi vuonna.", "Ruotsi ja Suomi isännöivät kokousta ensi vuonna."),
        ("We met the leaders of Poland, Latvia and Malta today.", "We met the leaders of Malta, Latvia and Poland today."),
        ("It was held in Brussels in May with all of them.", "It was held in May in Brussels with all of them."),
        ("We work hard and learn a lot.", "We learn hard and work a lot."),
    ],
)
def test_what_may_stand_in_either_order_is_not_material(stored: str, other: str) -> None:
    assert not compare(stored, other).material


def test_other_words_between_exchanged_names_are_told_as_well() -> None:
    found = compare("Armenia never attacked Azerbaijan on Monday.", "Azerbaijan attacked Armenia on Friday.")
    assert found.material
    assert found.wording in (TextVerdict.ALTERED, TextVerdict.DIFFERENT)


def test_a_negation_that_changed_places_stays_material() -> None:
    stored = "We work without rest to bring results, and some try in vain to take them apart with us."
    found = compare(stored, stored.replace("without", "x").replace("with us", "without us").replace("x", "with"))
    assert (found.wording, found.material) == (TextVerdict.ALTERED, True)
    assert Kind.NEGATION in {change.kind for change in found.diff}


@pytest.mark.parametrize(
    ("first", "second"),
    [("A day for all.", "I do not forget you."), ("Back soon, Virginia.", "#TidePride"), ("@harbour", "See you there.")],
)
def test_sentences_and_signs_that_changed_places_are_stitched(first: str, second: str) -> None:
    middle = "We are going to open the harbour again, with all that belongs to it, before the spring comes."
    found = compare(f"{first} {middle} {second}", f"{second} {middle} {first}")
    assert (found.wording, found.material) == (TextVerdict.STITCHED, False)


def test_words_that_came_in_beside_an_exchange_are_not_lost_from_the_difference() -> None:
    found = compare("Armenia attacked Azerbaijan on Monday.", "Azerbaijan attacked Armenia, we heard it said, on Monday.")
    assert found.material
    assert "we heard it said" in " ".join(change.other for change in found.diff)


def test_lines_that_changed_places_are_no_exchange_of_the_names_in_them() -> None:
    lines = ["Long live the president Mara Ilves!", "Long live Vell, long live Vell, long live Vell!"]
    assert compare("\n".join(lines), "\n".join(reversed(lines))).wording is TextVerdict.STITCHED


@pytest.mark.parametrize("pattern", ["On Monday {0} warned {1} again.", "On Monday {0} has warned {1} again."])
def test_names_of_up_to_six_words_are_exchanged_and_longer_passages_are_moved(pattern: str) -> None:
    six = "Alpha Bravo Charlie Delta Echo Foxtrot"
    exchanged = compare(pattern.format(six, "Japan"), pattern.format("Japan", six))
    assert (exchanged.wording, exchanged.material) == (TextVerdict.ALTERED, True)
    moved = compare(pattern.format(f"{six} Golf", "Japan"), pattern.format("Japan", f"{six} Golf"))
    assert (moved.wording, moved.material) == (TextVerdict.STITCHED, False)


def test_a_whole_sentence_may_stand_anywhere_so_that_nothing_changed_places_with_it() -> None:
    found = compare("We said it. No! 5 Latvia Yes. 5 Latvia on the day.", "We said it. Latvia Yes. 5 No! 5 Latvia on the day.")
    assert "changed places" not in {change.note for change in found.diff}


@pytest.mark.parametrize(
    ("leading", "trailing", "size"), [("abc", "bca", 1), ("abc", "cab", 2), ("abc", "acb", 0), ("a", "a", 0)]
)
def test_words_that_lead_stand_behind_the_others_where_they_trail(leading: str, trailing: str, size: int) -> None:
    assert _find_turn(tuple(leading), tuple(trailing)) == size
