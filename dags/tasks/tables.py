"""Lay out what runs gave, as plain text for logs and notes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from storage.model import Tally

OUTCOMES = ("new", "revised", "unchanged", "skipped", "failed")
COUNTS = (*OUTCOMES, "deferred", "quotes")
"""The counts of a Tally that are shown, in this order."""

_MORE = {"deferred": "known pages left for the next run", "quotes": "new quotes"}


def lay_out(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Lay out a table in columns of equal width; numbers lie to the right."""
    lines = [[str(cell) for cell in row] for row in [columns, *rows]]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(_align(*each) for each in zip(line, widths, strict=True)).rstrip() for line in lines)


def tabulate_tallies(tallies: Iterable[tuple[str, Tally]]) -> str:
    """Lay out (label, Tally) pairs, the total in the last line if there are several."""
    rows = [(label, *(getattr(tally, name) for name in COUNTS)) for label, tally in tallies]
    if len(rows) > 1:
        rows.append(("total", *(sum(row[at] for row in rows) for at in range(1, len(COUNTS) + 1))))
    return lay_out(("", *COUNTS), rows)


def write_tally(tally: Tally) -> str:
    """Write the counts of a Tally in one line, zeros left out."""
    counts = ", ".join(f"{count} {name}" for name in OUTCOMES if (count := getattr(tally, name)))
    more = [f"{count} {word}" for name, word in _MORE.items() if (count := getattr(tally, name))]
    return "; ".join([f"{tally.leads} leads asked for{f': {counts}' if counts else ''}", *more])


def list_reasons(tally: Tally) -> Iterator[str]:
    """Yield the reasons for skipped and failed leads, then why discovery stopped, a line each."""
    for reason, count in tally.reasons:
        yield f"{count} × {reason}"
    for stop in tally.stops:
        yield f"discovery stopped: {stop}"


def _align(cell: str, width: int) -> str:
    return cell.rjust(width) if cell.isdigit() else cell.ljust(width)
