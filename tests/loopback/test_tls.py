"""Certificates are verified, always."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.declarations import Politeness
from pipeline.errors import FetchError
from tests.loopback.certificates import Authority, make_authority
from tests.loopback.clients import BRISK, make_client
from tests.loopback.server import LoopbackServer


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


def test_a_good_certificate_is_accepted_and_the_bytes_kept(authority: Authority, tmp_path: Path) -> None:
    context = authority.make_context("127.0.0.1")
    with LoopbackServer({}, context) as server, make_client(tmp_path, ca_file=authority.bundle) as client:
        exchanges = client.fetch(server.url("/1"), politeness=BRISK).exchanges
        assert exchanges[0].response.status == 200
        assert exchanges[0].request.startswith(b"GET /1 HTTP/1.1\r\n")
        client.fetch(server.url("/2"), politeness=BRISK)
        assert server.connections == 1


@pytest.mark.parametrize(
    ("name", "expired", "self_signed"),
    [("127.0.0.1", True, False), ("127.0.0.1", False, True), ("other.example", False, False)],
    ids=["expired", "self-signed", "of another host"],
)
def test_a_bad_certificate_is_refused_and_not_tried_again(
    name: str, expired: bool, self_signed: bool, authority: Authority, tmp_path: Path
) -> None:
    context = authority.make_context(name, expired=expired, self_signed=self_signed)
    with LoopbackServer({}, context) as server, make_client(tmp_path, ca_file=authority.bundle) as client:
        with pytest.raises(FetchError) as caught:
            client.fetch(server.url(), politeness=BRISK, obey_robots=False)
        assert (caught.value.reason, server.connections) == ("bad certificate", 1)


def test_an_authority_that_nobody_vouches_for_is_refused(authority: Authority, tmp_path: Path) -> None:
    context = authority.make_context("127.0.0.1")
    with LoopbackServer({}, context) as server, make_client(tmp_path) as client, pytest.raises(FetchError) as caught:
        client.fetch(server.url(), politeness=BRISK)
    assert caught.value.reason == "bad certificate"


def test_a_server_that_never_answers_the_greeting_is_left_at_the_deadline(tmp_path: Path) -> None:
    hasty = Politeness(delay_s=0.0, deadline_s=0.3)
    with LoopbackServer({}) as server, make_client(tmp_path, attempts=1) as client, pytest.raises(FetchError) as caught:
        client.fetch(server.url().replace("http://", "https://"), politeness=hasty, obey_robots=False)
    assert caught.value.reason == "timeout"
