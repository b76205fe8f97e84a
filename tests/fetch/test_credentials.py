"""Tokens come from the environment, and never show."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.fetch.http.credentials import TOKENS, choose_scheme, choose_token, read_tokens
from pipeline.fetch.http.fetch_settings import FetchSettings
from pipeline.fetch.http.masking_secrets import mask_url


def test_tokens_are_read_by_host() -> None:
    assert read_tokens({TOKENS: "api.x.com=AAA=  Social.Example=b"}) == {"api.x.com": "AAA=", "social.example": "b"}
    assert read_tokens({}) == {}


@pytest.mark.parametrize("entry", ["s3cret", "=s3cret", "api.x.com=", "https://api.x.com=s3cret"])
def test_an_entry_without_a_host_is_refused_without_showing_it(entry: str) -> None:
    with pytest.raises(SourceError, match="entry 1") as caught:
        read_tokens({TOKENS: entry})
    assert "s3cret" not in str(caught.value)


def test_settings_do_not_show_their_tokens() -> None:
    assert "s3cret" not in repr(FetchSettings(state=Path("state"), tokens={"api.x.com": "s3cret"}))


@pytest.mark.parametrize(
    ("url", "asked", "hosts", "sent"),
    [
        ("https://api.x.com/2/a", "https://api.x.com/2/a", {"api.x.com"}, "s3cret"),
        ("http://api.x.com/2/a", "http://api.x.com/2/a", {"api.x.com"}, None),
        ("http://api.x.com/2/a", "https://api.x.com/2/a", {"api.x.com"}, None),
        ("https://api.x.com/2/a", "https://other.example/", {"api.x.com", "other.example"}, None),
        ("https://api.x.com/2/a", "https://api.x.com/2/a", {"mfa.am"}, None),
        ("https://other.example/", "https://api.x.com/2/a", {"api.x.com", "other.example"}, None),
    ],
)
def test_a_token_goes_over_https_to_the_host_first_asked_if_the_source_declares_it(
    url: str, asked: str, hosts: set[str], sent: str | None
) -> None:
    assert choose_token({"api.x.com": "s3cret"}, url, asked=asked, hosts=hosts) == sent


def test_the_internet_archive_s_keys_have_a_scheme_of_their_own() -> None:
    assert [choose_scheme(url) for url in ("https://web.archive.org/save", "https://api.x.com/2")] == ["LOW", "Bearer"]


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/?bearer=s3cret",
        "https://a.example/?authToken=s3cret&b=1",
        "https://a.example/?PHPSESSID=s3cret",
        "https://a.example/a;jsessionid=s3cret?b=1",
        "https://api.telegram.org/bot123:s3cret/getUpdates",
        "https://api.telegram.org/file/bot123%3As3cret/a",
    ],
)
def test_a_secret_in_an_address_is_masked(url: str) -> None:
    assert "s3cret" not in mask_url(url)
    assert "***" in mask_url(url)
