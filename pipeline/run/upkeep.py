"""Keep an archive: check its bytes, look it over, copy it, bring it back, withdraw words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.home import Home
from pipeline.run.opening import reading
from pipeline.run.recovering import list_pending
from storage.archive import open_writer
from storage.backup import backup as copy_archive
from storage.backup import restore as restore_archive
from storage.doctor import diagnose as diagnose_archive
from storage.evidence.fixity import verify as verify_archive
from storage.evidence.redaction import redact as redact_words


def verify(home: Home, *, sample: int | None) -> dict[str, Any]:
    """Check stored records against their digests: ``sample`` of them, or (None) every byte of every WARC file."""
    with reading(home) as db:
        return verify_archive(db, warc_root=home.warc, sample=sample)


def diagnose(home: Home) -> list[dict[str, Any]]:
    """Look an archive over; each finding says whether it holds, and if not what to do."""
    with reading(home) as db:
        findings = diagnose_archive(db, warc_root=home.warc)
    pending = list_pending(home)
    detail = f"{len(pending)} WARC files were captured and never loaded" if pending else "everything captured is loaded"
    return [*findings, {"name": "pending", "holds": not pending, "detail": detail, "remedy": "Run `onrecord recover`."}]


def backup(home: Home, to: Path) -> dict[str, Any]:
    """Copy the archive and its WARC files to a folder, and check the copy."""
    return copy_archive(home.archive, home.warc, to)


def restore(home: Home, source: Path) -> dict[str, Any]:
    """Bring an archive back from a backup. Raises StorageError where one is there already."""
    return restore_archive(source, home.archive, home.warc)


def redact(home: Home, id_: str, why: str) -> None:
    """Withdraw a quote or document from every reading, with the reason."""
    with open_writer(home.archive) as db:
        redact_words(db, id_, why)
