"""An object store, through fsspec: whole files by key, each with its SHA-256 beside it.

The digest is an object of its own, in the form that ``sha256sum --check`` reads, and is written last: an object without one is
not complete. An object is never replaced by other bytes unless the caller says so.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from pipeline.errors import SharedError
from storage.captures import hash_file
from storage.captures.write import sync_folder

DIGEST_SUFFIX = ".sha256"
PASSING_SUFFIX = ".fetching"
"""The suffix of a file until it is complete; what a crash left is downloaded again."""

_STEP = 1 << 20
"""Bytes read at a time. Chosen by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """The objects below one URL; keys are relative paths."""

    url: str
    files: Any
    root: str
    failures: tuple[type[Exception], ...]

    def put(self, key: str, path: Path, *, replace: bool = False) -> bool:
        """Upload a file and compare what the store holds, byte for byte; False if it was stored already.

        Raises SharedError if the key holds other bytes and ``replace`` is not set, or the store fails.
        """
        digest, size = hash_file(path)
        with self._refusing(key):
            stored = self._read_digest(key)
            if stored == digest and self._size(key) == size:
                return False
            if stored and not replace:
                message = f"holds other bytes (SHA-256 {stored}) than {path} ({digest}), and is never overwritten."
                raise SharedError(f"{self.url}/{key} {message} Compare the two, and move the wrong one away.")
            if stored:
                self.files.rm_file(self._at(key + DIGEST_SUFFIX))
            self.files.put_file(str(path), self._at(key))
            found = self._hash(key)
            if found != digest:
                raise SharedError(f"{self.url}/{key} has SHA-256 {found} after its upload, expected {digest}. Try again.")
            line = f"{digest}  {PurePosixPath(key).name}\n"
            self.files.pipe_file(self._at(key + DIGEST_SUFFIX), line.encode())
        return True

    def get(self, key: str, path: Path) -> bool:
        """Download an object to a file, which appears only when complete and checked; False if there is no such object.

        Raises SharedError if its bytes do not match its digest.
        """
        with self._refusing(key):
            digest = self._read_digest(key)
            if digest is None:
                return False
            path.parent.mkdir(parents=True, exist_ok=True)
            passing = path.with_name(f"{path.name}.{secrets.token_hex(4)}{PASSING_SUFFIX}")
            try:
                self.files.get_file(self._at(key), str(passing))
                found, size = hash_file(passing)
                if found != digest:
                    message = f"has {size} bytes with SHA-256 {found}, expected {digest}. Restore it from a backup."
                    raise SharedError(f"{self.url}/{key} {message}")
                with passing.open("rb") as stream:
                    os.fsync(stream.fileno())
                passing.replace(path)
                sync_folder(path.parent)
            finally:
                passing.unlink(missing_ok=True)
        return True

    def measure(self, key: str) -> int | None:
        """Return the size in bytes of a complete object; None if there is none."""
        with self._refusing(key):
            return self._size(key) if self._read_digest(key) else None

    def read_note(self, key: str) -> str | None:
        """Read a small text; None if there is none."""
        with self._refusing(key):
            try:
                return bytes(self.files.cat_file(self._at(key))).decode()
            except FileNotFoundError:
                return None

    def write_note(self, key: str, text: str, *, only_new: bool = False) -> bool:
        """Write a small text atomically; False, with nothing written, if ``only_new`` and there is one."""
        with self._refusing(key):
            try:
                self.files.pipe_file(self._at(key), text.encode(), mode="create" if only_new else "overwrite")
            except FileExistsError:
                return False
        return True

    def list_sizes(self, prefix: str) -> dict[str, int]:
        """List the keys below a prefix in order, without those of the digests, with their sizes."""
        with self._refusing(prefix):
            try:
                found = self.files.find(self._at(prefix), detail=True)
            except FileNotFoundError:
                return {}
        sizes = {str(path).removeprefix(self.root).lstrip("/"): int(entry["size"]) for path, entry in sorted(found.items())}
        return {key: size for key, size in sizes.items() if not key.endswith(DIGEST_SUFFIX)}

    def list(self, prefix: str) -> tuple[str, ...]:
        """List the keys below a prefix in order, without those of the digests."""
        return tuple(self.list_sizes(prefix))

    def remove(self, key: str) -> None:
        """Remove an object, its digest first; a missing one is no error."""
        for each in (key + DIGEST_SUFFIX, key):
            with self._refusing(each):
                try:
                    self.files.rm_file(self._at(each))
                except FileNotFoundError:
                    continue

    def _at(self, key: str) -> str:
        return f"{self.root}/{key}"

    def _read_digest(self, key: str) -> str | None:
        try:
            return bytes(self.files.cat_file(self._at(key + DIGEST_SUFFIX))).decode().split()[0]
        except (FileNotFoundError, IndexError):
            return None

    def _size(self, key: str) -> int | None:
        try:
            return int(self.files.info(self._at(key))["size"])
        except FileNotFoundError:
            return None

    def _hash(self, key: str) -> str:
        digest = hashlib.sha256()
        with self.files.open(self._at(key), "rb", block_size=_STEP, cache_type="readahead") as stream:
            while piece := stream.read(_STEP):
                digest.update(piece)
        return digest.hexdigest()

    @contextmanager
    def _refusing(self, key: str) -> Iterator[None]:
        """Turn an error of the store into a SharedError that says what to do."""
        try:
            yield
        except self.failures as error:
            raise SharedError(f"{self.url}/{key}: {_say(error)}. {_advise(self.url)}") from error


def open_store(url: str) -> Store:
    """Open the store at a URL, such as ``s3://bucket/prefix``. Raises SharedError if its protocol is not available."""
    # Only an archive on several machines needs it, and importing it takes longer than a run without changes.
    import fsspec
    from fsspec.core import url_to_fs

    protocol = urlsplit(url).scheme
    options: dict[str, Any] = {"auto_mkdir": True} if protocol in ("file", "local") else {"use_listings_cache": False}
    try:
        fsspec.get_filesystem_class(protocol)
        files, root = url_to_fs(url, **options)
    except (ImportError, ValueError) as error:
        raise SharedError(f"{url} cannot be opened: {_say(error)}. {_advise(url)}") from error
    return Store(url=url, files=files, root=root.rstrip("/"), failures=_list_failures(protocol))


def _list_failures(protocol: str) -> tuple[type[Exception], ...]:
    """List the exceptions that a store's library raises if the store fails."""
    if protocol != "s3":
        return (OSError, ValueError)
    from botocore.exceptions import BotoCoreError, ClientError

    return (OSError, ValueError, BotoCoreError, ClientError)


def _say(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


def _advise(url: str) -> str:
    if urlsplit(url).scheme == "s3":
        return (
            "Install s3fs (`make cluster-setup`), make the bucket, and name the credentials and the endpoint in "
            "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_ENDPOINT_URL."
        )
    return "Correct ONRECORD_HOME, or install what serves such addresses."
