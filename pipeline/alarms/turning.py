"""Find which subjects changed: compare their current state with their last stored one. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from pipeline.alarms.findings import ARCHIVE, Finding
from storage.model import Alarm, AlarmKind

_ORDER = list(AlarmKind)


def find_turns(findings: Iterable[Finding], latest: Mapping[str, Alarm], *, now: datetime) -> tuple[Alarm, ...]:
    """Return an alarm for each subject whose kind differs from its last stored one; a subject never seen counts as WELL.

    If a subject has several findings, the worst counts.
    """
    worst: dict[str, Finding] = {}
    for finding in findings:
        known = worst.get(finding.subject)
        if known is None or _ORDER.index(finding.kind) < _ORDER.index(known.kind):
            worst[finding.subject] = finding
    turned = (_find_turn(finding, latest.get(finding.subject), now) for finding in worst.values())
    return tuple(alarm for alarm in turned if alarm is not None)


def find_dropped(latest: Mapping[str, Alarm], scheduled: Collection[str], *, now: datetime) -> tuple[Finding, ...]:
    """Return findings that end the alarms of sources that are no longer scheduled."""
    return tuple(
        Finding(
            subject=subject,
            title=alarm.title,
            kind=AlarmKind.WELL,
            since=now,
            why=("it is no longer scheduled, so it is no longer watched",),
        )
        for subject, alarm in latest.items()
        if alarm.kind is not AlarmKind.WELL and not subject.startswith(ARCHIVE) and subject not in scheduled
    )


def _find_turn(finding: Finding, last: Alarm | None, now: datetime) -> Alarm | None:
    before = last.kind if last else AlarmKind.WELL
    if finding.kind is before or (finding.kind is AlarmKind.WELL and not finding.proves):
        return None
    return Alarm(
        subject=finding.subject,
        title=finding.title,
        kind=finding.kind,
        since=finding.since,
        noticed_at=now,
        why=finding.why,
        advice=finding.advice,
        before=before,
        before_since=last.since if last else None,
    )
