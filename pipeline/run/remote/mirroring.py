"""Synchronise WARC files and shards with the object store of an archive on several machines.

All code works on the local files below the WARC root. ``publish`` uploads a complete file to the store; ``require`` downloads
a missing one. Without a store both do nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from pipeline.home import Home
from pipeline.run.remote.object_store import open_store
from storage.captures import read_response
from storage.model import Capture, RecordType, Response

_FOLDER = "warc"
Asked = TypeVar("Asked")


def publish(home: Home, path: str, *, replace: bool = False) -> None:
    """Upload a complete file below the WARC root to the store. A stored file with other bytes is not overwritten.

    ``replace`` is for shards, which a later derivation may rewrite. Raises SharedError.
    """
    if home.store:
        open_store(home.store).put(name_object(path), home.warc / path, replace=replace)


def require(home: Home, path: str) -> Path:
    """Return the local file of a path below the WARC root; if it is missing, download and check it first.

    A file that is not in the store either is reported by its reader. Raises SharedError.
    """
    local = home.warc / path
    if home.store and not local.exists():
        open_store(home.store).get(name_object(path), local)
    return local


def requiring(home: Home, find: Callable[[Asked], Capture | None]) -> Callable[[Asked], Capture | None]:
    """Wrap a function that finds captures so that it also downloads the WARC file of what it finds."""

    def find_and_require(asked: Asked) -> Capture | None:
        capture = find(asked)
        if capture is not None:
            require(home, capture.pointer.path)
        return capture

    return find_and_require


def read_mirrored(home: Home, capture: Capture, load: Callable[[str], Capture | None]) -> Response:
    """Read a capture as the response it was; its bytes are downloaded from the store if they are missing."""
    if capture.record_type is not RecordType.REVISIT:
        require(home, capture.pointer.path)
    return read_response(home.warc, capture, load=requiring(home, load))


def measure(home: Home, path: str) -> int | None:
    """Return the size in bytes of a file below the WARC root, local or in the store; None if it is in neither."""
    local = home.warc / path
    if local.exists() or not home.store:
        return local.stat().st_size if local.exists() else None
    return open_store(home.store).measure(name_object(path))


def discard(home: Home, path: str) -> None:
    """Remove a file from the store."""
    if home.store:
        open_store(home.store).remove(name_object(path))


def list_stored(home: Home) -> Mapping[str, int]:
    """List the files in the store, as paths below the WARC root, with their sizes; empty without a store."""
    if home.store is None:
        return {}
    sizes = open_store(home.store).list_sizes(_FOLDER)
    return {key.removeprefix(f"{_FOLDER}/"): size for key, size in sizes.items()}


def name_object(path: str) -> str:
    """Name the object that holds a file below the WARC root."""
    return f"{_FOLDER}/{path}"
