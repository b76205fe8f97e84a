"""An address is taken apart in one way: its host, and what a memento is a copy of."""

from __future__ import annotations

import re

import pytest

from pipeline.home import PROJECT
from storage.model.addresses import bare_host, split_memento, unwrap_memento


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://web.archive.org/web/20201027120000/https://mfa.example/a", "https://mfa.example/a"),
        ("http://web.archive.org/web/2020/http://mfa.example/a?b=1#c", "http://mfa.example/a?b=1#c"),
        ("https://web.archive.org/web/20201027120000id_/https://mfa.example/a", "https://mfa.example/a"),
        ("https://web.archive.org/web/20201027im_/mfa.example/a.jpg", "http://mfa.example/a.jpg"),
        ("https://web.archive.org:443/web/2/https://mfa.example/", "https://mfa.example/"),
        ("HTTPS://WEB.ARCHIVE.ORG/web/2020/https://mfa.example/A", "https://mfa.example/A"),
        ("https://web.archive.org/web/2021/https://web.archive.org/web/2020/https://mfa.example/a", "https://mfa.example/a"),
    ],
)
def test_a_memento_is_a_copy_of_the_address_in_it(url: str, address: str) -> None:
    assert unwrap_memento(url) == address


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://mfa.example/web/2020/a",
        "https://mfa.example/?from=https://web.archive.org/web/2020/https://a.example/",
        "https://web.archive.org/web/2020*/https://mfa.example/",
        "https://web.archive.org/web/202010271200000/https://mfa.example/",
        "https://web.archive.org/details/web/2020/x",
        "https://web.archive.org.evil.example/web/2020/https://mfa.example/",
        "https://web.archive.org/web/2020/",
    ],
)
def test_any_other_address_stays_as_it_is(url: str) -> None:
    assert unwrap_memento(url) == url


def test_another_archive_s_mementos_are_split_if_they_are_asked_for() -> None:
    url = "http://127.0.0.1:8000/web/20201027120000id_/https://mfa.example/a"
    assert split_memento(url) is None
    found = split_memento(url, host=None)
    assert found is not None
    assert (found.instant, found.address) == ("20201027120000", "https://mfa.example/a")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.MFA.example:8080/a", "mfa.example"),
        ("https://mfa.example./a", "mfa.example"),
        ("//www.mfa.example", "mfa.example"),
        ("https://wwwmfa.example/", "wwwmfa.example"),
        ("mailto:press@mfa.example", ""),
        ("/a/b", ""),
        ("https://[::1/", ""),
        (None, ""),
    ],
)
def test_a_host_is_written_in_one_form(url: str | None, host: str) -> None:
    assert bare_host(url) == host


def test_no_other_code_takes_mementos_apart_by_a_pattern_of_its_own() -> None:
    own = [
        path.relative_to(PROJECT).as_posix()
        for folder in ("pipeline", "storage", "dags")
        for path in sorted((PROJECT / folder).rglob("*.py"))
        if re.search(r"re\.compile\(.*/web/[(\\]", path.read_text("utf-8"))
    ]
    assert own == ["storage/model/addresses.py"]
