"""Request one address and keep the response: every response is in the WARC, synced, before anything reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.declarations import Politeness, Source
from pipeline.errors import READER_FAULTS, FetchError, describe_fault
from pipeline.fetch.http.live import Fetched, FindValidators, LiveClient, Validators
from pipeline.fetch.http.public_addresses import check_url
from pipeline.fetch.walks.host_ownership import FindSource, find_owner
from pipeline.fetch.walks.revisiting import FindPage
from pipeline.knowledge import Vocabulary
from pipeline.stages.responses.status import PASSING, judge_redirect
from storage.captures import LIST_NOTE, WarcWriter
from storage.captures.http import find_header
from storage.model import Capture, Exchange, LeadReason, Outcome, Page, Response
from storage.model.addresses import bare_host

LatestCapture = Callable[[str], Capture | None]
"""Finds the newest capture of an address that the archive holds."""

ReadStored = Callable[[Capture], Response]
"""Reads a stored capture as the response it was."""

_SKIPPING = frozenset({LeadReason.ROBOTS_FORBID})


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadEnd:
    """How a lead ended, as far as capturing knows.

    ``outcome`` None: it was captured, and the content of the last of ``captures`` decides. Otherwise it ended here: unchanged
    (not modified), skipped or failed, with the ``reason`` that the Tally counts and ``why`` in words; ``captures`` are then
    only the redirects. ``answered`` is the last address that answered.
    """

    url: str
    outcome: Outcome | None = None
    reason: str | None = None
    why: str = ""
    captures: tuple[Capture, ...] = ()
    answered: str | None = None


JudgeAnswerer = Callable[[str, Fetched], LeadEnd | None]
"""Judges by the requested address and the answer to it whether that led astray: how the lead then ends, else None."""


def normalise(url: str) -> str:
    """Return an address in the form that is sent; one that cannot be sent is returned unchanged."""
    try:
        return check_url(url)
    except FetchError:
        return url


def _judge_answerer(asked: str, fetched: Fetched) -> LeadEnd | None:
    judged, answered = judge_redirect(asked, fetched.url), fetched.url
    if judged is None:
        return None
    outcome = Outcome.FAILED if judged.status in PASSING else Outcome.SKIPPED
    return LeadEnd(url=asked, outcome=outcome, reason=judged.status.value, why=f"{judged.why}: {answered}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The result of requesting an address: how the lead ended, and the response if there is one to read."""

    end: LeadEnd
    response: Response | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Requests addresses for one source. Without a ``writer`` nothing is kept, as in a dry run; ``words`` are the tables of
    the languages, to judge answers by.

    If redirects lead astray, only the redirects are kept: the page at their end is not the requested one.
    ``source`` is whose lists are walked. ``find_source`` finds the declared owner of any address: an item that redirects to a
    host that no source declares leads astray, and a page of another source is requested at that source's pace.
    ``token_hosts`` are the hosts that the source declares itself and that may be sent their token.
    """

    client: LiveClient
    source: Source
    find_source: FindSource
    writer: WarcWriter | None
    words: Vocabulary
    latest: LatestCapture | None = None
    read_stored: ReadStored | None = None
    pages: FindPage | None = None
    token_hosts: frozenset[str] = frozenset()

    def find_page(self, url: str) -> Page | None:
        """Find when an address was requested, in the form that is sent."""
        return self.pages(normalise(url)) if self.pages else None

    def find_latest(self, url: str) -> Capture | None:
        """Find the newest stored capture of an address, in the form that is sent."""
        return self.latest(normalise(url)) if self.latest else None

    def is_settled(self, url: str) -> bool:
        """Say whether an address was captured with a response that need not be requested again."""
        capture = self.find_latest(url)
        if capture is None:
            return False
        status = capture.status or 200
        return status < 400 or status in (404, 410)

    def visit_page(self, url: str) -> Visit:
        """Request an item: conditionally if it was captured before; a redirect that leads astray is not taken for content."""
        owner = find_owner(self.source, url, self.find_source) or self.source
        return self._visit(url, owner.politeness, self._find_validators, judge=self._judge_page)

    def visit_list(self, url: str, *, most_bytes: int, obey_robots: bool = True) -> Visit:
        """Request a list of leads; if it was not modified, read the stored one."""
        politeness = replace(self.source.politeness, max_bytes=min(most_bytes, self.source.politeness.max_bytes))
        validate = self._find_validators if self.read_stored else None
        visit = self._visit(url, politeness, validate, obey_robots=obey_robots, as_list=True)
        known = self.find_latest(visit.end.answered or url) if visit.end.outcome is Outcome.UNCHANGED else None
        return replace(visit, response=self.read_stored(known)) if known and self.read_stored else visit

    def visit_memento(self, url: str, *, judge: JudgeAnswerer) -> Visit:
        """Request a memento from a web archive; this is an interface made for programs, so robots.txt does not apply."""
        return self._visit(url, self.source.politeness, None, obey_robots=False, judge=judge)

    def _visit(
        self,
        url: str,
        politeness: Politeness,
        find_validators: FindValidators | None,
        *,
        obey_robots: bool = True,
        judge: JudgeAnswerer = _judge_answerer,
        as_list: bool = False,
    ) -> Visit:
        url = normalise(url)
        try:
            fetched = self.client.fetch(
                url,
                politeness=politeness,
                find_validators=find_validators,
                obey_robots=obey_robots,
                token_hosts=self.token_hosts,
            )
        except READER_FAULTS as fault:
            return Visit(end=LeadEnd(url=url, outcome=Outcome.FAILED, reason="fault of the client", why=describe_fault(fault)))
        except FetchError as error:
            captures = self._keep(error.exchanges)
            outcome = Outcome.SKIPPED if error.reason in _SKIPPING else Outcome.FAILED
            return Visit(end=LeadEnd(url=url, outcome=outcome, reason=error.reason, why=str(error), captures=captures))
        if fetched.not_modified:
            captures = self._keep(fetched.exchanges)
            return Visit(
                end=LeadEnd(
                    url=url, outcome=Outcome.UNCHANGED, reason=LeadReason.NOT_MODIFIED, captures=captures, answered=fetched.url
                )
            )
        astray = judge(url, fetched)
        if astray:
            return Visit(end=replace(astray, url=url, captures=self._keep(fetched.exchanges[:-1])))
        captures = self._keep(fetched.exchanges, as_list=as_list)
        return Visit(end=LeadEnd(url=url, captures=captures, answered=fetched.url), response=fetched.exchanges[-1].response)

    def _judge_page(self, asked: str, fetched: Fetched) -> LeadEnd | None:
        astray, answered = _judge_answerer(asked, fetched), fetched.url
        if astray or bare_host(answered) == bare_host(asked) or find_owner(self.source, answered, self.find_source):
            return astray
        why = f"redirected to {bare_host(answered)}, a host that no source declares: {answered}"
        return LeadEnd(url=asked, outcome=Outcome.SKIPPED, reason="redirected to another host", why=why)

    def _keep(self, exchanges: tuple[Exchange, ...], *, as_list: bool = False) -> tuple[Capture, ...]:
        """Write exchanges; those of a list are preceded by a note that says so, so that they are recognised later."""
        if self.writer is None:
            return ()
        if as_list:
            self.writer.write_note(exchanges[0].response.url, {LIST_NOTE: [exchange.response.url for exchange in exchanges]})
        return tuple(self.writer.write_exchange(exchange) for exchange in exchanges)

    def _find_validators(self, url: str) -> Validators | None:
        capture = self.find_latest(url)
        if capture is None or capture.status != 200:
            return None
        etag, modified = find_header(capture.headers, "ETag"), find_header(capture.headers, "Last-Modified")
        return Validators(etag=etag, last_modified=modified) if etag or modified else None
