"""Shards: files of JSON Lines, one record a line, that carry what was understood, from where it was derived to the loader.

A shard is written beside its target under a passing name and appears whole or not at all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, TypeVar

from storage.errors import StorageError
from storage.model.codec import from_json, to_json
from storage.text.untrusted_json import load_json

Record = TypeVar("Record")

_PASSING = ".open"
_write_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def write_shard(path: Path, records: Iterable[object]) -> int:
    """Write records to a shard and give their number. The file appears under its name only when whole and synced."""
    with ShardWriter(path) as shard:
        for record in records:
            shard.write(record)
    return shard.count


class ShardWriter:
    """A shard being written. Leaving the context without an error syncs it and gives it its name; an error removes it.

    One that is ``streamed`` is written line by line, and stays under its passing name where writing broke off, so that
    ``recover_shard`` can bring back the whole lines. Without a line there is no file.
    """

    def __init__(self, path: Path, *, streamed: bool = False) -> None:
        self.path = path
        self._streamed = streamed
        self.count = 0
        self._passing = path.with_name(path.name + _PASSING)
        self._stream: IO[bytes] | None = None
        self._begun = False

    def __enter__(self) -> ShardWriter:
        self._begun = True
        if not self._streamed:
            self._stream = self._open()
        return self

    def _open(self) -> IO[bytes]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return self._passing.open("wb")

    def write(self, record: object) -> None:
        """Add one record as a line."""
        if not self._begun:
            raise ValueError("the shard is not open: use it as a context manager")
        self._stream = self._stream or self._open()
        self._stream.write(_write_line(to_json(record)).encode("utf-8", "surrogatepass") + b"\n")
        self.count += 1
        if self._streamed:
            self._stream.flush()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._stream is None:
            return
        with self._stream as stream:
            stream.flush()
            os.fsync(stream.fileno())
        self._stream = None
        if error is None:
            self._passing.replace(self.path)
        elif not self._streamed:
            self._passing.unlink()


def recover_shard(path: Path) -> bool:
    """Bring back the whole lines of a shard whose writing broke off; says whether the shard is there now."""
    passing = path.with_name(path.name + _PASSING)
    if path.exists() or not passing.exists():
        return path.exists()
    content = passing.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    with passing.open("r+b") as stream:
        stream.truncate(len(whole))
        stream.flush()
        os.fsync(stream.fileno())
    passing.replace(path)
    return True


def read_shard(cls: type[Record], path: Path) -> Iterator[Record]:
    """Yield the records of a shard in order. Raises StorageError naming file and line if one cannot be read."""
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                values = load_json(line.decode("utf-8", "surrogatepass"))
                yield from_json(cls, values)
            except (ValueError, StorageError) as error:
                message = f"{path}, line {number}: no {cls.__name__} in JSON ({error}). Derive this shard again."
                raise StorageError(message) from error
