"""Withdrawn words are absent from every served byte, of the site and of a snapshot."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2 as sqlite3
from starlette.testclient import TestClient

from pipeline.following import add
from pipeline.home import Home
from pipeline.run.maintaining import redact, snapshot
from pipeline.run.read.citing import Style
from pipeline.run.read.exporting import Format, export
from pipeline.site.app import make_app
from pipeline.site.data import Data
from tests.site.conftest import ORIGIN, open_site, read_token

Find = Callable[[str], str]
NEWS = '"will continue to strictly adhere" source:news'
POST = '"will continue to strictly adhere" source:x_nikolpashinyan'
WORDS = ("strictly adhere", "several provocations", "provocations")
_OTHERS = frozenset({"/quote/{id}/verify", "/quote/{id}/report", "/static/{name}", "/robots.txt"})
"""Routes that the walk does not reach: two forms, which ``test_checking_the_evidence`` sends, and what is not archived."""


@pytest.fixture
def withdrawn(own: Home, find: Find) -> tuple[Home, str, str]:
    """An archive from which the same words were withdrawn from a post and from an article."""
    return _withdraw(own, find)


def _withdraw(home: Home, find: Find) -> tuple[Home, str, str]:
    post, news = find(POST), find(NEWS)
    assert [quote for quote, _ in redact(home, post, "It names a private person.")] == [news]
    redact(home, news, "It names a private person.")
    return home, post, news


@pytest.fixture(scope="module")
def walked(sample: Home, find: Find, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every address of such an archive's site that can be reached, with what it answers."""
    root = tmp_path_factory.mktemp("walked") / "own"
    shutil.copytree(sample.root, root, ignore=shutil.ignore_patterns("reports.db*"))
    home, post, news = _withdraw(Home(root=root), find)
    starts = [*_list_starts(home), f"/quote/{post}", f"/quote/{news}.json", f"/quote/{news}.atom"]
    return _walk(open_site(home), starts)


def _walk(site: TestClient, start: list[str]) -> dict[str, bytes]:
    """Read every page that can be reached, and its JSON twin; of searches those to start from."""
    pages: dict[str, bytes] = {}
    waiting = list(start)
    while waiting:
        address = waiting.pop()
        if address in pages:
            continue
        pages[address] = site.get(address).content
        found = re.findall(rb'(?:href|src|action)="(/[^"#]*)', pages[address])
        waiting += [
            link.decode().replace("&amp;", "&")
            for link in found
            if not link.endswith((b"/verify", b"/report")) and not link.startswith((b"/search?", b"/source/"))
        ]
    return pages


def test_every_route_of_the_site_and_the_api_is_walked_or_named_here(walked: dict[str, bytes], own: Home) -> None:
    """A new route must be reached by the walk, or be put into _OTHERS with a test of its own."""
    paths = [re.sub(r"[?#].*", "", address) for address in walked]
    app: Any = open_site(own).app
    for route in app.routes:
        if route.path not in _OTHERS:
            assert any(route.path_regex.match(path) for path in paths), route.path


def _list_starts(home: Home) -> list[str]:
    """List addresses of each kind that no page links, to start a walk from."""
    site = open_site(home)
    token = read_token(site.get("/freeze?q=Armenian").text)
    address = site.post("/freeze", data={"token": token, "q": "Armenian"}, follow_redirects=False).headers["location"]
    quote = site.get("/search.json?q=Armenian").json()["hits"][0]
    chain = site.get(f"/quote/{quote['id']}.json").json()
    ids = [quote["id"], quote["document"]["id"], address.removeprefix("/s/")]
    follow, _ = add(home, "Armenian", now=datetime(2020, 10, 1, tzinfo=UTC))
    asked = ["search?q=Armenian", f"evidence/{ids[0]}", f"sets/{ids[2]}", f"sets/{ids[2]}/difference", "sets", "coverage"]
    asked += [f"quotes/{ids[0]}?history=true", f"documents/{ids[1]}?history=true", f"captures/{chain['evidence']['capture']}"]
    asked += [f"revisions/{chain['revision']}?history=true", f"follows/{follow.id}.atom", f"follows/{follow.id}.json"]
    asked += [f"export?q=Armenian&format={form}" for form in ("jsonl", "csv", "tei", "annotation")]
    asked += [f"citations?id={'&id='.join(ids)}&style={style}" for style in Style]
    asked += ["openapi.json"]
    return [
        "/", "/search?sort=newest&lang=en", "/search?q=Armenian", "/search.json?q=Armenian", "/freeze?q=Armenian", address,
        "/search.atom?q=Armenian", "/search.feed.json?q=Armenian", "/compare", "/source/news", "/source/news.json",
        f"/compare?a={ids[0]}&b={ids[0]}", *(f"/id/{id_}" for id_ in ids), *(f"/api/v1/{path}" for path in asked),
    ]  # fmt: skip


def test_no_page_no_twin_no_feed_no_citation_and_no_export_has_the_words(walked: dict[str, bytes]) -> None:
    assert len(walked) > 200
    assert any("█".encode() in content for content in walked.values())
    for address, content in walked.items():
        for word in WORDS:
            assert word.encode() not in content, address


def test_the_api_has_none_of_the_words_either(withdrawn: tuple[Home, str, str], site: TestClient) -> None:
    home, _, news = withdrawn
    document = site.get(f"/quote/{news}.json").json()["document"]["id"]
    paths = (f"documents/{document}?history=true", f"evidence/{document}", "search?q=Armenian", "search?q=ceasefire")
    assert "provocations" in site.get(f"/api/v1/documents/{document}").text
    for path in paths:
        answer = open_site(home).get(f"/api/v1/{path}")
        assert answer.status_code == 200, path
        for word in WORDS:
            assert word not in answer.text, path


