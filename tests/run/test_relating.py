"""A document is related to others: copies elsewhere with who published them, translations as candidates only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from pipeline.run.read.following import follow
from storage.database.archive import open_writer
from storage.loading.load import load_roster, load_sources
from storage.model import Derived, Document, Person, Post, PostKind, RecordType
from storage.sameness.link_quotes import link
from storage.sameness.link_texts import link_texts
from storage.sameness.quote_spread import read_spread
from tests.showing import show
from tests.storage.lines import NOON, SampleSource, load, make_capture, make_document, make_line
from tests.words import compare

OPENING = "The two delegations met in the capital on 26 October and spoke for 3 hours about the 14 open points."
SAID = "The sides agreed to exchange all 36 detained persons and to return to the table without conditions."
WHOLE = f"{OPENING}\n{SAID}"
RUSSIAN = "Делегации встретились в столице 26 октября и 3 часа обсуждали 14 вопросов.\nСтороны обменяются 36 задержанными."
MINISTRY = "https://mfa.example/en/press/1"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_writer(tmp_path / "archive.db") as database:
        load_sources(
            database,
            [
                SampleSource(id="mfa", publisher="Ministry of Samples", country="am"),
                SampleSource(id="embassy", publisher="Embassy of Samples in Paris", country="am"),
                SampleSource(id="paper", publisher="The Sample Paper", country="fr"),
            ],
        )
        alias = Person(id="mfa", name="Ministry of Samples", kind="organisation", aliases=("SampleMFA", "МИД Образцов"))
        load_roster(database, [alias], [], [])
        yield database


def at(source: str, document: Document) -> Derived:
    url = document.url or ""
    capture = make_capture(url, document.text, warc=f"{document.id}.warc.gz")
    return make_line(capture, document, source=source)


def made(url: str, text: str = WHOLE, *, issuer: str = "Ministry of Samples", **fields: Any) -> Document:
    return make_document(url, text, issuers=(issuer,), **fields)


def post(id_: str, text: str, *, issuer: str = "SampleMFA", **fields: Any) -> Document:
    about = Post(platform="x", id=id_, account=issuer, author=None, kind=PostKind.ORIGINAL, **fields)
    return made(f"https://x.com/{issuer}/status/{id_}", text, issuer=issuer, post=about)


def fill(db: Database, *lines: Derived) -> None:
    for line in lines:
        assert line.capture
        load(db, line, run=line.capture.id, warc=line.capture.pointer.path)
    link(db, compare, code_version="1")
    link_texts(db, compare, code_version="1")


def followed(db: Database, document: Document) -> Any:
    return follow(db, show(db, document.id, history=True))


def test_copies_come_with_the_reason_why_they_are_related(db: Database) -> None:
    ministry = made(MINISTRY)
    embassy = made("https://embassy.example/9", WHOLE.replace("capital", "#capital"), issuer="Embassy of Samples in Paris")
    tweet = post("1", SAID)
    paper = made("https://paper.example/a", WHOLE.replace("14", "41"), issuer="The Sample Paper")
    fill(db, at("mfa", ministry), at("embassy", embassy), at("x", tweet), at("paper", paper))
    copies = {each.document.id: each for each in followed(db, ministry).following.copies}
    told = {id_: (each.relation, each.extent, each.verdict, each.material) for id_, each in copies.items()}
    assert told == {
        embassy.id: ("re-post", "whole", "typographic", False),
        tweet.id: ("cross-post", "holds it", "truncated", False),
        paper.id: ("copy", "whole", "altered", True),
    }
    assert copies[paper.id].reason == "number: “14” became “41”"
    assert copies[tweet.id].relation_reason == "the same publisher, on x"


def test_a_repost_is_told_by_the_platforms_word(db: Database) -> None:
    tweet, again = post("1", WHOLE), post("2", WHOLE, issuer="Another", reposted="1")
    fill(db, at("x", tweet), at("x", again))
    assert [each.relation for each in followed(db, tweet).following.copies] == ["repost"]


def test_a_translation_is_a_candidate_and_joins_no_cluster(db: Database) -> None:
    english = made(MINISTRY, alternates=(("ru", "https://mfa.example/ru/x"),))
    russian = made("https://mfa.example/ru/x", RUSSIAN, language="ru")
    armenian = made("https://mfa.example/hy/press/1", "Պատվիրակությունները հանդիպեցին մայրաքաղաքում։", language="hy")
    fill(db, at("mfa", english), at("mfa", russian), at("mfa", armenian))
    found = followed(db, english)
    assert [each.document.id for each in found.following.translations] == [armenian.id, russian.id]
    assert "hreflang" in found.following.translations[1].reason
    assert "address" in found.following.translations[0].reason
    assert found.following.copies == ()
    quote = english.quotes[0].id
    assert len(read_spread(db, quote).carriers) == 1
    assert len(list(follow(db, show(db, quote, history=True)).following.spread.translations or ())) == 2


def test_the_declaration_is_enough_from_either_side_and_survives_without_dates(db: Database) -> None:
    english = made(MINISTRY, alternates=(("ru", "https://mfa.example/ru/x"),), published=None)
    russian = made("https://mfa.example/ru/x", RUSSIAN, language="ru", published=None)
    fill(db, at("mfa", russian), at("mfa", english))
    for one, other in ((english, russian), (russian, english)):
        assert [each.document.id for each in followed(db, one).following.translations] == [other.id]


def test_the_same_numbers_on_one_day_make_a_candidate_of_a_publisher_under_another_name(db: Database) -> None:
    english = made("https://mfa.example/a")
    russian = made("https://other.example/b", RUSSIAN, language="ru", issuer="МИД Образцов")
    stranger = made("https://paper.example/b", RUSSIAN, language="ru", issuer="The Sample Paper")
    fill(db, at("mfa", english), at("x", russian), at("paper", stranger))
    assert [each.document.id for each in followed(db, english).following.translations] == [russian.id]


def test_alternates_are_part_of_what_was_understood(db: Database) -> None:
    plain = made(MINISTRY)
    fill(db, at("mfa", plain))
    more = replace(at("mfa", replace(plain, alternates=(("ru", "https://mfa.example/ru/x"),))), code_version="test-2")
    load(db, more, run="again", warc="again.warc.gz")
    assert db.execute("SELECT language, url FROM alternates").fetchall() == [("ru", "https://mfa.example/ru/x")]
    assert db.execute("SELECT count(*) FROM revisions").fetchone() == (1,)


def test_documents_of_one_imported_file_do_not_stand_on_one_page(db: Database) -> None:
    speech, readout = made("https://president.example/1", SAID, issuer="Office"), made(MINISTRY)
    page = make_capture("https://both.example/", "both", warc="both.warc.gz")
    fill(db, make_line(replace(page, record_type=RecordType.RESOURCE), speech, readout, source="x"))
    assert [each.relation for each in followed(db, speech).following.copies] == ["copy"]


def test_documents_of_one_fetched_page_stand_on_one_page(db: Database) -> None:
    speech, readout = made("https://president.example/1", SAID, issuer="Office"), made(MINISTRY)
    fill(db, make_line(make_capture("https://both.example/", "both", warc="both.warc.gz"), speech, readout, source="x"))
    assert [each.relation for each in followed(db, speech).following.copies] == ["same page"]


def test_a_document_of_many_revisions_hides_no_other_document_that_holds_its_text(db: Database) -> None:
    lines = []
    for n in range(70):
        url = "https://mfa.example/en/live"
        document = made(url, f"{WHOLE}{'!' * n}")
        capture = make_capture(url, document.text, at=NOON + timedelta(hours=n), warc=f"live{n}.warc.gz")
        lines.append(make_line(capture, document, source="mfa"))
    others = [made(f"https://paper{n}.example/a", f"{WHOLE}?", issuer=f"Paper {n}") for n in range(4)]
    fill(db, *lines, *(at("paper", other) for other in others))
    copies = followed(db, lines[0].documents[0]).following.copies
    assert {copy.document.id for copy in copies} == {other.id for other in others}
