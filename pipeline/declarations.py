"""What a source declares: the shape of pipeline/sources/*.toml as frozen records; pipeline/registry reads the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar

from storage.model import DocumentKind


class Method(StrEnum):
    """How a source's leads are found."""

    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"
    WAYBACK = "wayback"
    API = "api"
    NONE = "none"


class DateOrder(StrEnum):
    """The order of day, month and year in the source's all-number dates."""

    DMY = "DMY"
    MDY = "MDY"
    YMD = "YMD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """A CSS selector, the attribute to read (None: the text), and how many nodes it expects (``most`` None: no limit).

    In TOML a plain string is the selector: ``title = ["h1", {css = "meta[name=title]", attribute = "content"}]``.
    """

    shorthand: ClassVar[str] = "css"

    css: str
    attribute: str | None = None
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where a page keeps its parts. Valid for captures up to and including ``until``, and for addresses that ``match``.

    Of several layouts the first that fits is read. Several selectors of one part are alternatives in the order of trust:
    the first that yields text is read (an empty node yields nothing); for ``speaker``, ``issuer`` and ``via`` (who relays
    the words), all its nodes are. ``item`` is the node of each item on a page of several.
    """

    name: str
    title: tuple[Select, ...] = ()
    published: tuple[Select, ...] = ()
    body: tuple[Select, ...] = ()
    speaker: tuple[Select, ...] = ()
    issuer: tuple[Select, ...] = ()
    via: tuple[Select, ...] = ()
    drop: tuple[str, ...] = ()
    item: str | None = None
    match: str | None = None
    until: date | None = None
    kind: DocumentKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """How leads are found: the addresses to start from, and where a listing keeps its items.

    ``pages`` is an address pattern with ``{page}`` (numbered from ``first_page``), ``{year}``, ``{month}`` or ``{day}``.
    """

    method: Method = Method.NONE
    urls: tuple[str, ...] = ()
    pages: str | None = None
    first_page: int = 1
    most_pages: int = 50
    item: str | None = None
    link: str | None = None
    title: str | None = None
    date: str | None = None
    next: str | None = None
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Politeness:
    """How gently a source is asked: seconds between requests to its host, and the total deadline of one fetch in seconds."""

    delay_s: float = 2.0
    deadline_s: float = 60.0
    max_bytes: int = 50_000_000
    user_agent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How often a page is looked at again while it is younger than some days: in hours, 0 at every run."""

    younger_days: float
    every_hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisit:
    """When scheduled runs look at known pages again, so that an edit, a deletion and a return are seen.

    ``looks`` are in the order of their ages; a page older than all of them is looked at every ``then_days``. ``budget`` bounds
    the looks of one run. A page's age counts from its publication, or from when it was first asked for where that is earlier.
    """

    looks: tuple[Look, ...] = (
        Look(younger_days=1, every_hours=0),
        Look(younger_days=7, every_hours=24),
        Look(younger_days=30, every_hours=7 * 24),
        Look(younger_days=365, every_hours=30 * 24),
    )
    then_days: float = 91
    budget: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Speakers:
    """Whose words a document is where its page names nobody: a person's slug, or a position's (its holder that day)."""

    person: str | None = None
    position: str | None = None
    via: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """What a healthy run yields: leads a run, quotes a document, fill rates from 0 to 1, and the longest silence in days."""

    leads_min: int | None = None
    leads_max: int | None = None
    quotes_min: int | None = None
    fill: Mapping[str, float] = field(default_factory=dict)
    silence_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publisher's outlet, as declared.

    ``publisher`` is the publisher's own name in the outlet's first language. ``hosts`` are the host names (without
    ``www.``; subdomains count) and ``paths`` the address prefixes it owns on each (path and query, decoded); a host may
    carry a path of its own instead, ``host/path``. ``verified`` says whether its markup was seen in real bytes.
    ``schedule`` is a cron line in UTC, None for frozen archives. ``hook`` says that a Python module of the same name stands
    beside the file.
    """

    id: str
    title: str
    publisher: str
    kind: DocumentKind
    url: str
    country: str
    languages: tuple[str, ...]
    timezone: str
    hosts: tuple[str, ...]
    paths: tuple[str, ...] = ()
    date_order: DateOrder = DateOrder.DMY
    date_formats: tuple[str, ...] = ()
    schedule: str | None = None
    start: date | None = None
    end: date | None = None
    verified: bool = False
    note: str = ""
    hook: bool = False
    politeness: Politeness = Politeness()
    revisit: Revisit = Revisit()
    discovery: Discovery = field(default=Discovery(), metadata={"key": "discover"})
    layouts: tuple[Layout, ...] = field(default=(), metadata={"key": "layout"})
    speakers: Speakers = field(default=Speakers(), metadata={"key": "speaker"})
    expect: Expect = Expect()