def test_checking_the_evidence_of_a_quote_beside_them_repeats_none(withdrawn: tuple[Home, str, str], site: TestClient) -> None:
    home, _, news = withdrawn
    own = open_site(home)
    document = site.get(f"/quote/{news}.json").json()["document"]["id"]
    beside = own.get(f"/document/{document}.json").json()["quotes"][0]["id"]
    page = own.get(f"/quote/{beside}")
    token = read_token(page.text)
    checked = own.post(f"/quote/{beside}/verify", data={"token": token})
    reported = own.post(f"/quote/{beside}/report", data={"token": token, "kind": "date", "text": "It was a day earlier."})
    assert "Every link holds" in checked.text
    for word in WORDS:
        assert word not in checked.text
        assert word not in reported.text


@pytest.mark.parametrize("form", Format)
def test_no_export_to_a_file_has_the_words(withdrawn: tuple[Home, str, str], form: Format, tmp_path: Path) -> None:
    home, _, _ = withdrawn
    if form is Format.PARQUET:
        pytest.importorskip("duckdb", reason="Parquet needs DuckDB")
    path = tmp_path / "export"
    assert export(home, "Armenian", form, path).quotes > 0
    written = b"".join(file.read_bytes() for file in tmp_path.glob("export*"))
    for word in WORDS:
        assert word.encode() not in written


def test_datasette_over_a_snapshot_has_none_of_the_words(withdrawn: tuple[Home, str, str], tmp_path: Path) -> None:
    home, _, _ = withdrawn
    copy = tmp_path / "readers" / "snapshot.db"
    snapshot(home, copy)
    with TestClient(make_app(home, data=Data(copy)), base_url=ORIGIN) as site:
        tables = [each["name"] for each in site.get("/data/snapshot.json").json()["tables"]]
        assert {"quotes", "packed_revisions", "readings", "derivations"} <= set(tables)
        for table in (*tables, "quote_readings", "revisions"):
            for end in ("json?_shape=objects&_size=max", "csv?_size=max"):
                answer = site.get(f"/data/snapshot/{table}.{end}")
                for word in WORDS:
                    assert word not in answer.text, (table, end)
        searched = "select text from revisions where text like '%provocations%'"
        assert site.get("/data/snapshot.json", params={"sql": searched, "_shape": "array"}).json() == []


def test_a_withdrawn_quote_leaves_its_reason_at_its_address(withdrawn: tuple[Home, str, str]) -> None:
    home, post, _ = withdrawn
    answer = open_site(home).get(f"/quote/{post}")
    assert answer.status_code == 410
    assert "It names a private person." in answer.text


def test_no_passage_shows_a_piece_of_the_words(withdrawn: tuple[Home, str, str], site: TestClient) -> None:
    home, _, news = withdrawn
    facts = site.get(f"/quote/{news}.json").json()
    cut = open_site(home).get(f"/passage/{facts['revision']}/{facts['start'] + 8}-{facts['start'] + 20}.json").json()["passage"]
    assert set(cut["text"]) == {"█"}


def test_the_bytes_that_hold_withdrawn_words_are_not_handed_out(withdrawn: tuple[Home, str, str], site: TestClient) -> None:
    home, post, _ = withdrawn
    capture = site.get(f"/quote/{post}.json").json()["captures"][0]["id"]
    assert site.get(f"/capture/{capture}/bytes").status_code == 200
    assert open_site(home).get(f"/capture/{capture}/bytes").status_code == 404


def test_no_byte_of_a_snapshot_has_the_words_and_the_site_runs_from_it(
    withdrawn: tuple[Home, str, str], tmp_path: Path
) -> None:
    home, post, _ = withdrawn
    copy = tmp_path / "readers" / "snapshot.db"
    snapshot(home, copy)
    content = copy.read_bytes()
    for word in WORDS:
        assert word.encode() in home.archive.read_bytes()
        assert word.encode() not in content
    assert [file.name for file in copy.parent.iterdir()] == ["snapshot.db"]
    site = open_site(dataclasses.replace(home, snapshot=copy))
    assert site.get("/search.json?q=ceasefire").json()["total"] == 5
    assert site.get(f"/quote/{post}").status_code == 410
    pages = _walk(site, ["/", "/search?sort=newest&lang=en", "/search?q=Armenian", "/api/v1/export?q=Armenian&format=jsonl"])
    for address, page in pages.items():
        assert b"provocations" not in page, address


def test_a_snapshot_of_an_archive_without_withdrawals_finds_what_the_archive_finds(own: Home, tmp_path: Path) -> None:
    copy = tmp_path / "snapshot.db"
    snapshot(own, copy)
    for query in ("ceasefire", "peace*", '"military solution"', "*fire*"):
        there = open_site(own).get("/search.json", params={"q": query}).json()
        assert open_site(dataclasses.replace(own, snapshot=copy)).get("/search.json", params={"q": query}).json() == there


def test_a_withdrawn_document_is_gone_from_a_snapshot_with_all_its_rows(own: Home, find: Find, tmp_path: Path) -> None:
    facts = open_site(own).get(f"/quote/{find('military solution source:us_state')}.json").json()
    redact(own, facts["document"]["id"], "Asked for by the publisher.")
    copy = tmp_path / "snapshot.db"
    snapshot(own, copy)
    with sqlite3.connect(copy) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        texts = [text for (text,) in db.execute("SELECT text FROM revisions")]
        assert not any("U.S. Department of State" in text and "Pompeo spoke" in text for text in texts)
        rows = "SELECT count(*) FROM quotes q JOIN documents d ON d.seq = q.document WHERE d.id = ?"
        assert db.execute(rows, (facts["document"]["id"],)).fetchone() == (0,)
    db.close()
