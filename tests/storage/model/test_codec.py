"""The codec says what is wrong with JSON that cannot be a record, and a shard is whole or not there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from storage.errors import StorageError
from storage.loading.shards import read_shard, write_shard
from storage.model import Lead, LeadResult, Outcome, Quote, QuoteKind
from storage.model.codec import format_instant, from_json, to_json


def test_an_enum_is_written_as_its_value_and_a_tuple_as_a_list() -> None:
    quote = Quote(id="q_1", kind=QuoteKind.DIRECT, exact="peace", start=0, end=5, spans=((0, 5),))
    written = to_json(quote)
    assert type(written["kind"]) is str
    assert written["spans"] == [[0, 5]]
    assert written["said"] is None


def test_an_absent_key_takes_the_default_of_its_field() -> None:
    assert from_json(LeadResult, {"url": "u", "outcome": "new"}) == LeadResult(url="u", outcome=Outcome.NEW)


@pytest.mark.parametrize(
    "values",
    [
        {"url": "u", "colour": "red"},
        {"title": "no url"},
        [],
        None,
        7,
        {"url": "u", "date": {"raw": "x"}},
        {"url": "u", "date": 3},
    ],
)
def test_what_cannot_be_a_record_is_refused_by_name(values: object) -> None:
    with pytest.raises(StorageError, match="A Lead was expected"):
        from_json(Lead, values)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no zone"):
        format_instant(datetime(2020, 10, 27))  # noqa: DTZ001 - what is tested


def test_a_broken_line_is_named_by_file_and_number(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_shard(path, [Lead(url="u")])
    path.write_bytes(path.read_bytes() + b'{"url": "v"')
    with pytest.raises(StorageError, match=r"a\.jsonl, line 2"):
        list(read_shard(Lead, path))


def test_a_shard_that_failed_half_way_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with pytest.raises(TypeError):
        write_shard(path, [Lead(url="u"), object()])
    assert list(tmp_path.iterdir()) == []
