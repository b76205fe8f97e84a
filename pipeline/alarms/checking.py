"""Check the archive for alarms: the checks of ``doctor``, and stored bytes against their digests."""

from __future__ import annotations

from datetime import datetime

from pipeline.alarms.findings import FIXITY, Finding, read_doctor, read_fixity
from pipeline.home import Home
from pipeline.run.maintaining import diagnose, verify
from pipeline.run.opening import reading
from storage.health.told_alarms import find_latest
from storage.model import AlarmKind


def check_archive(home: Home, *, now: datetime, sample: int) -> tuple[Finding, ...]:
    """Run the checks of ``doctor`` and hash a sample of the stored records, or all of them while a fixity alarm is open.

    Only hashing all records can end such an alarm. Without an archive, return no findings.
    """
    if not home.archive.exists():
        return ()
    with reading(home) as db:
        known = find_latest(db).get(FIXITY)
    number = sample if known is None or known.kind is AlarmKind.WELL else None
    return (*read_doctor(diagnose(home), now=now), read_fixity(verify(home, sample=number), sample=number, now=now))
