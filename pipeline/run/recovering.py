"""Finish the runs that died: torn WARC files are cut, and what was captured is derived and loaded under its own run.

A run that a process works on, or whose next step is still expected, is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.home import Home
from pipeline.run.deriving import DERIVED_SUFFIX, derive_ticket
from pipeline.run.loading import load_ticket
from pipeline.run.locks import LOCK_SUFFIX, TICKET_SUFFIX, holding, is_held, is_waiting, read_ticket
from pipeline.run.opening import bring_up_to_date
from pipeline.run.progress import log_event
from pipeline.run.ticket import LEADS_SUFFIX, RECOVERED, WARC_SUFFIX, Ticket, read_ticket_of
from storage.archive import open_reader
from storage.captures import OPEN_SUFFIX, Recovered, recover_file
from storage.errors import ArchiveLocked, OnRecordError
from storage.model import Tally
from storage.reading import loaded_warcs
from storage.shards import recover_shard

_HEAL_WAIT_S = 30.0
"""How long healing waits for another writer before it leaves the loading to a later run."""

_ENDINGS = (
    TICKET_SUFFIX,
    LOCK_SUFFIX,
    WARC_SUFFIX,
    WARC_SUFFIX + OPEN_SUFFIX,
    *(shard + passing for shard in (LEADS_SUFFIX, DERIVED_SUFFIX) for passing in ("", OPEN_SUFFIX)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What recovering did: the WARC files brought back, the runs loaded that had not been, the leftover files removed; the
    runs left alone because they are at work; and what could not be recovered, as (name, why)."""

    files: tuple[Recovered, ...] = ()
    loaded: tuple[Tally, ...] = ()
    removed: tuple[str, ...] = ()
    at_work: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Found:
    """A recovery in progress; see ``Recovery`` for the fields."""

    files: list[Recovered] = field(default_factory=list)
    loaded: list[Tally] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    at_work: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    def close(self) -> Recovery:
        return Recovery(
            files=tuple(self.files),
            loaded=tuple(self.loaded),
            removed=tuple(self.removed),
            at_work=tuple(self.at_work),
            refused=tuple(self.refused),
        )


def recover(home: Home) -> Recovery:
    """Recover an archive. Safe to run again, and while runs are at work: these are left alone."""
    bring_up_to_date(home)
    return _finish_all(home, waiting_too=True, wait_s=None)


def heal(home: Home) -> None:
    """Bring the archive up to date and finish what died: what every run does first. What cannot be finished is logged."""
    bring_up_to_date(home)
    found = _finish_all(home, waiting_too=False, wait_s=_HEAL_WAIT_S)
    for tally in found.loaded:
        log_event(home, "recovered", run=tally.run, source=tally.source, leads=tally.leads)
    for name, why in found.refused:
        log_event(home, "not recovered", run=name, why=why)


def list_unfinished(home: Home) -> dict[str, list[Path]]:
    """List what runs left that are not loaded, by the name of their WARC: the files of each."""
    if not home.warc.exists():
        return {}
    loaded = _list_loaded(home)
    found: dict[str, list[Path]] = {}
    for path in sorted(home.warc.rglob("*")):
        place = path.relative_to(home.warc).as_posix()
        ending = next((ending for ending in _ENDINGS if place.endswith(ending)), None)
        if ending and place not in loaded:
            found.setdefault(place.removesuffix(ending), []).append(path)
    return found


def list_pending(home: Home) -> tuple[str, ...]:
    """List the runs, by the name of their WARC, that captured something, are not loaded, and that nobody is at work on."""
    unfinished = list_unfinished(home)
    return tuple(
        name
        for name, paths in unfinished.items()
        if any(WARC_SUFFIX in path.name for path in paths) and not is_held(home, name) and not is_waiting(home, name)
    )


def _list_loaded(home: Home) -> set[str]:
    if not home.archive.exists():
        return set()
    db = open_reader(home.archive)
    try:
        return loaded_warcs(db)
    finally:
        db.close()


def _finish_all(home: Home, *, waiting_too: bool, wait_s: float | None) -> Recovery:
    found = _Found()
    with holding(home) as runs:
        for name in list_unfinished(home):
            if (is_waiting(home, name) and not waiting_too) or not runs.take(name):
                found.at_work.append(name)
                continue
            try:
                _finish(home, name, found, wait_s)
            except (OnRecordError, ValueError) as error:
                found.refused.append((name, str(error)))
                runs.release(name)
                if isinstance(error, ArchiveLocked):
                    break
            else:
                runs.finish(name)
    return found.close()


def _finish(home: Home, name: str, found: _Found, wait_s: float | None) -> None:
    """Finish one run whose lock is held: load what it captured, then remove the shards it left."""
    warc = f"{name}{WARC_SUFFIX}"
    left = home.warc / (warc + OPEN_SUFFIX)
    if left.exists():
        found.files.append(recover_file(home.warc, left))
    ticket = None if _is_loaded(home, warc) else _find_ticket(home, name)
    if ticket is not None:
        found.loaded.append(load_ticket(home, derive_ticket(home, ticket), wait_s=wait_s))
    found.removed.extend(remove_leftovers(home, name))


def _is_loaded(home: Home, warc: str) -> bool:
    return (home.warc / warc).exists() and warc in _list_loaded(home)


def _find_ticket(home: Home, name: str) -> Ticket | None:
    """Say what is to be loaded of a run that died, under its own ticket where that is left; None where it holds nothing.

    Raises ValueError for a WARC file that is none of ours, and so cannot be said whose it is.
    """
    warc = f"{name}{WARC_SUFFIX}" if (home.warc / f"{name}{WARC_SUFFIX}").exists() else None
    leads = f"{name}{LEADS_SUFFIX}" if recover_shard(home.warc / f"{name}{LEADS_SUFFIX}") else None
    if warc is None and leads is None:
        return None
    noted = read_ticket(home, name)
    try:
        ticket = noted[0] if noted else read_ticket_of(name)
    except (ValueError, IndexError):
        place = home.warc / f"{name}{WARC_SUFFIX}"
        raise ValueError(
            f"{place} is no file of a run: expected SOURCE/YEAR/RUN{WARC_SUFFIX}. Move it away, then `onrecord import` it."
        ) from None
    return replace(ticket, warc=warc, leads=leads, derived=None, parameters={**ticket.parameters, RECOVERED: True})


def remove_leftovers(home: Home, name: str) -> Iterator[str]:
    """Remove the shards of a run, whose records are in the archive or were never whole."""
    for shard in (LEADS_SUFFIX, DERIVED_SUFFIX):
        for path in (home.warc / (name + shard), home.warc / (name + shard + OPEN_SUFFIX)):
            if path.exists():
                path.unlink()
                yield path.relative_to(home.warc).as_posix()
