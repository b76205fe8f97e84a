"""Small invented records to cite."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from storage.model import DocumentKind, Quote, QuoteKind, Sha256, When
from storage.model.dates import Basis, Precision
from storage.model.findings import Account, Cited, Evidence, FoundDocument, NamedSpeaker

DIGEST = Sha256("ab" * 32)
SPEAKER = NamedSpeaker(
    name="Anna M. Sample", id="xx_sample", office="Foreign Minister of Samples", is_person=True, country="us"
)
WORDS = "Peace is near."


def when(value: str | None = "2020-10-27", earliest: str | None = None, latest: str | None = None) -> When:
    ends = (datetime.fromisoformat(end).replace(tzinfo=UTC) if end else None for end in (earliest, latest))
    precision = {4: Precision.YEAR, 7: Precision.MONTH}.get(len(value or ""), Precision.DAY)
    first, last = ends
    return When(raw=value or "", value=value, precision=precision, zone=None, earliest=first, latest=last, basis=Basis.TEXT)


def quote(kind: QuoteKind = QuoteKind.OWN, **fields: Any) -> Quote:
    given = {"exact": WORDS, "start": 0, "end": len(WORDS), "spans": ((0, len(WORDS)),), "said": when(), **fields}
    return Quote(id="q_0123456789abcdef0123", kind=kind, **given)


def cited(**fields: Any) -> Cited:
    document = FoundDocument(
        id="d_0123456789abcdef0123",
        url="https://mfa.example/1",
        title=fields.pop("title", "On the border"),
        kind=fields.pop("kind", DocumentKind.STATEMENT),
        language="en",
        issuers=fields.pop("issuers", ("Ministry of Samples",)),
        address=fields.pop("address", "https://www.mfa.example/1"),
    )
    plain: dict[str, Any] = {
        "quote": quote(),
        "document": document,
        "source": "mfa",
        "publisher": "Ministry of Samples",
        "published": when(),
        "speakers": (SPEAKER,),
        "account": None,
        "opening": "",
        "evidence": Evidence(
            capture="c_1", captured_at=datetime(2020, 11, 1, 10, 3, tzinfo=UTC), revision="r_1", payload_sha256=DIGEST
        ),
    }
    return Cited(**{**plain, **fields})


def post(**fields: Any) -> Cited:
    given = {
        "title": None,
        "kind": DocumentKind.POST,
        "issuers": (),
        "publisher": "X",
        "account": Account(platform="x", handle="sample_mfa"),
        "opening": WORDS,
        **fields,
    }
    return cited(**given)
