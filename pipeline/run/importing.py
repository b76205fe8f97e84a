"""Capture files from disk: another archive's WARCs are copied, anything else is kept whole as one resource record."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import FetchError
from pipeline.fetch.replay import is_archive
from pipeline.home import Home
from pipeline.registry.sources import find_source, get_source
from pipeline.run.known import Known, open_known
from pipeline.run.replaying import capture_replay, repeat_outcomes
from pipeline.run.ticket import IMPORT, UNDECLARED, Ticket, name_warc, new_ticket
from pipeline.run.version import code_version
from pipeline.stages.imported import ImportNote, address_import
from pipeline.stages.posts import Kept, LeftOut, sort_out
from storage.captures import WarcWriter
from storage.identity import sha256
from storage.model import Derived, Outcome
from storage.shards import write_shard


def capture_files(home: Home, paths: Sequence[Path], note: ImportNote, source: str | None) -> tuple[Ticket, ...]:
    """Take in files and folders of files; raises FetchError for a path that is not there.

    ``source`` names whose they are; else it is found from ``note.url``. Web archives (WARC, WACZ) are told by their content.
    """
    files = list(_iterate_files(paths))
    archives = [path for path in files if is_archive(path)]
    others = [path for path in files if path not in archives]
    tickets: tuple[Ticket, ...] = ()
    if archives:
        tickets += capture_replay(home, archives, None, {IMPORT: [path.name for path in archives]})
    if others:
        tickets += (_capture_others(home, others, note, source or _attribute(note)),)
    return tickets


def _attribute(note: ImportNote) -> str:
    found = find_source(note.url) if note.url else None
    return found.id if found else UNDECLARED


def _iterate_files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file())
        elif path.exists():
            yield path
        else:
            raise FetchError("no such file", f"{path} is not there; expected a file or folder to import.")


def _capture_others(home: Home, files: Sequence[Path], note: ImportNote, source: str) -> Ticket:
    if source != UNDECLARED:
        get_source(source)
    ticket = new_ticket(source, {IMPORT: [path.name for path in files]})
    name = name_warc(ticket)
    ends: list[Derived] = []
    with open_known(home.archive) as known, WarcWriter(home.warc, name=name, find_payload=known.find_payload) as writer:
        for path in files:
            ends.extend(_capture_file(path, note, source, known, writer))
    if ends:
        write_shard(home.warc / f"{name}.leads.jsonl", ends)
    return replace(ticket, warc=writer.path if writer.ledger else None, leads=f"{name}.leads.jsonl" if ends else None)


def _capture_file(path: Path, note: ImportNote, source: str, known: Known, writer: WarcWriter) -> Iterator[Derived]:
    """Write what may be kept of a file as resource records; yield the leads of what is stored already or must not be."""
    for part in sort_out(path.name, path.read_bytes()):
        if isinstance(part, LeftOut):
            yield Derived(code_version=code_version(), source=source, lead=part.name, outcome=Outcome.SKIPPED, reason=part.why)
        else:
            yield from _capture_part(part, note, source, known, writer)


def _capture_part(part: Kept, note: ImportNote, source: str, known: Known, writer: WarcWriter) -> Iterator[Derived]:
    """Write bytes as a resource record; where they are stored already, yield their leads as they ended."""
    digest = sha256(part.content)
    address = address_import(digest, replace(note, url=note.url or part.account_url))
    stored = known.find_payload(digest)
    if stored and stored.url == address:
        yield from repeat_outcomes(address, known.list_outcomes(stored.id), source)
        return
    media_type = mimetypes.guess_type(part.name)[0] or "application/octet-stream"
    writer.write_resource(address, part.content, media_type, datetime.now(UTC))
