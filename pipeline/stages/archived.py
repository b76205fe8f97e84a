"""Tell the story of one address from a web archive's index: what it answered over time, what returned, what went away. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import groupby, pairwise
from statistics import median

from pipeline.stages.results import CdxRecord
from storage.model import EffectiveStatus
from storage.model.addresses import read_timestamp

REVISIT = "warc/revisit"
"""The media type by which an index marks a capture whose bytes are those of an earlier one."""

_TEMPORARY = frozenset({302, 303, 307})
"""The redirects that promise the address to come back: RFC 9110, 15.4.3, 15.4.4 and 15.4.8."""
_FEW_BEFORE = 3
"""A median of fewer lengths says nothing. Chosen by hand."""
_SHRUNK = 0.25
"""A capture of less than this share of the median length of those before it is named, if there are at least _FEW_BEFORE. Chosen
by hand: a redesign may halve a page."""
_MAX_DIGITS = 15
"""A number of more digits is no length in bytes: up to a petabyte."""
_MOST_SINGLES = 3
"""More versions in a row than this, each captured once, are told as one stretch: the page is made anew for each request. Chosen
by hand."""


class Answer(StrEnum):
    """What an address answered, as far as the index tells."""

    CONTENT = "content"
    REDIRECT = "redirect"
    MISSING = "missing"
    REFUSED = "refused"
    ERROR = "error"
    UNKNOWN = "unknown"


_JUDGED = {
    EffectiveStatus.CONTENT: Answer.CONTENT,
    EffectiveStatus.GONE: Answer.MISSING,
    EffectiveStatus.SOFT_404: Answer.MISSING,
    EffectiveStatus.BLOCKED: Answer.REFUSED,
    EffectiveStatus.LOGIN: Answer.REFUSED,
    EffectiveStatus.ERROR: Answer.ERROR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A memento that this archive holds: its capture, what it was judged to be, and the target if it is a redirect."""

    capture: str
    status: EffectiveStatus | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedCapture:
    """One row of the index. ``version`` names its content (A, B, …), None for what is no content; ``memento`` is the address
    of its raw bytes, ``bytes`` the length of its compressed record, ``held`` the copy in this archive."""

    at: datetime
    answer: Answer
    status: int | None
    version: str | None
    memento: str
    media_type: str
    digest: str
    bytes: int | None = None
    held: Held | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Captures in a row with the same answer. ``versions`` is more than 1 if each capture has content of its own."""

    answer: Answer
    status: int | None
    version: str | None
    first: datetime
    last: datetime
    captures: int
    held: int
    versions: int = 1
    target: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """A version that was captured again after something else: A→B→A. ``between`` are versions and statuses, in order."""

    version: str
    left: datetime
    back: datetime
    between: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """Something that a status does not say, and when it was seen first."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The story of one address. ``gone_since`` is the first of the 404 and 410 captures after which no content was captured
    again; ``cut`` says why the index was not read to its end."""

    url: str
    captures: tuple[ArchivedCapture, ...]
    stretches: tuple[Stretch, ...]
    returns: tuple[Return, ...]
    signals: tuple[Signal, ...]
    versions: int
    first_seen: datetime | None
    last_seen: datetime | None
    gone_since: datetime | None
    cut: str | None = None


def tell_history(
    url: str, records: Iterable[CdxRecord], *, base: str, held: Mapping[datetime, Held], cut: str | None = None
) -> History:
    """Tell the history of an address from the rows of an index, in any order; ``held`` are the mementos of it in this archive,
    by their instant, ``base`` is the web archive's address."""
    captures = tuple(_read_captures(records, base, held))
    content = [capture.at for capture in captures if capture.answer is Answer.CONTENT]
    after = [each.at for each in captures if each.answer is Answer.MISSING and (not content or each.at > content[-1])]
    return History(
        url=url,
        captures=captures,
        stretches=tuple(_merge_singles(list(_list_stretches(captures)))),
        returns=tuple(_find_returns(captures)),
        signals=tuple(sorted(_find_signals(captures), key=lambda signal: signal.at)),
        versions=len({capture.version for capture in captures} - {None}),
        first_seen=content[0] if content else None,
        last_seen=content[-1] if content else None,
        gone_since=after[0] if after else None,
        cut=cut,
    )


def choose_evidence(history: History) -> tuple[ArchivedCapture, ...]:
    """Choose the captures that prove a history and are not held yet, the oldest first: of each version the first, each return
    and the last time that content was seen; of each absence, redirect and refusal the first and the last."""
    chosen: dict[str, ArchivedCapture] = {}
    backs = {(found.version, found.back) for found in history.returns}
    met: set[str] = set()
    for capture in history.captures:
        is_new = capture.version is not None and capture.version not in met
        if is_new or (capture.version, capture.at) in backs or capture.at == history.last_seen:
            chosen[capture.memento] = capture
        if capture.version:
            met.add(capture.version)
    for _, run in groupby(history.captures, key=lambda each: (each.answer, each.status, each.version)):
        alike = list(run)
        if alike[0].version is None:
            chosen.update({each.memento: each for each in (alike[0], alike[-1])})
    return tuple(sorted((each for each in chosen.values() if each.held is None), key=lambda each: each.at))


