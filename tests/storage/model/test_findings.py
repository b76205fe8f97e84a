"""The JSON of findings is what programs read: every record of storage.model.findings is written as findings.json says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from storage.model import findings
from storage.model.codec import encode, to_json
from storage.model.findings import Judged, RevisionSeen
from storage.model.findings.document_views import DocumentText
from storage.model.verdicts import Change, CutPlace, Kind
from tests.storage.model.samples import COPY, HIT, OCCURRENCE, RECORDS

EXPECTED: dict[str, Any] = json.loads(Path(__file__).with_name("findings.json").read_text())
BASES = {Judged, RevisionSeen, DocumentText}
"""Classes that only others are made of."""


def walk(record: Any) -> Iterator[type]:
    if isinstance(record, tuple):
        for each in record:
            yield from walk(each)
    elif is_dataclass(record):
        yield type(record)
        for field in fields(record):
            yield from walk(getattr(record, field.name))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_is_written_as_programs_expect_it(record: Any) -> None:
    assert json.loads(json.dumps(to_json(record))) == EXPECTED[type(record).__name__]


def test_every_record_that_may_be_answered_is_among_the_samples() -> None:
    found = {each for record in RECORDS for each in walk(record)}
    classes = {each for name in findings.__all__ if isinstance(each := getattr(findings, name), type) and is_dataclass(each)}
    assert classes - BASES <= found


def test_what_was_not_asked_for_has_no_key() -> None:
    written = to_json(replace(HIT, document=replace(HIT.document, fragment=None)))
    assert "fragment" not in written["document"]
    assert written["document"]["address"]


def test_a_copy_that_was_not_compared_tells_no_difference() -> None:
    assert {"told_from", "rung", "diff"} & set(to_json(replace(COPY, diff=None))) == set()
    assert to_json(COPY)["rung"] is None


def test_an_occurrence_that_was_not_compared_has_no_diff() -> None:
    assert "diff" not in to_json(replace(OCCURRENCE, diff=None))


def test_a_list_of_records_is_written_as_a_list() -> None:
    assert encode([COPY]) == [to_json(COPY)]


@pytest.mark.parametrize("place", list(CutPlace))
def test_a_cut_names_its_place(place: CutPlace) -> None:
    cut = Change(kind=Kind.CUT, stored="a", other="", note=place)
    assert cut.cut_place is place
    assert replace(cut, kind=Kind.OMISSION).cut_place is None
    assert replace(OCCURRENCE, diff=(cut,)).cuts_sentence == (place is CutPlace.SENTENCE)


def test_without_a_diff_the_reason_says_whether_a_sentence_was_cut() -> None:
    assert replace(OCCURRENCE, diff=None, reason="cut: “x” inside a sentence").cuts_sentence
    assert not replace(OCCURRENCE, diff=None, reason="cut: “x” whole sentences").cuts_sentence
