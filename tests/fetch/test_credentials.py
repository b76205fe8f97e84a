"""Tokens come from the environment, and never show."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.fetch.http.credentials import TOKENS, read_tokens
from pipeline.fetch.http.settings import FetchSettings


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
