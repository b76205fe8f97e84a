"""Say what a run failed on."""

from __future__ import annotations

from pipeline.home import Home
from pipeline.run.opening import reading
from storage.model.findings import FailedLead
from storage.reading.failed import list_failed_leads as list_failed_in


def list_failed_leads(home: Home, run: str, source: str, *, limit: int) -> list[FailedLead]:
    """List the leads of a run that failed, at most ``limit``, in the order in which they did."""
    with reading(home) as db:
        return list_failed_in(db, run, source, limit=limit)
