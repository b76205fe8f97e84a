"""Hand a collected run over to the loading machine through the object store, and clean up after the load.

A run's ticket is stored before its files and removed last: a ticket in the store means that the run is not loaded yet, so a
worker's run is not forgotten once its files are complete.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pipeline.home import Home
from pipeline.run.collect.ticket import Ticket, name_warc
from pipeline.run.remote.mirroring import discard, publish, require
from pipeline.run.remote.object_store import open_store
from pipeline.run.remote.primary_machine import claim, publish_excerpt
from storage.model.codec import format_instant, read_instant

_FOLDER = "tickets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A run in the store that is not loaded yet; until ``waits_until`` another task is expected to load it."""

    ticket: Ticket
    waits_until: datetime | None

    @property
    def waits(self) -> bool:
        """Say whether its load is still expected."""
        return self.waits_until is not None and self.waits_until > datetime.now(UTC)


def publish_run(home: Home, ticket: Ticket, *, waits_until: datetime | None) -> None:
    """Put a collected run into the store: its ticket, then its WARC file and shards. Safe to repeat."""
    if home.store is None:
        return
    waits = format_instant(waits_until) if waits_until else None
    note = json.dumps({"ticket": ticket.to_json(), "waits_until": waits}, ensure_ascii=False)
    open_store(home.store).write_note(_name_note(ticket), note)
    if ticket.warc:
        publish(home, ticket.warc)
    for shard in (ticket.leads, ticket.derived):
        if shard:
            publish(home, shard, replace=True)


def bring_in(home: Home, ticket: Ticket) -> None:
    """Prepare a load: make sure that this machine owns the archive, the WARC file is in the store, and the shards are local."""
    if home.store is None:
        return
    claim(home)
    if ticket.warc and (home.warc / ticket.warc).exists():
        publish(home, ticket.warc)
    for shard in (ticket.leads, ticket.derived):
        if shard:
            require(home, shard)


def settle(home: Home, ticket: Ticket) -> None:
    """End a load: remove shards and ticket from the store, and publish an excerpt of what is known now."""
    if home.store is None:
        return
    for shard in (ticket.leads, ticket.derived):
        if shard:
            discard(home, shard)
    open_store(home.store).remove(_name_note(ticket))
    publish_excerpt(home, sparingly=True)


def list_published(home: Home) -> Iterator[Published]:
    """Yield the runs in the store that are not loaded yet."""
    if home.store is None:
        return
    store = open_store(home.store)
    for key in store.list(_FOLDER):
        text = store.read_note(key)
        # A ticket may be settled by another process between the listing and the reading.
        if text is not None:
            noted: dict[str, Any] = json.loads(text)
            waits = noted["waits_until"]
            yield Published(ticket=Ticket.from_json(noted["ticket"]), waits_until=read_instant(waits) if waits else None)


def _name_note(ticket: Ticket) -> str:
    return f"{_FOLDER}/{name_warc(ticket)}.json"
