"""A contact that no request can carry ends a run before it begins, and not each of its requests."""

from __future__ import annotations

import pytest

from pipeline.errors import PipelineError
from pipeline.home import Home
from pipeline.run.collect.fetching import CONTACT, make_settings


@pytest.mark.parametrize("contact", ["x\r\nX-Evil: y", "Grüße", "\x1b[31m", "a\udcffb"])
def test_a_contact_of_other_characters_is_refused_by_name(home: Home, monkeypatch: pytest.MonkeyPatch, contact: str) -> None:
    monkeypatch.setenv(CONTACT, contact)
    with pytest.raises(PipelineError, match=r"ONRECORD_CONTACT: found .*expected a web or mail address"):
        make_settings(home)


@pytest.mark.parametrize("contact", ["", "https://archive.example/about", "mailto:desk@archive.example"])
def test_an_address_is_taken_as_it_is(home: Home, monkeypatch: pytest.MonkeyPatch, contact: str) -> None:
    monkeypatch.setenv(CONTACT, contact)
    assert make_settings(home).contact == contact
