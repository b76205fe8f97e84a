"""Many kinds of things to cite, each in every style; and names of many shapes, split into their parts.

See `tests.expected` for ``whole/*.expected.txt``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.stages.cite import Style, format_references, make_reference
from pipeline.stages.cite.bibtex import escape
from pipeline.stages.cite.printed_days import format_edtf, read_days
from pipeline.stages.cite.reference import shorten
from pipeline.stages.cite.speaker_names import split_name
from storage.model import DocumentKind, QuoteKind
from storage.model.findings import Cited, NamedSpeaker
from tests.expected import expect
from tests.stages.cite.references import SPEAKER, cited, post, quote, when

FOLDER = Path(__file__).parent / "whole"
OTHER = replace(SPEAKER, name="Bo de la Other Jr.", office=None)
BODY = NamedSpeaker(name="Ministry of Samples", id="xx_mfa", is_person=False, country="us")
UNKNOWN = NamedSpeaker(name="Somebody Else")
CITED: dict[str, Cited] = {
    "plain": cited(),
    "whole document": cited(quote=None),
    "two speakers": cited(speakers=(SPEAKER, OTHER)),
    "three speakers": cited(speakers=(SPEAKER, OTHER, UNKNOWN)),
    "no speaker": cited(speakers=()),
    "no speaker of a whole": cited(speakers=(), quote=None),
    "a body": cited(speakers=(BODY,)),
    "unknown": cited(speakers=(UNKNOWN,)),
    "no title": cited(title=None, opening="Peace is near, and so is spring, we hope."),
    "a question": cited(title='Who said "peace"?'),
    "long title": cited(title="word " * 80),
    "no publisher": cited(publisher=None, issuers=()),
    "another issuer": cited(issuers=("The Sample Paper", "Other")),
    "no address": cited(address=None),
    "no days": cited(quote=quote(said=None), published=None),
    "said alone": cited(published=None),
    "published alone": cited(quote=quote(said=None)),
    "said earlier": cited(quote=quote(said=when("2020-10-25"))),
    "month": cited(published=when("2020-10"), quote=quote(said=when("2020-10"))),
    "year": cited(published=when("2020"), quote=quote(said=None)),
    "span": cited(published=None, quote=quote(said=when(None, "2020-10-01", "2020-10-05"))),
    "before": cited(published=None, quote=quote(said=when(None, None, "2020-10-05"))),
    "post": post(),
    "post without words": post(opening=""),
    "post of nobody": post(account=None, speakers=()),
    "post without author": post(speakers=()),
    "long post": post(opening="word " * 60),
    "post with a title": post(title="Tides"),
    "marks": cited(title="50 % of {A} & B_C #1 $2 ~ ^ \\ <b>", issuers=("A & B",), publisher="A & B"),
    "lines": cited(title="On\nthe  border\r\nTY  - HACK"),
    **{f"kind {kind.value}": cited(kind=kind) for kind in DocumentKind},
    **{f"quote {kind.value}": cited(quote=quote(kind), issuers=("The Sample Paper",), publisher="P") for kind in QuoteKind},
}


@pytest.mark.parametrize("style", Style)
def test_everything_is_cited_in_every_style(style: Style) -> None:
    lines = (f"{name}: {format_references([make_reference(each)], style)}" for name, each in CITED.items())
    expect(FOLDER / f"{style}.expected.txt", (line.replace("\r", "\\r") for line in lines))


def test_several_references_stand_in_one_text() -> None:
    both = [make_reference(CITED["plain"]), make_reference(CITED["post"])]
    expect(FOLDER / "several.expected.txt", (format_references(both, style).replace("\r", "\\r") for style in Style))


NAMES = """Anna Sample
Anna M. Sample
Anna-Marie B.-C. Sample
Bo de la Other
Bo van der Other Jr.
Bo Other, Jr.
Bo Other III
Sample
Jr.
de la Other
Jean-Yves Le Drian
Иван Примеров
习近平
Nguyễn Phú Trọng
José García López
 Anna   Sample
Anna Sample Jr
Bo O'Brien
Ó Súilleabháin Bo""".splitlines()


def test_every_name_is_split_as_its_country_writes_it_or_kept_whole() -> None:
    def tell() -> Iterator[str]:
        for name, country, is_person in itertools.product(NAMES, ("us", "cn", "es", "id", "fr", None), (True, False)):
            read = split_name(NamedSpeaker(name=name, country=country, is_person=is_person))
            if is_person or country == "us":
                yield f"{name} {country} {is_person}: {read} {read.initialled}"

    expect(FOLDER / "names.expected.txt", tell())


def test_days_and_shortened_texts_are_written_as_the_styles_ask() -> None:
    given: list[Any] = [when(), when("2020"), when("2020-10"), when(None), None]
    ends = (None, "2020-10-01", "2020-10-31", "2020-12-31T23:59:59", "2021-01-01")
    given += [when(None, first, last) for first in ends for last in ends]

    def tell() -> Iterator[str]:
        for each in given:
            days = read_days(each)
            yield f"{each and each.value} {each and each.earliest} {each and each.latest}: {days} {days and format_edtf(days)}"
        yield from (f"{longest}: {shorten('Peace is near, and-so is spring', longest)}" for longest in range(1, 34))
        yield from (f"{text}: {escape(text)}" for text in ("a{b}c", "50 % & $", "\\x_y#z~^", "<é> «ü»", "a\nb"))

    expect(FOLDER / "days.expected.txt", tell())
