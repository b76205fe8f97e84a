"""Whatever bytes, headers and addresses come in, reading them answers or says why not; nothing else is ever raised."""

from __future__ import annotations

import gzip
import zlib
from urllib.parse import urlsplit

import brotli
import zstandard
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.errors import FetchError, ParseError
from pipeline.fetch.http.masking_secrets import mask_head, mask_url
from pipeline.fetch.http.public_addresses import check_url, follow
from pipeline.fetch.http.retrying import read_retry_after
from pipeline.stages.responses.encoding import decode_content, decode_text, measure_content
from pipeline.stages.responses.status import judge_redirect
from storage.model import EffectiveStatus, Response
from tests.words import judge_response

NAMES = st.sampled_from(
    ["Content-Type", "content-encoding", "Content-Length", "Location", "cf-mitigated", "Memento-Datetime", "X-A"]
)
VALUES = st.sampled_from(
    ["gzip", "br", "deflate", "zstd", "text/html; charset=utf-16", "text/html; charset=big5", "-1"]
) | st.text(max_size=20)
HEADERS = st.lists(st.tuples(NAMES, VALUES), max_size=4).map(tuple)
MARKUP = st.lists(
    st.sampled_from(
        [
            b"<title>",
            b"</title>",
            b"<h1>404",
            b"<script>",
            b"<!--",
            b"Access Denied",
            b"\xff\xfe",
            b"<p>",
            b"{",
            b'"error":',
            b"\x80\xe2",
        ]
    )
    | st.binary(max_size=12),
    max_size=12,
).map(b"".join)
URLS = st.text(max_size=40) | st.builds("https://web.archive.org/web/2020{}".format, st.text(max_size=20))


@given(MARKUP, HEADERS, URLS, st.none() | st.integers(0, 1000), st.none() | URLS)
def test_every_answer_is_judged(
    body: bytes, headers: tuple[tuple[str, str], ...], url: str, status: int | None, to: str | None
) -> None:
    response = Response(url=url, status=status, headers=headers, body=body, location=to)
    judged = judge_response(response, body)
    assert judged.status in EffectiveStatus
    assert judged.why
    judge_redirect(url, to)


@given(MARKUP, HEADERS)
def test_every_body_is_text(body: bytes, headers: tuple[tuple[str, str], ...]) -> None:
    decode_text(body, headers=headers).encode("utf-8", "surrogatepass")


@given(st.text(max_size=200))
def test_utf8_is_read_as_it_was_written(text: str) -> None:
    assert decode_text(text.encode("utf-8", "replace")) == text.encode("utf-8", "replace").decode().removeprefix("\ufeff")


@given(MARKUP, HEADERS)
def test_every_body_is_decoded_or_said_to_be_broken(body: bytes, headers: tuple[tuple[str, str], ...]) -> None:
    response = Response(url="https://a.example/", status=200, headers=headers, body=body)
    try:
        decoded = decode_content(response)
    except ParseError:
        return
    assert measure_content(response) == len(decoded)


@given(st.binary(max_size=3000), st.sampled_from(["gzip", "deflate", "br", "zstd"]), st.data())
def test_a_coded_body_is_decoded_whole_and_never_in_part(body: bytes, coding: str, data: st.DataObject) -> None:
    assume(not body.startswith(b"\x1f\x8b\x08"))  # a gzip file inside is unpacked as well
    packed = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstandard.compress}[coding](body)
    whole = Response(url="https://a.example/", status=200, headers=(("Content-Encoding", coding),), body=packed)
    assert decode_content(whole) == body
    cut = Response(url=whole.url, status=200, headers=whole.headers, body=packed[: data.draw(st.integers(1, len(packed)))])
    reason = None
    try:
        decoded = decode_content(cut)
    except ParseError as error:
        reason = error.reason
    assert reason in ("truncated body", "damaged body") if reason else decoded in (body, cut.body)


@given(st.text(max_size=60) | st.builds("http{}://{}".format, st.sampled_from(["", "s"]), st.text(max_size=40)))
def test_every_address_is_sent_as_one_host_or_refused(url: str) -> None:
    try:
        sent = check_url(url)
        follow(sent, url)
    except FetchError:
        return
    parts = urlsplit(sent)
    assert sent.isascii()
    assert parts.scheme in ("http", "https")
    assert parts.hostname
    assert "@" not in parts.netloc
    assert check_url(sent) == sent


@given(st.none() | st.text(max_size=30), st.floats(0, 4e9))
def test_retry_after_is_a_wait_or_nothing(value: str | None, now_s: float) -> None:
    wait_s = read_retry_after(value, now_s=now_s)
    assert wait_s is None or 0 <= wait_s < 1e12


@given(
    st.text(alphabet="abc123%-._~", min_size=8, max_size=20),
    st.sampled_from(["token", "api_key", "access-token", "sig", "X-Goog-Signature"]),
)
def test_no_secret_survives_masking(secret: str, name: str) -> None:
    url = f"https://a.example/list?page=2&{name}={secret}&lang=en"
    assert mask_url(url) == f"https://a.example/list?page=2&{name}=***&lang=en"
    head = f"GET /list?{name}={secret} HTTP/1.1\r\nHost: a.example\r\nAuthorization: Bearer {secret}\r\n\r\n".encode()
    assert secret.encode() not in mask_head(head)
    assert mask_head(head).startswith(b"GET /list?")
