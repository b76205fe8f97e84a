"""Look at all that is followed, store what is new, and tell the channels that are due."""

from __future__ import annotations

import fcntl
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlite_utils import Database

from pipeline.alarms.alarm_settings import AlarmSettings
from pipeline.declarations import Source
from pipeline.following.telling_news import tell_due
from pipeline.health.source_verdicts import Verdict
from pipeline.home import Home
from pipeline.registry.declared_sources import load_sources
from pipeline.run.opening import bring_up_to_date, reading
from pipeline.run.read.following import find_presence
from pipeline.run.read.source_health import judge_sources
from storage.database.archive import open_writer
from storage.errors import StorageError
from storage.export.cited_items import find_cited
from storage.follows.followed import list_follows, note_look
from storage.follows.looking import look
from storage.model.findings import Cited
from storage.model.follows import EntryKind, Follow, FollowEntry, FollowKind
from storage.model.verdicts import State

_DUMB: Final = frozenset({Verdict.SILENT, Verdict.BROKEN, Verdict.BLOCKED, Verdict.LATE})
_ABSENT: Final = frozenset({State.DELETED, State.GONE, State.SOFT_404})
_PRESENCE, _SOURCE = "presence", "source"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowWatch:
    """The result of one look: the numbers of things followed and of entries, of messages sent, and why one could not be."""

    follows: int = 0
    entries: int = 0
    told: int = 0
    failures: tuple[str, ...] = ()


def watch_follows(
    home: Home, *, now: datetime, settings: AlarmSettings, sources: Iterable[Source] | None = None
) -> FollowWatch:
    """Look at all that is followed and tell what is due. Two looks never overlap on one machine.

    ``sources`` are the declared ones, unless others are given.
    News is stored before it is told, and the telling afterwards: what a channel missed is told at the next look.
    """
    if not home.archive.exists():
        return FollowWatch()
    bring_up_to_date(home)
    now = now.replace(microsecond=0)
    with _looking(home):
        with reading(home) as db:
            follows = list_follows(db)
            standing = {follow.id: _find_standing(db, follow) for follow in follows}
        health = _judge(home, {source for _, source in standing.values() if source}, sources, now)
        entries = sum(_look(home, follow, standing[follow.id], health, now) for follow in follows)
        told, failures = tell_due(home, follows, settings, now=now)
    return FollowWatch(follows=len(follows), entries=entries, told=told, failures=failures)


def _look(
    home: Home, follow: Follow, standing: tuple[State | None, str | None], health: Mapping[str, Verdict], now: datetime
) -> int:
    presence, source = standing
    state = dict(follow.state or {})
    with open_writer(home.archive) as db, db.atomic():
        entries = look(db, follow, now=now)
        entries += _notice_presence(follow, state, presence, now)
        entries += _notice_source(follow, state, health.get(source) if source else None, now)
        note_look(db, follow, entries, state, now=now)
    return len(entries)


def _find_standing(db: Database, follow: Follow) -> tuple[State | None, str | None]:
    """Return of a quote or document followed whether its publisher shows it, and its source; of others None."""
    if follow.kind not in (FollowKind.QUOTE, FollowKind.DOCUMENT):
        return None, None
    try:
        found = find_cited(db, follow.subject)
    except StorageError:
        return None, None
    if not isinstance(found, Cited):
        return None, None
    return find_presence(db, found.document.id).state, found.source


def _notice_presence(follow: Follow, state: dict[str, str], presence: State | None, now: datetime) -> Iterator[FollowEntry]:
    if presence is None:
        return
    before, absent = state.get(_PRESENCE), presence in _ABSENT
    if absent != (before in _ABSENT):
        yield _entry(follow, EntryKind.ABSENT if absent else EntryKind.PRESENT, presence.value if absent else "", now)
    if absent or presence is State.PRESENT or before is None:
        state[_PRESENCE] = presence.value
    # What cannot be seen now (blocked, a login) changes nothing of what was known.


def _notice_source(follow: Follow, state: dict[str, str], verdict: Verdict | None, now: datetime) -> Iterator[FollowEntry]:
    if verdict is None:
        return
    before, dumb = state.get(_SOURCE), verdict in _DUMB
    if dumb != (before is not None and Verdict(before) in _DUMB):
        yield _entry(follow, EntryKind.SILENT if dumb else EntryKind.SPEAKING, verdict.value if dumb else "", now)
    state[_SOURCE] = verdict.value


def _judge(home: Home, cited: set[str], sources: Iterable[Source] | None, now: datetime) -> Mapping[str, Verdict]:
    """Judge the sources of what is cited; one that was only imported has no health."""
    declared = (load_sources() if sources is None else sources) if cited else ()
    watched = [source for source in declared if source.id in cited and source.schedule]
    found = judge_sources(home, watched, now=now) if watched else {}
    return {id_: health.verdict for id_, health in found.items() if health.followed}


def _entry(follow: Follow, kind: EntryKind, detail: str, now: datetime) -> FollowEntry:
    is_quote = follow.kind is FollowKind.QUOTE
    return FollowEntry(
        kind=kind,
        quote=follow.subject if is_quote else None,
        document=None if is_quote else follow.subject,
        number=1,
        noticed_at=now,
        detail=detail,
    )


@contextmanager
def _looking(home: Home) -> Iterator[None]:
    """Hold the lock of the look, so that nothing is told twice."""
    home.state.mkdir(parents=True, exist_ok=True)
    with (home.state / "follows.lock").open("ab") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
