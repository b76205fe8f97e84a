"""Maintain an archive: check its bytes, run health checks, back it up, restore it, withdraw items."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from pipeline.home import Home
from pipeline.run.collect.recovering import is_at_work, list_pending
from pipeline.run.opening import bring_up_to_date, reading
from pipeline.run.remote.mirroring import list_stored, publish, require
from pipeline.run.remote.primary_machine import claim, require_archive
from storage.database.archive import open_writer
from storage.errors import StorageError
from storage.evidence.backup import backup as copy_archive
from storage.evidence.backup import restore as restore_archive
from storage.evidence.doctor import diagnose as diagnose_archive
from storage.evidence.fixity import verify as verify_archive
from storage.evidence.snapshot import make_snapshot
from storage.evidence.tombstones import redact as redact_words
from storage.evidence.tombstones import withdraw_again
from storage.export.frozen_searches import keep
from storage.loading.tallies import loaded_warcs
from storage.model.findings import Backup, Check, Fixity
from storage.reading.withdrawn import list_same_words
from storage.reports.file import check as check_reports
from storage.reports.site_sets import drop_set, find_set, list_ids

Copy = TypeVar("Copy")


def verify(home: Home, *, sample: int | None) -> Fixity:
    """Check stored records against their digests: ``sample`` of them or, if None, every byte of every WARC file."""
    with reading(home) as db:
        return verify_archive(
            db, warc_root=home.warc, sample=sample, stored=list_stored(home), fetch=lambda path: require(home, path)
        )


def diagnose(home: Home) -> list[Check]:
    """Run health checks on the archive; each finding says whether it holds and, if not, what to do."""
    with reading(home) as db:
        findings = diagnose_archive(db, warc_root=home.warc, stored=list_stored(home), is_at_work=partial(is_at_work, home))
    pending = list_pending(home)
    detail = f"{len(pending)} WARC files were captured and never loaded" if pending else "everything captured is loaded"
    loaded = Check(name="pending", holds=not pending, detail=detail, remedy="Run `onrecord recover`.")
    return [*findings, loaded, check_reports(home.reports)]


def backup(home: Home, to: Path) -> Backup:
    """Back up the archive and its WARC files to a folder, and check the copy."""
    home.check_output(to)
    require_archive(home)
    return _with_sets(home, to, lambda: copy_archive(home.archive, home.warc, to, fetch=lambda path: require(home, path)))


def restore(home: Home, source: Path) -> Backup:
    """Restore an archive from a backup, its WARC files into the store too. An existing archive is never overwritten."""
    claim(home)
    restored = restore_archive(source, home.archive, home.warc)
    bring_up_to_date(home)
    with reading(home) as db:
        for path in sorted(loaded_warcs(db)) if home.store else ():
            publish(home, path)
    return restored


def redact(home: Home, id_: str, why: str) -> list[tuple[str, str]]:
    """Withdraw a quote or document from every read, with the reason.

    Returns the quotes of other documents that hold the same words, with their documents: these are still shown.
    """
    require_archive(home)
    bring_up_to_date(home)
    with open_writer(home.archive) as db:
        redact_words(db, id_, why)
        withdraw_again(db, home.archive)
        return list_same_words(db, id_)


def take_sets(home: Home) -> int:
    """Take into the archive the searches that readers froze on the site, under the ids they have; returns their number.

    One that is no longer what its id and digest say stays where it is.
    """
    waiting = list_ids(home.reports)
    if not waiting or not home.archive.exists():
        return 0
    taken = 0
    with open_writer(home.archive) as db:
        for id_ in waiting:
            found = find_set(home.reports, id_)
            if found and keep(db, *found):
                drop_set(home.reports, id_)
                taken += 1
    return taken


def snapshot(home: Home, to: Path) -> int:
    """Copy the database for readers, without what was withdrawn; returns the size of the copy in bytes."""
    home.check_output(to)
    require_archive(home)
    bring_up_to_date(home)
    if not home.archive.exists():
        raise StorageError(f"{home.archive}: there is no archive to copy. `onrecord run` or `onrecord import` begins one.")
    return _with_sets(home, to, lambda: make_snapshot(home.archive, to))


def _with_sets(home: Home, to: Path, copy: Callable[[], Copy]) -> Copy:
    """Take the sets that readers froze, then make a copy; if they cannot be taken, that is raised once the copy is made."""
    failure = None
    try:
        take_sets(home)
    except StorageError as error:
        failure = error
    made = copy()
    if failure:
        raise StorageError(f"{to} is made, but without the searches that readers froze since the last: {failure}") from failure
    return made
