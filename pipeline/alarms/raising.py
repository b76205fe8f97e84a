"""Check everything that is watched, store what changed, and send alarms."""

from __future__ import annotations

import fcntl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.alarms.alarm_settings import AlarmSettings
from pipeline.alarms.channels import list_channels
from pipeline.alarms.findings import Finding, read_health
from pipeline.alarms.sending_alarms import tell_alive, tell_untold
from pipeline.alarms.turning import find_dropped, find_turns
from pipeline.declarations import Source
from pipeline.home import Home
from pipeline.registry.declared_sources import load_sources
from pipeline.run.opening import bring_up_to_date, reading
from pipeline.run.read.source_health import judge_sources
from storage.database.archive import open_writer
from storage.health.told_alarms import add_alarms, find_latest
from storage.model import Alarm, AlarmKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """The result of one check: the subjects whose state changed, and why an alarm could not be sent."""

    turned: tuple[Alarm, ...] = ()
    failures: tuple[str, ...] = ()


def raise_alarms(home: Home, *, now: datetime, settings: AlarmSettings, findings: Sequence[Finding] = ()) -> tuple[Alarm, ...]:
    """Judge all scheduled sources, send an alarm for each change through every channel, and return the alarms.

    ``findings`` are the results of ``doctor`` or of a check of stored bytes (``read_doctor``, ``read_fixity``); a subject that
    is not among them keeps its last state.
    """
    return watch(home, now=now, settings=settings, findings=findings).turned


def watch(
    home: Home,
    *,
    now: datetime,
    settings: AlarmSettings,
    findings: Sequence[Finding] = (),
    sources: Iterable[Source] | None = None,
) -> Watch:
    """Do what ``raise_alarms`` does, for the declared sources or others, and return also what could not be sent.

    A change is stored before it is sent, and the sending is stored afterwards: what a channel missed is sent again at the next
    check. Two checks never overlap on one machine. Where all went well, the heartbeat is sent.
    """
    seen = _watch(home, now=now, settings=settings, findings=findings, sources=sources) if home.archive.exists() else Watch()
    return seen if seen.failures else replace(seen, failures=tuple(tell_alive(home, settings)))


def _watch(
    home: Home, *, now: datetime, settings: AlarmSettings, findings: Sequence[Finding], sources: Iterable[Source] | None
) -> Watch:
    bring_up_to_date(home)
    with _looking(home):
        turned = look(home, now=now, findings=findings, sources=sources)
        if turned:
            with open_writer(home.archive) as db:
                add_alarms(db, turned)
        failures = [
            failure
            for channel in list_channels(home, settings)
            for failure in tell_untold(home, channel, deadline_s=settings.deadline_s, now=now)
        ]
    return Watch(turned=turned, failures=tuple(failures))


def look(
    home: Home, *, now: datetime, findings: Sequence[Finding] = (), sources: Iterable[Source] | None = None
) -> tuple[Alarm, ...]:
    """Judge all scheduled sources and return which subjects changed since their last stored state; stores and sends nothing."""
    if not home.archive.exists():
        return ()
    watched = [source for source in (load_sources() if sources is None else sources) if source.schedule]
    health = judge_sources(home, watched, now=now)
    found = [read_health(source, health[source.id], now=now) for source in watched]
    with reading(home) as db:
        latest = find_latest(db)
    dropped = find_dropped(latest, {source.id for source in watched}, now=now)
    known = [finding for finding in found if finding is not None]
    return find_turns([*known, *dropped, *findings], latest, now=now)


def list_open(home: Home, *, now: datetime, sources: Iterable[Source] | None = None) -> tuple[Alarm, ...]:
    """List what is wrong now, longest first, with current reasons, whether or not it was sent."""
    if not home.archive.exists():
        return ()
    watched = [source for source in (load_sources() if sources is None else sources) if source.schedule]
    with reading(home) as db:
        latest = dict(find_latest(db))
    latest |= {alarm.subject: alarm for alarm in look(home, now=now, sources=watched)}
    health = judge_sources(home, [source for source in watched if source.id in latest], now=now)
    known = (replace(alarm, why=health[alarm.subject].why) if alarm.subject in health else alarm for alarm in latest.values())
    return tuple(sorted((alarm for alarm in known if alarm.kind is not AlarmKind.WELL), key=lambda alarm: alarm.since))


@contextmanager
def _looking(home: Home) -> Iterator[None]:
    """Hold the lock of the check, so that no alarm is sent twice."""
    home.state.mkdir(parents=True, exist_ok=True)
    with (home.state / "alarms.lock").open("ab") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
