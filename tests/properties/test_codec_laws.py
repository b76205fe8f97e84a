"""What is written as JSON is read back as it was."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from storage.loading.shards import read_shard, write_shard
from storage.model import Capture, Document, Exchange, Quote, Response
from storage.model.codec import from_json, to_json
from tests.properties.records import captures, documents, instants, quotes


@given(captures)
def test_a_capture_survives_json(capture: Capture) -> None:
    assert from_json(Capture, json.loads(json.dumps(to_json(capture)))) == capture


@given(quotes)
def test_a_quote_survives_json(quote: Quote) -> None:
    assert from_json(Quote, json.loads(json.dumps(to_json(quote)))) == quote


@given(st.binary(), st.binary(), instants)
def test_bytes_survive_json(request: bytes, body: bytes, fetched_at: object) -> None:
    response = Response(url="https://example.gov/", status=200, headers=(("Content-Type", "text/html"),), body=body)
    exchange = Exchange(fetched_at=fetched_at, request=request, response=response)  # type: ignore[arg-type]
    assert from_json(Exchange, json.loads(json.dumps(to_json(exchange)))) == exchange


@given(st.lists(documents, max_size=4))
def test_a_shard_gives_back_its_records_in_order(tmp_path_factory: object, records: list[Document]) -> None:
    path: Path = tmp_path_factory.mktemp("shard") / "a.jsonl"  # type: ignore[attr-defined]
    assert write_shard(path, records) == len(records)
    assert list(read_shard(Document, path)) == records
