"""Withdrawn words that stand inside other quotes are masked in every read, also where only a part of them does."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlite_utils import Database

from pipeline.stages.cite import Style, format_references, make_reference
from storage.evidence.tombstones import redact
from storage.export.cited_items import find_cited
from storage.export.query_export import STREAMED, Format, stream
from storage.model import Document, Mention, Quote, QuoteKind
from storage.model.codec import to_json
from storage.model.findings import Cited
from storage.model.identity import quote_id
from storage.reading.passages import read_passage
from storage.reading.rereadings import iterate_changes
from storage.reading.show import show
from storage.sameness.quote_spread import read_spread
from storage.search.filtering import Filters
from storage.search.search import search
from tests.storage.lines import NOON, day, load, make_capture, make_document, make_line

URL = "https://mfa.example/1"
TEXT = "We keep the truce. Ivan Petrov of Sample Street betrayed us all, and we know it. Peace will come."
NOW = datetime(2020, 11, 2, tzinfo=UTC)
WITHDRAWN = "Ivan Petrov of Sample Street betrayed us"
PIECES = ("Ivan", "Petrov", "Sample Street", "betrayed")


def _quote(document: str, words: str, **fields: object) -> Quote:
    start = TEXT.index(words)
    end = start + len(words)
    quote = Quote(
        id=quote_id(document, QuoteKind.DIRECT, words, 0),
        kind=QuoteKind.DIRECT,
        exact=words,
        start=start,
        end=end,
        spans=((start, end),),
        prefix=TEXT[max(0, start - 20) : start],
        suffix=TEXT[end : end + 20],
        speaker="Anna Sample",
        said=day("2020-10-27"),
    )
    return replace(quote, **fields)  # type: ignore[arg-type]


def make() -> Document:
    """A document with a quote to withdraw, one that holds it, one that begins inside it, and one beside it."""
    plain = make_document(URL, TEXT)
    mention = Mention(text="Ivan Petrov", start=TEXT.index("Ivan Petrov"), end=TEXT.index(" of Sample"))
    return replace(
        plain,
        title=f"{WITHDRAWN}, the minister says",
        quotes=(
            _quote(plain.id, WITHDRAWN),
            _quote(plain.id, TEXT),
            _quote(plain.id, "Sample Street betrayed us all, and we know it."),
            _quote(plain.id, "Peace will come.", mention=mention, cue=f"said of {WITHDRAWN}"),
        ),
    )


@pytest.fixture
def withdrawn(db: Database) -> Document:
    document = make()
    load(db, make_line(make_capture(URL, TEXT), document))
    redact(db, document.quotes[0].id, "It names a private person.")
    return document


def assert_clean(written: str) -> None:
    assert "█" in written
    for piece in PIECES:
        assert piece not in written


def test_a_quote_that_holds_or_begins_inside_withdrawn_words_is_masked_and_keeps_its_offsets(
    db: Database, withdrawn: Document
) -> None:
    for quote in withdrawn.quotes[1:]:
        shown = to_json(show(db, quote.id, history=True))
        assert_clean(json.dumps(shown, ensure_ascii=False))
        assert len(shown["exact"]) == shown["end"] - shown["start"]
    partly = to_json(show(db, withdrawn.quotes[2].id))
    assert partly["exact"] == "█" * len("Sample Street betrayed us") + " all, and we know it."


@pytest.mark.parametrize("form", STREAMED)
def test_no_export_holds_the_words(db: Database, withdrawn: Document, form: Format) -> None:
    written = "".join(stream(db, "", Filters(speaker="Anna Sample"), form, made_at=NOW))
    assert withdrawn.quotes[3].id in written
    assert_clean(written)


@pytest.mark.parametrize("style", Style)
def test_no_citation_holds_the_words(db: Database, withdrawn: Document, style: Style) -> None:
    found = [find_cited(db, id_) for id_ in (withdrawn.id, *(quote.id for quote in withdrawn.quotes[1:]))]
    assert_clean(format_references([make_reference(each) for each in found if isinstance(each, Cited)], style))


def test_no_hit_document_passage_spread_or_change_holds_them(db: Database, withdrawn: Document) -> None:
    since = 0
    later = replace(
        make(),
        text=f"{TEXT} Soon.",
        quotes=(*make().quotes[1:], replace(make().quotes[0], office="Minister")),
    )
    capture = make_capture(URL, "later", at=NOON + timedelta(days=1), warc="b.warc.gz")
    load(db, make_line(capture, later), run="run-2", warc="b.warc.gz")
    revision = to_json(show(db, withdrawn.id))["revision"]
    reads = [
        search(db, "peace", filters=Filters()),
        search(db, "", filters=Filters(speaker="Anna Sample"), sort="newest"),
        show(db, withdrawn.id, history=True),
        show(db, revision, history=True),
        read_passage(db, revision, 30, 60),
        read_spread(db, withdrawn.quotes[1].id),
        *iterate_changes(db, since + 1),
    ]
    for read in reads:
        assert_clean(json.dumps(to_json(read), ensure_ascii=False))
