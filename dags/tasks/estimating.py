"""What a dry run of a backfill found: how much each window would ask for, as it passes between tasks and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dags.tasks.tables import lay_out
from storage.model.codec import from_json, to_json

if TYPE_CHECKING:
    from pipeline.run.collect.fetching import Estimate

_ESTIMATE = "estimate"
_SECONDS_AN_HOUR = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimated:
    """What one window of a source would ask for."""

    label: str
    source: str
    estimate: Estimate

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON types, for an XCom."""
        return {"label": self.label, "source": self.source, _ESTIMATE: to_json(self.estimate)}


def is_estimated(values: Mapping[str, Any]) -> bool:
    """Say whether an XCom is an estimate, and not the outcome of a run."""
    return _ESTIMATE in values


def read_estimated(values: Mapping[str, Any]) -> Estimated:
    """Read an estimate from an XCom."""
    from pipeline.run.collect.fetching import Estimate  # slow to import; only a dry run needs it

    return Estimated(label=values["label"], source=values["source"], estimate=from_json(Estimate, values[_ESTIMATE]))


def tabulate_estimates(estimated: Sequence[Estimated]) -> str:
    """Lay out what a backfill would ask for, and the hours that it takes at least."""
    found = [each.estimate for each in estimated]
    rows: list[tuple[object, ...]] = [
        (each.label, each.estimate.leads, each.estimate.known, each.estimate.requests, _hours(each.estimate.seconds))
        for each in estimated
    ]
    counts = (sum(each.leads for each in found), sum(each.known for each in found), sum(each.requests for each in found))
    total = ("total", *counts, _hours(_longest(estimated)))
    return lay_out(("", "leads", "captured before", "requests", "hours at least"), [*rows, total])


def _longest(estimated: Sequence[Estimated]) -> float:
    """Return the seconds that the slowest source takes: the requests to one host follow each other, hosts are asked at once."""
    seconds: dict[str, float] = {}
    for each in estimated:
        seconds[each.source] = seconds.get(each.source, 0.0) + each.estimate.seconds
    return max(seconds.values(), default=0.0)


def _hours(seconds: float) -> str:
    return f"{seconds / _SECONDS_AN_HOUR:.2f}"
