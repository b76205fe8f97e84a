"""Finish the runs that died: truncate torn WARC files, then derive and load what was captured under the original run.

A run that a process works on, or whose next step is still expected, is skipped, unless it copies files that are to be copied
now: what is stored of them is known only once it is loaded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from pipeline.file_kinds import find_odd_kind
from pipeline.home import Home
from pipeline.run.collect.deriving import DERIVED_SUFFIX, derive_ticket
from pipeline.run.collect.known import open_known
from pipeline.run.collect.loading import LOAD_WAIT_S, link_all, load_ticket
from pipeline.run.collect.locks import LOCK_SUFFIX, TICKET_SUFFIX, OpenRuns, holding, is_held, is_waiting, read_ticket
from pipeline.run.collect.progress import log_event
from pipeline.run.collect.publishing import list_published, publish_run, settle
from pipeline.run.collect.ticket import LEADS_SUFFIX, RECOVERED, WARC_SUFFIX, Ticket, name_warc, read_ticket_of
from pipeline.run.opening import bring_up_to_date
from pipeline.run.remote.mirroring import list_stored, measure
from pipeline.run.remote.primary_machine import has_archive, publish_excerpt
from storage.captures import OPEN_SUFFIX, Recovered, recover_file
from storage.errors import ArchiveLocked, OnRecordError
from storage.loading.shards import recover_shard
from storage.loading.tallies import loaded_warcs, unfinished_warcs
from storage.model import Tally

_HEAL_WAIT_S = 30.0
"""How long ``heal`` waits for another writer, in seconds, before it leaves the loading to a later run. Chosen by hand."""

_OF_ONE_FILE = (PermissionError, FileNotFoundError, IsADirectoryError, NotADirectoryError)
"""Failures of the system that are about one run's files, and stop no other run."""
_ENDINGS = (
    TICKET_SUFFIX,
    TICKET_SUFFIX + OPEN_SUFFIX,
    LOCK_SUFFIX,
    WARC_SUFFIX,
    WARC_SUFFIX + OPEN_SUFFIX,
    *(shard + passing for shard in (LEADS_SUFFIX, DERIVED_SUFFIX) for passing in ("", OPEN_SUFFIX)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """The result of recovering: the WARC files recovered, the runs loaded that had not been, the leftover files removed; the
    runs skipped because they are active; and what could not be recovered, as (name, why)."""

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
    """Recover an archive, and complete its links. Safe to run again, and while runs are active: these are skipped."""
    bring_up_to_date(home)
    recovery = _finish_all(home, waiting_too=True, wait_s=None)
    with holding(home) as runs:
        runs.remove_left_slots()
    if home.archive.exists():
        link_all(home)
    return recovery


def heal(home: Home, *, slots: Collection[str] = (), sources: Collection[str] = ()) -> None:
    """Migrate the archive and finish the runs that died; every run does this first. What cannot be finished is logged.

    ``slots`` are the locks of the files that are copied next, for ``sources`` (none: all). Runs that copied them too are waited
    for, or finished before their next step. Raises PipelineError or ArchiveLocked if one does not end in a quarter of an hour.
    """
    bring_up_to_date(home)
    found = _finish_all(home, waiting_too=False, wait_s=_HEAL_WAIT_S, slots=frozenset(slots), sources=sources)
    for tally in found.loaded:
        log_event(home, "recovered", run=tally.run, source=tally.source, leads=tally.leads)
    for name, why in found.refused:
        log_event(home, "not recovered", run=name, why=why)


def list_unfinished(home: Home) -> dict[str, list[Path]]:
    """List the files of runs that are not loaded, by their WARC's name."""
    if not home.warc.exists():
        return {}
    loaded = _list_loaded(home)
    found: dict[str, list[Path]] = {}
    for path in sorted(home.warc.rglob("*")):
        place = path.relative_to(home.warc).as_posix()
        name = _name_run(place)
        if name and place not in loaded:
            found.setdefault(name, []).append(path)
    return found


def is_at_work(home: Home, place: str) -> bool:
    """Say whether a file, by its path below the WARC folder, is that of a run that a process is working on."""
    name = _name_run(place)
    return name is not None and is_held(home, name)


def _name_run(place: str) -> str | None:
    """Name the run, by its WARC's name, that a file is of; None for a file of no run."""
    ending = next((ending for ending in _ENDINGS if place.endswith(ending)), None)
    return place.removesuffix(ending) if ending else None


def list_pending(home: Home) -> tuple[str, ...]:
    """List the runs, by their WARC's name, that captured something, are not loaded, and are not active."""
    captured = [name for name, paths in list_unfinished(home).items() if any(WARC_SUFFIX in path.name for path in paths)]
    left = [name for name in captured if not is_waiting(home, name)]
    stored = [name_warc(published.ticket) for published in list_published(home) if not published.waits]
    return tuple(name for name in dict.fromkeys((*left, *stored)) if not is_held(home, name))


def hand_over(home: Home, ticket: Ticket, runs: OpenRuns, *, waits_until: datetime | None) -> None:
    """Leave a collected run to the loader. On a machine that only collects, all its local files are removed."""
    name = name_warc(ticket)
    runs.check(name)
    publish_run(home, ticket, waits_until=waits_until)
    if has_archive(home):
        runs.note(ticket, waits_until=waits_until)
        return
    (home.warc / (name + WARC_SUFFIX)).unlink(missing_ok=True)
    for _ in remove_leftovers(home, name):
        continue
    runs.finish(name)


def _list_loaded(home: Home) -> set[str]:
    with open_known(home) as known:
        return loaded_warcs(known.db) - unfinished_warcs(known.db) if known.db is not None else set()


def _finish_all(
    home: Home,
    *,
    waiting_too: bool,
    wait_s: float | None,
    slots: Set[str] = frozenset(),
    sources: Collection[str] = (),
) -> Recovery:
    found = _Found()
    with holding(home) as runs:
        unfinished = list_unfinished(home)
        for name, odd in [(name, odd) for name, paths in unfinished.items() if (odd := _find_odd(paths))]:
            found.refused.append((name, odd))
            del unfinished[name]
        needed = [name for name in unfinished if _copies(home, name, slots, sources)]
        for name in needed:
            runs.wait_for(name, wait_s=LOAD_WAIT_S)
            _try_to_finish(home, name, found, runs, None)
        for name in (name for name in unfinished if name not in needed):
            if (is_waiting(home, name) and not waiting_too) or not runs.take(name):
                found.at_work.append(name)
                continue
            try:
                _try_to_finish(home, name, found, runs, wait_s)
            except ArchiveLocked:
                break
        if home.store and home.archive.exists():
            _finish_published(home, runs, found, waiting_too=waiting_too, wait_s=wait_s)
            publish_excerpt(home)
    return found.close()


def _find_odd(paths: Collection[Path]) -> str | None:
    """Say which of a run's files is none: a pipe would be waited for, and a folder stop the other runs."""
    found = ((path, find_odd_kind(path)) for path in paths)
    return next(
        (f"{path} is {kind}; expected a file of a run, or nothing. Move it away." for path, kind in found if kind), None
    )


def _copies(home: Home, name: str, slots: Set[str], sources: Collection[str]) -> bool:
    """Say whether a run copied one of the files with these locks, for one of the sources (none: any)."""
    noted = read_ticket(home, name) if slots else None
    return noted is not None and not slots.isdisjoint(noted[0].slots) and (not sources or noted[0].source in sources)


def _try_to_finish(home: Home, name: str, found: _Found, runs: OpenRuns, wait_s: float | None) -> None:
    """Finish one run whose lock is held, or say why it cannot be; raises ArchiveLocked, as it holds for all."""
    try:
        _finish(home, name, found, runs, wait_s)
    except (OnRecordError, ValueError, *_OF_ONE_FILE) as error:
        found.refused.append((name, str(error)))
        runs.release(name)
        if isinstance(error, ArchiveLocked):
            raise
    else:
        runs.finish(name)


def _finish_published(home: Home, runs: OpenRuns, found: _Found, *, waiting_too: bool, wait_s: float | None) -> None:
    """Load the runs in the store that no task came to load; with ``waiting_too`` also WARC files without a ticket."""
    waiting = {name_warc(each.ticket): each for each in list_published(home)}
    for name, published in waiting.items():
        if (published.waits and not waiting_too) or not runs.take(name):
            found.at_work.append(name)
            continue
        _load_stored(home, published.ticket, runs, found, wait_s)
    if waiting_too:
        for name in _list_forgotten(home, waiting):
            if runs.take(name):
                _load_stored(home, replace(read_ticket_of(name), warc=name + WARC_SUFFIX), runs, found, wait_s)


def _list_forgotten(home: Home, waiting: Collection[str]) -> list[str]:
    """List the runs whose WARC file is in the store and neither loaded nor waiting, as after restoring an older database."""
    loaded = _list_loaded(home)
    stored = [path for path in list_stored(home) if path.endswith(WARC_SUFFIX) and path not in loaded]
    names = [path.removesuffix(WARC_SUFFIX) for path in stored]
    return [name for name in names if name not in waiting]


def _load_stored(home: Home, ticket: Ticket, runs: OpenRuns, found: _Found, wait_s: float | None) -> None:
    """Load a run from the store; if its files were lost with its worker, forget it, since its task is retried."""
    name = name_warc(ticket)
    warc, leads = (path if path and measure(home, path) is not None else None for path in (ticket.warc, ticket.leads))
    left = replace(ticket, warc=warc, leads=leads, derived=None, parameters={**ticket.parameters, RECOVERED: True})
    try:
        if warc is None and leads is None:
            settle(home, ticket)
            found.removed.append(name)
        else:
            found.loaded.append(load_ticket(home, derive_ticket(home, left), wait_s=wait_s))
            found.removed.extend(remove_leftovers(home, name))
    except OnRecordError as error:
        found.refused.append((name, str(error)))
        runs.release(name)
    else:
        runs.finish(name)


def _finish(home: Home, name: str, found: _Found, runs: OpenRuns, wait_s: float | None) -> None:
    """Finish one run whose lock is held: load what it captured, or hand it over to the loader; then remove its leftovers."""
    warc = f"{name}{WARC_SUFFIX}"
    left = home.warc / (warc + OPEN_SUFFIX)
    if left.exists():
        found.files.append(recover_file(home.warc, left))
    ticket = None if _is_loaded(home, warc) else _find_ticket(home, name)
    if ticket is not None and not has_archive(home):
        hand_over(home, ticket, runs, waits_until=None)
    elif ticket is not None:
        found.loaded.append(load_ticket(home, derive_ticket(home, ticket), wait_s=wait_s))
    found.removed.extend(remove_leftovers(home, name))


def _is_loaded(home: Home, warc: str) -> bool:
    return (home.warc / warc).exists() and warc in _list_loaded(home)


def _find_ticket(home: Home, name: str) -> Ticket | None:
    """Return the ticket of a run that died, its own if that is left; None if there is nothing to load.

    Raises ValueError for a WARC file that is not ours, so that its source is unknown.
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
    """Remove the shards of a run, whose records are in the archive or were never complete."""
    for shard in (LEADS_SUFFIX, DERIVED_SUFFIX):
        for path in (home.warc / (name + shard), home.warc / (name + shard + OPEN_SUFFIX)):
            if path.exists():
                path.unlink()
                yield path.relative_to(home.warc).as_posix()
