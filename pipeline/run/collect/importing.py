"""Capture files from disk: another archive's WARCs are copied; any other file is kept whole as one resource record."""

from __future__ import annotations

import mimetypes
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

from pipeline.errors import READER_FAULTS, FetchError, ParseError, describe_fault
from pipeline.file_kinds import name_file
from pipeline.home import Home
from pipeline.limits import allow_for, iterate_within
from pipeline.registry.declared_sources import find_source, get_source
from pipeline.run.collect.addressing import Saved, read_saved
from pipeline.run.collect.given_files import cannot_be_read, is_web_archive, list_files
from pipeline.run.collect.known import Known, open_known
from pipeline.run.collect.locks import OpenRuns
from pipeline.run.collect.replaying import capture_replay, repeat_outcomes
from pipeline.run.collect.ticket import IMPORT, LEADS_SUFFIX, Ticket, name_warc, new_ticket
from pipeline.run.collect.version import code_version
from pipeline.stages.imported import ImportOptions, address_import
from pipeline.stages.posts import Kept, LeftOut, sort_out
from pipeline.stages.posts.unpack import is_packed, is_zip
from storage.captures import MOST_HELD_BYTES, WarcWriter, hash_file
from storage.loading.shards import write_shard
from storage.model import UNDECLARED, Capture, Derived, Outcome
from storage.model.identity import capture_id, sha256

MOST_FILE_BYTES = 1000 << 20
"""The largest file that is imported, in bytes: the largest WARC record (``MOST_RECORD_BYTES``) less room for its head."""
MOST_TOGETHER_BYTES = 2 << 20
"""Files are imported in one run up to this length together, in bytes, or a single larger one: what a run loads is written in
one transaction, whose write-ahead log has up to twenty times the length of the files."""
_HEAD_BYTES = 16
"""The first bytes of a file, by which it is told whether it is packed; no magic number is longer."""
SAME_BYTES = "the same bytes as another of these files"
"""The reason of a file left out that is stored in the same run already."""
_PACKED_TIMES = 8
"""The length of a packed file counts this many times: about what text shrinks by."""


def capture_files(
    home: Home, paths: Sequence[Path], note: ImportOptions, source: str | None, runs: OpenRuns, urls: Path | None = None
) -> Iterator[Ticket]:
    """Import files and folders of files, and yield the ticket of each run; raises FetchError for a path that does not exist.

    A run should be loaded before the next one is asked for, which then knows what it stored.
    ``source`` is their source; else it is found from ``note.url``. Web archives (WARC, WACZ) are detected from their content.
    ``urls`` is a table of the addresses and times of saved pages: then only the files that it names are imported.
    """
    files = list_files(paths)
    if urls is not None:
        folders = [path for path in paths if path.is_dir()]
        yield from _capture_saved(home, files, read_saved(urls, folders), note, source, urls, runs)
        return
    archives = [path for path in files if is_web_archive(path)]
    others = [path for path in files if path not in archives]
    if archives:
        yield from capture_replay(home, archives, None, {IMPORT: [name_file(path) for path in archives]}, runs)
    for together in _cut(others):
        yield _capture_others(home, together, note, source or _attribute(note), runs)


def _capture_saved(
    home: Home,
    files: Sequence[Path],
    saved: Mapping[Path, Saved],
    note: ImportOptions,
    source: str | None,
    urls: Path,
    runs: OpenRuns,
) -> tuple[Ticket, ...]:
    """Import saved pages under the addresses and times of a table; files that it does not name are left out and
    reported."""
    groups: dict[str, list[Path]] = defaultdict(list)
    for path in files:
        if path.resolve() != urls.resolve():
            known = saved.get(path.resolve())
            groups[source or (_attribute(replace(note, url=known.url)) if known else UNDECLARED)].append(path)
    return tuple(_capture_others(home, group, note, name, runs, saved) for name, group in groups.items())


def _cut(files: Iterable[Path]) -> Iterator[list[Path]]:
    """Cut files into those that are imported in one run."""
    together: list[Path] = []
    size = 0
    for path in files:
        length = _weigh(path)
        if together and size + length > MOST_TOGETHER_BYTES:
            yield together
            together, size = [], 0
        together.append(path)
        size += length
    if together:
        yield together


