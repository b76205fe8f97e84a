"""A query finds what a plain reading of it finds: trees of words and filters against a loop over all quotes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from storage.database.archive import open_reader, open_writer
from storage.search.filtering import Filters
from storage.search.search import search
from storage.search.spans import read_day
from storage.text.index_form import index_words, list_tokens
from tests.storage.lines import load, make_page

_WORDS: Final = ("peace", "war", "border", "talks", "treaty")
_TEXTS: Final = (
    "Peace at the border.\nWar at the border, no talks.",
    "No war and no peace.\nTalks on a treaty are talks on peace.",
    "The treaty holds: peace.",
    "Border talks end.\nPeace treaty talks, war over.",
    "Warring and peaceful borders.",
    "Nothing of this.",
    "War. War. Peace and treaty and border and talks.",
)
_ABOUT: Final[tuple[dict[str, str | None], ...]] = (
    {"speaker": "Anna Aram", "language": "en", "published": "2020-10-01", "via": None},
    {"speaker": "Boris Bek", "language": "ru", "published": "2020-10-27", "via": None},
    {"speaker": "Anna Aram", "language": None, "published": None, "via": "Zoe Zed"},
    {"speaker": None, "language": "en", "published": "2020-11-03", "via": None},
    {"speaker": "Carl Cole", "language": "en-GB", "published": "2021-01-01", "via": "Zoe Zed"},
    {"speaker": None, "language": "hy", "published": "2019-05-05", "via": None},
    {"speaker": "Boris Bek", "language": "en", "published": "2020-10-31", "via": None},
)


@dataclass(frozen=True, slots=True)
class Held:
    """A quote as a plain reading knows it."""

    exact: str
    speaker: str | None
    language: str | None
    published: str | None
    via: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A piece of a query as it is typed, and the quotes that a plain reading of it finds."""

    typed: str
    found: frozenset[int]


@cache
def held() -> tuple[Held, ...]:
    """List the quotes of the archive; a quote's place is its number."""
    return tuple(
        Held(exact=line, **{key: about[key] for key in ("speaker", "language", "published", "via")})
        for text, about in zip(_TEXTS, _ABOUT, strict=True)
        for line in text.split("\n")
    )


@cache
def archive() -> Database:
    """Return a small archive that stays open for reading."""
    path = Path(tempfile.mkdtemp()) / "archive.db"
    with open_writer(path) as db:
        pages = [
            make_page(
                f"https://example.gov/{number}",
                text,
                offset=number * 100,
                published=about["published"],
                language=about["language"],
                quote={"speaker": about["speaker"], "via": about["via"]},
            )
            for number, (text, about) in enumerate(zip(_TEXTS, _ABOUT, strict=True))
        ]
        load(db, *pages)
    return open_reader(path)


def find(query: str, filters: Filters | None = None) -> set[int]:
    answer = search(archive(), query, filters=filters, limit=100)
    numbers = {held().index(next(one for one in held() if one.exact == hit.quote.exact)) for hit in answer.hits}
    assert answer.total == len(answer.hits) == len(numbers)
    return numbers


def where(typed: str, holds: object) -> Asked:
    assert callable(holds)
    return Asked(typed, frozenset(number for number, one in enumerate(held()) if holds(one)))


def tokens(one: Held) -> tuple[str, ...]:
    return list_tokens(index_words(one.exact))


def word(text: str) -> Asked:
    return where(text, lambda one: text in tokens(one))


def beginning(text: str) -> Asked:
    return where(f"{text}*", lambda one: any(token.startswith(text) for token in tokens(one)))


def inside(text: str) -> Asked:
    return where(f"*{text}*", lambda one: any(text in token for token in tokens(one)))


def phrase(first: str, second: str) -> Asked:
    return where(f'"{first} {second}"', lambda one: (first, second) in pairwise(tokens(one)))


def near(first: str, second: str, distance: int) -> Asked:
    def holds(one: Held) -> bool:
        places = {text: [at for at, token in enumerate(tokens(one)) if token == text] for text in (first, second)}
        return any(abs(a - b) <= distance + 1 for a in places[first] for b in places[second])

    return where(f"NEAR({first} {second}, {distance})", holds)


