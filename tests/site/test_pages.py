"""Every page answers in one request, complete without JavaScript, below 100 kB, with a JSON twin and nothing inline."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

Find = Callable[[str], str]
LARGEST = 100_000
NEWS = '"will continue to strictly adhere" source:news'
POST = '"will continue to strictly adhere" source:x_nikolpashinyan'


@pytest.fixture(scope="session")
def addresses(site: TestClient, find: Find) -> list[str]:
    quote, other = find(NEWS), find(POST)
    document = site.get(f"/quote/{quote}.json").json()["document"]["id"]
    shown = site.get(f"/document/{document}.json").json()
    run = site.get("/source/news.json").json()["runs"][0]
    return [
        "/",
        "/search?q=ceasefire",
        "/search?q=ceasefire&group=speaker&scale=share&sort=oldest",
        "/search?q=nowhereatall",
        f"/quote/{quote}",
        f"/document/{document}",
        f"/revision/{shown['revision']}",
        f"/passage/{shown['revision']}/0-40",
        f"/capture/{shown['captures'][0]['id']}",
        f"/compare?a={quote}&b={other}",
        "/compare",
        "/speaker/nikol-pashinyan?phrase=ceasefire",
        "/source/news",
        "/source/gb_govuk",
        f"/run/{run['id']}/news",
        "/coverage",
        "/about",
    ]


def test_every_page_is_small_and_has_nothing_inline_and_nothing_from_elsewhere(site: TestClient, addresses: list[str]) -> None:
    for address in addresses:
        page = site.get(address)
        assert page.status_code == 200, address
        assert len(page.content) < LARGEST, address
        assert not re.search(r"<script(?![^>]*\ssrc=\"/static/)|<style|\sstyle=|\son[a-z]+=|javascript:", page.text), address
        assert not re.search(r"<(?:script|link|img|iframe|form)[^>]*(?:src|href|action)=\"(?:https?:)?//", page.text), address
        assert page.text.count("<h1") == 1, address


def test_every_page_has_a_json_twin_that_its_head_names(site: TestClient, addresses: list[str]) -> None:
    for address in addresses:
        named = re.search(r'rel="alternate" type="application/json" href="([^"]+)"', site.get(address).text)
        assert named, address
        assert isinstance(site.get(named[1].replace("&amp;", "&")).json(), dict), address


def test_every_link_of_every_page_leads_to_a_page(site: TestClient, addresses: list[str]) -> None:
    links: set[str] = set()
    for address in addresses:
        found = re.findall(r'(?:href|src|action)="(/[^"#]*)', site.get(address).text)
        links |= {link.replace("&amp;", "&") for link in found if not link.endswith(("/verify", "/report"))}
    assert len(links) > 60
    for link in sorted(links):
        assert site.get(link).status_code == 200, link


def test_the_first_page_asks_who_said_what_when_in_one_form(site: TestClient) -> None:
    page = site.get("/").text
    assert all(f'name="{name}"' in page for name in ("speaker", "q", "when"))
    found = site.get("/search", params={"speaker": "Pashinyan", "q": "ceasefire", "when": "October 2020"}).text
    assert "Nikol Pashinyan" in found
    assert "4</strong> quotes" in found


def test_facets_narrow_a_search_to_as_many_quotes_as_they_say(site: TestClient) -> None:
    facets = site.get("/search.json", params={"q": "ceasefire"}).json()["facets"]
    for name, parameter in (("speakers", "speaker"), ("sources", "source"), ("kinds", "kind"), ("languages", "lang")):
        assert facets[name], name
        for count in facets[name]:
            narrowed = site.get("/search.json", params={"q": "ceasefire", parameter: count["value"]}).json()
            assert narrowed["total"] == count["quotes"], count


def test_counts_of_a_sample_are_marked_as_an_estimate(site: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.search.facets.MOST_COUNTED", 4)
    page = site.get("/search", params={"q": "the"}).text
    assert page.count("Estimated for all: every number here is by a sample of") == 2
    assert '<span class="count">≈ ' in page
    facets = site.get("/search.json", params={"q": "the"}).json()["facets"]
    assert (facets["estimated"], facets["complete"]) == (True, False)
    assert facets["counted"] < facets["total"]


def test_a_total_that_is_not_exact_is_marked_so(site: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.search.search.MOST_PHRASES_RANKED", 1)
    page = site.get("/search", params={"q": '"of the"'}).text
    assert "<span>At least</span> <strong>1</strong> quote" in page
    assert site.get("/search.json", params={"q": '"of the"'}).json()["total_is"] == "at_least"


def test_a_filter_names_its_source_as_readers_know_it(site: TestClient) -> None:
    page = site.get("/search", params={"q": "ceasefire", "source": "news"}).text
    assert "published by</span> Sample News" in page


def test_the_timeline_shades_the_months_nobody_looked_at(site: TestClient) -> None:
    months = {month["month"]: month for month in site.get("/search.json?q=ceasefire").json()["facets"]["months"]}
    assert (months["2020-10"]["state"], months["2020-10"]["quotes"]) == ("held", 7)
    assert months["2020-03"]["state"] == "never"
    assert 'class="never"' in site.get("/search?q=ceasefire").text


def test_a_quote_shows_the_three_times_its_evidence_and_who_else_carries_it(site: TestClient, find: Find) -> None:
    quote, other = find(NEWS), find(POST)
    page = site.get(f"/quote/{quote}").text
    for said in ("<dt>Said</dt>", "<dt>Published</dt>", "<dt>Captured</dt>", "WARC record", "sha256", "#:~:text="):
        assert said in page
    assert f'href="/quote/{other}"' in page
    assert "Primary held." in page


def test_only_relayed_words_without_a_primary_are_said_to_lack_one(site: TestClient, find: Find) -> None:
    assert site.get(f"/quote/{find(POST)}.json").json()["primary"] == "own"
    assert site.get(f"/quote/{find(NEWS)}.json").json()["primary"] == find(POST)
    relayed = find("missile strike kind:indirect")
    assert site.get(f"/quote/{relayed}.json").json()["primary"] is None
    assert "Primary not held." in site.get(f"/quote/{relayed}").text


def test_a_passage_keeps_its_words_and_names_where_they_are(site: TestClient, find: Find) -> None:
    facts = site.get(f"/quote/{find(NEWS)}.json").json()
    passage = site.get(f"/passage/{facts['revision']}/{facts['start']}-{facts['end']}.json").json()["passage"]
    assert passage["text"] == facts["exact"]
    assert not passage["changed"]
    assert site.get(f"/passage/{facts['revision']}/0-99999999").status_code == 404
    assert site.get(f"/passage/{facts['revision']}/a-b").status_code == 404


def test_a_document_links_each_of_its_quotes_where_it_stands(site: TestClient, find: Find) -> None:
    document = site.get(f"/quote/{find(NEWS)}.json").json()["document"]["id"]
    facts, page = site.get(f"/document/{document}.json").json(), site.get(f"/document/{document}").text
    assert facts["quotes"]
    for quote in facts["quotes"]:
        assert f'id="{quote["id"]}"' in page
    bare = re.sub(r"<[^>]+>", "", page)
    for words in ("there is no military", "This war is a Patriotic War for our people."):
        assert words in bare


def test_a_misspelt_word_is_answered_with_one_of_the_archive_and_remembered(site: TestClient) -> None:
    assert site.get("/search.json?q=ceasfire").json()["suggestions"] == {"ceasfire": ["ceasefire"]}
    assert "Did you mean" in site.get("/search?q=ceasfire").text


def test_what_is_not_there_is_said_so_on_pages_and_in_json(site: TestClient) -> None:
    for address in (
        "/quote/q_nothing",
        "/document/d_nothing",
        "/capture/c_nothing",
        "/source/nothing",
        "/speaker/Nobody",
        "/run/x/y",
    ):
        assert site.get(address).status_code == 404, address
        assert site.get(f"{address}.json").json()["why"], address
    assert site.get("/nowhere").status_code == 404


@pytest.mark.parametrize(
    "query", ['"', "(", "NEAR(", "*", "a" * 3000, "\x00", "col:x", "\u202e", "%", "<script>alert(1)</script>"]
)
def test_no_search_is_an_error(site: TestClient, query: str) -> None:
    page = site.get("/search", params={"q": query})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
