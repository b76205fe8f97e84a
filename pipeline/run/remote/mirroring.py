"""Keep WARC files and shards in step with the object store of an archive on several machines.

All code works on the local files below the WARC root. ``publish`` puts a file that is whole into the store; ``require`` fetches
one that is not here. Without a store both do nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from pipeline.home import Home
from pipeline.run.remote.store import open_store
from storage.captures import read_response
from storage.model import Capture, RecordType, Response

_FOLDER = "warc"
Asked = TypeVar("Asked")


def publish(home: Home, path: str, *, replace: bool = False) -> None:
    """Put a whole file below the WARC root into the store. A file that is there with other bytes is not overwritten.

    ``replace`` is for shards, which a later derivation may make anew. Raises SharedError.
    """
    if home.store:
        open_store(home.store).put(name_object(path), home.warc / path, replace=replace)


def require(home: Home, path: str) -> Path:
    """Return the local file of a path below the WARC root, fetched from the store and checked if it is not here.

    A file that is nowhere is left to whoever reads it to report. Raises SharedError.
    """
    local = home.warc / path
    if home.store and not local.exists():
        open_store(home.store).get(name_object(path), local)
    return local


def requiring(home: Home, find: Callable[[Asked], Capture | None]) -> Callable[[Asked], Capture | None]:
    """Make of a function that finds captures one that also brings the WARC file of what it finds here, to be read."""

    def find_and_require(asked: Asked) -> Capture | None:
        capture = find(asked)
        if capture is not None:
            require(home, capture.pointer.path)
        return capture

    return find_and_require


def read_mirrored(home: Home, capture: Capture, load: Callable[[str], Capture | None]) -> Response:
    """Read a capture as the response it was, its bytes fetched from the store if they are not here."""
    if capture.record_type is not RecordType.REVISIT:
        require(home, capture.pointer.path)
    return read_response(home.warc, capture, load=requiring(home, load))


def measure(home: Home, path: str) -> int | None:
    """Return the size of a file below the WARC root, here or in the store; None if it is nowhere."""
    local = home.warc / path
    if local.exists() or not home.store:
        return local.stat().st_size if local.exists() else None
    return open_store(home.store).measure(name_object(path))


def discard(home: Home, path: str) -> None:
    """Remove a file from the store."""
    if home.store:
        open_store(home.store).remove(name_object(path))


def list_stored(home: Home) -> Mapping[str, int]:
    """List the files in the store, as paths below the WARC root, with their sizes; none if there is no store."""
    if home.store is None:
        return {}
    sizes = open_store(home.store).list_sizes(_FOLDER)
    return {key.removeprefix(f"{_FOLDER}/"): size for key, size in sizes.items()}


def name_object(path: str) -> str:
    """Name the object that holds a file below the WARC root."""
    return f"{_FOLDER}/{path}"
