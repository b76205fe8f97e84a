"""Check what a declaration's types cannot say: zones, hosts, schedules, patterns and who owns which address."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from pipeline.declarations import Discovery, Layout, Method, Politeness, Revisit, Select, Source
from pipeline.errors import SourceError

MAX_ID = 100
"""How many letters an id may have. File systems allow names of 255 bytes, and those of runs and hooks hold more than the id.
Chosen by hand."""

_SLUG = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
_HOST = re.compile(r"(?!www\.)[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/\S*)?")
_CRON_FIELD = r"(?:\*|\d{1,2}(?:-\d{1,2})?(?:,\d{1,2}(?:-\d{1,2})?)*)(?:/\d{1,2})?"
_CRON = re.compile(rf"{_CRON_FIELD}(?: {_CRON_FIELD}){{4}}")
_CRON_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_BLANK = re.compile(r"\{(\w*)\}")
_BLANKS = {"page", "year", "month", "day"}
_FILLABLE = {"title", "published", "speaker", "body", "issuer", "language"}


def check_id(id_: str, *, where: str) -> None:
    """Raise a SourceError for an id that cannot name a source, its folder and its files."""
    if len(id_) > MAX_ID or not _SLUG.fullmatch(id_):
        raise SourceError(
            f"{where}: id: found {id_[: MAX_ID + 1]!r}, expected a slug such as 'am_mfa', of {MAX_ID} letters at most."
        )


def check_source(source: Source, *, where: str, hooked: bool) -> None:
    """Raise a SourceError for the first thing in a source that cannot work. ``hooked``: a module stands beside the file."""
    for key, found, expected in (*_faults(source), *_hook_faults(source, hooked)):
        raise SourceError(f"{where}: {key}: found {found!r}, expected {expected}.")


def check_together(sources: Iterable[Source]) -> None:
    """Raise a SourceError if two sources have one id or claim the same address."""
    owners: dict[tuple[str, str], str] = {}
    ids: set[str] = set()
    for source in sources:
        if source.id in ids:
            raise SourceError(f"Two sources are named {source.id!r}. Rename one of them.")
        ids.add(source.id)
        for claim in claims(source):
            if claim in owners:
                both = f"{owners[claim]} and {source.id}"
                raise SourceError(f"{both} both claim {''.join(claim)}. Give one of them narrower `paths`.")
            owners[claim] = source.id


def claims(source: Source) -> tuple[tuple[str, str], ...]:
    """Return the (host, path) pairs a source owns, paths in lower case; ``host/path`` among its hosts is such a pair itself."""
    pairs = []
    for host in source.hosts:
        name, slash, rest = host.partition("/")
        pairs += [(name, f"/{rest}".casefold())] if slash else [(name, path.casefold()) for path in source.paths or ("",)]
    return tuple(pairs)


Fault = tuple[str, object, str]


def _faults(source: Source) -> Iterator[Fault]:
    if not re.fullmatch("[a-z]{2}|int", source.country):
        yield (
            "country",
            source.country,
            "a two-letter code in lower case (ISO 3166), 'eu', or 'int' for an organisation of states",
        )
    if not source.languages:
        yield "languages", source.languages, "at least one language code, such as 'en'"
    if not _is_zone(source.timezone):
        yield "timezone", source.timezone, "a zone name, such as 'Asia/Yerevan'"
    if not source.url.startswith(("https://", "http://")):
        yield "url", source.url, "an address that begins with https://, or http:// where the site has no other"
    yield from _address_faults(source)
    for host in source.hosts:
        if not _HOST.fullmatch(host):
            yield "hosts", host, "a host name in lower case without 'www.', or one with a path behind it"
    if not source.hosts:
        yield "hosts", source.hosts, "at least one host name"
    for path in source.paths:
        if not path.startswith("/"):
            yield "paths", path, "a path that begins with '/'"
    if source.schedule is not None and not _is_cron(source.schedule):
        yield "schedule", source.schedule, "a cron line of five fields, such as '17 */3 * * *'"
    if source.start and source.end and source.end < source.start:
        yield "end", source.end, f"a day not before start, {source.start}"
    if source.schedule and source.end:
        yield "schedule", source.schedule, "none: a source with an `end` is a frozen archive"
    yield from _pace_faults(source.politeness)
    yield from _revisit_faults(source.revisit)
    yield from _discovery_faults(source.discovery)
    for number, layout in enumerate(source.layouts, start=1):
        yield from ((f"layout[{number}].{key}", found, expected) for key, found, expected in _layout_faults(layout))
    for name, rate in source.expect.fill.items():
        if name not in _FILLABLE:
            yield f"expect.fill.{name}", name, f"one of {', '.join(sorted(_FILLABLE))}"
        elif not 0 <= rate <= 1:
            yield f"expect.fill.{name}", rate, "a share from 0 to 1"


def _address_faults(source: Source) -> Iterator[Fault]:
    """Yield what is wrong with what is sent: addresses of files, and what does not fit on a line of a request."""
    for url in source.discovery.urls:
        if not url.startswith(("https://", "http://")):
            yield "discover.urls", url, "an address that begins with https:// or http://"
    pages = source.discovery.pages
    if pages is not None and not pages.startswith(("https://", "http://")):
        yield "discover.pages", pages, "an address that begins with https:// or http://"
    sent = {"url": source.url, "politeness.user_agent": source.politeness.user_agent, "discover.pages": pages}
    for key, text in (*sent.items(), *(("discover.urls", url) for url in source.discovery.urls)):
        if text is not None and not text.isprintable():
            yield key, text, "one line without control characters"
    agent = source.politeness.user_agent
    if agent is not None and not agent.isascii():
        yield "politeness.user_agent", agent, "ASCII characters, as header fields hold (RFC 9110, section 5.5)"
    if source.discovery.most_pages < 1:
        yield "discover.most_pages", source.discovery.most_pages, "a number of pages, at least 1"
    if source.discovery.first_page < 0:
        yield "discover.first_page", source.discovery.first_page, "the number of the first page, not negative"
    for key in ("leads_min", "leads_max", "quotes_min", "silence_days"):
        number = getattr(source.expect, key)
        if number is not None and number < 0:
            yield f"expect.{key}", number, "a number that is not negative"


def _is_cron(line: str) -> bool:
    """Tell a cron line of five fields whose numbers all exist."""
    if not _CRON.fullmatch(line):
        return False
    for field, (least, most) in zip(line.split(), _CRON_BOUNDS, strict=True):
        when, _, step = field.partition("/")
        numbers = [int(number) for number in re.findall(r"\d+", when)]
        if not all(least <= number <= most for number in numbers) or (step and not 1 <= int(step) <= most):
            return False
    return True


def _pace_faults(politeness: Politeness) -> Iterator[Fault]:
    for name in ("delay_s", "deadline_s"):
        seconds = getattr(politeness, name)
        if not 0 <= seconds < math.inf or (name == "deadline_s" and not seconds):
            yield f"politeness.{name}", seconds, "a number of seconds, not negative"
    if politeness.max_bytes < 1:
        yield "politeness.max_bytes", politeness.max_bytes, "a number of bytes, at least 1"


def _revisit_faults(revisit: Revisit) -> Iterator[Fault]:
    ages = [look.younger_days for look in revisit.looks]
    if any(not 0 < age < math.inf for age in ages) or ages != sorted(set(ages)):
        yield "revisit.looks", ages, "ages in days (`younger_days`) that grow from one look to the next"
    for look in revisit.looks:
        if not 0 <= look.every_hours < math.inf:
            yield "revisit.looks", look.every_hours, "an interval in hours (`every_hours`), 0 for every run"
    if not 0 < revisit.then_days < math.inf:
        yield "revisit.then_days", revisit.then_days, "a number of days greater than 0"
    if revisit.budget < 0:
        yield "revisit.budget", revisit.budget, "the most looks of a run, 0 for none"


def _discovery_faults(discovery: Discovery) -> Iterator[Fault]:
    if discovery.method is not Method.NONE and not (discovery.urls or discovery.pages):
        yield "discover", "neither urls nor pages", f"where a {discovery.method} begins: urls, pages or both"
    if discovery.most_pages < 1 or discovery.first_page < 0:
        yield "discover.most_pages", (discovery.first_page, discovery.most_pages), "pages from 0 on, at least 1 of them"
    for name in _BLANK.findall(discovery.pages or ""):
        if name not in _BLANKS:
            yield "discover.pages", discovery.pages, f"no other blanks than {', '.join(sorted(_BLANKS))}"
    if discovery.method is Method.LISTING and not (discovery.item or discovery.link):
        yield "discover", "no item and no link", "the selector of a listing's items, or of their links"
    for key in ("item", "link", "title", "date", "next"):
        css = getattr(discovery, key)
        if css is not None and not _is_selector(css):
            yield f"discover.{key}", css, "a CSS selector"
    for key in ("allow", "deny"):
        for pattern in getattr(discovery, key):
            if not _is_pattern(pattern):
                yield f"discover.{key}", pattern, "a regular expression"


def _layout_faults(layout: Layout) -> Iterator[Fault]:
    selects: list[tuple[str, Select]] = [
        (key, select) for key in ("title", "published", "body", "speaker", "issuer", "via") for select in getattr(layout, key)
    ]
    for key, select in selects:
        if not _is_selector(select.css):
            yield key, select.css, "a CSS selector"
        if select.most is not None and select.most < max(select.least, 1):
            yield f"{key}.most", select.most, "a number not below `least` (and at least 1)"
    for css in layout.drop:
        if not _is_selector(css):
            yield "drop", css, "a CSS selector"
    if layout.item is not None and not _is_selector(layout.item):
        yield "item", layout.item, "a CSS selector"
    if layout.match is not None and not _is_pattern(layout.match):
        yield "match", layout.match, "a regular expression"


def _hook_faults(source: Source, hooked: bool) -> Iterator[Fault]:
    if source.hook != hooked:
        module = f"{source.id}.py"
        yield (
            "hook",
            source.hook,
            f"true because {module} stands beside it" if hooked else f"false, or a module {module} beside it",
        )


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError, RecursionError):  # a name too long, or of a thousand parts, is none
        return False
    return True


@cache
def _is_selector(css: str) -> bool:
    try:
        LexborHTMLParser("<p></p>").css(css)
    except (SelectolaxError, ValueError):
        return False
    return True


def _is_pattern(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True
