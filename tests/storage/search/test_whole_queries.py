"""Many queries, filters and orders over one small archive, and the whole answer to each: hits, snippets, counts and notes.

``whole/queries.txt`` has one query a line; see `tests.expected` for what is expected.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from storage.database.archive import open_writer
from storage.loading.load import load_roster, load_sources
from storage.model import DocumentKind, Occupancy, Person, Position
from storage.model.codec import encode
from storage.reading.days import read_ground
from storage.search.facets import count_facets
from storage.search.filtering import Filters
from storage.search.search import search
from tests.expected import expect
from tests.storage.lines import NOON, SampleSource, load, make_page

FOLDER = Path(__file__).parent / "whole"
QUERIES = (FOLDER / "queries.txt").read_text("utf-8").splitlines()

SAMPLE = {"speaker": "Anna Sample", "speaker_id": "xx-sample", "office": "Minister of Roads"}
OTHER = {"speaker": "Bo Other", "speaker_id": "xx-other", "via": "Ian Model"}
PAGES: list[tuple[str, str | None, str, dict[str, Any]]] = [
    ("We call for an immediate cease-fire in Nagorno-Karabakh.", "2020-10-27", "en", SAMPLE),
    ("The ceasefire must hold. #StopArmenianAggression\nWe can't accept less than that.", "2020-10-28", "en", SAMPLE),
    ("They must stop Armenian aggression.", "2020-11-02", "en", OTHER),
    ("Երևան will not yield.", "2020-11-10", "hy", {"speaker": "Արամ Նմուշյան"}),
    ("President Əliyev spoke in Şuşa.", "2021-01-05", "az", {"speaker": "Ilham Aliyev"}),
    ("双方应立即停火。我们要建一座桥。", "2021-02-01", "zh", {"speaker": "张样"}),
    ("Der Friedensvertrag liegt vor. Straße und Brücke bleiben gesperrt.", "2021-03-03", "de-DE", {"speaker": "Jan Muster"}),
    ("O'Brien met the foreign minister of U.S. and E.U. states.", "2021-03-04", "en-GB", {"speaker": "Robert O'Brien"}),
    ("The road to Geneva is long; the bridge at Geneva is short.", None, "en", {}),
    ("“Peace,” he said, “is peace — and nothing but peace.” @TideMinistry 12,000 €", "2022-01-01", "en", OTHER),
    ("Peace talks in Geneva began.\nTalks of peace ended.\nNo talk of war.", "2022-05-06", "en", SAMPLE),
    ("La paix est à nous. L’État paie.", "2022-05-07", "fr", {"speaker": "Jeanne Exemple"}),
    ("Мир важен. Мост откроют.", "2022-05-08", "ru", {"speaker": "Иван Примеров"}),
    ("الجسر سيبقى مغلقا", "2022-05-09", "ar", {"speaker": "أحمد نموذج"}),
    ("橋を建設する。東京で会談。", "2022-05-10", "ja", {"speaker": "田中見本"}),
    ("Peace be with you. " * 3 + "Bridges, bridges, bridges.", "2023-01-01", "en", {"speaker": "Anna Sampleton"}),
]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with open_writer(tmp_path_factory.mktemp("queries") / "archive.db") as db:
        load_sources(db, [SampleSource(id="samples", title="Ministry of Samples", publisher="Samples", country="xx")])
        load_roster(
            db,
            [
                Person(id="xx-sample", name="Anna Sample", kind="person", country="xx", aliases=("A. Sample", "Sample")),
                Person(id="xx-other", name="Bo Other", kind="person", country="xx"),
            ],
            [Position(id="xx-roads", name="Minister of Roads", organisation=None, country="xx", titles=("Roads Minister",))],
            [
                Occupancy(
                    person="xx-sample", position="xx-roads", since=date(2020, 1, 1), until=date(2021, 6, 30), known_from="x"
                ),
                Occupancy(person="xx-other", position="xx-roads", since=date(2021, 7, 1), until=None, known_from="x"),
            ],
        )
        kinds = (DocumentKind.STATEMENT, DocumentKind.SPEECH, DocumentKind.ARTICLE)
        for number, (text, day, language, quote) in enumerate(PAGES):
            about: dict[str, Any] = {
                "published": day,
                "language": language,
                "kind": kinds[number % 3],
                "quote": quote,
                "title": f"Page {number}",
            }
            at = NOON + timedelta(days=number)
            load(db, make_page(f"https://example.gov/{number}", text, at=at, offset=number * 100, **about), run=f"run-{number}")
        yield db


def ask(db: Database, query: str, **given: Any) -> str:
    answer = search(db, query, **given)
    hits = [f"{str(hit.document.url).rpartition('/')[2]} {hit.snippet!r}" for hit in answer.hits]
    notes = f" ({'; '.join(answer.notes)})" if answer.notes else ""
    return f"{answer.total} {answer.total_is}{notes}: {' | '.join(hits)}"


def test_every_query_has_its_hits_and_notes(filled: Database) -> None:
    expect(FOLDER / "queries.expected.txt", (f"{query} -> {ask(filled, query)}" for query in QUERIES))


FILTERS: list[dict[str, Any]] = [
    *(
        {"speaker": name}
        for name in ("Anna Sample", "sample", "A. Sample", "xx-sample", "anna", "Bo Other", "Nobody", "Ian Model")
    ),
    *({"speaker": name} for name in ("Minister of Roads", "roads minister", "张样", "aliyev", "Sampl", "")),
    *({"via": name} for name in ("Ian Model", "ian", "Anna Sample", "")),
    *({"office": name} for name in ("Minister of Roads", "roads", "Minister of Bridges", "xx-roads")),
    *({"source": name} for name in ("samples", "Ministry", "amples", "nothing")),
    *({"kind": name} for name in ("own", "direct", "statement", "speech", "Article", "press-statement", "nonsense")),
    *({"language": name} for name in ("en", "EN", "de", "de-DE", "en_GB", "unknown", "", "xx")),
    *({"since": date(2021, 3, day)} for day in (3, 4, 5)),
    *({"until": date(2021, 3, day)} for day in (2, 3, 4)),
    {"since": date(2021, 1, 1), "until": date(2021, 2, 1)},
    {"since": date(2022, 1, 1), "until": date(2021, 1, 1)},
    *({"as_of": date(2020, 10, day)} for day in (26, 27, 28, 30)),
    {"as_of": date(2020, 10, 30), "speaker": "Anna Sample"},
    {"speaker": "Anna Sample", "kind": "speech", "language": "en", "since": date(2020, 10, 28), "until": date(2022, 12, 31)},
]


@pytest.mark.parametrize("query", ["", "peace", "bridge OR ceasefire"])
def test_every_filter_narrows_a_query_to_its_own(filled: Database, query: str) -> None:
    lines = (f"{given} -> {ask(filled, query, filters=Filters(**given), limit=30)}" for given in FILTERS)
    expect(FOLDER / f"filters-{query.partition(' ')[0] or 'alone'}.expected.txt", lines)


def test_every_order_and_page_is_the_same_list(filled: Database) -> None:
    def tell() -> Iterator[str]:
        for query in ("peace", "peace OR bridge OR talks", "since:2021", '"peace"'):
            for sort in ("relevance", "date", "newest", "oldest"):
                for limit, offset in ((2, 0), (2, 1), (0, 0), (50, 0), (50, 3), (-1, -1)):
                    yield f"{query} {sort} {limit}+{offset}: {ask(filled, query, sort=sort, limit=limit, offset=offset)}"

    expect(FOLDER / "orders.expected.txt", tell())


def test_a_whole_hit_says_all_that_is_known_of_it(filled: Database) -> None:
    answer = encode(search(filled, "peace", limit=3))
    expect(FOLDER / "hits.expected.txt", json.dumps(answer, ensure_ascii=False, indent=1).splitlines())


NARROWED: tuple[dict[str, Any], ...] = ({}, {"speaker": "Anna Sample"}, {"since": date(2021, 1, 1)}, {"kind": "speech"})


@pytest.mark.parametrize("query", ["peace", "bridge OR talks", "", "nothingness", "speaker:sample"])
def test_every_match_is_counted_in_its_facets(filled: Database, query: str) -> None:
    def tell() -> Iterator[str]:
        ground = read_ground(filled)
        for given in NARROWED:
            counted = encode(count_facets(filled, query, ground, filters=Filters(**given)))
            yield f"{given}: {json.dumps(counted, ensure_ascii=False)}"

    expect(FOLDER / f"facets-{query.split(':')[0].split()[0] if query else 'alone'}.expected.txt", tell())
