"""What the parts of upkeep do: each returns a line for the report, or fails its task with the reason and what to do."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from dags.tasks.concluding import log_lines
from dags.tasks.notes import write_note
from dags.tasks.tables import lay_out
from dags.tasks.working import failing_for_good
from pipeline.home import find_home
from storage.model.codec import from_json, to_json
from storage.model.findings import Check, Fixity

if TYPE_CHECKING:
    from pipeline.alarms import Finding

BACKUP = "ONRECORD_BACKUP"
"""The environment variable that names the folder to which upkeep copies the archive."""

SNAPSHOT = "ONRECORD_SNAPSHOT"
"""The environment variable that names the file to which upkeep copies the database for readers."""

_OPTIONAL = {"back_up": BACKUP, "make_snapshot": SNAPSHOT}
"""The parts that do nothing unless a variable of the environment is set."""

SAMPLE = 200
"""The stored records that upkeep hashes each time. Chosen by hand: hashing all takes time with the archive; `onrecord verify`
does."""
CHECKS, CHECKED = "checks", "checked"
"""The XCom keys of what the doctor and the check of bytes found, for the alarms."""

_RESTORE = "Restore the files named from a backup; `onrecord verify --all` lists every problem."
_NO_ARCHIVE = "there is no archive yet"


def repair() -> str:
    """Finish what a crash left; runs that are at work are left alone. What cannot be finished fails the task."""
    from pipeline.run.collect.recovering import recover

    with failing_for_good():
        done = recover(find_home())
    _fail([f"{name} could not be repaired: {why}" for name, why in done.refused])
    return f"{len(done.loaded)} runs finished that had died, {len(done.at_work)} at work left alone"


def diagnose(ti: Any) -> str:
    """Examine the archive; what does not hold fails the task."""
    from pipeline.run.maintaining import diagnose as diagnose_archive

    if not find_home().archive.exists():
        return _NO_ARCHIVE
    with failing_for_good():
        checks = diagnose_archive(find_home())
    ti.xcom_push(key=CHECKS, value=[to_json(check) for check in checks])
    log_lines(lay_out(("check", "finding"), [(each.name, each.detail) for each in checks]))
    _fail([f"{each.name}: {each.detail}. {each.remedy}" for each in checks if not each.holds])
    return f"{len(checks)} checks hold"


def check_fixity(ti: Any) -> str:
    """Check a sample of the stored records against their digests; a problem fails the task."""
    from pipeline.run.maintaining import verify

    if not find_home().archive.exists():
        return _NO_ARCHIVE
    with failing_for_good():
        found = verify(find_home(), sample=SAMPLE)
    ti.xcom_push(key=CHECKED, value=to_json(found))
    log_lines("\n".join(found.problems))
    _fail([*found.problems[:5], _RESTORE] if found.problems else ())
    return f"{found.checked} records checked, all as stored"


def back_up() -> str:
    """Copy the archive to the folder that the environment names; skipped without one."""
    from pipeline.run.maintaining import backup

    if not os.environ.get(BACKUP):
        raise AirflowSkipException(f"{BACKUP} names no folder: nothing is backed up.")
    if not find_home().archive.exists():
        return _NO_ARCHIVE
    with failing_for_good():
        done = backup(find_home(), Path(os.environ[BACKUP]))
    return f"{done.copied} new files copied to {os.environ[BACKUP]}, {done.checked} records checked there"


def make_snapshot() -> str:
    """Copy the database for readers, without what was withdrawn, to the file that the environment names; else skipped."""
    from pipeline.run.maintaining import snapshot

    if not os.environ.get(SNAPSHOT):
        raise AirflowSkipException(f"{SNAPSHOT} names no file: no snapshot is made.")
    if not find_home().archive.exists():
        return _NO_ARCHIVE
    with failing_for_good():
        size = snapshot(find_home(), Path(os.environ[SNAPSHOT]))
    return f"a snapshot of {size:,} bytes is at {os.environ[SNAPSHOT]}"


def raise_alarms(ti: Any) -> str:
    """Judge every scheduled source, and tell what turned, findings of the checks before included."""
    from pipeline.alarms import read_doctor, read_fixity

    now = datetime.now(UTC).replace(microsecond=0)
    checks, checked = (ti.xcom_pull(task_ids=part, key=key) for part, key in (("diagnose", CHECKS), ("check_fixity", CHECKED)))
    return _tell(
        now,
        [
            *(read_doctor([from_json(Check, each) for each in checks], now=now) if checks else ()),
            *([read_fixity(from_json(Fixity, checked), sample=SAMPLE, now=now)] if checked else ()),
        ],
    )


def tell_follows() -> str:
    """Look at all that readers follow, and tell what is due; what cannot be told fails the task."""
    from dags.tasks.connections import read_alarm_settings
    from pipeline.following import watch_follows

    with failing_for_good():
        seen = watch_follows(find_home(), now=datetime.now(UTC), settings=read_alarm_settings(os.environ))
    _fail(list(seen.failures))
    return f"{seen.follows} followed, {seen.entries} new entries, {seen.told} messages sent"


def tell_turns(dag_run: Any) -> str:
    """Judge every scheduled source, and tell what turned; the run's note lists it."""
    found = _tell(datetime.now(UTC).replace(microsecond=0), ())
    write_note(dag_run.dag_id, dag_run.run_id, found)
    return found


def _tell(now: datetime, findings: Sequence[Finding]) -> str:
    from dags.tasks.connections import read_alarm_settings
    from pipeline.alarms import watch

    with failing_for_good():
        seen = watch(find_home(), now=now, settings=read_alarm_settings(os.environ), findings=findings)
    for alarm in seen.turned:
        log_lines(f"{alarm.kind.value}: {alarm.title}: {'; '.join(alarm.why)} {alarm.advice}", logging.WARNING)
    _fail(list(seen.failures))
    return f"{len(seen.turned)} turned: {', '.join(f'{each.subject} {each.kind.value}' for each in seen.turned) or 'nothing'}"


def create_pools() -> str:
    """Create the pools of sources that were added."""
    from dags.pools import list_pools
    from dags.tasks.notes import create_pool

    created = [name for name, fields in list_pools().items() if create_pool(name, fields)]
    return f"{len(created)} pools are there"


def report(parts: Sequence[str], *, ti: Any, dag_run: Any) -> None:
    """Write what each part found into the run's note; fail if one did not end well."""
    found = {part: ti.xcom_pull(task_ids=part) for part in parts}
    text = lay_out(("part", "found"), [(part, line or _say_why(part)) for part, line in found.items()])
    log_lines(text)
    write_note(dag_run.dag_id, dag_run.run_id, f"```\n{text}\n```")
    _fail(
        [
            f"{part} did not end well; its log says why"
            for part, line in found.items()
            if line is None and not _is_optional(part)
        ]
    )


def _is_optional(part: str) -> bool:
    return part in _OPTIONAL and not os.environ.get(_OPTIONAL[part])


def _say_why(part: str) -> str:
    return f"skipped: {_OPTIONAL[part]} is not set" if _is_optional(part) else "failed: see its log"


def _fail(problems: Sequence[str]) -> None:
    if problems:
        raise AirflowFailException(" ".join(problems))
