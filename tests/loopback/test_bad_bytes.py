"""One bad byte in what a publisher answers costs its lead and nothing else: the run goes on and says what was wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.declarations import Discovery, Method, Source
from pipeline.fetch.http.fetch_settings import LOOPBACK, FetchSettings
from pipeline.home import Home
from pipeline.run.collect.fetching import capture_live
from pipeline.run.collect.running import derive, load
from storage.model import Tally
from tests.loopback.clients import LeapingClock
from tests.loopback.ministry import article, make_source
from tests.loopback.server import LoopbackServer, Program, Visit

BAD_ADDRESSES = {
    "unfinished IPv6": "http://[",
    "port too large": "http://a:99999999/",
    "no port": "http://a:b/",
    "not NFKC": "http://a\u2100b/",
    "long host": f"http://{'a' * 256}.example/",
    "long address": f"http://127.0.0.1/{'a' * 2_000_000}",
    "bad idna": "http://xn--\u0301a/",
    "empty label": "http://a..b/",
    "control": "http://127.0.0.1/\x00\x1b[2J",
    "backslash": "http://127.0.0.1\\@evil.example/",
    "surrogate": "http://127.0.0.1/&#xD800;",
    "no scheme": "://",
    "javascript": "javascript:alert(1)",
    "zone": "http://[fe80::1%25eth0]/",
}
GOOD = ("/good/1", "/good/2")


def html_list(bad: str, _: str) -> Program:
    links = [
        f'<li class="item"><a href="{url}">Statement of the Ministry of Samples</a></li>' for url in (GOOD[0], bad, GOOD[1])
    ]
    return _reply(f"<html><title>News</title><h1>News</h1><ul>{''.join(links)}</ul></html>", "text/html; charset=utf-8")


def rss(bad: str, base: str) -> Program:
    items = [f"<item><title>S</title><link>{url}</link></item>" for url in (base + GOOD[0], _xml(bad), base + GOOD[1])]
    return _reply(
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>N</title>{"".join(items)}</channel></rss>', "text/xml"
    )


def sitemap(bad: str, base: str) -> Program:
    urls = [f"<url><loc>{url}</loc></url>" for url in (base + GOOD[0], _xml(bad), base + GOOD[1])]
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return _reply(f'<?xml version="1.0"?><urlset xmlns="{space}">{"".join(urls)}</urlset>', "application/xml")


def _xml(url: str) -> str:
    return "".join(character for character in url if character >= " ")


def _reply(text: str, media_type: str) -> Program:
    body = text.encode("utf-8", "surrogatepass")
    return lambda visit: visit.reply(body, Content_Type=media_type)


def run(tmp_path: Path, programs: Callable[[LoopbackServer], dict[str, Program]], method: Method) -> tuple[Tally, list[str]]:
    with LoopbackServer({}) as server:
        server.programs = {**{path: article(f"The Ministry opens bridge {path}.") for path in GOOD}, **programs(server)}
        home = Home(root=tmp_path)
        discovery = Discovery(method=method, urls=(server.url("/list"),), item="li.item", link="a")
        source: Source = make_source(server, discovery, id="am_mfa")
        settings = FetchSettings(state=home.root / "state", allowed=LOOPBACK, attempts=1, clock=LeapingClock().read())
        return load(home, derive(home, capture_live(home, source, settings=settings))), server.paths()


@pytest.mark.parametrize("name", BAD_ADDRESSES)
@pytest.mark.parametrize(("make", "method"), [(html_list, Method.LISTING), (rss, Method.FEED), (sitemap, Method.SITEMAP)])
def test_a_bad_address_in_a_list_leaves_the_others_to_be_fetched(
    tmp_path: Path, make: Callable[[str, str], Program], method: Method, name: str
) -> None:
    tally, paths = run(tmp_path, lambda server: {"/list": make(BAD_ADDRESSES[name], server.url(""))}, method)
    relative = name == "no scheme"
    assert (tally.new, tally.unchanged) == (3 if relative else 2, 0)
    assert set(GOOD) <= set(paths)


def _send(raw: bytes) -> Program:
    def program(visit: Visit) -> None:
        visit.send(raw)
        visit.hang_up()

    return program


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
BAD_ANSWERS = {
    "negative chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
    "chunk of no number": HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
    "huge chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 5000 + b"\r\nhello\r\n0\r\n\r\n",
    "long length": HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nhello",
    "negative length": HEAD + b"Content-Length: -5\r\n\r\nhello",
    "length of no number": HEAD + b"Content-Length: five\r\n\r\nhello",
    "charset idna": b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=idna\r\nContent-Length: 60\r\n\r\n"
    + b"<p>The Ministry opens the bridge for all of us today.</p>.  .",
    "charset uu": b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=uu\r\nContent-Length: 60\r\n\r\n"
    + b"<p>The Ministry opens the bridge for all of us today.</p>.  .",
    "charset undefined": b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=undefined\r\nContent-Length: 60\r\n\r\n"
    + b"<p>The Ministry opens the bridge for all of us today.</p>.  .",
    "long status": b"HTTP/1.1 " + b"2" * 5000 + b" OK\r\n\r\n",
    "status 102 at last": b"HTTP/1.1 102 Processing\r\nContent-Length: 5\r\n\r\nhello",
    "unasked 304": b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n",
    "location of none": b"HTTP/1.1 302 Found\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n",
    "location with a port too large": b"HTTP/1.1 302 Found\r\nLocation: http://a:99999999/\r\nContent-Length: 0\r\n\r\n",
    "bad date": HEAD + b"Last-Modified: \xff\xfe\r\nContent-Length: 5\r\n\r\nhello",
    "bad etag": HEAD + b'ETag: "\x80\xff"\r\nContent-Length: 5\r\n\r\nhello',
    "retry after of 5,000 digits": b"HTTP/1.1 503 Busy\r\nRetry-After: " + b"9" * 5000 + b"\r\nContent-Length: 0\r\n\r\n",
    "bad gzip": HEAD + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
    "coding of no name": HEAD + b"Content-Encoding: \xff, , gzip;q=1\r\nContent-Length: 5\r\n\r\nhello",
}


@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_a_bad_answer_to_a_page_costs_its_lead_and_nothing_else(tmp_path: Path, name: str) -> None:
    def programs(server: LoopbackServer) -> dict[str, Program]:
        return {"/list": html_list("/bad", server.url("")), "/bad": _send(BAD_ANSWERS[name])}

    tally, paths = run(tmp_path, programs, Method.LISTING)
    assert tally.new in (2, 3)
    assert tally.leads == 3
    assert tally.unchanged == 0
    assert paths.count("/bad") == 1


@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_a_bad_answer_to_a_list_is_told_and_ends_the_run_as_one_that_was(tmp_path: Path, name: str) -> None:
    tally, _ = run(tmp_path, lambda _: {"/list": _send(BAD_ANSWERS[name])}, Method.LISTING)
    assert tally.stops
    assert tally.new == 0


@pytest.mark.parametrize(
    "link", ["<http://[>; rel=next", "<http://a:99999999/>; rel=next", "<>; rel=next", "<<<;;;===", "\xff"]
)
def test_a_bad_link_header_is_no_next_page(tmp_path: Path, link: str) -> None:
    def listed(visit: Visit) -> None:
        rows = "".join(f'<li class="item"><a href="{path}">Statement of the Ministry</a></li>' for path in GOOD)
        body = f"<html><title>News</title><h1>News</h1><ul>{rows}</ul></html>".encode()
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nLink: " + link.encode("latin-1") + b"\r\n")
        visit.send(f"Content-Length: {len(body)}\r\n\r\n".encode() + body)

    tally, _ = run(tmp_path, lambda _: {"/list": listed}, Method.LISTING)
    assert tally.new == 2
