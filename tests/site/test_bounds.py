"""The limits of the site and its API, each at its bound: the last value on one side, the first on the other."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.datastructures import QueryParams

from pipeline.site.api import parameters
from pipeline.site.api.answering import Problem
from pipeline.site.api.streaming import stream_from_thread
from pipeline.site.security import Guard, Pace


@pytest.mark.parametrize(
    ("declared", "written", "read"),
    [
        (parameters.LIMIT, "0", None),
        (parameters.LIMIT, "1", 1),
        (parameters.LIMIT, "1000", 1000),
        (parameters.LIMIT, "1001", None),
        (parameters.LIMIT, "-1", None),
        (parameters.LIMIT, "x", None),
        (parameters.LIMIT, "9" * 5_000, None),
        (parameters.OFFSET, "-1", None),
        (parameters.OFFSET, "0", 0),
        (parameters.OFFSET, "10000000", 10_000_000),
        (parameters.OFFSET, "10000001", None),
        (parameters.HISTORY, "true", True),
        (parameters.HISTORY, "false", False),
        (parameters.HISTORY, "True", None),
        (parameters.SORT, "newest", "newest"),
        (parameters.SORT, "latest", None),
    ],
)
def test_a_parameter_is_read_within_its_range(declared: parameters.Parameter, written: str, read: Any) -> None:
    given = QueryParams([(declared.name, written)])
    if read is None:
        with pytest.raises(Problem, match="cannot be read"):
            parameters.read_parameters([declared], given)
    else:
        assert parameters.read_parameters([declared], given) == {declared.name: read}


def test_a_parameter_that_is_not_given_has_its_default() -> None:
    declared = [parameters.LIMIT, parameters.OFFSET, parameters.HISTORY, parameters.SORT, parameters.STYLE, *parameters.QUERY]
    defaults = {"limit": 20, "offset": 0, "history": False, "sort": "relevance", "style": "chicago", "query": ""}
    read = parameters.read_parameters(declared, QueryParams([]))
    assert {name: value for name, value in read.items() if value is not None} == defaults
    assert {name for name, value in read.items() if value is None} == {
        *("speaker", "via", "office", "source", "since", "until", "kind", "language", "as_of")
    }


@pytest.mark.parametrize(
    ("given", "why"),
    [([], "missing"), ([("limit", "1"), ("limit", "2")], "given 2 times"), ([("most", "1")], "no parameter here")],
)
def test_a_parameter_is_given_once_and_a_required_one_at_least(given: list[tuple[str, str]], why: str) -> None:
    with pytest.raises(Problem, match=why):
        parameters.read_parameters([parameters.LIMIT, parameters.IDS], QueryParams(given))
    several = parameters.read_parameters([parameters.IDS], QueryParams([("id", "q_1"), ("id", "q_2")]))
    assert several == {"ids": ["q_1", "q_2"]}


def ask(method: str, *fields: tuple[str, str], host: str = "localhost:8000") -> tuple[int, dict[str, str]]:
    """Ask a guarded application that answers everything; return the status and the header fields."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:  # noqa: ARG001 - the signature of an application
        await send({"type": "http.response.start", "status": 200, "headers": []})

    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(name.encode(), value.encode()) for name, value in (("host", host), *fields)]
    scope = {"type": "http", "method": method, "path": "/", "headers": headers}
    asyncio.run(Guard(answer)(scope, None, send))  # type: ignore[arg-type]
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


@pytest.mark.parametrize(
    ("length", "status"), [("0", 200), ("16384", 200), ("16385", 413), ("9" * 5_000, 413), ("-1", 413), ("²", 413), ("", 413)]
)
def test_a_form_has_at_most_16384_bytes(length: str, status: int) -> None:
    assert ask("POST", ("content-length", length))[0] == status
    assert ask("GET", ("content-length", length))[0] == 200


def test_a_form_of_no_stated_length_is_refused() -> None:
    assert ask("POST", ("transfer-encoding", "chunked"), ("content-length", "5"))[0] == 413


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:80", "[::1]:80", "[::1]"])
def test_the_site_s_own_hosts_are_answered_at_any_port(host: str) -> None:
    assert ask("GET", host=host)[0] == 200


@pytest.mark.parametrize("host", ["localhost.example", "example:80", "localhost:x", ""])
def test_other_hosts_are_not_answered(host: str) -> None:
    assert ask("GET", host=host)[0] == 421


@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("HEAD", 200), ("PUT", 405), ("DELETE", 405), ("OPTIONS", 405)])
def test_other_methods_are_refused(method: str, status: int) -> None:
    found, headers = ask(method)
    assert found == status
    assert headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"


def test_a_reader_may_do_something_so_often_in_a_span_and_again_when_it_is_over() -> None:
    pace = Pace(2, 60)
    moments = ((0, True), (10, True), (59, False), (60, True), (69, False), (70, True))
    assert [(moment, pace.allow("a", now=moment)) for moment, _ in moments] == list(moments)
    assert pace.allow("b", now=70)


@pytest.mark.parametrize(("others", "allowed"), [(9_999, False), (10_000, True)])
def test_the_oldest_of_more_than_ten_thousand_readers_is_forgotten(others: int, allowed: bool) -> None:
    pace = Pace(1, 60)
    pace.allow("first", now=0)
    for number in range(others):
        pace.allow(str(number), now=0)
    assert pace.allow("first", now=0) is allowed


def test_what_is_sent_is_made_sixteen_pieces_ahead() -> None:
    made = threading.Semaphore(0)
    count = 0

    def make() -> Iterator[str]:
        nonlocal count
        while True:
            count += 1
            made.release()
            yield str(count)

    sent = stream_from_thread(make())
    assert next(sent) == b"1"
    for _ in range(18):  # the one that was sent, sixteen that wait, and the one that finds no room
        made.acquire()
    assert not made.acquire(timeout=0.05)
    sent.close()  # type: ignore[attr-defined]


def test_what_breaks_the_making_breaks_the_sending() -> None:
    def make() -> Iterator[str]:
        yield "\ud800"
        raise LookupError("gone")

    sent = stream_from_thread(make())
    assert next(sent) == b"?"
    with pytest.raises(LookupError, match="gone"):
        next(sent)
