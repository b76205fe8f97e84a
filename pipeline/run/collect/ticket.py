"""The ticket that one run over one source passes from stage to stage: paths and ids, never payloads."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pipeline.errors import PipelineError
from storage.captures import FIRST_YEAR
from storage.model import Survey
from storage.model.codec import format_instant, from_json, read_instant, to_json

WARC_SUFFIX = ".warc.gz"
LEADS_SUFFIX = ".leads.jsonl"
"""How the names of a run's files end: what it captured, and the shard of leads that ended without a capture."""

REPLAY = "replay"
IMPORT = "import"
REPARSE = "reparse"
RECOVERED = "recovered"
"""Keys among a ticket's parameters: how its captures were made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One execution over one source.

    ``warc`` is the path of its WARC file below the WARC root, None if nothing was captured; ``leads`` the shard of leads that
    ended without a capture, ``derived`` the shard of derived records; ``stops`` say why discovery ended,
    ``survey`` what the lists held. ``slots`` name the locks of the files that it copies (``pipeline.run.collect.slots``).
    """

    run: str
    source: str
    started_at: datetime
    parameters: Mapping[str, Any] = field(default_factory=dict)
    warc: str | None = None
    leads: str | None = None
    derived: str | None = None
    stops: tuple[str, ...] = ()
    survey: Survey = field(default_factory=Survey)
    slots: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the ticket as JSON types, as Airflow passes it between tasks."""
        return {
            "run": self.run,
            "source": self.source,
            "started_at": format_instant(self.started_at),
            "parameters": dict(self.parameters),
            "warc": self.warc,
            "leads": self.leads,
            "derived": self.derived,
            "stops": list(self.stops),
            "survey": to_json(self.survey),
            "slots": list(self.slots),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Ticket:
        """Read a ticket from JSON types."""
        given = {
            **values,
            "started_at": read_instant(values["started_at"]),
            "stops": tuple(values.get("stops", ())),
            "survey": from_json(Survey, values.get("survey", {})),
            "slots": tuple(values.get("slots", ())),
        }
        return cls(**given)


def new_ticket(
    source: str, parameters: Mapping[str, Any], *, at: datetime | None = None, slots: Collection[str] = ()
) -> Ticket:
    """Begin a run over a source, now or at a given instant: its id is made from the clock and a random part.

    Raises PipelineError if the clock cannot be right: what is captured by it would be dated wrongly for good.
    """
    now = (at or datetime.now(UTC)).replace(microsecond=0)
    if now.year < FIRST_YEAR:
        raise PipelineError(f"This machine's clock says {now}, expected a time since {FIRST_YEAR}. Set it, then do this again.")
    run = f"run_{now:%Y%m%dT%H%M%SZ}_{secrets.token_hex(4)}"
    return Ticket(run=run, source=source, started_at=now, parameters=dict(parameters), slots=tuple(sorted(slots)))


def name_warc(ticket: Ticket) -> str:
    """Name the WARC of a run, without its suffix: source, year and run, so that a file identifies its run."""
    return f"{ticket.source}/{ticket.started_at:%Y}/{ticket.run}"


def read_ticket_of(name: str) -> Ticket:
    """Make the ticket of a run of which only the WARC is left, from the WARC's name as ``name_warc`` returns it.

    Raises ValueError if the name has another form.
    """
    source, _, run = name.split("/")
    started_at = datetime.strptime(run.split("_")[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return Ticket(run=run, source=source, started_at=started_at)
