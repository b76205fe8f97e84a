"""Choose which known pages a run revisits, within its budget. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import Enum

from pipeline.declarations import Method, Source
from pipeline.fetch.walks.host_ownership import own_host
from pipeline.fetch.walks.leads import choose_leads
from storage.model import Lead, Outcome, Page

_BUDGET_PARTS = 5
"""One part in five of a budget goes to the pages not requested for longest, of any age; at most one to failing pages. Chosen by
hand."""


class Again(Enum):
    """Which pages that were captured before a run requests again."""

    LISTED = "listed"
    """Those on its lists, and those that are due: a manual run."""

    DUE = "due"
    """Those that are due by the source's revisit policy: a scheduled run."""

    NEVER = "never"
    """None: a backfill resumes where it stopped."""


FindPage = Callable[[str], Page | None]
"""Finds when an address of the source was requested."""

ListDue = Callable[[datetime], Iterable[Page]]
"""Lists the pages of the source that are due for a revisit at an instant, in the order of revisiting."""


def list_revisitable(source: Source, due: Iterable[Page]) -> list[Page]:
    """Leave out pages that are not on the source's own hosts, such as a web archive's copies of them."""
    if source.discovery.method in (Method.WAYBACK, Method.API):
        return []
    return [page for page in due if own_host(source, page.url) and any(choose_leads([Lead(url=page.url)], source.discovery))]


def choose_looks(due: Sequence[Page], budget: int) -> list[Page]:
    """Choose within a budget: the first that are due; with a part of it those not requested for longest; and last, with at
    most another part, those whose last request failed, in turn, so that a few that always fail do not starve the others."""
    part = budget // _BUDGET_PARTS
    failing = sorted((page for page in due if page.outcome is Outcome.FAILED), key=_last_asked)[:part]
    well = [page for page in due if page.outcome is not Outcome.FAILED]
    room = budget - len(failing)
    if len(well) <= room:
        return well + failing
    first, rest = well[: room - part], well[room - part :]
    return first + sorted(rest, key=_last_asked)[:part] + failing


def _last_asked(page: Page) -> datetime:
    return page.asked_at
