"""Texts come back as they were packed, and the packed form is the one that archives hold."""

from __future__ import annotations

import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.text.packing import LEAST_PACKED, pack_text, unpack_text

texts = st.text(st.characters(codec="utf-8"))


@given(text=texts, times=st.integers(1, 60))
def test_a_text_comes_back_as_it_was_packed(text: str, times: int) -> None:
    packed = pack_text(text * times)
    assert unpack_text(packed) == text * times
    assert isinstance(packed, str) or len(packed) < len((text * times).encode())


def test_a_long_text_is_raw_deflate_of_its_utf8() -> None:
    text = "Հայաստանի Հանրապետություն, 2020. " * 20
    packed = pack_text(text)
    assert isinstance(packed, bytes)
    assert zlib.decompress(packed, -15).decode() == text


@pytest.mark.parametrize(("length", "kind"), [(LEAST_PACKED - 1, str), (LEAST_PACKED, bytes)])
def test_a_short_text_is_kept_as_it_is(length: int, kind: type) -> None:
    assert isinstance(pack_text("a" * length), kind)


def test_a_text_that_grows_no_shorter_is_kept_as_it_is() -> None:
    text = "".join(map(chr, random.Random(1).choices(range(128), k=LEAST_PACKED)))
    assert pack_text(text) == text


def test_nothing_stays_nothing() -> None:
    assert unpack_text(None) is None


def test_damaged_bytes_are_refused() -> None:
    packed = pack_text("Peace for all of us. " * 20)
    assert isinstance(packed, bytes)
    with pytest.raises(zlib.error):
        unpack_text(packed[:-1])
