"""The fault table: whatever a server does, a fetch ends within its deadline, with the answer or with a reason to count by."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
import zstandard

from pipeline.declarations import Politeness
from pipeline.errors import FetchError
from pipeline.fetch.http.live import Validators
from tests.loopback.clients import BRISK, make_client
from tests.loopback.server import LoopbackServer, Visit

HASTY = Politeness(delay_s=0.0, deadline_s=0.3, max_bytes=10_000_000)
PATIENT = replace(HASTY, deadline_s=20.0)
SLACK_S = 3.0
"""A busy machine may take so much longer; what ignores the deadline takes longer still."""
ZEROS = bytes(30_000_000)


def stream_forever(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not visit.stopping.is_set():
        visit.send(b"1000\r\n" + bytes(4096) + b"\r\n")


def send_too_little(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this")
    visit.hang_up()


def cut_a_chunk(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nonly this")
    visit.hang_up()


def send(content: bytes, *, hang_up: bool = True) -> Callable[[Visit], None]:
    def program(visit: Visit) -> None:
        visit.send(content)
        if hang_up:
            visit.hang_up()

    return program


def send_then_stall(content: bytes) -> Callable[[Visit], None]:
    def program(visit: Visit) -> None:
        visit.send(content)
        visit.stall()

    return program


def drip(content: bytes) -> Callable[[Visit], None]:
    return lambda visit: visit.drip(content)


def redirect(target: str) -> Callable[[Visit], None]:
    return lambda visit: visit.reply(b"moved", "302 Found", Location=target)


def redirect_on_and_on(visit: Visit) -> None:
    visit.reply(b"", "302 Found", Location="/on?" + "x" * len(visit.path))


def pack(coding: str, content: bytes) -> Callable[[Visit], None]:
    return lambda visit: visit.reply(content, Content_Encoding=coding)


def send_forever(content: bytes, more: bytes) -> Callable[[Visit], None]:
    def program(visit: Visit) -> None:
        visit.send(content)
        while not visit.stopping.is_set():
            visit.send(more * 100)

    return program


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

FAULTS: dict[str, tuple[Callable[[Visit], None], str]] = {
    "a stall before any answer": (Visit.stall, "timeout"),
    "a stall within the head": (send_then_stall(b"HTTP/1.1 200 OK\r\nContent-"), "timeout"),
    "a stall within the body": (send_then_stall(HEAD + b"some words"), "timeout"),
    "a stall within a chunk": (send_then_stall(CHUNKED + b"ff\r\nwo"), "timeout"),
    "a head that drips": (drip(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 400), "timeout"),
    "a body that drips": (drip(HEAD + b"x" * 400), "timeout"),
    "a body shorter than announced": (send_too_little, "short body"),
    "a chunk cut off": (cut_a_chunk, "short body"),
    "no answer at all": (send(b""), "connection broken"),
    "an answer that is no HTTP": (send(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), "malformed answer"),
    "a chunk size that is no number": (send(CHUNKED + b"zz\r\n"), "malformed answer"),
    "a head of too many fields": (send(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n"), "malformed answer"),
    "a field without an end": (send(b"HTTP/1.1 200 OK\r\nA: " + b"b" * 90_000 + b"\r\n\r\n"), "malformed answer"),
    "interim answers without an end": (send_forever(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"), "malformed answer"),
    "trailers without an end": (send_forever(CHUNKED + b"5\r\nwords\r\n0\r\n", b"A: b\r\n"), "malformed answer"),
    "a stream without an end": (stream_forever, "body too large"),
    "more announced than allowed": (send(b"HTTP/1.1 200 OK\r\nContent-Length: 10000001\r\n\r\nx"), "body too large"),
    "a gzip bomb": (pack("gzip", gzip.compress(ZEROS)), "decompression bomb"),
    "a deflate bomb": (pack("deflate", zlib.compress(ZEROS)), "decompression bomb"),
    "a brotli bomb": (pack("br", brotli.compress(ZEROS, quality=5)), "decompression bomb"),
    "a zstd bomb": (pack("zstd", zstandard.compress(ZEROS)), "decompression bomb"),
    "a bomb within a bomb": (pack("gzip, gzip", gzip.compress(gzip.compress(ZEROS))), "decompression bomb"),
    "a redirect to itself": (redirect("/fault"), "redirect loop"),
    "redirects on and on": (redirect_on_and_on, "too many redirects"),
    "a redirect to a private address": (redirect("http://10.0.0.1/"), "refused address"),
    "a redirect to a file": (redirect("file:///etc/passwd"), "bad address"),
    "a redirect to a number in disguise": (redirect("http://a\\@127.0.0.1/"), "bad address"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_ends_within_the_deadline_with_its_reason(fault: str, tmp_path: Path) -> None:
    program, reason = FAULTS[fault]
    with LoopbackServer({"/fault": program, "/on": redirect_on_and_on}) as server, make_client(tmp_path, attempts=2) as client:
        politeness = HASTY if reason == "timeout" else PATIENT
        started = time.monotonic()
        with pytest.raises(FetchError) as caught:
            client.fetch(server.url("/fault"), politeness=politeness)
        took_s = time.monotonic() - started
    assert caught.value.reason == reason
    assert took_s < politeness.deadline_s + SLACK_S


def test_a_retry_that_runs_out_of_time_leaves_the_failure_before_it_as_the_reason(tmp_path: Path) -> None:
    def cut_then_stall(visit: Visit) -> None:
        cut_a_chunk(visit) if len(server.paths()) == 1 else visit.stall()

    with LoopbackServer({"/": cut_then_stall}) as server, make_client(tmp_path, attempts=2, backoff_s=0.0) as client:
        with pytest.raises(FetchError) as caught:
            client.fetch(server.url(), politeness=HASTY)
        assert server.paths() == ["/", "/"]
    assert caught.value.reason == "short body"


def test_a_retry_that_runs_out_of_time_leaves_the_answer_before_it(tmp_path: Path) -> None:
    def refuse_then_stall(visit: Visit) -> None:
        visit.reply(b"busy", "503 Service Unavailable") if len(server.paths()) == 1 else visit.stall()

    with LoopbackServer({"/": refuse_then_stall}) as server, make_client(tmp_path, attempts=2, backoff_s=0.0) as client:
        fetched = client.fetch(server.url(), politeness=HASTY)
        assert server.paths() == ["/", "/"]
    assert [exchange.response.body for exchange in fetched.exchanges] == [b"busy"]


def test_a_stall_ends_at_the_stall_limit_long_before_the_deadline(tmp_path: Path) -> None:
    with LoopbackServer({"/": Visit.stall}) as server, make_client(tmp_path, stall_s=0.1, attempts=1) as client:
        started = time.monotonic()
        with pytest.raises(FetchError) as caught:
            client.fetch(server.url(), politeness=Politeness(delay_s=0.0, deadline_s=30.0))
    assert caught.value.reason == "timeout"
    assert time.monotonic() - started < 10


def test_the_hops_that_answered_are_kept_when_a_later_one_fails(tmp_path: Path) -> None:
    programs = {"/": redirect("/broken"), "/broken": send(b"")}
    with LoopbackServer(programs) as server, make_client(tmp_path) as client, pytest.raises(FetchError) as caught:
        client.fetch(server.url(), politeness=BRISK)
    assert [exchange.response.status for exchange in caught.value.exchanges] == [302]


ODD_BUT_WHOLE: dict[str, tuple[bytes, bytes]] = {
    "more than announced": (b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwordsandmore", b"word"),
    "no length, ended by hanging up": (b"HTTP/1.1 200 OK\r\n\r\nwords to the end", b"words to the end"),
    "an old protocol": (b"HTTP/1.0 200 OK\r\n\r\nwords", b"words"),
    "chunks with extensions and trailers": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nwords\r\n0\r\nX-Sum: 1\r\n\r\n",
        b"words",
    ),
    "bare line feeds": (b"HTTP/1.1 200 OK\nContent-Length: 5\n\nwords", b"words"),
    "an interim answer first": (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwords", b"words"),
    "early hints, twice": (
        b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n" * 2
        + b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwords",
        b"words",
    ),
    "a folded field": (b"HTTP/1.1 200 OK\r\nX-Long: a\r\n b\r\nContent-Length: 5\r\n\r\nwords", b"words"),
    "a line that is no field, above the length": (
        b"HTTP/1.1 200 OK\r\nWarning of the gateway\r\n with a second line\r\nContent-Length: 5\r\n\r\nwords",
        b"words",
    ),
    "a line that is no field, above the chunks": (
        b"HTTP/1.1 200 OK\r\nX-Stra\xc3\x9fe: 1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwords\r\n0\r\n\r\n",
        b"words",
    ),
    "a space before a colon": (b"HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nwords", b"words"),
    "a carriage return within a field": (
        b"HTTP/1.1 200 OK\r\nA: b\rContent-Length: 2\r\nContent-Length: 5\r\n\r\nwords",
        b"words",
    ),
    "one length stated twice": (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nwords", b"words"),
    "no words": (b"HTTP/1.1 204 No Content\r\n\r\n", b""),
}


@pytest.mark.parametrize("oddity", ODD_BUT_WHOLE)
def test_an_odd_but_whole_answer_is_taken(oddity: str, tmp_path: Path) -> None:
    sent, body = ODD_BUT_WHOLE[oddity]
    with LoopbackServer({"/": send(sent)}) as server, make_client(tmp_path) as client:
        assert client.fetch(server.url(), politeness=BRISK).exchanges[-1].response.body == body


def test_the_fields_below_a_line_that_is_none_are_kept(tmp_path: Path) -> None:
    sent = (
        b"HTTP/1.1 103 Early\r\nno field\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\nno field\r\nC : d\r\n e\r\nContent-Length: 0\r\n\r\n"
    )
    with LoopbackServer({"/": send(sent)}) as server, make_client(tmp_path) as client:
        headers = client.fetch(server.url(), politeness=BRISK).exchanges[-1].response.headers
    assert [name for name, _ in headers] == ["A", "C", "Content-Length"]


def test_a_body_of_thousands_of_chunks_is_taken(tmp_path: Path) -> None:
    chunks = b"1\r\nx\r\n" * 5000
    with LoopbackServer({"/": send(CHUNKED + chunks + b"0\r\n\r\n")}) as server, make_client(tmp_path) as client:
        assert client.fetch(server.url(), politeness=BRISK).exchanges[-1].response.body == b"x" * 5000


def test_a_connection_that_died_while_idle_is_replaced_without_a_failure(tmp_path: Path) -> None:
    def answer_and_hang_up(visit: Visit) -> None:
        visit.reply(b"first")
        visit.hang_up()

    with LoopbackServer({"/first": answer_and_hang_up}) as server, make_client(tmp_path) as client:
        client.fetch(server.url("/first"), politeness=BRISK)
        assert client.fetch(server.url("/second"), politeness=BRISK).exchanges[-1].response.status == 200


def test_a_connection_that_dies_under_a_request_is_tried_again(tmp_path: Path) -> None:
    def die_once(visit: Visit) -> None:
        if len(paths) == 0:
            paths.append(visit.path)
            visit.hang_up()
        else:
            visit.reply(b"words")

    paths: list[str] = []
    with LoopbackServer({"/": die_once}) as server, make_client(tmp_path) as client:
        assert client.fetch(server.url(), politeness=BRISK).exchanges[-1].response.body == b"words"
        assert server.paths() == ["/", "/"]


def test_connections_are_kept_alive_from_one_fetch_to_the_next(tmp_path: Path) -> None:
    with LoopbackServer({"/unchanged": lambda visit: visit.reply(b"", "304 Not Modified")}) as server:
        with make_client(tmp_path) as client:
            for path in ("/1", "/unchanged", "/2", "/3"):
                client.fetch(server.url(path), politeness=BRISK, find_validators=lambda _: Validators(etag='"1"'))
        assert server.connections == 1


def test_a_connection_that_changed_its_protocol_is_not_used_again(tmp_path: Path) -> None:
    changed = send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n", hang_up=False)
    with LoopbackServer({"/": changed}) as server, make_client(tmp_path, attempts=1) as client:
        with pytest.raises(FetchError, match="101 is no final answer"):
            client.fetch(server.url(), politeness=BRISK)
        assert client.fetch(server.url("/2"), politeness=BRISK).exchanges[-1].response.status == 200
        assert server.connections == 2


def test_nothing_is_sent_once_the_port_is_closed(tmp_path: Path) -> None:
    with LoopbackServer({}) as server:
        url = server.url()
    with make_client(tmp_path, attempts=2) as client, pytest.raises(FetchError) as caught:
        client.fetch(url, politeness=BRISK)
    assert caught.value.reason == "unreachable"