def said_by(name: str) -> Asked:
    return where(f"speaker:{name}", lambda one: one.speaker is not None and name in one.speaker)


def relayed_by(name: str) -> Asked:
    return where(f"via:{name}", lambda one: one.via is not None and name in one.via)


def written_in(language: str) -> Asked:
    return where(f"lang:{language}", lambda one: one.language == language or str(one.language).startswith(f"{language}-"))


def dated(field: str, value: str) -> Asked:
    first, last = str(read_day(value, last=False)), str(read_day(value, last=True))
    holds: Callable[[str], bool] = {
        "since": lambda day: day >= first,
        "until": lambda day: day <= last,
        "after": lambda day: day > last,
        "before": lambda day: day < first,
        "on": lambda day: first <= day <= last,
    }[field]
    return where(f"{field}:{value}", lambda one: one.published is not None and holds(one.published))


def of_kind(kind: str) -> Asked:
    return where(f"kind:{kind}", lambda _: kind in ("own", "statement"))


def join(parts: list[Asked], how: str) -> Asked:
    typed = {"and": " ", "AND": " AND ", "or": " OR ", "|": "|"}[how].join(part.typed for part in parts)
    sets = [part.found for part in parts]
    found = frozenset.intersection(*sets) if how in ("and", "AND") else frozenset.union(*sets)
    return Asked(f"({typed})", found)


def negate(part: Asked, how: str) -> Asked:
    typed = f"({part.typed})" if part.typed.startswith("-") else part.typed
    return Asked(f"{how}{typed}", frozenset(range(len(held()))) - part.found)


a_word = st.sampled_from(_WORDS)
leaves = st.one_of(
    st.builds(word, a_word),
    st.builds(beginning, st.sampled_from(["pe", "war", "bord", "ta"])),
    st.builds(inside, st.sampled_from(["eac", "rde", "war", "zzz"])),
    st.builds(phrase, a_word, a_word),
    st.builds(near, a_word, a_word, st.integers(0, 4)),
    st.builds(said_by, st.sampled_from(["Anna", "Bek", "Cole"])),
    st.builds(relayed_by, st.just("Zed")),
    st.builds(written_in, st.sampled_from(["en", "ru", "hy", "fr"])),
    st.builds(
        dated, st.sampled_from(["since", "until", "before", "after", "on"]), st.sampled_from(["2020", "2020-10", "2020-10-27"])
    ),
    st.builds(of_kind, st.sampled_from(["own", "statement", "direct", "post"])),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(join, st.lists(inner, min_size=2, max_size=3), st.sampled_from(["and", "AND", "or", "|"])),
        st.builds(negate, inner, st.sampled_from(["-", "NOT "])),
    ),
    max_leaves=6,
)


@given(trees)
@settings(max_examples=300, deadline=None)
def test_a_query_finds_what_a_plain_reading_finds(asked: Asked) -> None:
    assert find(asked.typed) == asked.found, asked.typed


@given(st.builds(word, a_word) | st.builds(phrase, a_word, a_word), leaves)
@settings(max_examples=200, deadline=None)
def test_leaving_out_is_the_difference_of_sets(words: Asked, left_out: Asked) -> None:
    assert find(f"{words.typed} -{left_out.typed}") == find(words.typed) - find(f"{words.typed} {left_out.typed}")


@given(leaves, leaves)
@settings(max_examples=200, deadline=None)
def test_either_is_the_union_of_sets(first: Asked, second: Asked) -> None:
    assert find(f"{first.typed} OR {second.typed}") == find(first.typed) | find(second.typed)


@given(trees, st.sampled_from(["Anna", "Bek"]))
@settings(max_examples=50, deadline=None)
def test_a_filter_beside_the_query_is_a_filter_in_it(asked: Asked, name: str) -> None:
    assert find(asked.typed, Filters(speaker=name)) == find(f"{asked.typed} speaker:{name}")
