"""Read the records of web archives made by others: WARC files, plain or gzip, and WACZ files that hold several.

In place of a torn or altered record, the error is yielded, and reading goes on at the next record, so that a broken record
costs nothing else.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import READER_FAULTS, FetchError, describe_fault
from pipeline.file_kinds import name_file
from storage.captures import StoredRecord, iterate_members
from storage.captures.records import check_record
from storage.errors import WarcError

MOST_FILE_BYTES = 20_000_000_000
"""The largest WARC file that is extracted from a WACZ, in bytes. Chosen by hand: most crawlers cut their files at about
1 GB."""

MAX_DESCRIPTION_BYTES = 32 << 20
"""The largest datapackage.json that is read, in bytes: an entry takes about two hundred."""

_DESCRIPTION = "datapackage.json"
_DIGESTS = ("sha256", "sha512", "sha1", "md5")
_TORN_ZIP = (zipfile.BadZipFile, OSError, *READER_FAULTS)
"""What reading a zip file raises whose directory lies about places and lengths."""

_WARC_NAMES = (".warc", ".warc.gz")
_STEP = 1 << 20
"""Bytes copied at a time. Chosen by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One record with the name of its file, or the ``error`` in place of a record, or a ``remark`` on the file itself."""

    origin: str
    record: StoredRecord | None = None
    error: WarcError | None = None
    remark: str | None = None


def is_archive(path: Path) -> bool:
    """Detect from its content whether a file is a WARC, plain or gzip, or a WACZ."""
    with path.open("rb") as stream:
        head = stream.read(5)
    if head == b"WARC/":
        return True
    if head.startswith(b"\x1f\x8b"):
        return path.name.endswith(_WARC_NAMES)
    return head.startswith(b"PK\x03\x04") and any(_list_archived(path))


def replay(path: Path) -> Iterator[Replayed]:
    """Yield the records of a web archive in file order.

    Raises FetchError if it is not a web archive, or if no record can be read.
    """
    found = False
    broken: list[Replayed] = []
    for each in _replay_wacz(path) if zipfile.is_zipfile(path) else _replay_warc(path, name_file(path)):
        if each.error and not found:
            broken.append(each)
            continue
        found = True
        yield from broken
        broken.clear()
        yield each
    if broken:
        message = f"{path}: no WARC record can be read ({broken[0].error}); expected a .warc, .warc.gz or .wacz."
        raise FetchError("not a WARC file", message) from broken[0].error
    if not found:
        raise FetchError("empty WARC file", f"{path}: the file holds no record; expected at least one capture.")


def _replay_warc(path: Path, origin: str) -> Iterator[Replayed]:
    for member in iterate_members(path):
        if isinstance(member, WarcError):
            yield Replayed(origin=origin, error=member)
            continue
        try:
            record = check_record(member, origin, 0)
        except WarcError as error:
            yield Replayed(origin=origin, error=error)
        except READER_FAULTS as fault:
            yield Replayed(origin=origin, error=WarcError(f"{origin}: {describe_fault(fault)}"))
        else:
            yield Replayed(origin=origin, record=record)


def _replay_wacz(path: Path) -> Iterator[Replayed]:
    """Replay the WARC files of a WACZ in turn, each checked against the package's digest."""
    try:
        with zipfile.ZipFile(path) as package, tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
            digests = _read_digests(package)
            for name in filter(_is_archived, package.namelist()):
                origin = f"{name_file(path)}/{Path(name).name}"
                target = Path(folder) / "member.warc"
                problem = _extract(package, name, target, digests.get(name))
                if problem:
                    yield Replayed(origin=origin, error=WarcError(f"{origin}: {problem}"))
                elif remark := _say_unchecked(digests.get(name)):
                    yield Replayed(origin=origin, remark=f"{origin}: {remark}")
                yield from _replay_warc(target, origin)
    except _TORN_ZIP as error:
        yield Replayed(origin=name_file(path), error=WarcError(f"{name_file(path)}: the package is damaged ({error})."))


def _list_archived(path: Path) -> Iterator[str]:
    try:
        with zipfile.ZipFile(path) as package:
            yield from filter(_is_archived, package.namelist())
    except _TORN_ZIP:
        return


def _is_archived(name: str) -> bool:
    return name.startswith("archive/") and name.endswith(_WARC_NAMES)


def _read_digests(package: zipfile.ZipFile) -> Mapping[str, str]:
    """Read the digests that a package states for its files; none if it has no readable ones."""
    try:
        with package.open(_DESCRIPTION) as stream:
            read = stream.read(MAX_DESCRIPTION_BYTES + 1)
        if len(read) > MAX_DESCRIPTION_BYTES:
            return {}
        stated: Any = json.loads(read)
        return {str(entry["path"]): str(entry["hash"]) for entry in stated["resources"] if "hash" in entry}
    except (LookupError, TypeError, ValueError, RecursionError):
        return {}


def _say_unchecked(stated: str | None) -> str | None:
    """Say why a file was not checked against a digest; None where it was."""
    if stated is None:
        return f"its digest was not checked: {_DESCRIPTION} states none of it."
    if stated.partition(":")[0] not in _DIGESTS:
        return f"its digest was not checked: {stated[:80]!r} is of a kind that is not known; expected {', '.join(_DIGESTS)}."
    return None


def _extract(package: zipfile.ZipFile, name: str, target: Path, stated: str | None) -> str | None:
    """Extract a file from a package; returns its problem, None if there is none."""
    kind, _, expected = (stated or "").partition(":")
    digest = hashlib.new(kind if kind in _DIGESTS else "sha256", usedforsecurity=False)
    size = 0
    with package.open(name) as stream, target.open("wb") as copy:
        for part in iter(lambda: stream.read(_STEP), b""):
            size += len(part)
            if size > MOST_FILE_BYTES:
                return f"it is larger than {MOST_FILE_BYTES} bytes, the limit."
            digest.update(part)
            copy.write(part)
    if kind in _DIGESTS and expected.lower() != digest.hexdigest():
        return f"its digest is not {stated}, which the package states. The file was altered."
    return None
