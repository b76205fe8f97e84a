"""On real dumps of posts, what is left out and what is asked for together make up what is asked for alone."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlite_utils import Database

from pipeline.home import Home
from pipeline.run.collect.running import import_files
from pipeline.stages.imported import ImportOptions
from storage.database.archive import open_reader
from storage.model.findings import Certainty
from storage.search.filtering import Filters
from storage.search.keys import match
from storage.search.search import search
from tests.material import SHARED

pytestmark = pytest.mark.shared

DUMPS = (
    "01_karabakh_2020_mfa_csv",
    "16_congresstweets",
    "07_leaders_aggregator_json/javierabregodev+world-leaders-pulse__public__api__tweets__burhan.json",
    "07_leaders_aggregator_json/javierabregodev+world-leaders-pulse__public__api__tweets__erdogan.json",
)
PAIRS = 200
_WORD = re.compile(r"[^\W\d_]{2,}")


@pytest.fixture(scope="module")
def dumps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    home = Home(root=tmp_path_factory.mktemp("dumps"))
    list(import_files(home, [SHARED / "posts" / dump for dump in DUMPS], ImportOptions()))
    with closing(open_reader(home.archive)) as db:
        yield db


class Asker:
    """Draws queries that an archive can answer: its own words, speakers, sources, languages and days."""

    def __init__(self, db: Database, seed: int) -> None:
        self._chance = random.Random(seed)
        texts = [text for (text,) in db.execute("SELECT exact FROM quote_readings ORDER BY quote LIMIT 4000")]
        # A query all in capitals is read as words, not as abbreviations: what it finds depends on what stands beside it.
        self._runs = [words for text in texts if len(words := _WORD.findall(text.lower())) > 3]
        self._names = [name for (name,) in db.execute("SELECT name FROM speakers ORDER BY name") if '"' not in name]
        self._sources = [source for (source,) in db.execute("SELECT DISTINCT source FROM current_quotes ORDER BY 1")]
        self._languages = [each for (each,) in db.execute("SELECT DISTINCT language FROM current_quotes ORDER BY 1") if each]
        self._days = [day[:10] for (day,) in db.execute("SELECT DISTINCT earliest FROM current_quotes ORDER BY 1") if day]
        titles = "SELECT DISTINCT alias FROM aliases WHERE position IS NOT NULL ORDER BY alias"
        self._offices = [title for (title,) in db.execute(titles) if '"' not in title]

    def draw(self, depth: int = 2) -> str:
        """Draw words, in a row, close together, joined or left out."""
        run = self._chance.choice(self._runs)
        at = self._chance.randrange(len(run) - 2)
        first, second, third = run[at], run[at + 1], self._chance.choice(run)
        ways = [first, f'"{first} {second}"', f"NEAR({first} {third}, 5)", f"{first[:3]}*", f"({first} AND {third})"]
        if len(first) > 4:
            ways.append(f"*{first[1:4].lower()}*")
        if depth:
            one, other = self.draw(depth - 1), self.draw(depth - 1)
            ways += [f"({one} OR {other})", f"(({one}) ({other}))", f"({one} -({other}))", f"({one} | {self.narrow()})"]
        return str(self._chance.choice(ways))

    def narrow(self) -> str:
        """Draw a filter."""
        day = self._chance.choice(self._days)
        month = day[: self._chance.choice([4, 7, 10])]
        ways = [f"{field}:{month}" for field in ("since", "until", "on", "before", "after")]
        ways += [f'speaker:"{self._chance.choice(self._names)}"'] * 5 if self._names else []
        ways += [f"source:{self._chance.choice(self._sources)}", "kind:own", "kind:direct", "kind:post"]
        ways += [f"lang:{self._chance.choice([*self._languages, 'unknown'])}"]
        ways += [f'office:"{self._chance.choice(self._offices)}"'] if self._offices else []
        return str(self._chance.choice(ways))

    def look_back(self) -> str:
        """Draw a day to look at the archive as it was, or none."""
        return self._chance.choice(["", "", "", f" as-of:{self._chance.choice(self._days)[:7]}", " as-of:2100"])


def find(db: Database, query: str) -> set[int]:
    return {quote for quote, _, _ in match(db, query, Filters()).iterate(db)}


def check(db: Database, seed: int) -> str:
    """Check the laws for one pair of a query and a filter; returns what was asked."""
    asker = Asker(db, seed)
    asked, narrowed, moment = asker.draw(), asker.narrow(), asker.look_back()
    other = asker.draw(1)
    told = f"{asked} / {narrowed} / {other} / {moment}"
    alone, together = find(db, f"({asked}){moment}"), find(db, f"({asked}) {narrowed}{moment}")
    without = find(db, f"({asked}) -{narrowed}{moment}")
    assert without == alone - together, told
    assert together <= find(db, f"{narrowed}{moment}"), told
    others = find(db, f"({other}){moment}")
    assert find(db, f"(({asked}) OR ({other})){moment}") == alone | others, told
    assert find(db, f"({asked}) -({other}){moment}") == alone - others, told
    for query, found in ((f"({asked}) -{narrowed}{moment}", without), (f"({asked}){moment}", alone)):
        answer = search(db, query)
        assert answer.total_is is not Certainty.EXACT or answer.total == len(found), told
        assert {hit.quote.id for hit in answer.hits} <= _list_ids(db, found), told
    return told


def _list_ids(db: Database, quotes: set[int]) -> set[str]:
    sql = "SELECT id FROM quotes WHERE seq IN (SELECT value FROM json_each(?))"
    return {id_ for (id_,) in db.execute(sql, (str(sorted(quotes)),))}


def test_leaving_out_and_asking_for_make_up_the_whole(dumps: Database) -> None:
    asked = {check(dumps, seed) for seed in range(PAIRS)}
    assert len(asked) == PAIRS
