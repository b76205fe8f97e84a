"""JSON that others wrote is read, or refused in one way."""

from __future__ import annotations

import json

import pytest

from storage.text.untrusted_json import decode_json, load_json

DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize("text", ["", "{", "[1,]", DEEP, "nul"])
def test_what_is_no_json_or_cannot_be_held_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"deep|digits|Expecting|trailing"):
        load_json(text)


def test_a_value_too_deep_is_passed_over_to_what_follows_it() -> None:
    text = f'{DEEP}, {{"id": "]"}}'
    value, end = decode_json(text)
    assert (value, end) == (None, len(DEEP))
    assert decode_json(text, end + 2) == ({"id": "]"}, len(text))


def test_a_value_too_deep_that_does_not_end_is_not_whole() -> None:
    with pytest.raises(json.JSONDecodeError):
        decode_json(DEEP[:-1])


@pytest.mark.parametrize(("digits", "kind"), [(4_300, int), (4_301, str)])
def test_a_number_of_thousands_of_digits_is_kept_as_its_digits(digits: int, kind: type) -> None:
    read = decode_json("9" * digits)[0]
    assert load_json('{"a": [1, ' + "9" * digits + "]}") == {"a": [1, read]}
    assert isinstance(read, kind)
    assert str(read) == "9" * digits
