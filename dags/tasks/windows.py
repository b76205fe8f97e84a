"""Cut a backfill into windows: each source by month, the newest month first. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One source over some days, both included (None: unbounded); ``label`` is its name in Airflow's pages."""

    label: str
    source: str
    since: dt.date | None
    until: dt.date | None

    def to_json(self) -> dict[str, Any]:
        """Return the window as JSON types, as Airflow passes it between tasks."""
        days = {"since": self.since and self.since.isoformat(), "until": self.until and self.until.isoformat()}
        return {"label": self.label, "source": self.source, **days}


def read_window(values: dict[str, Any]) -> Window:
    """Read a window from JSON types."""
    since, until = (values[name] and dt.date.fromisoformat(values[name]) for name in ("since", "until"))
    return Window(label=values["label"], source=values["source"], since=since, until=until)


def cut_windows(sources: Sequence[str], since: dt.date, until: dt.date) -> tuple[Window, ...]:
    """Return a window for each month and source, the newest month first, its sources side by side."""
    months = sorted(cut_months(since, until), reverse=True)
    return tuple(
        Window(label=f"{source} {first:%Y-%m}", source=source, since=first, until=last)
        for first, last in months
        for source in sources
    )


def span_windows(sources: Iterable[str], since: dt.date | None, until: dt.date | None) -> tuple[Window, ...]:
    """Return one window for each source, over all the days."""
    return tuple(Window(label=source, source=source, since=since, until=until) for source in sources)


def cut_months(since: dt.date, until: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield the months from one day to another, the first and the last as far as they are asked for."""
    first = since
    while first <= until:
        following = (first.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        yield first, min(until, following - dt.timedelta(days=1))
        first = following
