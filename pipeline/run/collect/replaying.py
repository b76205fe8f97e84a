"""Capture from WARC files instead of the network: every record is copied unchanged, with its origin, into a WARC per source."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from pipeline.errors import READER_FAULTS, FetchError, describe_fault
from pipeline.fetch.replay import replay
from pipeline.file_kinds import name_file
from pipeline.home import Home
from pipeline.registry.declared_sources import find_source
from pipeline.run.collect.known import Known, open_known
from pipeline.run.collect.locks import OpenRuns
from pipeline.run.collect.ticket import LEADS_SUFFIX, REPLAY, Ticket, name_warc, new_ticket
from pipeline.run.collect.version import code_version
from storage.captures import CLOCKS_DIFFER, StoredRecord, WarcWriter
from storage.captures.observe import Originals, observe
from storage.errors import WarcError
from storage.loading.shards import write_shard
from storage.model import UNDECLARED, Capture, Derived, LeadResult, Outcome, RecordType

_HOLDING = frozenset({"response", "revisit", "resource"})
MOST_WAITING = 10_000
"""At most this many revisits wait for their originals; further ones must come after them. Chosen by hand: each takes some
hundred bytes of memory."""
_STORED = frozenset({Outcome.NEW, Outcome.REVISED, Outcome.UNCHANGED})


def capture_replay(
    home: Home, files: Sequence[Path], sources: Collection[str] | None, parameters: Mapping[str, Any], runs: OpenRuns
) -> tuple[Ticket, ...]:
    """Copy the records of WARC files that belong to the given sources (None: all), and return a ticket for each source met.

    A stored capture is not copied again: its leads end as they did before, new ones as unchanged. A record that cannot be
    copied ends as failed, with its reason.
    """
    with open_known(home) as known, _Copies(home, known, sources, parameters, runs) as copies:
        for path in files:
            try:
                _copy_file(path, copies)
            except FetchError as error:
                if len(files) == 1:
                    raise
                copies.end_failed(name_file(path), error.reason, str(error))
        copies.add_waiting()
    return tuple(copies.tickets())


def list_replayed_sources(files: Sequence[Path]) -> tuple[str, ...]:
    """List the sources of the captures in WARC files, in the order met."""
    met: dict[str, None] = {}
    for path in files:
        for replayed in replay(path):
            if replayed.record and replayed.record.type in _HOLDING:
                met[attribute(replayed.record.url)] = None
    return tuple(met)


def attribute(url: str | None) -> str:
    """Name the source that an address belongs to."""
    source = find_source(url)
    return source.id if source else UNDECLARED


def _copy_file(path: Path, copies: _Copies) -> None:
    """Copy one file's captures, each with its request."""
    request: StoredRecord | None = None
    copied: tuple[str, str] | None = None
    for replayed in replay(path):
        record = replayed.record
        if replayed.remark:
            copies.end_skipped(replayed.origin, "digest not checked", replayed.remark)
        elif record is None:
            copies.end_failed(replayed.origin, "torn WARC record", str(replayed.error))
        elif record.type == "request":
            answered = record.named.get("warc-concurrent-to")
            if copied and answered and answered == copied[1]:
                copies.copy(copied[0], record, replayed.origin)
            else:
                request = record
        elif record.type in _HOLDING:
            source = copies.add(record, replayed.origin, request if request and request.url == record.url else None)
            copied = (source, record.named.get("warc-record-id", "")) if source else None
            request = None


