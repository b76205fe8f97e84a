"""No spelling of a private address gets asked, and the address that was checked is the one connected to."""

from __future__ import annotations

import threading
from ipaddress import ip_address
from pathlib import Path

import pytest

from pipeline.errors import FetchError
from pipeline.fetch.http.public_addresses import Guard, check_url, follow, get_host, is_public
from tests.loopback.clients import BRISK, make_client
from tests.loopback.server import LoopbackServer

PRIVATE_URLS = [
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://0/",
    "http://localhost/", "http://localhost./", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fe80::1]/", "http://[fc00::1]/",
    "http://[fec0::1]/", "http://10.1.2.3/", "http://172.16.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest/",
    "http://100.64.0.1/", "http://224.0.0.1/", "http://255.255.255.255/", "http://[ff02::1]/", "http://①②⑦.⓪.⓪.①/",
]  # fmt: skip

BAD_URLS = [
    "http://a\\@b/", "http://user@ministry.example/", "http://user:secret@ministry.example/", "ftp://ministry.example/",
    "file:///etc/passwd", "javascript:alert(1)", "//ministry.example/", "http://", "http:///path", "http://ministry.example:x/",
    "http://mini\nstry.example/", "http://ministry.example/\x00", "http://[::1/", "", "http://" + "a" * 9000 + ".example/",
]  # fmt: skip


@pytest.mark.parametrize("url", PRIVATE_URLS)
def test_no_private_address_is_asked_however_it_is_spelt(url: str, tmp_path: Path) -> None:
    with make_client(tmp_path, allowed=()) as client, pytest.raises(FetchError) as caught:
        client.fetch(url, politeness=BRISK)
    assert caught.value.reason in ("refused address", "name not found", "bad address", "unreachable")
    assert "public internet" in str(caught.value) or caught.value.reason != "unreachable"


@pytest.mark.parametrize("url", BAD_URLS)
def test_an_address_that_can_be_read_in_two_ways_is_refused(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        check_url(url)
    assert caught.value.reason == "bad address"


def test_a_port_that_is_no_web_server_s_is_refused() -> None:
    with pytest.raises(FetchError) as caught:
        check_url("http://ministry.example:25/")
    assert caught.value.reason == "refused address"


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://ministry.example/news/1#top", "https://ministry.example/news/1"),
        ("https://ministry.example/a b?q=ü", "https://ministry.example/a%20b?q=%C3%BC"),
        ("https://ministry.example/a%20b?q=%C3%BC", "https://ministry.example/a%20b?q=%C3%BC"),
        ("https://münchen.example/en", "https://xn--mnchen-3ya.example/en"),
        ("  https://ministry.example ", "https://ministry.example/"),
    ],
)
def test_an_address_is_sent_escaped_and_without_its_fragment(url: str, sent: str) -> None:
    assert check_url(url) == sent


def test_a_redirect_is_resolved_against_the_address_that_gave_it() -> None:
    assert follow("https://ministry.example/en/news/1", "../2") == "https://ministry.example/en/2"
    assert follow("https://ministry.example/en", "//www.ministry.example/en") == "https://www.ministry.example/en"


def test_politeness_is_owed_to_a_host_and_its_unusual_port() -> None:
    assert get_host("https://Ministry.example:443/a") == "ministry.example"
    assert get_host("http://ministry.example.:8080/a") == "ministry.example:8080"


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


def test_a_name_with_one_private_address_among_public_ones_is_refused() -> None:
    guard = Guard(addresses=lambda *_: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
        guard.resolve("ministry.example", 80, 1.0)


def test_a_name_that_changes_its_mind_is_looked_up_once_for_each_connection(tmp_path: Path) -> None:
    def rebind(host: str, _: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    asked: list[str] = []
    with LoopbackServer({}) as server, make_client(tmp_path, addresses=rebind) as client:
        url = server.url("/1", host="ministry.example")
        assert client.fetch(url, politeness=BRISK, obey_robots=False).exchanges[0].address == "127.0.0.1"
    assert asked == ["ministry.example"]


def test_a_rebound_name_is_refused_at_the_next_connection(tmp_path: Path) -> None:
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    with LoopbackServer({"/": lambda visit: visit.reply(b"x", Connection="close")}) as server:
        with make_client(tmp_path, addresses=lambda *_: answers.pop(0)) as client:
            client.fetch(server.url("/", host="ministry.example"), politeness=BRISK, obey_robots=False)
            server.connections = 0
            with pytest.raises(FetchError) as caught:
                client.fetch(server.url("/?2", host="ministry.example"), politeness=BRISK, obey_robots=False)
        assert (caught.value.reason, server.paths()) == ("refused address", ["/"])


def test_a_resolver_that_never_answers_is_left_behind(tmp_path: Path) -> None:
    released = threading.Event()

    def never(*_: object) -> list[str]:
        released.wait(5)
        return []

    with make_client(tmp_path, addresses=never, connect_s=0.1, attempts=1) as client, pytest.raises(FetchError) as caught:
        client.fetch("http://ministry.example/", politeness=BRISK, obey_robots=False)
    released.set()
    assert caught.value.reason == "name look-up timed out"


def test_a_name_that_nobody_knows_is_not_found(tmp_path: Path) -> None:
    def unknown(*_: object) -> list[str]:
        raise OSError(-2, "Name or service not known")

    with make_client(tmp_path, addresses=unknown) as client, pytest.raises(FetchError) as caught:
        client.fetch("http://ministry.example/", politeness=BRISK, obey_robots=False)
    assert caught.value.reason == "name not found"


@pytest.mark.parametrize(("length", "is_refused"), [(8000, False), (8001, True)])
def test_an_address_of_8000_characters_is_the_longest_that_is_asked(length: int, is_refused: bool) -> None:
    url = "https://ministry.example/".ljust(length, "a")
    if not is_refused:
        check_url(url)
        return
    with pytest.raises(FetchError) as caught:
        check_url(url)
    assert caught.value.reason == "bad address"
