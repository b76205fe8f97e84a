"""A search can be frozen, cited, run again and compared; nothing of what was withdrawn is cited."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from pipeline.home import Home
from pipeline.run.read.citing import cite
from pipeline.stages.cite import Style
from storage.database.archive import open_writer
from storage.errors import StorageError
from storage.evidence.tombstones import redact
from storage.export.cited_items import find_cited
from storage.export.frozen_searches import compare_set, freeze, list_members, list_sets, members_of, read_set
from storage.loading.declared import load_roster, load_sources
from storage.model import Person
from storage.model.findings import Cited, ResultSet, Withdrawn
from storage.search.filtering import Filters
from tests.storage.lines import NOON, SampleSource, load, make_document, make_page

URL = "https://mfa.example/1"
FROZEN_AT = datetime(2020, 11, 2, tzinfo=UTC)


def fill(db: Database) -> None:
    load_sources(db, [SampleSource(id="samples", publisher="Ministry of Samples")])
    load_roster(db, [Person(id="xx_sample", name="Anna Sample", kind="person", country="us")], [], [])
    said = {"speaker": "Anna Sample", "speaker_id": "xx_sample", "office": "Foreign Minister"}
    load(db, make_page(URL, "Peace is near.\nWar is far.", quote=said))


def freeze_peace(db: Database, **given: object) -> ResultSet:
    return freeze(db, "peace", Filters(**given), frozen_at=FROZEN_AT, code_version="1")  # type: ignore[arg-type]


def test_a_frozen_search_keeps_query_coverage_and_ids(db: Database) -> None:
    fill(db)
    frozen = freeze_peace(db)
    assert (frozen.total, [each.source for each in frozen.coverage]) == (1, ["samples"])
    assert read_set(db, frozen.id) == frozen
    assert list_sets(db) == [frozen]
    assert list(list_members(db, members_of(db, frozen.id))) == [make_document(URL, "Peace is near.").quotes[0].id]


def test_freezing_the_same_again_changes_nothing(db: Database) -> None:
    fill(db)
    assert freeze_peace(db).id == freeze_peace(db).id
    assert len(list_sets(db)) == 1


def test_a_frozen_search_run_again_tells_what_came(db: Database) -> None:
    fill(db)
    frozen = freeze_peace(db)
    load(db, make_page("https://mfa.example/2", "Peace has come.", offset=500), run="run-2", warc="b.warc.gz")
    found = compare_set(db, frozen, members_of(db, frozen.id))
    assert (found.then, found.now, found.added_count, found.gone_count) == (1, 2, 1, 0)
    assert found.added == (make_document("https://mfa.example/2", "Peace has come.").quotes[0].id,)


def test_a_frozen_search_run_again_tells_what_went_and_what_was_withdrawn(db: Database) -> None:
    fill(db)
    load(db, make_page("https://mfa.example/2", "Peace has come.", offset=500), run="run-2", warc="b.warc.gz")
    frozen = freeze_peace(db)
    redact(db, make_document("https://mfa.example/2", "Peace has come.").quotes[0].id, "a court order")
    later = make_page(URL, "War is far.", at=NOON + timedelta(days=1), warc="c.warc.gz")
    load(db, later, run="run-3", warc="c.warc.gz")
    found = compare_set(db, frozen, members_of(db, frozen.id))
    assert (found.now, found.gone_count, found.withdrawn_count) == (0, 1, 1)
    assert found.withdrawn == (make_document("https://mfa.example/2", "Peace has come.").quotes[0].id,)


def test_filters_are_frozen_with_the_query(db: Database) -> None:
    fill(db)
    frozen = freeze_peace(db, speaker="Nobody Known", since=NOON.date())
    assert frozen.filters == {"speaker": "Nobody Known", "since": "2020-10-27"}
    assert frozen.total == 0
    assert compare_set(db, frozen, members_of(db, frozen.id)).added_count == 0


def test_an_unknown_set_is_named(db: Database) -> None:
    with pytest.raises(StorageError, match="no frozen search 's_none'"):
        read_set(db, "s_none")


def test_a_quote_is_cited_from_the_first_capture_that_shows_it(db: Database) -> None:
    fill(db)
    said = {"speaker": "Anna Sample", "speaker_id": "xx_sample", "office": "Foreign Minister"}
    later = make_page(URL, "Peace is near.\nWar is far.", at=NOON + timedelta(days=3), warc="b.warc.gz", quote=said)
    load(db, later, run="run-2", warc="b.warc.gz")
    quote = make_document(URL, "Peace is near.").quotes[0]
    found = find_cited(db, quote.id)
    assert isinstance(found, Cited)
    assert found.evidence.captured_at == NOON
    assert found.publisher == "Ministry of Samples"
    assert [(each.name, each.office, each.country, each.is_person) for each in found.speakers] == [
        ("Anna Sample", "Foreign Minister", "us", True)
    ]
    document = find_cited(db, make_document(URL, "").id)
    assert isinstance(document, Cited)
    assert document.quote is None
    assert document.document.title == "Sample statement"


def test_what_was_withdrawn_is_not_cited(db: Database) -> None:
    fill(db)
    quote = make_document(URL, "Peace is near.").quotes[0]
    redact(db, quote.id, "a court order")
    assert isinstance(find_cited(db, quote.id), Withdrawn)


def test_cite_writes_several_and_names_what_is_not_held(tmp_path: Path) -> None:
    home = Home(root=tmp_path)
    with open_writer(home.archive) as db:
        fill(db)
        frozen = freeze_peace(db)
    ids = [make_document(URL, "Peace is near.").quotes[0].id, make_document(URL, "").id, frozen.id]
    lines = cite(home, ids, Style.CHICAGO).splitlines()
    assert [id_ in line for id_, line in zip(ids, lines, strict=True)] == [True] * 3
    assert lines[0].startswith("Sample, Anna (Foreign Minister). “Sample statement.” Ministry of Samples, October 27, 2020.")
    with pytest.raises(StorageError, match="nothing to cite under 'q_none'"):
        cite(home, ["q_none"], Style.APA)
