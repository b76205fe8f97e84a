"""A person's correction changes the date or the boundaries of the one quote it names, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.knowledge import BoundaryCorrection, DateCorrection, Knowledge
from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import correct, find_quotes
from pipeline.stages.quotes.correcting import find_bounds
from storage.model import Basis, Document, Precision, Quote
from tests.storage.lines import make_document

FOUND = date(2026, 11, 24)
WHY = "The rest is the reporter's."
TEXT = "Peace is near, said the envoy on Monday.\nWar is far. Peace is near, said the envoy on Monday.\nNothing else."


def make() -> Document:
    document = make_document("https://mfa.example/1", TEXT)
    quotes = tuple(replace(quote, speaker="Ilham Aliyev", speaker_id="ilham-aliyev") for quote in document.quotes)
    return replace(document, quotes=quotes)


def know(**corrections: Any) -> Knowledge:
    return replace(load_knowledge(), **corrections)


def bound(quote: Quote, document: Document, words: str) -> Knowledge:
    return know(boundaries=(BoundaryCorrection(quote=quote.id, document=document.id, words=words, found=FOUND, why=WHY),))


@pytest.mark.parametrize(
    ("said", "precision", "value"),
    [
        ("2020-10-26", Precision.DAY, "2020-10-26"),
        ("2020-10", Precision.MONTH, "2020-10"),
        ("26 October 2020", Precision.DAY, "2020-10-26"),
    ],
)
def test_a_date_is_set_in_its_own_precision_with_what_it_rests_on(said: str, precision: Precision, value: str) -> None:
    document = make()
    first, *others = document.quotes
    dates = (DateCorrection(quote=first.id, document=document.id, said=said, found=FOUND, why=WHY),)
    corrected = correct(document, know(dates=dates)).quotes
    when = corrected[0].said
    assert when is not None
    assert (when.value, when.precision, when.basis, when.raw) == (value, precision, Basis.CORRECTED, said)
    assert corrected[0].id == first.id
    assert list(corrected[1:]) == others


def test_the_office_is_that_of_the_corrected_day() -> None:
    document = make()
    dates = (DateCorrection(quote=document.quotes[0].id, document=document.id, said="2020-10-26", found=FOUND, why=WHY),)
    knowledge = know(dates=dates)
    corrected = correct(document, knowledge).quotes[0]
    held = next(each for each in knowledge.roster.occupancies if each.person == "ilham-aliyev")
    position = next(each for each in knowledge.roster.positions if each.id == held.position)
    assert corrected.office == position.name


def test_boundaries_are_moved_to_the_words_where_the_quote_stands() -> None:
    """The words stand twice in the text; the place that the quote overlaps is meant."""
    document = make()
    second = document.quotes[1]
    corrected = correct(document, bound(second, document, "Peace is near")).quotes[1]
    at = TEXT.rindex("Peace is near")
    assert (corrected.exact, corrected.start, corrected.end) == ("Peace is near", at, at + 13)
    assert corrected.exact == document.text[corrected.start : corrected.end]
    assert corrected.spans == ((at, at + 13),)
    assert (corrected.prefix, corrected.suffix) == (TEXT[max(0, at - 40) : at], TEXT[at + 13 : at + 53])
    assert corrected.id != second.id


def test_a_quote_can_be_made_longer_and_dated_under_its_old_id_or_its_new_one() -> None:
    document = make()
    last = document.quotes[2]
    longer = "on Monday.\nNothing else."
    knowledge = bound(last, document, longer)
    successor = correct(document, knowledge).quotes[2]
    assert successor.exact == longer
    for id_ in (last.id, successor.id):
        dates = (DateCorrection(quote=id_, document=document.id, said="2019", found=FOUND, why=WHY),)
        both = correct(document, replace(knowledge, dates=dates)).quotes[2]
        assert (both.id, both.said and both.said.value) == (successor.id, "2019")


def test_spans_of_a_divided_quote_are_kept_within_its_new_boundaries() -> None:
    text = "Peace, he said, is near today."
    plain = make_document("https://mfa.example/1", text)
    quote = replace(plain.quotes[0], exact=text, spans=((0, 6), (16, 30)), marked=((0, 6), (16, 30)))
    document = replace(plain, quotes=(quote,))
    corrected = correct(document, bound(quote, document, "Peace, he said, is near")).quotes[0]
    assert (corrected.spans, corrected.marked) == (((0, 6), (16, 23)), ((0, 6), (16, 23)))


@pytest.mark.parametrize("words", ["Peace is far", "Nothing else."])
def test_words_that_the_text_does_not_hold_at_the_quote_change_nothing(words: str) -> None:
    document = make()
    assert correct(document, bound(document.quotes[0], document, words)).quotes == document.quotes


def test_words_that_only_touch_a_quote_are_not_at_its_place_and_one_shared_letter_is() -> None:
    document = make()
    first = document.quotes[0]
    assert find_bounds(TEXT, first, TEXT[first.end : first.end + 8]) is None
    assert find_bounds(TEXT, first, TEXT[first.end - 1 : first.end + 8]) == (first.end - 1, first.end + 8)


def test_a_correction_of_another_document_changes_nothing() -> None:
    document = make()
    dates = (DateCorrection(quote=document.quotes[0].id, document="d_other", said="2019", found=FOUND, why=WHY),)
    knowledge = know(dates=dates)
    assert correct(document, knowledge) is document
    assert correct(find_quotes(document, knowledge, source=None), knowledge).id == document.id
