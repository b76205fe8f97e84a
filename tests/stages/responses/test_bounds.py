"""The limits of judging and decoding a response, each at its bound: the last value on one side, the first on the other."""

from __future__ import annotations

import gzip
import random

import pytest

from pipeline.errors import ParseError
from pipeline.stages.responses.encoding import decode_content, decode_text, find_unmarked
from storage.model import Response
from tests.words import judge_response

URL = "https://ministry.example/news/1"
REFUSAL = "Request unsuccessful. Incapsula incident ID: 1"
CHALLENGE = "<script>window._cf_chl_opt={};</script>"


def judge(body: str, *headers: tuple[str, str], title: str | None = None, length: int | None = None) -> str:
    response = Response(url=URL, status=200, headers=headers, body=body.encode(), location=None)
    return judge_response(response, body.encode(), title=title, length=length).status


def page(words: str, *, size: int, head: str = "") -> str:
    """Make a page of some visible words, filled up to a number of characters."""
    filled = f"{words} {'x' * (size - len(words) - 1)}"
    return f"<!doctype html><html><head><title></title></head><body>{head}<p>{filled}</p></body></html>"


@pytest.mark.parametrize(("size", "status"), [(1_500, "blocked"), (1_501, "content")])
def test_the_words_of_a_short_page_unmask_it(size: int, status: str) -> None:
    assert judge(page(REFUSAL, size=size)) == status
    assert judge(f"{REFUSAL} {'x' * (size - len(REFUSAL) - 1)}") == status


@pytest.mark.parametrize(("size", "status"), [(6_000, "blocked"), (6_001, "content")])
def test_a_page_with_many_characters_between_its_tags_is_not_read_for_refusals(size: int, status: str) -> None:
    written = f"{REFUSAL} {'&#1234;' * 850}"
    assert judge(f"<html><body><p>{written}{'x' * (size - len(written))}</p></body></html>") == status


@pytest.mark.parametrize(("size", "status"), [(400, "blocked"), (401, "content")])
def test_the_marks_of_a_wall_decide_on_a_page_of_very_few_words(size: int, status: str) -> None:
    assert judge(page("Peace", size=size, head=CHALLENGE)) == status


@pytest.mark.parametrize(("size", "status"), [(300, "blocked"), (301, "content")])
def test_a_page_of_a_sentence_or_two_on_browsers_and_cookies_is_a_wall(size: int, status: str) -> None:
    assert judge(page("Browser and cookies", size=size)) == status


@pytest.mark.parametrize(("words", "status"), [("Cookies, cookies", "content"), ("Browser and cookies", "blocked")])
def test_one_word_of_waiting_may_be_an_items_own(words: str, status: str) -> None:
    assert judge(page(words, size=80)) == status


@pytest.mark.parametrize(("begins", "status"), [(400_000 - len(REFUSAL), "blocked"), (400_000, "content")])
def test_the_beginning_of_a_page_is_judged(begins: int, status: str) -> None:
    head, behind = "<html><body><p>Peace.</p><script>", "</script>"
    assert judge(f"{head}{'/' * (begins - len(head) - len(behind))}{behind}{REFUSAL}") == status


@pytest.mark.parametrize(("length", "status"), [(8_000, "login"), (8_001, "content")])
def test_where_only_the_length_is_known_it_says_whether_an_answer_is_short(length: int, status: str) -> None:
    assert judge("", title="Log in", length=length) == status


@pytest.mark.parametrize(("size", "status"), [(1_000, "soft_404"), (1_001, "content")])
def test_the_beginning_of_a_title_is_read(size: int, status: str) -> None:
    end = " | Page not found"
    assert judge("", title=f"{'x' * (size - len(end))}{end}", length=9_000) == status


@pytest.mark.parametrize(("digits", "status"), [(17, "content"), (18, "empty")])
def test_the_first_digits_of_a_stated_length_are_read(digits: int, status: str) -> None:
    assert judge("", ("content-length", f"{'0' * digits}9")) == status


