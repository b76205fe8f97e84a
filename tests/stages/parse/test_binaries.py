"""Bytes that are no text, and text that nobody says, never become a document."""

from __future__ import annotations

import gzip

import pytest

from pipeline.errors import ParseError
from pipeline.stages.parse.binaries import name_binary, name_code
from storage.model import Response
from tests.words import answer_parsed, parse

PAGE = b"<!DOCTYPE html><html lang='en'><body><h1>Pier</h1><p>The council said that the pier is open again.</p></body></html>"
CSS = "body { margin: 0; color: #333 } .menu > li { float: left; width: 20% } @media print { .menu { display: none; } }"


@pytest.mark.parametrize(
    "body",
    [
        b"GIF89a\1\0\1\0",
        b"\x89PNG\r\n\x1a\n",
        b"wOF2\0\1",
        b"PK\3\4\x14\0",
        b"\xd0\xcf\x11\xe0\xa1\xb1",
        b"%PDF-1.7",
        b"\0\0\1\0\1\0",
        b"\0\0\0\x18ftypmp42",
        b"filedesc://x.arc 127.0.0.1 20210305 text/plain 76\n",
        bytes(range(256)) * 4,
    ],
)
def test_what_is_no_text_is_refused(body: bytes) -> None:
    with pytest.raises(ParseError, match="the bytes are"):
        parse(Response(url="https://a.example/a", status=200, headers=(), body=body), source=None)


@pytest.mark.parametrize("text", ["Words.\nMore words.", "BM is a measure of weight.", "MZ said so.", "\ttab\r\nline\f"])
def test_words_are_text(text: str) -> None:
    assert name_binary(text.encode()) is None


@pytest.mark.parametrize(("controls", "named"), [(1, None), (2, "binary data")])
def test_one_control_character_in_fifty_makes_no_text(controls: int, named: str | None) -> None:
    assert name_binary(b"a" * (99 - controls) + b"\1" * controls) == named


def test_a_stylesheet_is_told_by_its_form_and_by_its_type() -> None:
    assert name_code(CSS, ()) == "a stylesheet"
    assert name_code("x", (("Content-Type", "text/css; charset=utf-8"),)) is not None
    assert name_code("The rule {a: b} is one of the oldest.", ()) is None


def test_a_page_packed_twice_without_saying_so_is_read() -> None:
    body = gzip.compress(gzip.compress(PAGE))
    answer = answer_parsed(parse(Response(url="https://a.example/a", status=200, headers=(), body=body), source=None))
    assert "pier is open again" in answer["text"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read(encoding: str) -> None:
    body = PAGE.decode().encode(encoding)
    answer = answer_parsed(parse(Response(url="https://a.example/a", status=200, headers=(), body=body), source=None))
    assert "pier is open again" in answer["text"]


def test_a_page_said_to_be_deflated_that_plainly_is_not_is_read() -> None:
    headers = (("Content-Encoding", "deflate"),)
    answer = answer_parsed(parse(Response(url="https://a.example/a", status=200, headers=headers, body=PAGE), source=None))
    assert "pier is open again" in answer["text"]
