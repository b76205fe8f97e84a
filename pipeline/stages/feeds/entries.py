"""Word what was noticed of something followed: a title, the words, and why the reader is told. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pipeline.stages.cite.chicago import format_days
from pipeline.stages.cite.printed_days import read_days
from pipeline.stages.cite.reference import shorten
from storage.model.findings import Cited, MatchedQuote, Withdrawn
from storage.model.follows import EntryKind, Follow, FollowEntry, FollowKind

HEADINGS: Final = {
    EntryKind.SAID: "Newly said",
    EntryKind.CAPTURED: "Newly captured",
    EntryKind.CHANGED: "Changed by the publisher",
    EntryKind.LOST: "No longer in the document",
    EntryKind.REREAD: "Read otherwise by newer code",
    EntryKind.WITHDRAWN: "Withdrawn from the archive",
    EntryKind.ABSENT: "No longer shown by the publisher",
    EntryKind.PRESENT: "Shown again by the publisher",
    EntryKind.SILENT: "The source no longer yields",
    EntryKind.SPEAKING: "The source yields again",
}
"""What each kind of entry is called."""

_LONGEST_TITLE, _LONGEST_WORDS = 120, 600


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry as readers see it. ``id`` is an IRI; ``words`` are empty if nothing may be shown; ``why`` says why the
    reader is told and which words matched; ``address`` is the publisher's, ``permalink`` the archive's, if its site has one."""

    id: str
    kind: EntryKind
    title: str
    words: str
    why: str
    updated: datetime
    speaker: str | None
    address: str | None
    permalink: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What is followed, as a feed: ``id`` is an IRI, ``address`` where the feed itself is, ``updated`` when it last changed.
    ``more`` counts older entries that are left out."""

    id: str
    title: str
    updated: datetime
    address: str | None
    entries: tuple[FeedEntry, ...]
    more: int = 0


def make_feed(
    follow: Follow,
    entries: Sequence[tuple[FollowEntry, MatchedQuote | Cited | Withdrawn | None]],
    *,
    site: str,
    address: str | None,
) -> Feed:
    """Make the feed of something followed of its entries, the newest first, each with what it is about as it stands now.

    ``site`` is the address of the archive's own pages without a slash at the end, empty if they have none; ``address`` is the
    feed's own there.
    """
    made = tuple(_make_entry(follow, entry, about, site) for entry, about in entries)
    return Feed(
        id=f"urn:onrecord:{follow.id}",
        title=f"On Record: {describe_follow(follow)}",
        updated=made[0].updated if made else follow.looked_at or follow.begun_at,
        address=address,
        entries=made,
    )


def describe_follow(follow: Follow) -> str:
    """Name what is followed, such as ``the search “peace” (speaker Sample)``."""
    filters = f" ({', '.join(f'{name} {value}' for name, value in follow.filters.items())})" if follow.filters else ""
    subject = f"“{follow.subject}”" if follow.kind is FollowKind.SEARCH else follow.subject
    return f"the {follow.kind.value} {subject}{filters}"


def _make_entry(follow: Follow, entry: FollowEntry, about: MatchedQuote | Cited | Withdrawn | None, site: str) -> FeedEntry:
    cited = about.cited if isinstance(about, MatchedQuote) else about if isinstance(about, Cited) else None
    # One entry on many late captures is about no single one of them.
    single = cited if entry.kind is not EntryKind.CAPTURED or entry.number == 1 else None
    target = entry.quote or entry.document
    return FeedEntry(
        id=f"urn:onrecord:{follow.id}:{entry.seq}",
        kind=entry.kind,
        title=_title(entry, single),
        words=shorten(_words(single), _LONGEST_WORDS) if single else "",
        why=_why(follow, about if single else None, entry, about),
        updated=entry.noticed_at,
        speaker=single.speakers[0].name if single and single.speakers else None,
        address=single.document.address if single else None,
        permalink=f"{site}/id/{target}" if site and target and single else None,
    )


def _title(entry: FollowEntry, cited: Cited | None) -> str:
    heading = HEADINGS[entry.kind]
    if entry.detail:
        heading = f"{heading} ({entry.detail.replace('_', ' ')})"
    number = f"{entry.number} quotes" if entry.number > 1 else ""
    if cited is None:
        return ": ".join(filter(None, (heading, number)))
    when = read_days(cited.quote.said if cited.quote and cited.quote.said else cited.published)
    who = cited.speakers[0].name if cited.speakers else cited.publisher
    told = [number, who, format_days(when) if when else "undated", cited.document.title]
    return shorten(f"{heading}: {', '.join(filter(None, told))}", _LONGEST_TITLE)


def _words(cited: Cited) -> str:
    return cited.quote.exact if cited.quote else cited.opening


def _why(follow: Follow, matched: MatchedQuote | Cited | Withdrawn | None, entry: FollowEntry, about: object) -> str:
    why = f"You follow {describe_follow(follow)}."
    if isinstance(matched, MatchedQuote) and matched.cited.quote:
        exact = matched.cited.quote.exact
        words = dict.fromkeys(exact[start:end] for start, end in matched.highlights)
        why += f" Matched: {', '.join(f'“{word}”' for word in words)}." if words else ""
    if isinstance(about, Withdrawn):
        why += f" Reason given: {about.redacted.why}"
    if entry.kind is EntryKind.CAPTURED:
        why += " These words are older than the last days; they came into the archive only now."
    return why