def decode(body: bytes, **limits: float) -> bytes:
    response = Response(url=URL, status=200, headers=(("content-encoding", "gzip"),), body=body, location=None)
    return decode_content(response, **limits)  # type: ignore[arg-type]


def test_a_small_body_may_have_any_ratio() -> None:
    small, larger = gzip.compress(bytes(1 << 20)), gzip.compress(bytes((1 << 20) + 1))
    assert (1 << 20) / len(small) > 250
    assert len(decode(small)) == 1 << 20
    with pytest.raises(ParseError, match="250 times as many"):
        decode(larger)


def test_the_largest_ratio_is_two_hundred_and_fifty() -> None:
    noise = random.Random(7).randbytes(4_000)
    inside, outside = (gzip.compress(noise + bytes(4_000 * times)) for times in (360, 390))
    assert 235 < len(gzip.decompress(inside)) / len(inside) < 250 < len(gzip.decompress(outside)) / len(outside) < 265
    assert decode(inside).startswith(noise)
    with pytest.raises(ParseError, match="250 times as many"):
        decode(outside)


def test_the_largest_body_has_fifty_million_bytes() -> None:
    noise = random.Random(7).randbytes(400_000)
    inside, outside = (gzip.compress(noise + bytes(size - len(noise)), 1) for size in (50_000_000, 50_000_001))
    assert len(decode(inside)) == 50_000_000
    with pytest.raises(ParseError, match="more than 50000000 bytes"):
        decode(outside)


@pytest.mark.parametrize(("wrapped", "readable"), [(4, True), (5, False)])
def test_a_body_is_unpacked_at_most_three_times_beyond_its_coding(wrapped: int, readable: bool) -> None:
    body = b"Peace."
    for _ in range(wrapped):
        body = gzip.compress(body)
    assert (decode(body) == b"Peace.") is readable


@pytest.mark.parametrize(("letters", "found"), [(7, None), (8, "utf-16-le")])
def test_a_few_letters_of_utf_16_show_nothing(letters: int, found: str | None) -> None:
    assert find_unmarked(("<html>PEACE"[:letters]).encode("utf-16-le")) == found


def test_utf_16_is_told_by_the_first_512_bytes() -> None:
    inside = "a".encode("utf-16-le") * 103 + "м".encode("utf-16-le") * 153
    assert find_unmarked(inside + "a".encode("utf-16-le") * 400) == "utf-16-le"
    assert find_unmarked("м".encode("utf-16-le") * 256 + "a".encode("utf-16-le") * 400) is None


@pytest.mark.parametrize(("foreign", "read"), [(150, "cp1252"), (160, "cp1251")])
def test_many_bytes_outside_of_ascii_are_another_script(foreign: int, read: str) -> None:
    minister = "Министр сказал, что мост откроют весной, а дорога уже открыта для всех жителей города и района. "
    english = "the road to the town is open again and the bridge will be next spring " * 15
    body = minister.encode("cp1251") * 3
    size = next(size for size in range(len(body)) if sum(byte > 0x7F for byte in body[:size]) == foreign)
    body = body[:size] + english.encode()[: 1_000 - size]
    assert decode_text(body) == body.decode(read)


@pytest.mark.parametrize(
    ("code", "status"), [(200, "content"), (201, "content"), (202, "content"), (203, "content"), (204, "empty")]
)
def test_the_status_codes_of_success_leave_the_judgement_to_the_page(code: int, status: str) -> None:
    body = page("Peace is near.", size=600).encode()
    assert judge_response(Response(url=URL, status=code, headers=(), body=body, location=None), body).status == status


@pytest.mark.parametrize(("head", "status", "why"), [(CHALLENGE, "blocked", "a challenge page (503)"), ("", "error", "503")])
def test_a_wall_that_calls_itself_an_error_is_told_by_its_page(head: str, status: str, why: str) -> None:
    body = page("Peace", size=80, head=head).encode()
    found = judge_response(Response(url=URL, status=503, headers=(), body=body, location=None), body)
    assert found.status == status
    assert why in found.why
