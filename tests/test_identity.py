"""Ids come from content and address, and an address has one canonical form."""

from __future__ import annotations

import pytest

from storage.model import QuoteKind
from storage.model.addresses import bare_host, split_address
from storage.model.identity import canonical_url, document_id, quote_id, revision_id


@pytest.mark.parametrize(
    "variant",
    [
        "http://www.example.gov/a/b/",
        "https://example.gov/a/b?fbclid=1",
        "HTTPS://Example.gov:443/a//b#top",
        "https://example.gov/a/b/?utm_source=x&utm_medium=y",
    ],
)
def test_variants_of_one_address_are_one_document(variant: str) -> None:
    assert canonical_url(variant) == "https://example.gov/a/b"


def test_a_query_that_selects_a_page_is_kept_and_sorted() -> None:
    assert canonical_url("https://example.gov/?id=7&b=1") == "https://example.gov?b=1&id=7"


def test_a_document_is_its_post_id_before_its_address() -> None:
    url = canonical_url("https://x.com/a/status/1")
    assert document_id(platform="x", post_id="1", url=url) == document_id(platform="x", post_id="1")


def test_a_revision_changes_with_a_letter_and_a_quote_with_its_ordinal() -> None:
    assert revision_id("d_1", "a") != revision_id("d_1", "b")
    assert quote_id("d_1", QuoteKind.DIRECT, "peace", 0) != quote_id("d_1", QuoteKind.DIRECT, "peace", 1)


@pytest.mark.parametrize(
    "url",
    [
        "https://m.example/a;jsessionid=0AF3.live1?x=1",
        "https://m.example/a?PHPSESSID=77&x=1",
        "https://m.example/a?x=1&sid=0123456789abcdef",
    ],
)
def test_a_session_is_no_part_of_an_address(url: str) -> None:
    assert canonical_url(url) == "https://m.example/a?x=1"


@pytest.mark.parametrize(
    "url", ["https://m.example/a?sid=12", "https://m.example/a;v=2", "https://m.example/a?sid=0123456789abcde"]
)
def test_what_only_looks_like_a_session_stays(url: str) -> None:
    assert canonical_url(url) == url


@pytest.mark.parametrize(
    "address", ["http://a.example:80/x", "https://a.example:80/x", "http://a.example:443/x", "https://a.example/x"]
)
def test_the_usual_ports_of_both_schemes_are_no_part_of_an_address(address: str) -> None:
    assert canonical_url(address) == "https://a.example/x"


@pytest.mark.parametrize("port", [81, 240, 444, 1329, 8080])
def test_another_port_is_another_address(port: int) -> None:
    assert canonical_url(f"https://a.example:{port}/x") == f"https://a.example:{port}/x"


@pytest.mark.parametrize("address", ["http://[", "http://[::1", "http://a\u2100b/"])
def test_what_is_no_address_has_empty_parts(address: str) -> None:
    assert (split_address(address).hostname, bare_host(address)) == (None, "")