def _read_captures(records: Iterable[CdxRecord], base: str, held: Mapping[datetime, Held]) -> Iterator[ArchivedCapture]:
    """Read the rows in order of time; a revisit has the status and type of the capture with the same digest."""
    rows = sorted(dict.fromkeys(records), key=lambda row: (row.timestamp, row.mimetype == REVISIT))
    originals = {row.digest: row for row in reversed(rows) if _read_number(row.statuscode) is not None}
    names: dict[str, str] = {}
    for row in rows:
        at = read_timestamp(row.timestamp[:14])
        if at is None:
            continue
        stated = _read_number(row.statuscode)
        shown = originals.get(row.digest, row) if row.mimetype == REVISIT and stated is None else row
        status = _read_number(shown.statuscode)
        copy = held.get(at)
        answer = (copy and copy.status and _JUDGED.get(copy.status)) or _judge_status(status)
        version = names.setdefault(row.digest, _name_version(len(names))) if answer is Answer.CONTENT else None
        yield ArchivedCapture(
            at=at,
            answer=answer,
            status=status,
            version=version,
            memento=f"{base}/web/{row.timestamp}id_/{row.original}",
            media_type=shown.mimetype,
            digest=row.digest,
            bytes=_read_number(row.length) if row.mimetype != REVISIT else None,
            held=copy,
        )


def _read_number(field: str) -> int | None:
    """Read a field of an index that may be a number; None if it is none, or has more digits than any length."""
    return int(field) if field.isascii() and field.isdigit() and len(field) <= _MAX_DIGITS else None


def _judge_status(status: int | None) -> Answer:
    if status is None:
        return Answer.UNKNOWN
    if status in (404, 410):
        return Answer.MISSING
    if status in (401, 402, 403, 407, 429, 451):
        return Answer.REFUSED
    if 300 <= status < 400:
        return Answer.REDIRECT
    return Answer.CONTENT if 200 <= status < 300 else Answer.ERROR


def _name_version(number: int) -> str:
    """Name a version by its number from 0: A to Z, then AA, AB, …"""
    name = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def _list_stretches(captures: Sequence[ArchivedCapture]) -> Iterator[Stretch]:
    alike = groupby(captures, key=lambda each: (each.answer, each.status, each.version, each.held and each.held.target))
    for (answer, status, version, target), run in alike:
        found = list(run)
        yield Stretch(
            answer=answer,
            status=status,
            version=version,
            first=found[0].at,
            last=found[-1].at,
            captures=len(found),
            held=sum(each.held is not None for each in found),
            target=target,
        )


def _merge_singles(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """Tell versions in a row of which each was captured once as one stretch, if there are many."""
    counts = Counter(stretch.version for stretch in stretches if stretch.version)
    for single, run in groupby(stretches, key=lambda each: each.captures == 1 and counts[each.version or ""] == 1):
        found = list(run)
        if not single or len(found) <= _MOST_SINGLES:
            yield from found
            continue
        held = sum(each.held for each in found)
        yield replace(found[0], version=None, last=found[-1].last, captures=len(found), held=held, versions=len(found))


def _find_returns(captures: Sequence[ArchivedCapture]) -> Iterator[Return]:
    last: dict[str, int] = {}
    for number, capture in enumerate(captures):
        if capture.version is None:
            continue
        before = last.get(capture.version)
        last[capture.version] = number
        if before is not None and before < number - 1:
            between = (each.version or str(each.status or each.answer.value) for each in captures[before + 1 : number])
            yield Return(
                version=capture.version,
                left=captures[before].at,
                back=capture.at,
                between=tuple(name for name, _ in groupby(between)),
            )


def _find_signals(captures: Sequence[ArchivedCapture]) -> Iterator[Signal]:
    """Find what hints at a change that the status does not say."""
    lengths: list[int] = []
    told: set[str] = set()
    for before, capture in pairwise([None, *captures]):
        if capture is None:
            continue
        for what in _read_signals(before, capture, lengths):
            if what not in told:
                told.add(what)
                yield Signal(at=capture.at, what=what)
        if capture.answer is Answer.CONTENT and capture.bytes is not None:
            lengths.append(capture.bytes)


def _read_signals(before: ArchivedCapture | None, capture: ArchivedCapture, lengths: Sequence[int]) -> Iterator[str]:
    if capture.held and capture.held.status is EffectiveStatus.SOFT_404:
        yield f"answered {capture.status} with a page that says it is not there (soft 404)"
    if capture.status in _TEMPORARY:
        yield f"a temporary redirect ({capture.status})"
    if capture.answer is not Answer.CONTENT:
        return
    usual = median(lengths) if len(lengths) >= _FEW_BEFORE else 0
    if capture.bytes is not None and capture.bytes < usual * _SHRUNK:
        yield f"answered {capture.status} with {capture.bytes} bytes, where captures before had about {usual:.0f}"
    if before and before.answer is Answer.CONTENT and before.media_type != capture.media_type:
        yield f"answered with {capture.media_type} instead of {before.media_type}"
