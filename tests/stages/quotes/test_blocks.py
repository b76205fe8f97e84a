"""What a page sets off as a quotation is given to whom the line before names, as far as the page sets it off and no further."""

from __future__ import annotations

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import find_quotes
from pipeline.stages.results import ParsedDocuments
from storage.model import Document, Polarity, Quote, QuoteKind, Response
from tests.words import parse

FIRST = "The road must be opened before winter, and we will help."
SECOND = "It is what people at the lake expect of us all."
AFTER = "The commission of both countries meets for the third time next week at the lake, as the minister announced in May."


def read(body: str) -> Document:
    html = (
        f"<html lang=en><head><title>Press release: the road | Ministry</title></head><body><main>{body}</main></body></html>"
    )
    response = Response(
        url="https://ministry.example/a",
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=html.encode(),
    )
    parsed = parse(response, source=None)
    assert isinstance(parsed, ParsedDocuments)
    return find_quotes(parsed.documents[0], load_knowledge())


def page(introduction: str, *blocks: str) -> str:
    quoted = "".join(f"<blockquote><p>{'</p><p>'.join(block.split('|'))}</p></blockquote>" for block in blocks)
    return f"<h1>Press release: the road</h1><p>{AFTER}</p><p>{introduction}</p>{quoted}<p>{AFTER.replace('May', 'June')}</p>"


def direct(document: Document) -> list[Quote]:
    return [quote for quote in document.quotes if quote.kind is QuoteKind.DIRECT]


INTRODUCED = {
    "two paragraphs of one block": page("Jane Sample, Director of Roads, said:", f"{FIRST}|{SECOND}"),
    "two blocks one after the other": page("Jane Sample, Director of Roads, said:", FIRST, SECOND),
}


@pytest.mark.parametrize("body", INTRODUCED.values(), ids=INTRODUCED.keys())
def test_all_that_is_set_off_is_one_quotation_of_whom_the_line_before_names(body: str) -> None:
    (quote,) = direct(read(body))
    assert quote.exact == f"{FIRST}\n\n{SECOND}"
    assert (quote.cue, quote.speaker) == ("said", "Jane Sample")
    assert quote.marked == ()


def test_words_set_off_are_not_taken_for_the_publisher_s_own() -> None:
    document = read(page("Jane Sample, Director of Roads, said:", FIRST))
    own = [quote.exact for quote in document.quotes if quote.kind is QuoteKind.OWN]
    assert own == [AFTER, AFTER.replace("May", "June")]


def test_a_block_that_nobody_introduces_is_no_quotation() -> None:
    assert direct(read(page("The road is closed in winter.", FIRST))) == []
    assert direct(read(page("What is new in this version:", FIRST))) == []


def test_words_after_a_colon_that_are_not_set_off_are_not_taken() -> None:
    body = f"<h1>Press release: the road</h1><p>{AFTER}</p><p>Jane Sample, Director, said:</p><p>{FIRST}</p><p>{AFTER}</p>"
    assert direct(read(body)) == []


def test_a_line_that_ends_with_a_cue_and_no_stop_introduces_a_block_without_a_colon() -> None:
    (quote,) = direct(read(page("A sample officer had the following to say", FIRST)))
    assert (quote.exact, quote.cue) == (FIRST, "had the following to say")
    assert quote.mention is not None
    assert (quote.mention.text, quote.polarity) == ("A sample officer", Polarity.SAID)


@pytest.mark.parametrize(
    ("verb", "polarity"),
    [
        ("had this to say", Polarity.SAID),
        ("has since then said", Polarity.SAID),
        ("has not yet said", Polarity.DENIED),
        ("may say", Polarity.HYPOTHETICAL),
    ],
)
def test_the_verb_of_an_introduction_is_no_part_of_the_name_before_it(verb: str, polarity: Polarity) -> None:
    (quote,) = direct(read(page(f"Jane Sample, Director of Roads, {verb}:", FIRST)))
    assert quote.mention is not None
    assert (quote.mention.text, quote.cue, quote.polarity) == ("Jane Sample, Director of Roads", verb, polarity)


def test_an_office_may_hold_a_word_that_helps_verbs_elsewhere() -> None:
    (quote,) = direct(read(page("The minister of the first district said:", FIRST)))
    assert quote.mention is not None
    assert (quote.mention.text, quote.cue) == ("The minister of the first district", "said")


@pytest.mark.parametrize(("extra", "introduces"), [(0, True), (1, False)])
def test_a_line_without_a_colon_may_have_eighty_characters(extra: int, introduces: bool) -> None:
    line = "Jane Sample of the Department of Roads said".rjust(80 + extra, "A")
    assert len(line) == 80 + extra
    assert bool(direct(read(page(line, FIRST)))) is introduces


def test_a_line_that_a_stop_ends_introduces_nothing() -> None:
    assert direct(read(page("That is what Jane Sample, Director of Roads, said.", FIRST))) == []
