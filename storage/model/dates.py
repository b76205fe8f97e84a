"""When something was said, published or changed: an interval, with the raw characters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Precision(StrEnum):
    """The finest unit that the raw characters of a date state."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Basis(StrEnum):
    """Where a date was read from, most trusted first; CORRECTED: a person set it right (``pipeline/corrections``)."""

    CORRECTED = "corrected"
    MARKUP = "markup"
    PLATFORM = "platform"
    TEXT = "text"
    URL = "url"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date: its raw characters, their meaning, and the interval of instants they allow.

    ``value`` keeps the wall time as printed, with its offset if one is known, and is None if only an interval is known;
    ``earliest`` and ``latest`` are UTC instants (both included), None if that side is open. ``zone`` is an IANA name
    or an offset, None if nothing states it.
    """

    raw: str
    value: str | None
    precision: Precision
    zone: str | None
    earliest: datetime | None
    latest: datetime | None
    basis: Basis