@dataclass(slots=True)
class _Copies:
    """The WARC files being written, one per source, and how the leads of their captures ended."""

    home: Home
    known: Known
    sources: Collection[str] | None
    parameters: Mapping[str, Any]
    runs: OpenRuns
    _originals: Originals = field(init=False)
    _waiting: list[tuple[StoredRecord, str, StoredRecord | None]] = field(default_factory=list)
    _stack: ExitStack = field(default_factory=ExitStack)
    _open: dict[str, tuple[Ticket, WarcWriter, list[Derived]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._originals = Originals(self.known.find_payload, self._find_original)

    def __enter__(self) -> _Copies:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.__exit__(kind, error, trace)

    def add(self, record: StoredRecord, origin: str, request: StoredRecord | None) -> str | None:
        """Copy a capture that is not stored yet; returns its source, None if nothing was copied."""
        source = attribute(record.url)
        if self.sources is not None and source not in self.sources:
            return None
        if (
            record.type == RecordType.REVISIT
            and len(self._waiting) < MOST_WAITING
            and not self._originals.find_referred(record)
        ):
            self._waiting.append((record, origin, request))  # its original may come later
            return None
        _, writer, ends = self._find(source)
        try:
            observed = observe(record, origin, self._originals)
            if observed is None:
                return None
            capture = observed[0]
            if capture.captured_at > datetime.now(UTC) + CLOCKS_DIFFER:
                ends.append(_failed(capture.url, "dated in the future", _say_future(capture), source))
                return None
            self._originals.add(capture, record)
            if self.known.has_capture(capture.id):
                ends.extend(repeat_outcomes(capture.url, self.known.list_outcomes(capture.id), source))
                return None
            if request:
                writer.copy_record(request.raw, origin)
            writer.copy_record(record.raw, origin)
        except WarcError as error:
            ends.append(_failed(record.url or origin, "unreadable WARC record", str(error), source))
            return None
        except READER_FAULTS as fault:
            ends.append(_failed(record.url or origin, "unreadable WARC record", describe_fault(fault), source))
            return None
        return source

    def add_waiting(self) -> None:
        """Copy the revisits that preceded their originals; those whose original never came end as failed."""
        waiting, self._waiting = self._waiting, []
        for record, origin, request in waiting:
            source = attribute(record.url)
            if self._originals.find_referred(record):
                self.add(record, origin, request)
            elif self.sources is None or source in self.sources:
                where = record.named.get("warc-refers-to-target-uri", record.url)
                why = (
                    f"{origin}: this revisit refers to {where}, which neither these files nor the archive hold; load it first."
                )
                self._find(source)[2].append(_failed(record.url or origin, "revisit without its original", why, source))

    def _find_original(self, record: StoredRecord) -> Capture | None:
        return self.known.find_original(self.home, record)

    def copy(self, source: str, record: StoredRecord, origin: str) -> None:
        """Copy a record that belongs to a capture just copied."""
        self._find(source)[1].copy_record(record.raw, origin)

    def end_failed(self, url: str, reason: str, why: str) -> None:
        """End a lead whose source is unknown as failed."""
        if self.sources is None or UNDECLARED in self.sources:
            self._find(UNDECLARED)[2].append(_failed(url, reason, why, UNDECLARED))

    def end_skipped(self, name: str, reason: str, why: str) -> None:
        """Say what was left undone with a file that was read."""
        if self.sources is None or UNDECLARED in self.sources:
            self._find(UNDECLARED)[2].append(replace(_failed(name, reason, why, UNDECLARED), outcome=Outcome.SKIPPED))

    def tickets(self) -> Iterator[Ticket]:
        """Write the shard of ended leads for every source and yield its ticket."""
        for ticket, writer, ends in self._open.values():
            name = name_warc(ticket)
            leads = f"{name}{LEADS_SUFFIX}" if ends else None
            if leads:
                write_shard(self.home.warc / leads, ends)
            captured = replace(ticket, warc=writer.path if writer.ledger else None, leads=leads)
            self.runs.note(captured)
            yield captured

    def _find(self, source: str) -> tuple[Ticket, WarcWriter, list[Derived]]:
        if source not in self._open:
            ticket = new_ticket(source, {REPLAY: True, **self.parameters}, slots=self.runs.slots)
            self.runs.begin(ticket)
            writer = WarcWriter(
                self.home.warc, name=name_warc(ticket), find_payload=self.known.find_payload, elsewhere=self._find_original
            )
            self._open[source] = (ticket, self._stack.enter_context(writer), [])
        return self._open[source]


def repeat_outcomes(url: str, outcomes: Sequence[LeadResult], source: str) -> Iterator[Derived]:
    """End the leads of a known capture as they first ended, with nothing new."""
    firsts = {(outcome.url, outcome.document_id): outcome for outcome in reversed(outcomes)}
    for first in reversed(firsts.values()):
        outcome = Outcome.UNCHANGED if first.outcome in _STORED else first.outcome
        yield Derived(code_version=code_version(), source=source, lead=first.url or url, outcome=outcome, reason=first.reason)


def _say_future(capture: Capture) -> str:
    return f"{capture.url}: the record is dated {capture.captured_at}, which is yet to come; expected the time of its capture."


def _failed(url: str, reason: str, why: str, source: str) -> Derived:
    return Derived(code_version=code_version(), source=source, lead=url, outcome=Outcome.FAILED, reason=reason, why=why)
