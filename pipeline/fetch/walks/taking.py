"""Decide what becomes of the leads that lists hold, each once, and read the lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from pipeline.declarations import Source
from pipeline.errors import READER_FAULTS, describe_fault
from pipeline.fetch.walks.leads import MAX_LEADS, LeadPage, part_leads, read_leads
from pipeline.fetch.walks.revisiting import Again
from pipeline.fetch.walks.steps import MOST_LIST_BYTES, Step, Stop
from pipeline.fetch.walks.visiting import LeadEnd, Visitor, normalise
from pipeline.fetch.walks.window import Place, Window
from pipeline.stages.dates import read_url_date
from storage.model import EffectiveStatus, Lead, LeadReason, Outcome
from storage.model.addresses import bare_host
from storage.model.identity import canonical_url

_MOST_NAMED = 10
"""At most this many hosts are named whose leads were passed over. Chosen by hand."""
UNADDRESSED = "an item without an address"
"""How an item of a list ends that states none."""

GONE = frozenset({EffectiveStatus.SOFT_404, EffectiveStatus.GONE, EffectiveStatus.EMPTY})
"""How a page after the last of a list answers."""


@dataclass(slots=True, kw_only=True)
class LeadTaker:
    """Takes the leads of one source's lists: those of the days asked for, those not captured before, and no lead twice.

    The fields are those of ``Walk``. ``visited`` are the lists that were requested; ``reached_back`` says whether a lead was
    met that lies before the days asked for.
    """

    source: Source
    visitor: Visitor
    window: Window
    today: date
    again: Again
    dry: bool
    listed: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    visited: set[str] = field(default_factory=set)
    reached_back: bool = False
    _met: set[str] = field(default_factory=set)
    _undeclared: Counter[str] = field(default_factory=Counter)

    def take(self, lead: Lead, *, revisable: bool = False) -> Iterator[Step]:
        """End a lead met for the first time. ``revisable``: its date may be that of a later change.

        If our code fails on an unforeseen address, that lead fails and the walk goes on.
        """
        try:
            yield from self._take(lead, revisable=revisable)
        except READER_FAULTS as fault:
            yield LeadEnd(url=lead.url, outcome=Outcome.FAILED, reason="fault of the walk", why=describe_fault(fault))

    def _take(self, lead: Lead, *, revisable: bool) -> Iterator[Step]:
        key = canonical_url(lead.url)
        if key in self._met:
            return
        self._met.add(key)
        place = self.place(lead)
        self.reached_back = self.reached_back or place is Place.BEFORE
        if place is Place.BEFORE or (place is Place.AFTER and not revisable):
            yield LeadEnd(url=lead.url, outcome=Outcome.SKIPPED, reason=LeadReason.OUTSIDE_DAYS)
        elif self.was_read(lead.url):
            yield LeadEnd(url=lead.url, outcome=Outcome.SKIPPED, reason="a list of this run, read as such")
        elif self.again is Again.NEVER and self.visitor.is_settled(lead.url):
            yield LeadEnd(url=lead.url, outcome=Outcome.SKIPPED, reason=LeadReason.CAPTURED_BEFORE)
        elif self.again is Again.DUE and self.is_known(lead.url) and not (revisable and self._has_changed(lead)):
            return
        elif self.dry:
            yield lead
        else:
            self.asked.add(key)
            end = self.visitor.visit_page(lead.url).end
            self.asked.add(canonical_url(end.answered or lead.url))
            yield end

    def pass_over(self, leads: Iterable[Lead], url: str) -> Iterator[Step]:
        """End leads of a list at ``url`` that are on hosts that no source declares, each once."""
        for lead in leads:
            key = canonical_url(lead.url)
            if key not in self._met:
                self._met.add(key)
                host = bare_host(lead.url)
                self._undeclared[host] += 1
                why = f"{lead.url}, listed at {url}, is on {host}, a host that no source declares."
                yield LeadEnd(url=lead.url, outcome=Outcome.SKIPPED, reason=LeadReason.OTHER_HOST, why=why)

    def name_undeclared(self) -> Iterator[Stop]:
        """Name the hosts whose leads were passed over, those with most leads first."""
        if self._undeclared:
            named = ", ".join(f"{host} ({count})" for host, count in self._undeclared.most_common(_MOST_NAMED))
            more = f" and {len(self._undeclared) - _MOST_NAMED} more" if len(self._undeclared) > _MOST_NAMED else ""
            yield Stop(why=f"leads were passed over, as no source declares their hosts: {named}{more}")

    def part(self, page: LeadPage, url: str) -> tuple[tuple[Lead, ...], tuple[Lead, ...]]:
        """Part the leads of a list whose declared address is ``url``: those of declared hosts or of its own, and the others. A
        page or sitemap that it names may be anywhere, and makes no host the source's."""
        return part_leads(page, self.source, url, self.visitor.find_source)

    def note_listed(self, leads: Iterable[Lead]) -> None:
        """Note what stands on the first page of a list."""
        self.listed.update(canonical_url(lead.url) for lead in leads)

    def read_list(self, url: str) -> Generator[Step, None, LeadPage | None]:
        """Visit a list; yields how it failed, and returns its content, None if there is none."""
        self.visited.add(normalise(url))
        visit = self.visitor.visit_list(url, most_bytes=MOST_LIST_BYTES)
        if visit.response is None:
            yield visit.end
            yield Stop(why=f"{url}: {visit.end.reason}")
            return None
        page = read_leads(visit.response, self.source, self.visitor.words, day=self.today)
        if len(page.leads) > MAX_LEADS:
            yield Stop(why=f"{url}: {len(page.leads)} leads, of which the first {MAX_LEADS} are looked at, the most of a list")
        for _ in range(page.unaddressed):
            why = f"{url}: {page.unaddressed} of its items state no address."
            yield LeadEnd(url=url, outcome=Outcome.SKIPPED, reason=UNADDRESSED, why=why)
        return page

    def was_read(self, url: str) -> bool:
        """Say whether a list was read in this run."""
        return normalise(url) in self.visited

    def stop_short(self, url: str, page: LeadPage, stop: str, *, first: bool) -> Iterator[Step]:
        """End a list at a page without leads; a failure if there should have been some."""
        if page.status not in (*GONE, EffectiveStatus.CONTENT) or (first and not page.whole):
            reason = page.status.value if page.status is not EffectiveStatus.CONTENT else "no leads"
            yield LeadEnd(url=url, outcome=Outcome.FAILED, reason=reason, why=stop)
        yield Stop(why=stop)

    def place(self, lead: Lead) -> Place:
        """Return where a lead lies: before, within or after the days asked for."""
        return self.window.place(lead.date or read_url_date(lead.url, zone=self.window.zone))

    def places(self, leads: Iterable[Lead]) -> set[Place]:
        """Return the places of the leads that have a date."""
        return {self.place(lead) for lead in leads} - {Place.UNKNOWN}

    def is_known(self, url: str) -> bool:
        """Say whether an address was requested or captured before."""
        return self.visitor.find_page(url) is not None or self.visitor.find_latest(url) is not None

    def _has_changed(self, lead: Lead) -> bool:
        """Say whether a sitemap's last change of a page is after its last request."""
        page = self.visitor.find_page(lead.url)
        return page is not None and lead.date is not None and lead.date.latest is not None and lead.date.latest > page.asked_at
