"""The state of a watched subject: from the health of a source, the checks of ``doctor``, or a check of stored bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pipeline.declarations import Source
from pipeline.health.source_verdicts import Verdict
from pipeline.run.read.source_health import SourceHealth
from storage.model import AlarmKind
from storage.model.findings import Check, Fixity

ARCHIVE: Final = "archive:"
"""The prefix of a subject that is a check of the archive; no source id has it."""

FIXITY: Final = f"{ARCHIVE}fixity"
"""The subject of the check of stored bytes."""

_MAX_LISTED_PROBLEMS = 5
"""At most this many problems are listed in an alarm; the rest is counted. Chosen by hand."""
_RESTORE = "Restore the named files from a backup (`onrecord restore`), then check again with `onrecord verify --all`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The state of a subject at one check: ``kind`` (WELL or what is wrong), since when, why, and what to do.

    ``proves`` False: a WELL does not end an open alarm, because only a sample was checked.
    """

    subject: str
    title: str
    kind: AlarmKind
    since: datetime
    why: tuple[str, ...] = ()
    advice: str = ""
    proves: bool = True


def read_health(source: Source, health: SourceHealth, *, now: datetime) -> Finding | None:
    """Make a finding from a source's health; None if it never had a regular run, such as a source that was only imported."""
    if not health.followed:
        return None
    return Finding(
        subject=source.id,
        title=source.title,
        kind=AlarmKind.WELL if health.verdict is Verdict.HEALTHY else AlarmKind(health.verdict.value),
        since=health.since or now,
        why=health.why,
        advice=health.advice,
    )


def read_doctor(checks: Iterable[Check], *, now: datetime) -> tuple[Finding, ...]:
    """Make one finding for each check of ``pipeline.run.maintaining.diagnose``."""
    return tuple(
        Finding(
            subject=f"{ARCHIVE}{check.name}",
            title=f"Check of the archive: {check.name}",
            kind=AlarmKind.WELL if check.holds else AlarmKind.DOCTOR,
            since=now,
            why=(check.detail,),
            advice=check.remedy,
        )
        for check in checks
    )


def read_fixity(checked: Fixity, *, sample: int | None, now: datetime) -> Finding:
    """Make a finding from a check of stored bytes (``pipeline.run.maintaining.verify``) of a sample, or of all (None)."""
    problems = checked.problems
    more = [f"and {len(problems) - _MAX_LISTED_PROBLEMS} more"] if len(problems) > _MAX_LISTED_PROBLEMS else []
    return Finding(
        subject=FIXITY,
        title="Check of the archive: stored bytes against their digests",
        kind=AlarmKind.FIXITY if problems else AlarmKind.WELL,
        since=now,
        why=(*problems[:_MAX_LISTED_PROBLEMS], *more) or (f"{checked.checked} records checked, all as stored",),
        advice=_RESTORE if problems else "",
        proves=bool(problems) or sample is None,
    )
