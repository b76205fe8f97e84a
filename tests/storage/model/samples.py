"""One invented record of each class that reading an archive may answer with, every field filled."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from pipeline.declarations import Method
from pipeline.health.verdicts import Verdict
from pipeline.run.read.surveys import OfficeHeld, PersonView, RunYield, SourceSummary, SourceView
from storage.model import (
    Capture,
    Channel,
    DocumentKind,
    EffectiveStatus,
    LeadResult,
    Mention,
    Notice,
    NoticeKind,
    Outcome,
    Post,
    PostKind,
    Quote,
    QuoteKind,
    RecordType,
    Sha256,
    Sighting,
    Turn,
    WarcPointer,
)
from storage.model.findings import (
    Account,
    Backup,
    CaptureSeen,
    CaptureView,
    Chain,
    ChangedQuote,
    Check,
    Cited,
    Context,
    Copy,
    Coverage,
    DocumentChange,
    DocumentFollowing,
    DocumentHead,
    DocumentName,
    DocumentView,
    Evidence,
    FailedLead,
    FieldChange,
    First,
    Fixity,
    FoundDocument,
    HeldComparison,
    Hit,
    Interval,
    Judgement,
    Link,
    LinkName,
    Manifest,
    Mark,
    MarkKind,
    MatchedQuote,
    NamedSpeaker,
    Occurrence,
    Origin,
    PublisherNotice,
    QuoteFollowing,
    QuoteReading,
    QuoteView,
    ReadQuote,
    Redaction,
    ResultSet,
    RevisionCapture,
    RevisionHolding,
    RevisionPair,
    RevisionText,
    RevisionView,
    Role,
    SearchAnswer,
    SeriesEdit,
    SetDifference,
    Side,
    Spread,
    Translation,
    UnresolvedName,
    Variant,
    Variants,
    Withdrawn,
    WordChange,
    WordCounts,
)
from storage.model.verdicts import (
    Change,
    Comparison,
    CopyExtent,
    Edit,
    EditExtent,
    Kind,
    NormalisationLevel,
    Presence,
    Relation,
    State,
    TextVerdict,
)
from tests.storage.lines import NOON, day

LATER: Final = NOON + timedelta(days=1)
SHA: Final = Sha256("0" * 64)
QUOTE: Final = Quote(
    id="q_1",
    kind=QuoteKind.DIRECT,
    exact="Peace holds.",
    start=4,
    end=16,
    spans=((4, 16),),
    marked=((4, 16),),
    prefix="He: ",
    suffix=" End",
    cue="said",
    mention=Mention(text="He", start=0, end=2),
    speaker="Jane Doe",
    speaker_id="jane_doe",
    office="Minister",
    via="Sample News",
    said=day("2020-10-27"),
)
HEAD: Final = DocumentHead(
    id="d_1", url="https://mfa.example/1", title="Peace", kind=DocumentKind.STATEMENT, language="en", issuers=("Ministry",)
)
SEEN: Final = CaptureSeen(id="c_1", captured_at=NOON)
NOTICE: Final = Notice(kind=NoticeKind.CORRECTED, text="Corrected.", dated=day("2020-10-28"))
VARIANTS: Final = Variants(named=(Variant(id="q_2", verdict=TextVerdict.ALTERED, material=True),), total=1, same=0, material=1)
CHANGE: Final = Change(kind=Kind.NUMBER, stored="14", other="41", material=True, note="put for other words")
COMPARISON: Final = Comparison(wording=TextVerdict.ALTERED, material=True, reason="number: “14” became “41”", diff=(CHANGE,))
EDIT: Final = Edit(extent=EditExtent.SUBSTANTIVE, material=True, silent=True, kinds=(Kind.NUMBER,), comparison=COMPARISON)
PRESENCE: Final = Presence(
    state=State.GONE,
    reason="missed once",
    last_seen=NOON,
    first_missed=LATER,
    signals=(Sighting(at=LATER, status=EffectiveStatus.GONE, channel=Channel.FETCH, capture="c_2", why="404"),),
    absences=((NOON, LATER),),
    last_looked=LATER,
    looks=2,
)
WORD_CHANGE: Final = WordChange(at=7, end=11, removed="", added="not", before="We have ", after=" failed.")
REVISION_CAPTURE: Final = RevisionCapture(
    id="c_1", captured_at=NOON, source="samples", run="run-1", channel=Origin.ARCHIVE, same_bytes=False
)
SEEN_REVISION: Final[dict[str, Any]] = {
    "revision": "r_1",
    "first_captured": NOON,
    "last_captured": LATER,
    "as_of": NOON,
    "captures": (REVISION_CAPTURE,),
    "edited": day("2020-10-27"),
    "notice": PublisherNotice(kind=NoticeKind.UPDATED, text="Updated."),
    "change": EditExtent.SUBSTANTIVE,
    "diff": (WORD_CHANGE,),
    "edit": EDIT,
}
REVISION: Final = RevisionText(**SEEN_REVISION, capture="c_1", text="We have not failed.")
TRANSLATION: Final = Translation(document=HEAD, source="samples", published=day("2020-10-27"), reason="declared by the page")
OCCURRENCE: Final = Occurrence(
    id="q_1",
    kind=QuoteKind.DIRECT,
    exact="Peace holds.",
    content="Peace holds.",
    speaker="Jane Doe",
    speaker_id="jane_doe",
    via="Sample News",
    role=Role.RELAYED,
    document=DocumentName(id="d_1", url="https://mfa.example/1", title="Peace"),
    source="samples",
    account="@samples",
    current=True,
    verdict=TextVerdict.ALTERED,
    material=True,
    reason="number: “14” became “41”",
    told_from=Side.THAT,
    published=day("2020-10-27"),
    asserted=Interval(earliest=NOON, latest=LATER),
    said=Interval(earliest=None, latest=LATER),
    observed=LATER,
    rung=NormalisationLevel.SPACES,
    diff=(CHANGE,),
)
FIRST: Final = First(first="q_1", among=("q_1",), why="")
UNORDERED: Final = First(first=None, among=("q_1", "q_2"), why="cannot be ordered")
SPREAD: Final = Spread(
    id="q_1",
    carriers=(OCCURRENCE,),
    first_asserted=FIRST,
    first_observed=UNORDERED,
    first_same_words=FIRST,
    notes=("So few words.",),
    translations=(TRANSLATION,),
)
COPY: Final = Copy(
    document=HEAD,
    source="samples",
    published=day("2020-10-27"),
    observed=NOON,
    verdict=TextVerdict.ALTERED,
    material=True,
    reason="number: “14” became “41”",
    words=WordCounts(this=20, that=19),
    revisions=RevisionPair(this="r_1", that="r_2"),
    both_stand=True,
    account="@samples",
    relation=Relation.CROSS_POST,
    relation_reason="the same publisher, on x",
    extent=CopyExtent.WHOLE,
    told_from=Side.THIS,
    diff=(CHANGE,),
)
SERIES_EDIT: Final = SeriesEdit(post="2", document="d_2", text="Peace holds.", first_captured=NOON, edit=EDIT)
TEXT: Final[dict[str, Any]] = {
    "kind": DocumentKind.POST,
    "title": "Peace",
    "language": "en",
    "url": "https://mfa.example/1",
    "published": day("2020-10-27"),
    "issuers": ("Ministry",),
    "speakers": ("Jane Doe",),
    "via": ("Sample News",),
    "text": "He: Peace holds. End",
    "turns": (Turn(speaker="He", start=4, end=16),),
    "fragment": "post-1",
    "revision": "r_1",
    "source": "samples",
    "quotes": (QUOTE,),
    "post": Post(platform="x", id="1", account="samples", author="Samples", kind=PostKind.ORIGINAL, cut=True),
    "notice": NOTICE,
    "captures": (SEEN,),
    "history": (REVISION,),
}
HIT: Final = Hit(
    quote=QUOTE,
    document=FoundDocument(
        id="d_1",
        url="https://mfa.example/1",
        title="Peace",
        kind=DocumentKind.STATEMENT,
        language="en",
        issuers=("Ministry",),
        fragment="row-1",
        address="http://www.mfa.example/1/",
    ),
    source="samples",
    published=day("2020-10-27"),
    snippet="Peace holds.",
    highlights=((0, 5),),
    variants=VARIANTS,
    marks=(Mark(kind=MarkKind.DELETED, detail="2020-11-01"),),
    question="Will there be peace?",
)
CHECK: Final = Check(name="files", holds=False, detail="1 is not there", remedy="Restore it.")
FIELD: Final = FieldChange(name="published", before=None, now=day("2020-10-27"))
READ: Final = ReadQuote(
    id="q_1",
    kind=QuoteKind.DIRECT,
    exact="Peace holds.",
    speaker="Jane Doe",
    office=None,
    via=None,
    mention=Mention(text="He", start=0, end=2),
    cue="said",
    said=None,
)
SUMMARY: Final = SourceSummary(
    id="samples", title="Samples", schedule="@daily", verified=True, health=Verdict.LATE, last_good=NOON, documents=3
)
RUN: Final = RunYield(
    run="run-1",
    started_at=NOON,
    leads=3,
    listed=None,
    failed=1,
    documents=2,
    quotes=4,
    filled={"title": 0.5},
    missed={"body": 1},
)
OFFICE: Final = OfficeHeld(office="Minister", since=date(2020, 1, 1), until=None, known_from="a page")

CITED: Final = Cited(
    quote=QUOTE,
    document=HIT.document,
    source="samples",
    publisher="Ministry of Samples",
    published=day("2020-10-27"),
    speakers=(NamedSpeaker(name="Anna Sample", id="xx_sample", office="Minister", is_person=True, country="xx"),),
    account=Account(platform="x", handle="sample"),
    opening="Peace",
    evidence=Evidence(capture="c_1", captured_at=NOON, revision="r_1", payload_sha256=Sha256("ab" * 32)),
)
SET: Final = ResultSet(
    id="s_1",
    query="peace",
    filters={"speaker": "Sample"},
    frozen_at=NOON,
    observation=7,
    code_version="1",
    total=1,
    digest=Sha256("ab" * 32),
    notes=(),
    coverage=(),
)
RECORDS: Final = (
    HIT,
    SearchAnswer(total=1, notes=("a note",), hits=(HIT,)),
    QuoteView(
        quote=QUOTE,
        document=HEAD,
        revision="r_1",
        source="samples",
        published=day("2020-10-27"),
        notice=NOTICE,
        current=False,
        context=Context(before="He: ", after=" End"),
        captures=(SEEN,),
        variants=VARIANTS,
        presence=PRESENCE,
        history=(
            QuoteReading(
                captured_at=NOON, capture="c_1", revision="r_1", code_version="1", quote=QUOTE, changed=("speaker", "said")
            ),
        ),
        following=QuoteFollowing(document_history=(RevisionHolding(**SEEN_REVISION, holds=True),), spread=None),
    ),
    DocumentView(
        id="d_1",
        **TEXT,
        presence=PRESENCE,
        following=DocumentFollowing(
            edit_series=(SERIES_EDIT,), missing_edits=("3",), copies=(COPY,), translations=(TRANSLATION,)
        ),
    ),
    RevisionView(id="r_1", **TEXT, document="d_1"),
    CaptureView(
        capture=Capture(
            id="c_1",
            url="https://mfa.example/1",
            captured_at=NOON,
            record_type=RecordType.RESPONSE,
            status=200,
            media_type="text/html",
            headers=(("Server", "x"),),
            payload_sha256=SHA,
            payload_length=9,
            pointer=WarcPointer(path="a.warc.gz", offset=0, length=9, sha256=SHA),
        ),
        judgements=(Judgement(code_version="1", status=EffectiveStatus.CONTENT, why="words", leads=2, problems=("a miss",)),),
        documents=("d_1",),
        outcomes=(LeadResult(url="https://mfa.example/1", outcome=Outcome.NEW),),
    ),
    Withdrawn(id="q_1", redacted=Redaction(why="private", redacted_at=NOON)),
    SPREAD,
    COPY,
    Chain(id="q_1", links=(Link(name=LinkName.QUOTE, what="“Peace”", holds=True, detail="characters 4 to 16"),)),
    HeldComparison(a="q_1", b="q_2", comparison=COMPARISON, words=(WORD_CHANGE,)),
    DocumentChange(
        source="samples",
        document="d_1",
        title="Peace",
        url=None,
        fields=(FIELD,),
        gained=(READ,),
        lost=(),
        changed=(ChangedQuote(id="q_2", exact="War.", fields=(FIELD,)),),
    ),
    Coverage(
        source="samples", documents=1, first=NOON, last=LATER, last_captured=LATER, last_good=datetime(2020, 1, 1, tzinfo=UTC)
    ),
    MatchedQuote(cited=CITED, highlights=((0, 5),)),
    SET,
    SetDifference(
        id="s_1",
        then=1,
        now=1,
        added=("q_2",),
        gone=(),
        withdrawn=("q_1",),
        added_count=1,
        gone_count=0,
        withdrawn_count=1,
        listed=100,
        sources=("samples",),
    ),
    Manifest(
        format="csv",
        query="peace",
        filters={"speaker": "Sample"},
        made_at=NOON,
        observation=7,
        code_version="1",
        quotes=1,
        documents=1,
        speakers=1,
        notes=(),
        remarks=("NUL is written as U+FFFD",),
        file="peace.csv",
        bytes=10,
        sha256=Sha256("ab" * 32),
        coverage=(),
    ),
    FailedLead(url="https://mfa.example/2", reason="gone", why="404"),
    UnresolvedName(mention="a spokesman", count=2, document="d_1"),
    CHECK,
    Fixity(files=1, checked=2, bytes=3, texts=4, problems=("torn",)),
    Backup(archive="/backup/archive.db", files=1, copied=1, checked=2),
    SUMMARY,
    SourceView(
        summary=SUMMARY,
        publisher="Ministry",
        country="xx",
        languages=("en", "fr"),
        languages_without_rules=(),
        timezone="UTC",
        url="https://mfa.example/",
        discovery=Method.FEED,
        layouts=("now", "before"),
        hook=False,
        since=date(2020, 1, 1),
        until=None,
        note="",
        why=("late", "thin"),
        advice="Look.",
        stopped=("h1",),
        leads_min=1,
        leads_max=None,
        silence_days=9,
        fill={"title": 0.9},
        runs=(RUN,),
    ),
    PersonView(id="jane_doe", name="Jane Doe", kind="person", country="xx", aliases=("J. Doe",), offices=(OFFICE,)),
)
