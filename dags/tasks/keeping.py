"""What the parts of upkeep do: each returns a line for the report, or fails its task with the reason and what to do."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from dags.tasks.concluding import log_lines
from dags.tasks.notes import write_note
from dags.tasks.tables import lay_out
from dags.tasks.working import failing_for_good
from pipeline.home import find_home

BACKUP = "ONRECORD_BACKUP"
"""The environment variable that names the folder to which upkeep copies the archive."""

SAMPLE = 200
_FAIR = ("healthy", "untried")
_NO_ARCHIVE = "there is no archive yet"


def repair() -> str:
    """Bring back what a crash left; runs that are at work are left alone."""
    from pipeline.run.recovering import heal

    with failing_for_good():
        heal(find_home())
    return "repaired what was left behind, if anything was"


def diagnose() -> str:
    """Examine the archive; what does not hold fails the task."""
    from pipeline.run.upkeep import diagnose as diagnose_archive

    if not find_home().archive.exists():
        return _NO_ARCHIVE
    with failing_for_good():
        findings = diagnose_archive(find_home())
    log_lines(lay_out(("check", "finding"), [(each["name"], each["detail"]) for each in findings]))
    broken = [f"{each['name']}: {each['detail']}. {each['remedy']}" for each in findings if not each["holds"]]
    _fail(broken)
    return f"{len(findings)} checks hold"


def check_fixity() -> str:
    """Check a sample of the stored records against their digests; a problem fails the task."""
    from pipeline.run.upkeep import verify

    if not find_home().archive.exists():
        return _NO_ARCHIVE
    with failing_for_good():
        found = verify(find_home(), sample=SAMPLE)
    problems = found["problems"]
    _fail(
        [*problems[:5], "Restore the files named from a backup; `onrecord verify --all` lists every problem."]
        if problems
        else ()
    )
    return f"a sample of {SAMPLE} records is as it was stored"


def back_up() -> str:
    """Copy the archive to the folder that the environment names; skipped without one."""
    from pipeline.run.upkeep import backup

    if not os.environ.get(BACKUP):
        raise AirflowSkipException(f"{BACKUP} names no folder: nothing is backed up.")
    if not find_home().archive.exists():
        return _NO_ARCHIVE
    with failing_for_good():
        done = backup(find_home(), Path(os.environ[BACKUP]))
    return f"{done['copied']} new files copied to {os.environ[BACKUP]}, {done['checked']} records checked there"


def judge_sources() -> str:
    """Judge every source that has run, and raise the alarms that are due."""
    from pipeline.alarms import raise_alarms

    from pipeline.registry.sources import load_sources
    from pipeline.run.health import judge_sources as judge

    found = {name: health for name, health in judge(find_home(), load_sources()).items() if health.runs}
    rows = [(name, health.verdict, "; ".join(health.why)) for name, health in found.items()]
    log_lines(lay_out(("source", "verdict", "why"), rows))
    raised = raise_alarms(find_home())
    return _count_verdicts(health.verdict for health in found.values()) + _count_alarms(raised)


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
    write_note(dag_run.dag_id, dag_run.run_id, text)
    _fail(
        [
            f"{part} did not end well; its log says why"
            for part, line in found.items()
            if line is None and not _is_optional(part)
        ]
    )


def _is_optional(part: str) -> bool:
    return part == "back_up" and not os.environ.get(BACKUP)


def _say_why(part: str) -> str:
    return f"skipped: {BACKUP} is not set" if _is_optional(part) else "failed: see its log"


def _count_verdicts(verdicts: Iterable[str]) -> str:
    found = list(verdicts)
    bad = [verdict for verdict in found if verdict not in _FAIR]
    return f"{len(found)} sources judged, {len(bad)} of them not healthy"


def _count_alarms(raised: Sequence[Mapping[str, Any]] | Sequence[object]) -> str:
    return f", {len(raised)} alarms raised or called off"


def _fail(problems: Sequence[str]) -> None:
    if problems:
        raise AirflowFailException(" ".join(problems))
