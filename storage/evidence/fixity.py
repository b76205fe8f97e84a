"""Check stored bytes against their digests: every byte of every WARC file belongs to a hashed record."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from storage.captures.records import locate
from storage.database.rows import checksum
from storage.errors import OnRecordError, WarcError
from storage.loading.tallies import loaded_warcs, unfinished_warcs
from storage.model.findings import Fixity
from storage.model.identity import revision_id

_CHUNK = 1 << 20
"""Bytes hashed at a time. Chosen by hand."""
_TEXTS_PER_FETCH = 1_000
"""Texts read at a time, so that memory stays flat. Chosen by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """The location and digest of a ledger entry."""

    offset: int
    length: int
    sha256: str


def verify(
    db: Database,
    *,
    warc_root: Path,
    sample: int | None = None,
    stored: Mapping[str, int] | None = None,
    fetch: Callable[[str], object] | None = None,
) -> Fixity:
    """Check all WARC files against the ledger and the archive's texts against their ids, or ``sample`` of each.

    Whatever the sample, each file must exist, and the ledger's records must fill it without gap or overlap. ``stored`` are the
    sizes of files in an object store, ``fetch`` downloads one of them.
    """
    problems: list[str] = []
    paths, unfinished = sorted(loaded_warcs(db)), unfinished_warcs(db)
    chosen = None if sample is None else _choose_records(db, sample)
    records = read = 0
    for path in paths:
        ledger = _read_ledger(db, path)
        problems += _check_extent(warc_root, path, ledger, (stored or {}).get(path), whole=path not in unfinished)
        wanted = ledger if chosen is None else [record for record in ledger if (path, record.offset) in chosen]
        problems += _bring(fetch, path) if fetch and wanted else []
        for record, problem in _check_records(warc_root, path, wanted):
            records, read = records + 1, read + record.length
            problems += [problem] if problem else []
    texts, altered = _check_texts(db, sample)
    return Fixity(files=len(paths), checked=records, bytes=read, texts=texts, problems=(*problems, *altered))


def _choose_records(db: Database, number: int) -> set[tuple[str, int]]:
    return set(db.execute("SELECT path, offset FROM warc_records ORDER BY random() LIMIT ?", (number,)).fetchall())


def _read_ledger(db: Database, path: str) -> list[_Record]:
    rows = db.execute("SELECT offset, length, sha256 FROM warc_records WHERE path = ? ORDER BY offset", (path,))
    return [_Record(offset=offset, length=length, sha256=sha256) for offset, length, sha256 in rows]


def _check_extent(root: Path, path: str, ledger: Sequence[_Record], stored: int | None, *, whole: bool) -> list[str]:
    """Check that a file exists and that the ledger's records fill it without gap or overlap, unless only a part is loaded."""
    try:
        file = locate(root, path)
        size = stored if stored is not None and not file.exists() else file.stat().st_size
    except FileNotFoundError:
        return [f"{path}: the file is not there; expected {len(ledger)} records. Restore it from a backup."]
    except WarcError as error:
        return [str(error)]
    except OSError as error:
        return [f"{path}: {error.strerror}; expected {len(ledger)} records. Look at the disk, or restore it from a backup."]
    problems: list[str] = []
    end = 0
    for record in ledger if whole else ():
        if record.offset != end:
            problems.append(f"{path}, byte {end}: the next record of the ledger begins at {record.offset}; expected no gap.")
        end = record.offset + record.length
    if whole and ledger and end != size:
        problems.append(f"{path}: the file is {size} bytes long, the ledger accounts for {end}. Restore it from a backup.")
    return problems


def _bring(fetch: Callable[[str], object], path: str) -> list[str]:
    """Download a file from the store; returns its problem, if any, so that the other files are still checked."""
    try:
        fetch(path)
    except OnRecordError as error:
        return [str(error)]
    return []


def _check_records(root: Path, path: str, ledger: Sequence[_Record]) -> Iterator[tuple[_Record, str | None]]:
    """Hash stored records and compare digests."""
    try:
        stream = locate(root, path).open("rb")
    except (OSError, WarcError):
        return
    with stream:
        for record in ledger:
            stream.seek(record.offset)
            digest, left = hashlib.sha256(), record.length
            while left and (chunk := stream.read(min(left, _CHUNK))):
                digest.update(chunk)
                left -= len(chunk)
            if digest.hexdigest() == record.sha256 and not left:
                yield record, None
                continue
            yield (
                record,
                (
                    f"{path}, byte {record.offset}: {record.length - left} bytes with SHA-256 {digest.hexdigest()}, expected "
                    f"{record.length} with {record.sha256}. The record was altered or torn; restore the file from a backup."
                ),
            )


def _check_texts(db: Database, sample: int | None) -> tuple[int, list[str]]:
    """Check that texts match their ids, and that each quote equals the text at its offsets."""
    order = "ORDER BY r.seq" if sample is None else "ORDER BY random() LIMIT ?"
    values = () if sample is None else (sample,)
    rows = db.execute(
        f"SELECT r.seq, r.id, r.text, d.id FROM revisions r JOIN documents d ON d.seq = r.document {order}", values
    )
    checked, problems = 0, []
    while page := rows.fetchmany(_TEXTS_PER_FETCH):
        for seq, id_, text, document in page:
            checked += 1
            if revision_id(document, text) != id_:
                problems.append(f"Revision {id_}: its text is not the one it was named for. Restore the archive from a backup.")
            problems += _check_quotes(db, seq, text)
    return checked, problems


def _check_quotes(db: Database, revision: int, text: str) -> list[str]:
    rows = db.execute(
        'SELECT q.id, g.checksum, g.start, g."end" FROM derivations v JOIN readings g ON g.derivation = v.seq '
        "JOIN quotes q ON q.seq = g.quote WHERE v.revision = ?",
        (revision,),
    )
    return [
        f"Quote {id_}: its words are not those at [{start}:{end}] of its revision, {text[start:end][:40]!r}. Restore the "
        "archive from a backup."
        for id_, expected, start, end in rows
        if checksum(text[start:end]) != expected
    ]
