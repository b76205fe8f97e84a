"""Searches, speakers, documents and quotes can be followed from their pages, by any reader of feeds."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from pipeline.home import Home
from pipeline.run.maintaining import redact
from tests.site.conftest import open_site

Find = Callable[[str], str]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(params=["search", "speaker", "document", "quote"])
def page(request: pytest.FixtureRequest, site: TestClient, find: Find) -> str:
    quote = find("ceasefire source:news")
    document = site.get(f"/quote/{quote}.json").json()["document"]["id"]
    pages = {
        "search": "/search?q=ceasefire&when=October+2020&page=1",
        "speaker": "/speaker/nikol-pashinyan",
        "document": f"/document/{document}",
        "quote": f"/quote/{quote}",
    }
    return pages[str(request.param)]


def test_a_page_names_its_feeds_to_programs_and_to_readers(site: TestClient, page: str) -> None:
    written = site.get(page).text
    found = re.findall(
        r'<link rel="alternate" type="application/(atom|feed)\+(?:xml|json)" title="[^"]+" href="([^"]+)"', written
    )
    assert [kind for kind, _ in found] == ["atom", "feed"]
    for _, address in found:
        assert written.count(f'href="{address}"') == 2
    feed = site.get(found[0][1].replace("&amp;", "&"))
    assert feed.headers["content-type"].startswith("application/atom+xml")
    root = ET.fromstring(feed.text)
    assert root.find(f"{ATOM}link[@rel='self']").get("href").endswith(found[0][1].replace("&amp;", "&"))
    assert site.get(found[1][1].replace("&amp;", "&")).json()["version"] == "https://jsonfeed.org/version/1.1"


def test_each_kind_of_news_has_a_feed_of_its_own(site: TestClient, page: str) -> None:
    written = site.get(page).text
    kinds = re.findall(r'href="([^"]+news=(said|captured|changed))"', written)
    assert [kind for _, kind in kinds] == (["changed"] if "/quote/" in page else ["said", "captured", "changed"])
    for address, kind in kinds:
        feed = ET.fromstring(site.get(address.replace("&amp;", "&")).text)
        terms = {each.get("term") for each in feed.iter(f"{ATOM}category")}
        assert terms <= ({kind} if kind != "changed" else {"changed", "lost", "withdrawn"})


def test_a_feed_can_be_asked_for_no_other_kind_of_news(site: TestClient) -> None:
    assert site.get("/search.atom?q=ceasefire&news=weather").status_code == 404


def test_a_search_as_of_a_day_offers_none(site: TestClient) -> None:
    asked = {"q": "ceasefire", "as_of": "2030-01-01"}
    assert ".atom" not in site.get("/search", params=asked).text
    assert site.get("/search.atom", params=asked).status_code == 404


def test_the_feeds_of_a_document_and_of_a_quote_tell_of_its_withdrawal_and_that_of_a_search_does_not(
    own: Home, find: Find
) -> None:
    quote = find('"will continue to strictly adhere" source:news')
    document = open_site(own).get(f"/quote/{quote}.json").json()["document"]["id"]
    beside = next(
        each["id"] for each in open_site(own).get(f"/document/{document}.json").json()["quotes"] if each["id"] != quote
    )
    redact(own, quote, "It names a private person.")
    redact(own, beside, "It names another private person.")
    site = open_site(own)
    asked = "?q=provocations&news=changed"
    told = {
        page: site.get(page).text for page in (f"/document/{document}.atom", f"/quote/{quote}.atom", f"/search.atom{asked}")
    }
    assert [feed.count('term="withdrawn"') for feed in told.values()] == [2, 1, 0]
    entries = re.findall("<id>([^<]+)</id>", told[f"/document/{document}.atom"])
    assert len(entries) == len(set(entries))
    assert not any("adhere" in feed for feed in told.values())
