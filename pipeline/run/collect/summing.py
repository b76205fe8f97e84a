"""Sum the Tallies of several runs over one source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from storage.model import Tally


def sum_by_source(tallies: Iterable[Tally]) -> list[Tally]:
    """Sum Tallies by their sources, in the order in which these come first; the Tally of a single run stays as it is."""
    groups: dict[str, list[Tally]] = {}
    for tally in tallies:
        groups.setdefault(tally.source, []).append(tally)
    return [group[0] if len(group) == 1 else _sum(group) for group in groups.values()]


def _sum(group: Sequence[Tally]) -> Tally:
    reasons: Counter[str] = Counter()
    for each in group:
        reasons.update(dict(each.reasons))
    listed = [each.listed for each in group if each.listed is not None]
    counts = "new unchanged revised skipped failed quotes due deferred".split()
    return replace(
        group[0],
        run=None,
        **{name: sum(getattr(each, name) for each in group) for name in counts},
        reasons=tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
        stops=tuple(dict.fromkeys(stop for each in group for stop in each.stops)),
        listed=sum(listed) if listed else None,
    )
