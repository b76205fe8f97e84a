"""The API answers as its OpenAPI file says, with an ETag of the archive's state, and withholds what was withdrawn."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pipeline.alarms import AlarmSettings
from pipeline.following import add, watch_follows
from pipeline.home import PROJECT, Home
from pipeline.run.read.citing import freeze_search
from pipeline.site.api import routes
from pipeline.site.api.openapi import make_openapi, write_openapi
from pipeline.site.api.streaming import stream_from_thread
from storage.database.archive import open_writer
from storage.evidence.tombstones import redact
from storage.loading.load import load_sources
from tests.storage.lines import SampleSource, load, make_document, make_page

URL = "https://mfa.example/1"
TEXT = "Peace is near.\nWar is far."
QUOTE = make_document(URL, TEXT).quotes[0].id
DOCUMENT = make_document(URL, "").id
NOW = datetime(2020, 10, 28, tzinfo=UTC)


def fill(home: Home) -> None:
    with open_writer(home.archive) as db:
        load_sources(db, [SampleSource(id="samples", publisher="Ministry of Samples")])
        load(db, make_page(URL, TEXT, quote={"speaker": "Anna Sample"}))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(root=tmp_path)
    fill(home)
    return home


@pytest.fixture
def client(home: Home) -> Iterator[TestClient]:
    app = Starlette(routes=routes())
    app.state.home = home
    with TestClient(app) as client:
        yield client


def list_examples(home: Home) -> dict[str, str]:
    """Name an address for each path of the description."""
    frozen = freeze_search(home, "peace", now=NOW)
    follow, _ = add(home, "peace", now=NOW)
    with open_writer(home.archive) as db:
        later = NOW + timedelta(hours=1)
        load(db, make_page("https://mfa.example/2", "Peace!", at=later, warc="b.warc.gz"), run="run-2", warc="b.warc.gz")
        [(capture,)] = db.execute("SELECT id FROM captures LIMIT 1").fetchall()
        [(revision,)] = db.execute("SELECT id FROM revisions LIMIT 1").fetchall()
    watch_follows(home, now=NOW + timedelta(days=1), settings=AlarmSettings())
    return {
        "/search": "/search?q=peace&limit=1&since=2020-10-01",
        "/quotes/{id}": f"/quotes/{QUOTE}",
        "/documents/{id}": f"/documents/{DOCUMENT}?history=true",
        "/revisions/{id}": f"/revisions/{revision}",
        "/captures/{id}": f"/captures/{capture}",
        "/evidence/{id}": f"/evidence/{QUOTE}",
        "/citations": f"/citations?id={QUOTE}&id={frozen.id}&style=ris",
        "/sets": "/sets",
        "/sets/{id}": f"/sets/{frozen.id}",
        "/sets/{id}/difference": f"/sets/{frozen.id}/difference",
        "/export": "/export?q=peace&format=jsonl",
        "/follows/{id}.atom": f"/follows/{follow.id}.atom",
        "/follows/{id}.json": f"/follows/{follow.id}.json",
        "/coverage": "/coverage",
        "/openapi.json": "/openapi.json",
    }


def check(schema: dict[str, Any], value: Any) -> None:
    root = {**schema, "components": make_openapi()["components"]}
    jsonschema.Draft202012Validator(root, format_checker=jsonschema.FormatChecker()).validate(value)


def test_the_description_in_docs_is_the_one_of_the_code() -> None:
    written = (PROJECT / "docs" / "openapi.json").read_text(encoding="utf-8")
    assert written == write_openapi(), "docs/openapi.json is stale; `make generate` writes it anew"


def test_every_route_is_described_and_every_path_described_is_a_route() -> None:
    assert {route.path for route in routes()} == set(make_openapi()["paths"])


def test_every_path_answers_as_its_schema_says(home: Home, client: TestClient) -> None:
    examples = list_examples(home)
    assert {f"/api/v1{path}" for path in examples} == set(make_openapi()["paths"])
    for path, address in examples.items():
        answer = client.get(f"/api/v1{address}")
        described = make_openapi()["paths"][f"/api/v1{path}"]["get"]["responses"]["200"]["content"]
        media_type = answer.headers["content-type"].partition(";")[0]
        assert (answer.status_code, media_type in described) == (200, True), (address, answer.text)
        if media_type == "application/json":
            check(described[media_type]["schema"], answer.json())


def test_a_schema_refuses_what_the_codec_does_not_write() -> None:
    schema = make_openapi()["paths"]["/api/v1/coverage"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    with pytest.raises(jsonschema.ValidationError):
        check(schema, [{"source": 1}])


def test_an_etag_holds_until_the_archive_changes(home: Home, client: TestClient) -> None:
    address = "/api/v1/search?q=peace"
    etag = client.get(address).headers["etag"]
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.text, again.headers["etag"]) == (304, "", etag)
    with open_writer(home.archive) as db:
        redact(db, QUOTE, "a court order")
    changed = client.get(address, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != etag


def test_what_was_withdrawn_is_gone_with_its_reason_and_in_no_answer(home: Home, client: TestClient) -> None:
    examples = list_examples(home)
    with open_writer(home.archive) as db:
        redact(db, QUOTE, "a court order")
    gone = client.get(f"/api/v1/quotes/{QUOTE}")
    assert (gone.status_code, gone.headers["content-type"]) == (410, "application/problem+json")
    assert gone.json() == {"title": "Withdrawn", "status": 410, "detail": f"{QUOTE} was withdrawn: a court order"}
    for path in ("/search", "/sets/{id}", "/sets/{id}/difference", "/export", "/follows/{id}.atom", "/follows/{id}.json"):
        assert "near" not in client.get(f"/api/v1{examples[path]}").text, path


@pytest.mark.parametrize(
    ("address", "status", "detail"),
    [
        ("/quotes/q_none", 404, "holds nothing to show under 'q_none'"),
        (f"/documents/{QUOTE}", 404, "expected one that begins with d_"),
        ("/search?querry=x", 400, "'querry' is no parameter here; expected one of q, speaker"),
        ("/search?limit=0", 400, "limit='0' cannot be read; expected How many hits to return, from 1 to 1000."),
        ("/search?since=yesterday", 400, "since='yesterday' cannot be read"),
        ("/search?q=a&q=b", 400, "q is given 2 times; expected once"),
        ("/citations", 400, "id is missing"),
        ("/citations?id=x&style=mla", 400, "style='mla' cannot be read; expected The style: chicago, apa"),
        ("/export?format=parquet", 400, "format='parquet' cannot be read"),
        ("/sets/s_none", 404, "no frozen search 's_none'"),
        ("/follows/f_none.atom", 404, "Nothing is followed under 'f_none'"),
    ],
)
def test_what_cannot_be_answered_says_why(client: TestClient, address: str, status: int, detail: str) -> None:
    answer = client.get(f"/api/v1{address}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert detail in answer.json()["detail"]


def test_without_an_archive_the_answer_says_so(tmp_path: Path) -> None:
    app = Starlette(routes=routes())
    app.state.home = Home(root=tmp_path / "none")
    answer = TestClient(app).get("/api/v1/coverage")
    assert answer.status_code == 503
    assert "there is no archive here" in answer.json()["detail"]


def test_an_export_is_a_download_of_all_that_is_found(client: TestClient) -> None:
    answer = client.get("/api/v1/export?q=&format=csv")
    assert re.match(r'attachment; filename="onrecord.csv"', answer.headers["content-disposition"])
    assert answer.text.count("\r\n") == 3


def test_a_stream_stops_its_maker_when_the_reader_goes_away() -> None:
    closed = []

    def make() -> Iterator[str]:
        try:
            while True:
                yield "x"
        finally:
            closed.append(True)

    pieces = stream_from_thread(make())
    assert next(pieces) == b"x"
    pieces.close()  # type: ignore[attr-defined]
    for _ in range(50):
        if closed:
            break
        time.sleep(0.1)
    assert closed == [True]


def test_a_fault_while_streaming_reaches_the_reader() -> None:
    def make() -> Iterator[str]:
        yield "x"
        raise ValueError("torn")

    pieces = stream_from_thread(make())
    next(pieces)
    with pytest.raises(ValueError, match="torn"):
        next(pieces)


def test_the_description_is_served(client: TestClient) -> None:
    assert client.get("/api/v1/openapi.json").json() == json.loads(write_openapi())
