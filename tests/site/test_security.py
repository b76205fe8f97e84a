"""Everything archived is hostile, and every reader may be: headers, hosts, forms, downloads, links, marks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from pipeline.home import Home
from pipeline.site.display import fragment_link, safe_link, show_text
from pipeline.site.security import STRICT, Pace
from tests.site.conftest import ORIGIN, open_site, read_token

Find = Callable[[str], str]
POST = '"will continue to strictly adhere" source:x_nikolpashinyan'


def test_every_answer_has_the_strict_policy_and_is_not_sniffed(site: TestClient) -> None:
    for address in ("/", "/search?q=peace", "/nowhere", "/static/site.css", "/search.json?q=peace"):
        headers = site.get(address).headers
        assert headers["content-security-policy"] == STRICT, address
        assert headers["x-content-type-options"] == "nosniff"
    assert "unsafe" not in STRICT


def test_another_host_is_not_answered(site: TestClient) -> None:
    assert site.get("/", headers={"host": "evil.example"}).status_code == 421
    assert site.get("/", headers={"host": "127.0.0.1:8460"}).status_code == 200


def test_other_methods_and_large_forms_are_refused(site: TestClient) -> None:
    assert site.put("/").status_code == 405
    assert site.post("/quote/q_x/report", content=b"x" * 20_000).status_code == 413


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//x.example/a",
        " https://x.example",
        "https://x.example/\u202e",
    ],
)
def test_links_that_act_are_dropped(link: str) -> None:
    assert safe_link(link) is None
    assert fragment_link(link, "words") is None


def test_a_link_into_the_live_page_names_its_words_escaped() -> None:
    link = fragment_link("https://x.example/a#top", "cease-fire, now & then")
    assert link == "https://x.example/a#:~:text=cease%2Dfire%2C%20now%20%26%20then"


def test_characters_that_reorder_text_are_shown_and_not_obeyed() -> None:
    assert show_text("a\u202eb\x1b[2Jc\u2066") == "a⟦RLO⟧b␛[2Jc⟦LRI⟧"
    assert show_text("שלום\nمرحبا") == "שלום\nمرحبا"


def test_bytes_are_only_a_file_that_runs_nothing(site: TestClient, find: Find) -> None:
    capture = site.get(f"/quote/{find(POST)}.json").json()["captures"][0]["id"]
    answer = site.get(f"/capture/{capture}/bytes")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert b"strictly adhere" in answer.content


def test_evidence_is_derived_again_only_from_our_own_form(sample: Home, find: Find) -> None:
    site, quote = open_site(sample), find(POST)
    assert site.post(f"/quote/{quote}/verify", data={"token": "x"}).status_code == 403
    token = read_token(site.get(f"/quote/{quote}").text)
    foreign = site.post(f"/quote/{quote}/verify", data={"token": token}, headers={"origin": "http://evil.example"})
    assert foreign.status_code == 403
    cross = site.post(f"/quote/{quote}/verify", data={"token": token}, headers={"sec-fetch-site": "cross-site"})
    assert cross.status_code == 403
    page = site.post(f"/quote/{quote}/verify", data={"token": token}, headers={"origin": ORIGIN})
    assert page.status_code == 200
    assert "Every link holds" in page.text
    assert "the same, character for character" in page.text


def test_changed_bytes_break_the_chain_on_the_page(own: Home, find: Find) -> None:
    quote = find(POST)
    warc = next((own.warc / "x_nikolpashinyan").rglob("*.warc.gz"))
    content = bytearray(warc.read_bytes())
    content[len(content) // 2] ^= 1
    warc.write_bytes(content)
    site = open_site(own)
    token = read_token(site.get(f"/quote/{quote}").text)
    assert "A link does not hold" in site.post(f"/quote/{quote}/verify", data={"token": token}).text


def test_the_pace_of_a_reader_is_bounded_and_recovers() -> None:
    pace = Pace(2, 60)
    assert [pace.allow("a", now=at) for at in (0, 1, 2)] == [True, True, False]
    assert pace.allow("b", now=2)
    assert pace.allow("a", now=61)
