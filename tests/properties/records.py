"""Hypothesis strategies for the records of storage.model."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from storage.model import (
    Basis,
    CanonicalUrl,
    Capture,
    Document,
    DocumentKind,
    Mention,
    Precision,
    Quote,
    QuoteKind,
    RecordType,
    WarcPointer,
    When,
)
from storage.model.identity import sha256

texts = st.text(max_size=60)
names = st.text(min_size=1, max_size=20)
instants = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - Hypothesis takes naive bounds and adds the zone
    max_value=datetime(2035, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)
digests = st.binary(max_size=8).map(sha256)
spans = st.tuples(st.integers(0, 50), st.integers(50, 99))

whens = st.builds(
    When,
    raw=texts,
    value=st.none() | st.just("2020-10-27"),
    precision=st.sampled_from(Precision),
    zone=st.none() | st.just("Asia/Yerevan"),
    earliest=st.none() | instants,
    latest=st.none() | instants,
    basis=st.sampled_from(Basis),
)

captures = st.builds(
    Capture,
    id=names,
    url=names,
    captured_at=instants,
    record_type=st.sampled_from(RecordType),
    status=st.none() | st.integers(100, 599),
    media_type=st.none() | texts,
    headers=st.lists(st.tuples(texts, texts), max_size=3).map(tuple),
    payload_sha256=digests,
    payload_length=st.integers(0, 10**9),
    pointer=st.builds(WarcPointer, path=names, offset=st.integers(0, 2**40), length=st.integers(1, 2**40), sha256=digests),
    refers_to=st.none() | names,
    location=st.none() | texts,
    origin=st.none() | texts,
)

quotes = st.builds(
    Quote,
    id=names,
    kind=st.sampled_from(QuoteKind),
    exact=texts,
    start=st.integers(0, 50),
    end=st.integers(50, 99),
    spans=st.lists(spans, max_size=3).map(tuple),
    marked=st.lists(spans, max_size=3).map(tuple),
    prefix=texts,
    cue=st.none() | texts,
    mention=st.none() | st.builds(Mention, text=texts, start=st.integers(0, 9), end=st.integers(9, 19)),
    speaker=st.none() | names,
    said=st.none() | whens,
)

documents = st.builds(
    Document,
    id=names,
    kind=st.sampled_from(DocumentKind),
    url=st.none() | names.map(CanonicalUrl),
    title=st.none() | texts,
    language=st.none() | st.just("hy"),
    published=st.none() | whens,
    issuers=st.lists(texts, max_size=2).map(tuple),
    speakers=st.lists(texts, max_size=2).map(tuple),
    via=st.lists(texts, max_size=2).map(tuple),
    text=texts,
    quotes=st.lists(quotes, max_size=3).map(tuple),
    fragment=texts,
)
