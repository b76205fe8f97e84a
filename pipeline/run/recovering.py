"""Bring an archive back to order after a crash: torn WARC files are cut, and what was captured is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.errors import PipelineError
from pipeline.home import Home
from pipeline.run.deriving import derive_ticket
from pipeline.run.loading import load_ticket
from pipeline.run.locks import alone
from pipeline.run.opening import bring_up_to_date
from pipeline.run.ticket import Ticket, read_ticket_of
from storage.archive import open_reader
from storage.captures import Recovered
from storage.captures import recover as recover_warcs
from storage.model import Tally
from storage.reading import loaded_warcs

_LEADS = ".leads.jsonl"
_SHARDS = (_LEADS, ".derived.jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What recovering did: the WARC files brought back, the runs loaded that had not been, the leftover shards removed."""

    files: tuple[Recovered, ...]
    loaded: tuple[Tally, ...]
    removed: tuple[str, ...]


def recover(home: Home) -> Recovery:
    """Recover an archive. Doing it again changes nothing; raises PipelineError while a run is at work."""
    with alone(home) as held:
        if not held:
            raise PipelineError(f"A run is capturing into {home.warc}; wait for its end, then recover.")
        bring_up_to_date(home)
        return _bring_back(home)


def heal(home: Home) -> None:
    """Bring the archive up to date, and recover where nobody else is at work: what every run does first."""
    bring_up_to_date(home)
    with alone(home) as held:
        if held:
            _bring_back(home)


def _bring_back(home: Home) -> Recovery:
    files = recover_warcs(home.warc) if home.warc.exists() else ()
    loaded = tuple(load_pending(home))
    return Recovery(files=files, loaded=loaded, removed=tuple(_remove_shards(home)))


def load_pending(home: Home) -> Iterator[Tally]:
    """Derive and load the whole WARC files that the archive does not hold yet."""
    for ticket in list_pending(home):
        yield load_ticket(home, derive_ticket(home, ticket))


def list_pending(home: Home) -> tuple[Ticket, ...]:
    """List the tickets of whole WARC files that were captured and never loaded."""
    paths = sorted(path.relative_to(home.warc).as_posix() for path in home.warc.rglob("*.warc.gz"))
    if not paths:
        return ()
    loaded: set[str] = set()
    if home.archive.exists():
        db = open_reader(home.archive)
        loaded = loaded_warcs(db)
        db.close()
    return tuple(_find_leads(home, read_ticket_of(path)) for path in paths if path not in loaded)


def _find_leads(home: Home, ticket: Ticket) -> Ticket:
    leads = (ticket.warc or "").removesuffix(".warc.gz") + _LEADS
    return replace(ticket, leads=leads) if (home.warc / leads).exists() else ticket


def _remove_shards(home: Home) -> Iterator[str]:
    """Remove shards that runs left behind: with every WARC loaded, none holds anything that is not in the archive."""
    for path in sorted(home.warc.rglob("*.jsonl*") if home.warc.exists() else ()):
        if path.name.removesuffix(".open").endswith(_SHARDS):
            path.unlink()
            yield path.relative_to(home.warc).as_posix()
