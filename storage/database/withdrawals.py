"""Keep what was withdrawn in a file beside the database too: one that is built anew, or is an older copy, lacks it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from sqlite_utils import Database

Tombstone = tuple[str, str, str]
"""What was withdrawn, why, and when: a row of ``redactions``."""

_FIELDS: Final = ("target", "why", "redacted_at")


def find_file(archive: Path) -> Path:
    """Return the file beside an archive: one JSON object a line, to which lines are only added."""
    return archive.with_name(f"{archive.stem}.withdrawn.jsonl")


def list_lacking(db: Database, archive: Path) -> list[Tombstone]:
    """List what the file beside an archive keeps and its database lacks."""
    kept = _read_file(find_file(archive))
    return [kept[target] for target in kept.keys() - _list_targets(db)] if kept else []


def is_kept(db: Database, archive: Path) -> bool:
    """Say whether the file beside an archive keeps all that its database withdraws."""
    return _list_targets(db) <= _read_file(find_file(archive)).keys()


def keep(db: Database, archive: Path) -> None:
    """Add to the file what the database withdraws and the file lacks, synced."""
    path = find_file(archive)
    rows: Iterable[Tombstone] = db.execute(
        "SELECT target, why, redacted_at FROM redactions ORDER BY redacted_at, target"
    ).fetchall()
    lines = [json.dumps(dict(zip(_FIELDS, row, strict=True))) + "\n" for row in rows if row[0] not in _read_file(path)]
    if not lines:
        return
    with path.open("a+b") as stream:
        if stream.tell():
            stream.seek(-1, os.SEEK_END)
            if stream.read(1) != b"\n":  # a line that a crash cut off
                lines.insert(0, "\n")
        stream.write("".join(lines).encode())
        stream.flush()
        os.fsync(stream.fileno())


def _list_targets(db: Database) -> set[str]:
    if not db["redactions"].exists():
        return set()
    return {target for (target,) in db.execute("SELECT target FROM redactions").fetchall()}


def _read_file(path: Path) -> Mapping[str, Tombstone]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return {}
    return _read_lines(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=4)
def _read_lines(path: Path, _changed_at: int, _size: int) -> Mapping[str, Tombstone]:
    """Read the lines of the file; one that is no tombstone is passed over, and ``keep`` adds it again from the database."""
    found: dict[str, Tombstone] = {}
    for line in path.read_bytes().splitlines():
        try:
            target, why, redacted_at = (str(json.loads(line)[name]) for name in _FIELDS)
        except (ValueError, LookupError, TypeError):
            continue
        if target and why:
            found[target] = (target, why, redacted_at)
    return found
