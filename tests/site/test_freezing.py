"""Any reader can freeze a search, cite it, and see later what it finds otherwise; the archive is only read for it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite3
from starlette.testclient import TestClient

from pipeline.home import Home
from pipeline.run.maintaining import redact, snapshot, take_sets
from pipeline.run.read.citing import list_frozen
from pipeline.site.app import SETS_AN_HOUR
from storage.database.archive import open_writer
from storage.reports import site_sets
from tests.site.conftest import open_site, read_token
from tests.storage.lines import load, make_page

ASKED = {"q": "ceasefire", "speaker": "Pashinyan", "when": "October 2020"}


def freeze(site: TestClient, **asked: str) -> str:
    """Freeze a search by the form, and return the address of the set."""
    asked = asked or ASKED
    token = read_token(site.get("/freeze", params=asked).text)
    sent = site.post("/freeze", data={"token": token, **asked}, follow_redirects=False)
    assert sent.status_code == 303, sent.text
    address: str = sent.headers["location"]
    return address


def test_a_reader_freezes_a_search_without_a_byte_of_the_archive_changing(own: Home) -> None:
    site, before = open_site(own), own.archive.read_bytes()
    assert "Freeze and cite these results" in site.get("/search", params=ASKED).text
    address = freeze(site)
    assert own.archive.read_bytes() == before
    facts = site.get(f"{address}.json").json()
    found = site.get("/search.json", params=ASKED).json()
    assert facts["set"]["query"] == "ceasefire"
    assert facts["set"]["filters"] == {"speaker": "Pashinyan", "since": "2020-10-01", "until": "2020-10-31"}
    assert facts["set"]["coverage"]
    assert set(facts["quotes"]) == {hit["id"] for hit in found["hits"]}
    assert facts["set"]["total"] == found["total"] == facts["shown"]
    assert set(facts["citations"]) == {"chicago", "apa", "bibtex", "ris", "csl"}
    assert all(facts["set"]["id"] in text for text in facts["citations"].values())


def test_its_page_links_every_quote_the_live_search_and_says_that_nothing_changed(own: Home) -> None:
    site = open_site(own)
    address = freeze(site)
    page = site.get(address)
    assert len(page.content) < 100_000
    for id_ in site.get(f"{address}.json").json()["quotes"]:
        assert f'href="/quote/{id_}"' in page.text
    live = "/search?q=ceasefire&amp;speaker=Pashinyan&amp;since=2020-10-01&amp;until=2020-10-31"
    assert f'href="{live}"' in page.text
    assert "the search finds the same 4 quotes" in " ".join(page.text.split())


def test_freezing_the_same_again_leads_to_the_same_set(own: Home) -> None:
    site = open_site(own)
    assert freeze(site) == freeze(site)
    assert freeze(site, q="peace") != freeze(site)


def test_what_came_and_what_was_withdrawn_since_is_listed(own: Home) -> None:
    site = open_site(own)
    address = freeze(site, q="ceasefire")
    ids = site.get(f"{address}.json").json()["quotes"]
    with open_writer(own.archive) as db:
        load(db, make_page("https://mfa.example/1", "A ceasefire begins."), run="run-9", warc="z.warc.gz")
    redact(own, ids[0], "It names a private person.")
    facts = site.get(f"{address}.json").json()
    assert (facts["difference"]["added_count"], facts["difference"]["withdrawn"]) == (1, [ids[0]])
    assert ids[0] not in facts["quotes"]
    page = " ".join(site.get(address).text.split())
    assert "1 added, 0 no longer found, 1 withdrawn" in page
    assert f"1 of the {len(ids)} quotes were withdrawn since" in page


def test_upkeep_takes_it_into_the_archive_and_a_snapshot_under_the_same_address(own: Home, tmp_path: Path) -> None:
    site = open_site(own)
    address = freeze(site)
    before = site.get(f"{address}.json").json()
    copy = tmp_path / "snapshot.db"
    snapshot(own, copy)
    assert [each.id for each in list_frozen(own)] == [before["set"]["id"]]
    assert site_sets.list_ids(own.reports) == []
    elsewhere = Home(root=tmp_path / "elsewhere", snapshot=copy)
    for home in (own, elsewhere):
        assert open_site(home).get(f"{address}.json").json() == before


def test_a_set_that_was_tampered_with_is_not_taken(own: Home) -> None:
    address = freeze(open_site(own))
    with sqlite3.connect(own.reports) as db:
        db.execute("UPDATE sets SET ids = json_remove(ids, '$[0]')")
    db.close()
    assert take_sets(own) == 0
    assert list_frozen(own) == []
    assert address.endswith(site_sets.list_ids(own.reports)[0])


def test_a_site_over_a_snapshot_lets_readers_freeze_too(own: Home, tmp_path: Path) -> None:
    copy = tmp_path / "snapshot.db"
    snapshot(own, copy)
    site = open_site(dataclasses.replace(own, snapshot=copy))
    assert site.get(freeze(site)).status_code == 200


def test_a_form_from_elsewhere_is_refused(own: Home) -> None:
    site = open_site(own)
    assert site.post("/freeze", data={"token": "x" * 43, **ASKED}).status_code == 403
    assert site_sets.list_ids(own.reports) == []


def test_one_reader_freezes_only_so_often(own: Home) -> None:
    site = open_site(own)
    token = read_token(site.get("/freeze", params=ASKED).text)
    sent = [
        site.post("/freeze", data={"token": token, "q": "peace"}, follow_redirects=False).status_code
        for _ in range(SETS_AN_HOUR + 1)
    ]
    assert sent == [303] * SETS_AN_HOUR + [429]


def test_a_set_of_too_many_quotes_is_refused_and_one_of_the_most_is_kept(own: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    site = open_site(own)
    total = site.get("/search.json", params={"q": "peace"}).json()["total"]
    monkeypatch.setattr(site_sets, "MOST_QUOTES", total - 1)
    token = read_token(site.get("/freeze", params={"q": "peace"}).text)
    refused = site.post("/freeze", data={"token": token, "q": "peace"})
    assert refused.status_code == 400
    assert "Narrow it down" in refused.text
    monkeypatch.setattr(site_sets, "MOST_QUOTES", total)
    assert site.post("/freeze", data={"token": token, "q": "peace"}, follow_redirects=False).status_code == 303


def test_no_more_sets_than_may_wait_are_kept(own: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    site = open_site(own)
    monkeypatch.setattr(site_sets, "MOST_SETS", 1)
    freeze(site, q="peace")
    token = read_token(site.get("/freeze", params={"q": "truce"}).text)
    assert site.post("/freeze", data={"token": token, "q": "truce"}).status_code == 400
    take_sets(own)
    freeze(site, q="truce")


def test_an_unknown_set_is_named(site: TestClient) -> None:
    answer = site.get("/s/s_0000")
    assert answer.status_code == 404
    assert "no frozen search" in answer.text


def test_a_set_named_by_its_id_alone_is_found(own: Home) -> None:
    site = open_site(own)
    address = freeze(site)
    assert site.get(address.replace("/s/", "/id/"), follow_redirects=False).headers["location"] == address