def _weigh(path: Path) -> int:
    """Return about how many bytes a file has to be read as, packed or not; 0 if it cannot be read, which is told later."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
        return path.stat().st_size * (_PACKED_TIMES if is_packed(head) or is_zip(head) else 1)
    except OSError:
        return 0


def _attribute(note: ImportOptions) -> str:
    found = find_source(note.url) if note.url else None
    return found.id if found else UNDECLARED


def _capture_others(
    home: Home,
    files: Sequence[Path],
    note: ImportOptions,
    source: str,
    runs: OpenRuns,
    saved: Mapping[Path, Saved] | None = None,
) -> Ticket:
    if source != UNDECLARED:
        get_source(source)
    ticket = new_ticket(source, {IMPORT: [name_file(path) for path in files]}, slots=runs.slots)
    runs.begin(ticket)
    name = name_warc(ticket)
    ends: list[Derived] = []
    with open_known(home) as known, WarcWriter(home.warc, name=name, find_payload=known.find_payload) as writer:
        for path in files:
            if saved is None:
                ends.extend(_isolate(path, source, _capture_file(path, note, source, known, writer)))
            elif page := saved.get(path.resolve()):
                its_note = replace(note, url=page.url)
                taken = _capture_file(path, its_note, source, known, writer, saved_at=page.saved_at)
                ends.extend(_isolate(path, source, taken))
            else:
                ends.append(_leave_out(name_file(path), "not named in the table of addresses", source))
    leads = f"{name}{LEADS_SUFFIX}" if ends else None
    if leads:
        write_shard(home.warc / leads, ends)
    captured = replace(ticket, warc=writer.path if writer.ledger else None, leads=leads)
    runs.note(captured)
    return captured


def _capture_file(
    path: Path, note: ImportOptions, source: str, known: Known, writer: WarcWriter, *, saved_at: datetime | None = None
) -> Iterator[Derived]:
    """Write the storable parts of a file as resource records; yield the leads of what is stored already or must not be."""
    if not os.access(path, os.R_OK):
        raise FetchError("unreadable file", f"{name_file(path)}: not readable for this user; change its permissions.")
    size = path.stat().st_size
    if size > MOST_FILE_BYTES:
        yield _leave_out(
            name_file(path), f"larger than {MOST_FILE_BYTES >> 20} MB: cut it into several files, between lines", source
        )
        return
    with path.open("rb") as stream:
        for part in iterate_within(sort_out(name_file(path), stream), allow_for(size)):
            if isinstance(part, LeftOut):
                yield _leave_out(part.name, part.why, source)
            elif part.content is None and size <= MOST_HELD_BYTES:
                whole = replace(part, content=path.read_bytes())
                yield from _capture_part(whole, path, note, source, known, writer, saved_at)
            else:
                yield from _capture_part(part, path, note, source, known, writer, saved_at)


def _isolate(path: Path, source: str, ends: Iterator[Derived]) -> Iterator[Derived]:
    """Yield the ends of a file's leads; one that cannot be read fails by its name, and the files after it are taken in."""
    try:
        yield from ends
    except (FetchError, ParseError) as error:
        yield _fail(path, source, error.reason, str(error))
    except READER_FAULTS as fault:
        yield _fail(path, source, "unreadable file", describe_fault(fault))
    except OSError as error:
        if not cannot_be_read(path):
            raise  # the archive cannot be written
        yield _fail(path, source, "unreadable file", f"{error.strerror}; look at the disk that it is on.")


def _fail(path: Path, source: str, reason: str, why: str) -> Derived:
    name = name_file(path)
    line = Derived(code_version=code_version(), source=source, lead=name, outcome=Outcome.FAILED, reason=reason)
    return replace(line, why=why if name in why else f"{name}: {why}")


def _leave_out(name: str, why: str, source: str) -> Derived:
    return Derived(code_version=code_version(), source=source, lead=name, outcome=Outcome.SKIPPED, reason=why)


def _capture_part(
    part: Kept,
    path: Path,
    note: ImportOptions,
    source: str,
    known: Known,
    writer: WarcWriter,
    saved_at: datetime | None,
) -> Iterator[Derived]:
    """Write a part, or the whole file, as a resource record; if it is stored already, yield its leads as they ended.

    ``saved_at`` is when the page was saved; without it the capture is of now, and the same bytes make no new capture.
    """
    digest = hash_file(path)[0] if part.content is None else sha256(part.content)
    address = address_import(digest, replace(note, url=note.url or part.account_url))
    copies = known.list_copies(digest)
    stored = _find_stored(copies, address, saved_at)
    if stored:
        yield from repeat_outcomes(address, known.list_outcomes(stored.id), source)
        return
    media_type = mimetypes.guess_type(part.name)[0] or "application/octet-stream"
    captured_at = saved_at or _now_after(copies)
    records = len(writer.ledger)
    if part.content is None:
        writer.write_file(address, path, media_type, captured_at)
    else:
        writer.write_resource(address, part.content, media_type, captured_at)
    if len(writer.ledger) == records:
        yield _leave_out(part.name, SAME_BYTES, source)


def _find_stored(copies: Iterable[Capture], address: str, saved_at: datetime | None) -> Capture | None:
    """Find the capture that an import would repeat: of the address and, if it is known when the page was saved, that second."""
    for copy in copies:
        if copy.url == address and (saved_at is None or copy.id == capture_id(address, saved_at, copy.payload_sha256)):
            return copy
    return None


def _now_after(copies: Iterable[Capture]) -> datetime:
    """Return the time now, in a later second than any capture of the same bytes; waits for under a second.

    Captures are dated to the second. Of two within one second nothing stored would say which is the later one, and so which
    of their readings is the current one.
    """
    now = datetime.now(UTC)
    if any(copy.captured_at == now.replace(microsecond=0) for copy in copies):
        sleep(1 - now.microsecond / 1_000_000)
        return datetime.now(UTC)
    return now
