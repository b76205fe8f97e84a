"""Search finds what a plain reading of a whole archive finds: words of it with and without a speaker, a source and a month.

The archive is an invented one, with earlier versions of documents; and one of real posts, where ../shared is at hand.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from sqlite_utils import Database

from benchmarks.synthetic import build
from pipeline.home import Home
from pipeline.run.collect.running import import_files
from pipeline.stages.imported import ImportOptions
from storage.database.archive import open_reader
from storage.sameness.wordings import read_all_words
from storage.search.filtering import Filters
from storage.search.keys import match
from storage.search.search import search
from storage.search.understanding import understand
from storage.text.folding import fold_text
from storage.text.index_form import index_words, list_tokens
from tests.material import SHARED

PAIRS: Final = 200
FILES: Final = ("01_karabakh_2020_mfa_csv", "14_politwoops", "07_leaders_aggregator_json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A current quote as a plain reading knows it."""

    tokens: frozenset[str]
    speaker: str | None
    source: str
    earliest: str | None
    latest: str | None

    def is_by(self, name: str) -> bool:
        """Say whether a quote is of somebody, by the name that its reading gives."""
        return self.speaker is not None and fold_text(self.speaker) == fold_text(name)

    def is_of(self, month: str) -> bool:
        """Say whether a quote may be of a month."""
        return bool(self.earliest and self.latest and self.earliest[:7] <= month <= self.latest[:7])


def read_plainly(db: Database) -> dict[int, Plain]:
    rows = db.execute("SELECT quote, speaker, source, earliest, latest FROM current_quotes").fetchall()
    words = read_all_words(db, [row[0] for row in rows])
    return {
        quote: Plain(
            tokens=frozenset(list_tokens(index_words(words[quote]))),
            speaker=speaker,
            source=source,
            earliest=earliest,
            latest=latest,
        )
        for quote, speaker, source, earliest, latest in rows
    }


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("invented") / "archive.db"
    build(path, 3_000)
    with closing(open_reader(path)) as db:
        yield db


@pytest.fixture
def posts(tmp_path: Path) -> Iterator[Database]:
    home = Home(root=tmp_path / "archive")
    for folder in FILES:
        for path in sorted((SHARED / "posts" / folder).iterdir()):
            list(import_files(home, [path], ImportOptions()))
    with closing(open_reader(home.archive)) as db:
        yield db


def find(db: Database, query: str) -> set[int]:
    """Find all matches, and see that they are as many as search counts."""
    found = {quote for quote, *_ in match(db, query, Filters()).iterate(db)}
    assert search(db, query, limit=0).total == len(found), query
    return found


def check(db: Database, pairs: int) -> None:
    plain = read_plainly(db)
    chance = random.Random(16)
    quotes = sorted(quote for quote, held in plain.items() if held.speaker and held.earliest and held.tokens)
    for _ in range(pairs):
        word = chance.choice(sorted(plain[chance.choice(quotes)].tokens))
        about = plain[chance.choice(quotes)]
        asked, holds = chance.choice(list_filters(about))
        found = find(db, word)
        [term] = understand(db, word, Filters()).terms
        if (term.tokens, term.also) == ((word,), ()):
            assert found == {quote for quote, held in plain.items() if word in held.tokens}, word
        meeting = {quote for quote in found if holds(plain[quote])}
        assert find(db, f"{word} -{asked}") == found - meeting, (word, asked)
        assert find(db, f"{word} {asked}") == meeting, (word, asked)


def list_filters(about: Plain) -> list[tuple[str, Callable[[Plain], bool]]]:
    """List filters that a quote meets, each with how a plain reading knows it."""
    speaker, month = about.speaker or "", (about.earliest or "")[:7]
    return [
        (f'speaker:"{speaker}"', lambda held: held.is_by(speaker)),
        (f"source:{about.source}", lambda held: held.source == about.source),
        (f"on:{month}", lambda held: held.is_of(month)),
    ]


def test_an_invented_archive_answers_as_a_plain_reading_of_it(invented: Database) -> None:
    check(invented, PAIRS)


@pytest.mark.shared
@pytest.mark.slow
def test_an_archive_of_real_posts_answers_as_a_plain_reading_of_it(posts: Database) -> None:
    check(posts, PAIRS)
