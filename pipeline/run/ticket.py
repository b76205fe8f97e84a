"""The ticket that one run over one source passes from stage to stage: paths and ids, never payloads."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from storage.codec import format_instant, read_instant

REPLAY = "replay"
IMPORT = "import"
REPARSE = "reparse"
RECOVERED = "recovered"
"""Keys among a ticket's parameters: how its captures came in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One execution over one source.

    ``warc`` is the path below the WARC root of what it captured, None where nothing was; ``leads`` the shard of leads that
    ended without a capture, ``derived`` the shard of what was understood; ``stops`` say why discovery ended.
    """

    run: str
    source: str
    started_at: datetime
    parameters: Mapping[str, Any] = field(default_factory=dict)
    warc: str | None = None
    leads: str | None = None
    derived: str | None = None
    stops: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give the ticket as JSON types, as Airflow passes it between tasks."""
        return {
            "run": self.run,
            "source": self.source,
            "started_at": format_instant(self.started_at),
            "parameters": dict(self.parameters),
            "warc": self.warc,
            "leads": self.leads,
            "derived": self.derived,
            "stops": list(self.stops),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Ticket:
        """Read a ticket from JSON types."""
        given = {**values, "started_at": read_instant(values["started_at"]), "stops": tuple(values.get("stops", ()))}
        return cls(**given)


def new_ticket(source: str, parameters: Mapping[str, Any]) -> Ticket:
    """Begin a run over a source: its id is its own event's, from the clock and chance."""
    now = datetime.now(UTC).replace(microsecond=0)
    return Ticket(
        run=f"run_{now:%Y%m%dT%H%M%SZ}_{secrets.token_hex(4)}", source=source, started_at=now, parameters=dict(parameters)
    )


def name_warc(ticket: Ticket) -> str:
    """Name the WARC of a run, without its suffix: source, year and run, so that a file found again says whose it is."""
    return f"{ticket.source}/{ticket.started_at:%Y}/{ticket.run}"


def read_ticket_of(warc: str) -> Ticket:
    """Make the ticket of a WARC that a run left behind, from its path below the WARC root.

    Raises ValueError where the path is none that ``name_warc`` gives.
    """
    source, _, name = warc.split("/")
    run = name.removesuffix(".warc.gz")
    started_at = datetime.strptime(run.split("_")[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return Ticket(run=run, source=source, started_at=started_at, parameters={RECOVERED: True}, warc=warc)
