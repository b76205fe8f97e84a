"""Run one source, and end Airflow's task as its errors deserve: those that will not pass are not tried again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airflow.sdk.exceptions import AirflowFailException

from dags.tasks.conf import ConfError
from dags.tasks.notes import write_note
from pipeline.errors import ParseError, SourceError
from pipeline.home import find_home
from storage.errors import ArchiveLocked, StorageError
from storage.model import Tally

if TYPE_CHECKING:
    from pipeline.run.collect.fetching import Estimate

PERMANENT = (ConfError, ParseError, SourceError, StorageError)
"""What trying again does not mend; a locked archive, the one passing error among these, is tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a run of one source is asked for. ``due_only``: new leads and the known pages that are due."""

    source: str
    since: date | None = None
    until: date | None = None
    via: str = "live"
    replay: tuple[Path, ...] = ()
    failed_only: bool = False
    due_only: bool = False

    def _list_fields(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "source"}


@contextmanager
def failing_for_good(dag_run: Any = None) -> Iterator[None]:
    """Turn an error that trying again does not mend into a failure without retries, in one line.

    The line becomes the note of ``dag_run``, if that is given.
    """
    try:
        yield
    except ArchiveLocked:
        raise
    except PERMANENT as error:
        why = " ".join(str(error).split())
        if dag_run is not None:
            write_note(dag_run.dag_id, dag_run.run_id, why)
        raise AirflowFailException(why) from None


def follow(request: Request) -> Tally:
    """Capture, derive and load one source in this process."""
    from pipeline.run.collect import running

    with failing_for_good():
        return running.follow(find_home(), request.source, **request._list_fields())


def collect(request: Request) -> dict[str, Any]:
    """Capture and derive one source, and return the ticket for whoever loads it."""
    from pipeline.run.collect import running

    with failing_for_good():
        return running.collect(find_home(), request.source, **request._list_fields()).to_json()


def load(ticket: dict[str, Any]) -> Tally:
    """Load what was collected."""
    from pipeline.run.collect import running
    from pipeline.run.collect.ticket import Ticket

    with failing_for_good():
        return running.load(find_home(), Ticket.from_json(ticket))


def estimate(request: Request) -> Estimate:
    """Ask a source's lists what a backfill would fetch; nothing is captured."""
    from pipeline.registry.declared_sources import get_source
    from pipeline.run.collect.fetching import estimate_live

    if request.since is None or request.until is None:
        raise AirflowFailException("An estimate needs a first and a last day.")
    with failing_for_good():
        return estimate_live(find_home(), get_source(request.source), since=request.since, until=request.until, via=request.via)
