"""Each chain of redirects without an answer is told once, by its last redirect; a loop by one of its own."""

from __future__ import annotations

import random

import pytest

from pipeline.stages.redirects import LOOP, NOT_CAPTURED, Hop, find_lost
from storage.model.identity import canonical_url

SITE = "https://example.gov/"


def told(chain: str, *answered: str) -> list[tuple[str, str]]:
    """List what is told of redirects written as ``a>b b>c``."""
    hops = [Hop(*(SITE + name for name in each.split(">"))) for each in chain.split()]
    found = find_lost({canonical_url(hop.url): hop for hop in hops}, {canonical_url(SITE + name) for name in answered})
    return [(hop.url.removeprefix(SITE), reason) for hop, reason in found]


@pytest.mark.parametrize(
    ("chain", "answered", "expected"),
    [
        ("a>b", ["b"], []),
        ("a>b", [], [("a", NOT_CAPTURED)]),
        ("a>b b>c", ["c"], []),
        ("a>b b>c", [], [("b", NOT_CAPTURED)]),
        ("b>c a>b", [], [("b", NOT_CAPTURED)]),
        ("a>c b>c c>d", [], [("c", NOT_CAPTURED)]),
        ("a>b b>a", [], [("a", LOOP)]),
        ("x>a a>b b>c c>a y>b", [], [("a", LOOP)]),
        ("a>b b>a", ["b"], []),
        ("a>a", [], [("a", NOT_CAPTURED)]),
        ("a>a", ["a"], []),
        ("a>b c>d d>c", ["b"], [("c", LOOP)]),
    ],
)
def test_what_leads_nowhere_is_told(chain: str, answered: list[str], expected: list[tuple[str, str]]) -> None:
    assert told(chain, *answered) == expected


def test_http_that_only_redirects_to_https_is_told() -> None:
    hop = Hop("http://example.gov/a", "https://example.gov/a")
    assert list(find_lost({canonical_url(hop.url): hop}, set())) == [(hop, NOT_CAPTURED)]


def test_a_chain_of_any_length_is_followed_once() -> None:
    numbers = list(range(20_000))
    random.Random(1).shuffle(numbers)
    assert told(" ".join(f"{n}>{n + 1}" for n in numbers)) == [("19999", NOT_CAPTURED)]
