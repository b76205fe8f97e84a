"""A TEI export is valid TEI P5 by the consortium's own schema (TEI All, which ParlaMint's schemas narrow down).

The schema comes from a package: `make test-all` unpacks it. What ParlaMint asks beyond TEI (terms, parties, linguistic
annotation) the archive does not know; the shape that both share is checked in test_exporting.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree
from sqlite_utils import Database

from pipeline.home import PROJECT
from storage.export.query_export import Format, stream
from storage.loading.declared import load_roster
from storage.model import Basis, Mention, Person, Precision, QuoteKind, When
from storage.search.filtering import Filters
from tests.storage.lines import load, make_capture, make_document, make_line, make_page

SCHEMA = PROJECT / "build" / "tei" / "schemas" / "tei_all.rng"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SCHEMA.exists(), reason="the TEI schema is not unpacked here: `make test-all` does it"),
]
AT = datetime(2020, 11, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(str(SCHEMA)))


def assert_valid(db: Database, schema: etree.RelaxNG, query: str) -> etree._Element:
    root = etree.fromstring("".join(stream(db, query, Filters(), Format.TEI, made_at=AT)).encode())
    assert schema.validate(root), [(error.line, error.message) for error in schema.error_log][:5]
    return root


def test_an_export_of_every_kind_of_speaker_date_and_script_is_valid(db: Database, schema: etree.RelaxNG) -> None:
    load_roster(
        db,
        [
            Person(id="xx_sample", name="Anna Sample", kind="person", country="us"),
            Person(id="xx_ministry", name="Ministry of Samples", kind="organisation", country="us"),
        ],
        [],
        [],
    )
    interval = When(
        raw="last week", value=None, precision=Precision.DAY, zone=None, earliest=AT, latest=None, basis=Basis.INFERRED
    )
    minute = replace(interval, raw="1 p.m.", value="2020-10-27T13:00+04:00", precision=Precision.MINUTE)
    month = replace(interval, raw="October", value="2020-10", precision=Precision.MONTH)
    quotes: list[dict[str, Any]] = [
        {"speaker": "Anna Sample", "speaker_id": "xx_sample", "office": "Minister", "said": interval},
        {"speaker": "Ministry of Samples", "speaker_id": "xx_ministry", "said": minute},
        {"speaker": "=cmd() <b> & \x0b", "said": month},
        {"mention": Mention(text="an official", start=0, end=5), "said": None},
        {"speaker": "نيكول", "said": replace(interval, earliest=None)},
        *({"kind": kind, "speaker": "Anna Sample"} for kind in QuoteKind),
    ]
    lines = []
    for number, fields in enumerate(quotes):
        url = f"https://mfa.example/{number}"
        document = make_document(url, f"peace {number} <&> نريد \x01", title=None if number % 2 else "]]> \x02")
        document = replace(document, quotes=tuple(replace(quote, **{"said": None, **fields}) for quote in document.quotes))
        lines.append(make_line(make_capture(url, document.text, offset=number * 500), document))
    load(db, *lines)
    root = assert_valid(db, schema, "peace")
    assert len(root.findall("{http://www.tei-c.org/ns/1.0}TEI")) == len(quotes)


def test_an_export_of_one_quote_of_nobody_is_valid(db: Database, schema: etree.RelaxNG) -> None:
    load(db, make_page("https://mfa.example/1", "Peace is near.", published=None))
    assert_valid(db, schema, "peace")


def test_an_export_that_finds_nothing_is_valid(db: Database, schema: etree.RelaxNG) -> None:
    load(db, make_page("https://mfa.example/1", "Peace is near."))
    assert_valid(db, schema, "nowhereatall")
