"""The files that an import is given: which paths are files, what folders hold, and which of them cannot be read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.errors import FetchError
from pipeline.fetch.replay import is_archive
from pipeline.file_kinds import find_odd_kind


def list_files(paths: Iterable[Path]) -> list[Path]:
    """List files and what folders hold, a folder that cannot be listed as itself.

    Raises FetchError for a path that does not exist, or that is neither.
    """
    return list(_iterate_files(paths))


def is_web_archive(path: Path) -> bool:
    """Say whether a file is a WARC or WACZ; one that cannot be read is none, which is told where it is read."""
    try:
        return is_archive(path)
    except OSError:
        return False


def cannot_be_read(path: Path) -> bool:
    """Say whether reading a file fails, as on a disk that is dying: then what failed with it is not the archive's fault."""
    try:
        with path.open("rb") as stream:
            while stream.read(1 << 20):
                pass
    except OSError:
        return True
    return False


def _iterate_files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from _walk(path)
        elif kind := find_odd_kind(path):
            message = f"{path} is {kind}; expected a file or folder to import. Write what it holds into a file first."
            raise FetchError("no file", message)
        elif path.exists():
            yield path
        elif path.is_symlink():
            raise FetchError("no such file", f"{path} is a link that leads nowhere; expected a file or folder to import.")
        else:
            raise FetchError("no such file", f"{path} is not there; expected a file or folder to import.")


def _walk(folder: Path) -> list[Path]:
    """List the files of a folder and of those below it, and the folders that cannot be listed; links to folders are not
    followed."""
    unlisted: list[OSError] = []
    found = [Path(above) / name for above, _, names in os.walk(folder, onerror=unlisted.append) for name in names]
    return sorted([path for path in found if _is_file(path)] + [Path(error.filename) for error in unlisted])


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # in a folder that may be listed and no more
        return True
