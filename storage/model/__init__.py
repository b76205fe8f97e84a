"""The nouns of the archive: frozen records without I/O, shared by all layers.

The glossary in docs/architecture.md defines the terms. Offsets are Python string indices (code points) into the text of the
revision they belong to; instants are aware UTC datetimes; every tuple is in document order.
"""

from storage.model.alarms import Alarm, AlarmKind
from storage.model.captures import (
    TRUNCATED_FIELD,
    Capture,
    Channel,
    EffectiveStatus,
    Exchange,
    LargeResponse,
    Lead,
    Outcome,
    RecordType,
    Response,
    Sighting,
    WarcPointer,
    WarcRecord,
)
from storage.model.dates import Basis, Precision, When
from storage.model.documents import (
    Document,
    DocumentKind,
    Media,
    Mention,
    Notice,
    NoticeKind,
    Polarity,
    Post,
    PostKind,
    Quote,
    QuoteKind,
    Turn,
)
from storage.model.roster import Occupancy, Person, Position
from storage.model.runs import NOT_ASKED, NOT_REACHED, UNDECLARED, Derived, LeadReason, LeadResult, Page, Survey, Tally
from storage.model.words import CanonicalUrl, Headers, Sha256, Span

__all__ = [
    "NOT_ASKED",
    "NOT_REACHED",
    "TRUNCATED_FIELD",
    "UNDECLARED",
    "Alarm",
    "AlarmKind",
    "Basis",
    "CanonicalUrl",
    "Capture",
    "Channel",
    "Derived",
    "Document",
    "DocumentKind",
    "EffectiveStatus",
    "Exchange",
    "Headers",
    "LargeResponse",
    "Lead",
    "LeadReason",
    "LeadResult",
    "Media",
    "Mention",
    "Notice",
    "NoticeKind",
    "Occupancy",
    "Outcome",
    "Page",
    "Person",
    "Polarity",
    "Position",
    "Post",
    "PostKind",
    "Precision",
    "Quote",
    "QuoteKind",
    "RecordType",
    "Response",
    "Sha256",
    "Sighting",
    "Span",
    "Survey",
    "Tally",
    "Turn",
    "WarcPointer",
    "WarcRecord",
    "When",
]
