"""What reading an archive answers: frozen records without I/O, the same for the command line, the site and the DAGs.

``storage.model.codec.to_json`` writes each of them as JSON. Dates stay When, instants aware UTC datetimes, and nothing is
worded for people but the reasons that judgements give.
"""

from storage.model.findings.chain import Backup, Chain, Check, Fixity, Link, LinkName
from storage.model.findings.changes import ChangedQuote, DocumentChange, FieldChange, FieldValue, ReadQuote
from storage.model.findings.cited import (
    Account,
    Cited,
    Evidence,
    Manifest,
    MatchedQuote,
    NamedSpeaker,
    ResultSet,
    SetDifference,
)
from storage.model.findings.comparisons import HeldComparison
from storage.model.findings.counts import TallyView, view_tally
from storage.model.findings.coverage import Coverage, FailedLead, UnresolvedName
from storage.model.findings.documents import (
    CaptureView,
    DocumentFollowing,
    DocumentText,
    DocumentView,
    Judgement,
    Redaction,
    RevisionView,
    Withdrawn,
)
from storage.model.findings.heads import CaptureSeen, DocumentHead, DocumentName, Noun
from storage.model.findings.history import (
    Origin,
    PublisherNotice,
    QuoteReading,
    RevisionCapture,
    RevisionHolding,
    RevisionSeen,
    RevisionText,
    SeriesEdit,
    WordChange,
)
from storage.model.findings.quotes import (
    Context,
    FoundDocument,
    Hit,
    Mark,
    MarkKind,
    QuoteFollowing,
    QuoteView,
    SearchAnswer,
    Variant,
    Variants,
)
from storage.model.findings.spread import (
    TRANSLATION_CANDIDATE,
    Copy,
    First,
    Interval,
    Judged,
    Occurrence,
    RevisionPair,
    Role,
    Side,
    Spread,
    Translation,
    WordCounts,
)

Shown = QuoteView | DocumentView | RevisionView | CaptureView | Withdrawn
"""What may be shown under an id or an address."""

__all__ = [
    "TRANSLATION_CANDIDATE",
    "Account",
    "Backup",
    "CaptureSeen",
    "CaptureView",
    "Chain",
    "ChangedQuote",
    "Check",
    "Cited",
    "Context",
    "Copy",
    "Coverage",
    "DocumentChange",
    "DocumentFollowing",
    "DocumentHead",
    "DocumentName",
    "DocumentText",
    "DocumentView",
    "Evidence",
    "FailedLead",
    "FieldChange",
    "FieldValue",
    "First",
    "Fixity",
    "FoundDocument",
    "HeldComparison",
    "Hit",
    "Interval",
    "Judged",
    "Judgement",
    "Link",
    "LinkName",
    "Manifest",
    "Mark",
    "MarkKind",
    "MatchedQuote",
    "NamedSpeaker",
    "Noun",
    "Occurrence",
    "Origin",
    "PublisherNotice",
    "QuoteFollowing",
    "QuoteReading",
    "QuoteView",
    "ReadQuote",
    "Redaction",
    "ResultSet",
    "RevisionCapture",
    "RevisionHolding",
    "RevisionPair",
    "RevisionSeen",
    "RevisionText",
    "RevisionView",
    "Role",
    "SearchAnswer",
    "SeriesEdit",
    "SetDifference",
    "Shown",
    "Side",
    "Spread",
    "TallyView",
    "Translation",
    "UnresolvedName",
    "Variant",
    "Variants",
    "Withdrawn",
    "WordChange",
    "WordCounts",
    "view_tally",
]
