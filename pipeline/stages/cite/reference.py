"""What every citation style needs of a quote, a document or a frozen search: one plain record, and how it is made. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from pipeline.stages.cite.printed_days import Day, Days, read_day, read_days
from pipeline.stages.cite.speaker_names import Name, split_name
from pipeline.stages.text.plain import flatten
from storage.model import DocumentKind, QuoteKind
from storage.model.codec import format_instant
from storage.model.findings import Account, Cited, NamedSpeaker, ResultSet

ARCHIVE = "On Record"

_OWN_WORDS = (QuoteKind.OWN, QuoteKind.TURN)
_LONGEST_OPENING = 160  # "as much as the first 160 characters" of a post stand for its title: CMOS 17, 14.209


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote or said something, with the office held on the day if it is known."""

    name: Name
    office: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What is cited. ``authors`` are those of the publication, ``quoted`` the speaker whom somebody else's publication quotes.

    ``title`` is the first words of a post, which has none; ``words`` are those quoted, empty for a document or a search.
    ``digest`` is the SHA-256 of the captured payload, or of a search's ids.
    """

    id: str
    authors: tuple[Author, ...]
    quoted: Author | None
    title: str
    kind: DocumentKind | None
    container: str | None
    published: Days | None
    said: Days | None
    url: str | None
    account: Account | None
    words: str
    language: str | None
    captured_at: datetime
    digest: str

    @property
    def date(self) -> Days | None:
        """Return the date of publication, else that of saying; None if neither is known."""
        return self.published or self.said

    @property
    def said_apart(self) -> Days | None:
        """Return the date of saying if it tells more than that of publication: not if it is the same, or only known to be no
        later."""
        said, published = self.said, self.published
        if said is None or published is None or said == published:
            return None
        return None if said.first is None and said.last == published.last else said

    @property
    def captured_on(self) -> Day:
        """Return the day of the capture in UTC."""
        return read_day(self.captured_at)

    @property
    def archive_note(self) -> str:
        """Return where the archive keeps it: its id, when it was captured, and the digest."""
        return f"{ARCHIVE} {self.id}, captured {format_instant(self.captured_at)}, sha256:{self.digest}"


def make_reference(cited: Cited) -> Reference:
    """Make the reference of a quote or document.

    The speaker is the author of words that the publication gives as the speaker's own (a statement, a turn of a transcript, a
    post); of words that it quotes or reports the publication's issuers are, and the speaker is the one quoted.
    """
    quote, document = cited.quote, cited.document
    speakers = tuple(Author(name=split_name(each), office=each.office) for each in cited.speakers)
    issuers = tuple(Author(name=Name(written=name)) for name in document.issuers)
    own = quote is None or quote.kind in _OWN_WORDS
    authors = speakers if own and speakers else issuers
    if not authors and cited.account and cited.account.handle:
        authors = (Author(name=Name(written=cited.account.handle)),)
    return Reference(
        id=cited.id,
        authors=authors,
        quoted=None if own or not speakers else speakers[0],
        title=flatten(document.title or "") or shorten(cited.opening, _LONGEST_OPENING),
        kind=document.kind,
        container=_name_platform(cited.account) or cited.publisher or (document.issuers[0] if document.issuers else None),
        published=read_days(cited.published),
        said=read_days(quote.said) if quote else None,
        url=document.address,
        account=cited.account,
        words=flatten(quote.exact) if quote else "",
        language=document.language if _TAG.fullmatch(document.language or "") else None,
        captured_at=cited.evidence.captured_at,
        digest=cited.evidence.payload_sha256,
    )


def make_set_reference(found: ResultSet) -> Reference:
    """Make the reference of a frozen search: the archive is its author and publisher."""
    filters = "".join(f", {name} {value}" for name, value in found.filters.items())
    day = read_day(found.frozen_at)
    held = sum(each.documents > 0 for each in found.coverage)
    return Reference(
        id=found.id,
        authors=(Author(name=split_name(NamedSpeaker(name=ARCHIVE))),),
        quoted=None,
        title=flatten(
            f"Search for {found.query or 'all quotes'}{filters}: {_count(found.total, 'quote')} of {_count(held, 'source')}"
        ),
        kind=None,
        container=None,
        published=Days(first=day, last=day),
        said=None,
        url=None,
        account=None,
        words="",
        language=None,
        captured_at=found.frozen_at,
        digest=found.digest,
    )


def shorten(text: str, longest: int) -> str:
    """Return a text on one line, cut at a word's end to at most ``longest`` characters, with an ellipsis if it was cut."""
    flat = flatten(text)
    if len(flat) <= longest:
        return flat
    head, space, _ = flat[:longest].rpartition(" ")
    return f"{head if space else flat[: longest - 1]}…"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _name_platform(account: Account | None) -> str | None:
    if account is None:
        return None
    return _PLATFORMS.get(account.platform, account.platform.capitalize())


_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
"""A language tag (RFC 5646); whatever else a page states as its language is not cited."""

_PLATFORMS = {"x": "X", "truthsocial": "Truth Social", "twitter": "Twitter"}
