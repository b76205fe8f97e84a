"""What surveying declares and finds: records of sources with their health, and of people with their offices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pipeline.declarations import Method
from pipeline.health.source_verdicts import Verdict
from storage.model.codec import to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSummary:
    """A declared source: how it does, when its last good run began, and how many documents of it are held.

    ``schedule`` is None for a source that is only fetched by backfill; ``verified``: its markup was seen in real bytes.
    """

    id: str
    title: str
    schedule: str | None
    verified: bool
    health: Verdict
    last_good: datetime | None
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunYield:
    """What one run yielded. ``listed`` counts the leads on its lists, None if it read none; ``filled`` is the share of its
    documents that have each part, from 0 to 1; ``missed`` counts the declared selectors that found nothing."""

    run: str
    started_at: datetime
    leads: int
    listed: int | None
    failed: int
    documents: int
    quotes: int
    filled: Mapping[str, float]
    missed: Mapping[str, int]

    def json_fields(self) -> Mapping[str, Any]:
        """Return what is written as JSON: the instant to the minute."""
        told = {name: getattr(self, name) for name in ("run", "leads", "listed", "failed", "documents", "quotes", "missed")}
        return {**told, "filled": self.filled, "started_at": self.started_at.isoformat(timespec="minutes")}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """All that is known of one source: what is declared, how it does and why, what to do, and its newest runs.

    ``languages_without_rules`` are those in which little of what is said is found. ``stopped`` are selectors that found
    something before and no longer do. ``leads_min``, ``leads_max``, ``silence_days`` and ``fill`` (the least share of
    documents with each part) are what a healthy run yields.
    """

    summary: SourceSummary
    publisher: str
    country: str | None
    languages: tuple[str, ...]
    languages_without_rules: tuple[str, ...]
    timezone: str
    url: str
    discovery: Method
    layouts: tuple[str, ...]
    hook: bool
    since: date | None
    until: date | None
    note: str
    why: tuple[str, ...]
    advice: str
    stopped: tuple[str, ...]
    leads_min: int | None
    leads_max: int | None
    silence_days: int | None
    fill: Mapping[str, float]
    runs: tuple[RunYield, ...]

    def json_fields(self) -> Mapping[str, Any]:
        """Return what is written as JSON: lists of names as one text each, and the bounds as one object."""
        bounds = {"leads_min": self.leads_min, "leads_max": self.leads_max, "silence_days": self.silence_days}
        return {
            **to_json(self.summary),
            "publisher": self.publisher,
            "country": self.country,
            "languages": ", ".join(self.languages),
            "languages without rules": ", ".join(self.languages_without_rules) or None,
            "timezone": self.timezone,
            "url": self.url,
            "discovery": self.discovery,
            "layouts": ", ".join(self.layouts),
            "hook": self.hook,
            "since": self.since,
            "until": self.until,
            "note": self.note,
            "why": "; ".join(self.why),
            "advice": self.advice,
            "stopped": self.stopped,
            "expect": {**{name: bound for name, bound in bounds.items() if bound is not None}, **self.fill},
            "runs": self.runs,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHeld:
    """An office that someone held, from which day until which (both included, None if open), and where that is known from."""

    office: str
    since: date | None
    until: date | None
    known_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """Someone, or an organisation, of the roster with all offices. ``aliases`` are other spellings, scripts and handles."""

    id: str
    name: str
    kind: str
    country: str | None
    aliases: tuple[str, ...]
    offices: tuple[OfficeHeld, ...]
