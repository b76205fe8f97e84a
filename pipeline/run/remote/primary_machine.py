"""Distinguish the machine with an archive's database from those that only collect for it, and keep the latter informed.

An archive on several machines has one loader. It claims the object store when it first loads, and publishes an excerpt of the
database there. A machine without a database of its own reads the newest excerpt.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.errors import SharedError
from pipeline.home import Home
from pipeline.run.remote.object_store import Store, open_store
from storage.database.archive import open_reader
from storage.database.excerpt import write_excerpt
from storage.loading.tallies import newest_load
from storage.model.codec import format_instant, read_instant

EXCERPT_EVERY = timedelta(minutes=10)
"""The longest time until other machines see what was loaded, while more is loaded. Chosen by hand."""

_INTERVAL_PER_PUBLISHING_TIME = 20
"""Publishing excerpts takes at most a twentieth (1 / 20) of a loader's time, unless the longest interval is reached. Chosen by
hand."""

_OWNER = "archive/owner.json"
_NEWEST = "archive/newest.json"
_EXCERPTS = "archive/excerpts"
_KEPT_EXCERPTS = 3
"""The number of excerpts kept: a machine may still be downloading an older one. Chosen by hand."""


def has_archive(home: Home) -> bool:
    """Say whether this machine holds the archive's database, and does not only collect for it."""
    return home.store is None or home.archive.exists()


def require_archive(home: Home) -> None:
    """Raise SharedError if this machine only collects for the archive."""
    if not has_archive(home):
        raise SharedError(
            f"The database of {home.store} is not on this machine, which only collects for it. Ask on the machine that loads."
        )


def claim(home: Home) -> None:
    """Make sure that the archive is written on this machine only; the first machine that writes to a store claims it.

    Raises SharedError if another machine holds the archive.
    """
    if home.store is None:
        return
    store, path = open_store(home.store), _find_own(home)
    if not path.exists():
        # Written before the claim, so that a crash in between does not lock us out of our own archive.
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_hex(8))
    ours = path.read_text()
    claimed = {"id": ours, "machine": socket.gethostname(), "since": format_instant(_now())}
    if store.write_note(_OWNER, json.dumps(claimed), only_new=True):
        return
    held: dict[str, Any] = json.loads(store.read_note(_OWNER) or "{}")
    if held.get("id") != ours:
        raise SharedError(
            f"{home.store} is the archive of machine {held.get('machine')} since {held.get('since')}: only it loads. Send "
            f"loads there by ONRECORD_LOADER_QUEUE, or remove {home.store}/{_OWNER} if that machine is gone for good."
        )


def publish_excerpt(home: Home, *, sparingly: bool = False) -> bool:
    """Publish an excerpt of the archive if something was loaded since the last one.

    ``sparingly``: so seldom that a loader loses little time; see ``choose_interval``. Returns whether one was published.
    Without a store, or an archive, nothing is done.
    """
    if home.store is None or not home.archive.exists():
        return False
    store, started = open_store(home.store), time.monotonic()
    newest = _read_newest(store)
    if newest and newest["load"] == _newest_load(home):
        return False
    if newest and sparingly and _now() - read_instant(newest["at"]) < choose_interval(newest["took_s"]):
        return False
    at, path = _now(), home.state / f"published.{os.getpid()}.db"
    load = write_excerpt(home.archive, path)
    key = f"{_EXCERPTS}/{at:%Y%m%dT%H%M%SZ}-{load:09}.db"
    store.put(key, path, replace=True)
    path.unlink()
    took_s = round(time.monotonic() - started, 3)
    store.write_note(_NEWEST, json.dumps({"key": key, "at": format_instant(at), "load": load, "took_s": took_s}))
    for old in store.list(_EXCERPTS)[:-_KEPT_EXCERPTS]:
        store.remove(old)
    return True


def choose_interval(took_s: float) -> timedelta:
    """Choose the interval between excerpts while more is loaded, by how long the last one took to publish."""
    return min(EXCERPT_EVERY, timedelta(seconds=took_s * _INTERVAL_PER_PUBLISHING_TIME))


def find_archive(home: Home) -> Path:
    """Return the database of what is known: this machine's own, else the newest excerpt, downloaded if it is newer.

    The file may be missing if nothing was loaded yet.
    """
    if home.store is None or home.archive.exists():
        return home.archive
    store = open_store(home.store)
    note = home.excerpt.with_suffix(".json")
    for _ in range(_KEPT_EXCERPTS):
        newest = _read_newest(store)
        if newest is None or (home.excerpt.exists() and note.exists() and json.loads(note.read_text()) == newest):
            break
        if store.get(newest["key"], home.excerpt):
            note.write_text(json.dumps(newest))
            break
    return home.excerpt


def _read_newest(store: Store) -> dict[str, Any] | None:
    text = store.read_note(_NEWEST)
    found: dict[str, Any] | None = json.loads(text) if text else None
    return found


def _newest_load(home: Home) -> int:
    db = open_reader(home.archive)
    try:
        return newest_load(db)
    finally:
        db.close()


def _find_own(home: Home) -> Path:
    """Return the file with the id under which this machine claimed the store; it belongs to the database in the same folder."""
    return home.archive.with_suffix(".owner")


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
