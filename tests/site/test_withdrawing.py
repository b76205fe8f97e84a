"""Withdrawn words are absent from every served byte, of the site and of a snapshot."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite3
from starlette.testclient import TestClient

from pipeline.home import Home
from pipeline.run.upkeep import redact, snapshot
from tests.site.conftest import open_site

Find = Callable[[str], str]
NEWS = '"will continue to strictly adhere" source:news'
POST = '"will continue to strictly adhere" source:x_nikolpashinyan'
WORDS = ("strictly adhere", "several provocations", "provocations")


@pytest.fixture
def withdrawn(own: Home, find: Find) -> tuple[Home, str, str]:
    """An archive from which the same words were withdrawn from a post and from an article."""
    post, news = find(POST), find(NEWS)
    assert [quote for quote, _ in redact(own, post, "It names a private person.")] == [news]
    redact(own, news, "It names a private person.")
    return own, post, news


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


def test_no_page_and_no_twin_has_the_words(withdrawn: tuple[Home, str, str]) -> None:
    home, post, news = withdrawn
    pages = _walk(
        open_site(home), ["/", "/search?sort=newest&lang=en", "/search?q=Armenian", f"/quote/{post}", f"/quote/{news}.json"]
    )
    assert len(pages) > 60
    assert any("█".encode() in content for content in pages.values())
    for address, content in pages.items():
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
    pages = _walk(site, ["/", "/search?sort=newest&lang=en"])
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
