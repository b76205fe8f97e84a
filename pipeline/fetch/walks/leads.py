"""Read the response of a list: its leads, its next page, or why it holds none. The only place where walks call the parsers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from requests.utils import parse_header_links

from pipeline.declarations import Discovery, Source
from pipeline.errors import READER_FAULTS, ParseError, describe_fault
from pipeline.fetch.walks.host_ownership import FindSource, find_owner
from pipeline.knowledge import Vocabulary
from pipeline.limits import allow_for, limiting_cpu
from pipeline.stages.discover import name_missed, read_listing
from pipeline.stages.discover.feeds import is_sitemap_index
from pipeline.stages.parse import parse
from pipeline.stages.parse.draft import Page
from pipeline.stages.parse.shapes import Shape, detect_shape
from pipeline.stages.responses.encoding import decode_content, decode_text
from pipeline.stages.responses.status import judge_response
from pipeline.stages.results import CdxRecord, ParsedCdx, ParsedDocuments, ParsedListing, ParsedPosts
from pipeline.stages.text.bounded_markup import parse_html
from storage.captures import find_header
from storage.model import EffectiveStatus, Lead, Response
from storage.model.addresses import bare_host
from storage.model.identity import MOST_URL_CHARS, canonical_url, join_url

MAX_LEADS = 50_000
"""How many leads of a list are looked at: what a sitemap may hold by its protocol."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadPage:
    """A list as read.

    ``unaddressed`` counts the items that state no address, ``unreadable`` the rows of an index that are none.
    ``problem`` says why it holds no leads at all, ``status`` what it is instead of content; ``indexed``: its leads are
    sitemaps; ``whole``: it holds the items themselves, such as posts.
    """

    leads: tuple[Lead, ...] = ()
    unaddressed: int = 0
    next: str | None = None
    problem: str | None = None
    status: EffectiveStatus = EffectiveStatus.CONTENT
    indexed: bool = False
    whole: bool = False
    records: tuple[CdxRecord, ...] = ()
    unreadable: int = 0
    resume_key: str | None = None


def read_leads(response: Response, source: Source | None, words: Vocabulary, *, day: date) -> LeadPage:
    """Read a list of leads of any kind; if it cannot be read, or a parser fails, return the problem instead."""
    try:
        with limiting_cpu(allow_for(len(response.body))):
            return _shorten(_read(response, source, words, day))
    except ParseError as error:
        return LeadPage(problem=error.reason)
    except READER_FAULTS as fault:
        return LeadPage(problem=f"fault of the reader: {describe_fault(fault)}")


def _shorten(page: LeadPage) -> LeadPage:
    """Cut addresses that are too long to be fetched one character after the limit: they are refused by name, which is kept."""
    if all(len(lead.url) <= MOST_URL_CHARS for lead in page.leads):
        return page
    return replace(page, leads=tuple(replace(lead, url=lead.url[: MOST_URL_CHARS + 1]) for lead in page.leads))


def _read(response: Response, source: Source | None, words: Vocabulary, day: date) -> LeadPage:
    body = decode_content(response)
    judged = judge_response(response, body, words.block_pages)
    if judged.status is not EffectiveStatus.CONTENT:
        return LeadPage(problem=f"{judged.status.value}: {judged.why}", status=judged.status)
    text = decode_text(body, headers=response.headers)
    if detect_shape(text) is Shape.HTML and not (source and source.hook):
        return _read_html(text, Page(url=response.url, source=source, words=words, day=day))
    parsed = parse(response, source=source, words=words, day=day)
    if isinstance(parsed, ParsedListing):
        following = parsed.next or _find_linked_next(response)
        unaddressed = min(parsed.unaddressed, MAX_LEADS)
        return LeadPage(leads=parsed.leads, unaddressed=unaddressed, next=following, indexed=is_sitemap_index(body))
    if isinstance(parsed, ParsedCdx):
        return LeadPage(records=parsed.records, unreadable=min(parsed.unreadable, MAX_LEADS), resume_key=parsed.resume_key)
    if isinstance(parsed, ParsedPosts) or (isinstance(parsed, ParsedDocuments) and parsed.whole):
        return LeadPage(whole=True)
    return LeadPage(problem="no list of leads")


def part_leads(
    page: LeadPage, source: Source, address: str, find_source: FindSource
) -> tuple[tuple[Lead, ...], tuple[Lead, ...]]:
    """Part the leads of a list at ``address`` that pass the source's ``allow`` and ``deny`` patterns: those that are pages of a
    declared source, this or another, or on the host of the list itself; and those on a host that no source declares."""
    owned: list[Lead] = []
    others: list[Lead] = []
    for lead in choose_leads(page.leads, source.discovery):
        (owned if _is_owned(lead, source, address, find_source) else others).append(lead)
    return tuple(owned), tuple(others)


def _is_owned(lead: Lead, source: Source, address: str, find_source: FindSource) -> bool:
    return bare_host(lead.url) == bare_host(address) or find_owner(source, lead.url, find_source) is not None


def choose_leads(leads: Iterable[Lead], discovery: Discovery) -> Iterator[Lead]:
    """Yield the leads that pass the source's ``allow`` and ``deny`` patterns, each address once."""
    seen: set[str] = set()
    for lead in islice(leads, MAX_LEADS):
        allowed = not discovery.allow or any(re.search(pattern, lead.url) for pattern in discovery.allow)
        if not allowed or any(re.search(pattern, lead.url) for pattern in discovery.deny):
            continue
        key = canonical_url(lead.url)
        if key not in seen:
            seen.add(key)
            yield lead


def _find_linked_next(response: Response) -> str | None:
    """Find the next page in the Link header (RFC 8288), as WordPress sends it for its lists."""
    stated = find_header(response.headers, "Link")
    links = parse_header_links(stated) if stated else []
    return next((join_url(response.url, link["url"]) for link in links if link.get("rel") == "next"), None)


def _read_html(text: str, page: Page) -> LeadPage:
    discovery = page.source.discovery if page.source else None
    found = read_listing(parse_html(text), discovery=discovery, base=page.url, read_date=page.first_date)
    if found is None:
        missed = "".join(f" ({each})" for each in (name_missed(discovery) if discovery else ()))
        return LeadPage(problem=f"no list of leads{missed}")
    return LeadPage(leads=found.leads, next=found.next)
