"""Draw months as bars and days as a calendar: inline SVG without styles, its colours in the style sheet."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from pipeline.site.display import show_day, show_month
from storage.model.overviews import CalendarDay, DayState, Month

MOST_BARS: Final = 72
"""Bars of a timeline; of more months, years are drawn. Chosen by hand."""

_HEIGHT: Final = 96
"""Pixels; the style sheet has no part in these."""
_ABOVE: Final = 18
"""Pixels above the highest bar, for its number."""

_FEW_BARS: Final = 14
"""Up to this number of months each has its name, which then has 23 pixels of a window of 360."""

_MOST_LABELS: Final = 8
"""Labels below a timeline: 360 pixels hold eight of seven letters."""
_EDGE: Final = 6
"""Within this part of the width, in percent, a number is written inwards of its bar. Chosen by hand."""

_CELL: Final = 13
"""Pixels of a day in a calendar and the gap behind it: a year of 54 weeks has 702."""
_STATES: Final = {
    DayState.HELD: "documents are held",
    DayState.NOTHING: "looked, and nothing was published",
    DayState.FAILED: "fetching failed",
    DayState.NEVER: "never fetched",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: its month or year, the quotes counted in it, all that are held of it, and what is known of it."""

    span: str
    label: str
    quotes: int
    held: int
    state: DayState

    @property
    def share(self) -> float:
        """Return how many of a thousand quotes of that time are counted."""
        return 1000 * self.quotes / self.held if self.held else 0.0


def list_bars(months: Sequence[Month]) -> list[Bar]:
    """Return a bar for each month or, of many months, for each year."""
    if len(months) <= MOST_BARS:
        return [
            Bar(span=each.month, label=show_month(each.month), quotes=each.quotes, held=each.held, state=each.state)
            for each in months
        ]
    years: dict[str, list[Month]] = {}
    for month in months:
        years.setdefault(month.month[:4], []).append(month)
    return [
        Bar(
            span=year,
            label=year,
            quotes=sum(each.quotes for each in of),
            held=sum(each.held for each in of),
            state=_join_states(each.state for each in of),
        )
        for year, of in years.items()
    ]


def draw_timeline(months: Sequence[Month], link: Callable[[str], str], *, by_share: bool = False) -> Markup:
    """Draw the quotes of each month; a month of which nothing is held is hatched. ``link`` returns a month's address.

    Places across are percentages, so that a narrow window shows every bar, and letters keep their size.
    """
    bars = list_bars(months)
    if not bars:
        return Markup("")
    highest = max(_height_of(bar, by_share) for bar in bars) or 1.0
    step = 100 / len(bars)
    drawn = [_draw_bar(bar, n * step, step, _height_of(bar, by_share) / highest, link, by_share) for n, bar in enumerate(bars)]
    drawn.append(_draw_highest(bars, step, by_share))
    drawn += [
        Markup('<text class="tick" x="{:.2f}%" y="{}">{}</text>').format(n * step, _HEIGHT + 14, name)
        for n, name in _list_ticks(bars)
    ]
    label = f"Quotes by {'month' if len(bars[0].span) > 4 else 'year'}, {bars[0].label} to {bars[-1].label}"
    return Markup(
        '<svg class="timeline" width="100%" height="{}" role="group" aria-label="{}">'
        '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="hatch" width="1.5" height="7"/></pattern></defs>'
        '<line class="base" x1="0" x2="100%" y1="{}" y2="{}"/>{}</svg>'
    ).format(_HEIGHT + 20, label, _HEIGHT, _HEIGHT, Markup("").join(drawn))


def describe(bar: Bar) -> str:
    """Say in words what a bar shows."""
    if bar.quotes:
        return f"{bar.label}: {bar.quotes} of {bar.held} quotes" if bar.held else f"{bar.label}: {bar.quotes} quotes"
    return f"{bar.label}: none; {_STATES[bar.state]}"


def _draw_bar(bar: Bar, x: float, step: float, height: float, link: Callable[[str], str], by_share: bool) -> Markup:
    gap = step * (0.18 if step > 100 / _FEW_BARS else 0.06)
    said = describe(bar) + (f", {bar.share:.1f} per thousand" if by_share and bar.quotes else "")
    if not bar.quotes:
        if bar.state is DayState.HELD:
            return Markup("")
        shade = Markup('<rect class="{}" x="{:.2f}%" y="0" width="{:.2f}%" height="{}"><title>{}</title></rect>')
        return shade.format(bar.state.value, x, step, _HEIGHT, said)
    tall = max(height * (_HEIGHT - _ABOVE), 2)
    return Markup(
        '<a href="{}" aria-label="{}"><rect class="reach" x="{:.2f}%" y="0" width="{:.2f}%" height="{}"/>'
        '<rect class="bar" x="{:.2f}%" y="{:.1f}" width="{:.2f}%" height="{:.1f}"/><title>{}</title></a>'
    ).format(link(bar.span), said, x, step, _HEIGHT, x + gap, _HEIGHT - tall, step - 2 * gap, tall, said)


def _draw_highest(bars: Sequence[Bar], step: float, by_share: bool) -> Markup:
    """Write the number of the highest bar above it: the scale of all."""
    number, bar = max(enumerate(bars), key=lambda each: _height_of(each[1], by_share))
    if not bar.quotes:
        return Markup("")
    place = (number + 0.5) * step
    anchor = "start" if place < _EDGE else "end" if place > 100 - _EDGE else "middle"
    said = f"{bar.share:.1f}" if by_share else f"{bar.quotes:,}"
    return Markup('<text class="highest" x="{:.2f}%" y="{}" text-anchor="{}" aria-hidden="true">{}</text>').format(
        min(max(place, 0.5), 99.5), _ABOVE - 5, anchor, said
    )


def _height_of(bar: Bar, by_share: bool) -> float:
    return bar.share if by_share else float(bar.quotes)


def _list_ticks(bars: Sequence[Bar]) -> list[tuple[int, str]]:
    """List where to write which label: each of few months, of more each January, or as few years that labels do not touch."""
    if len(bars[0].span) > 4 and len(bars) <= _FEW_BARS:
        return [
            (n, bar.span[:4] if n == 0 or bar.span.endswith("-01") else bar.label[:3])
            for n, bar in enumerate(bars)
            if n == 0 or not (n == 1 or bar.span.endswith("-02"))  # a year takes the room of the month after it
        ]
    if len(bars[0].span) > 4:
        ticks = [(n, bar.span[:4]) for n, bar in enumerate(bars) if bar.span.endswith("-01")]
        first = [] if ticks and ticks[0][0] <= 3 else [(0, bars[0].label if len(bars) < 12 or not ticks else bars[0].span[:4])]
        return [*first, *ticks]
    every = max(1, -(-len(bars) // _MOST_LABELS))
    return [(n, bar.span) for n, bar in enumerate(bars) if n % every == 0]


def draw_calendar(days: Sequence[CalendarDay]) -> Markup:
    """Draw the days of a year in columns of weeks, Monday first: what is known of each, in words on pointing at it."""
    if not days:
        return Markup("")
    offset = days[0].day.weekday()
    places = [(day, (n + offset) // 7, (n + offset) % 7) for n, day in enumerate(days)]
    quiet = [_draw_quiet(state, places) for state in (DayState.NOTHING, DayState.FAILED, DayState.NEVER)]
    held = [
        Markup('<rect class="held{}" x="{}" y="{}" width="11" height="11"><title>{}</title></rect>').format(
            min(3, 1 + day.documents // 4), column * _CELL, 16 + row * _CELL, f"{show_day(day.day)}: {_count(day.documents)}"
        )
        for day, column, row in places
        if day.state is DayState.HELD
    ]
    names = [
        Markup('<text class="tick" x="{}" y="10">{}</text>').format(column * _CELL, calendar.month_abbr[day.day.month])
        for day, column, _ in places
        if day.day.day == 1
    ]
    counted = summarise(days)
    said = "; ".join(f"{number} day{'s' * (number != 1)}: {_STATES[state]}" for state, number in counted.items() if number)
    return Markup('<svg class="calendar" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        54 * _CELL, 16 + 7 * _CELL, f"{days[0].day.year}. {said}", Markup("").join([*names, *quiet, *held])
    )


def summarise(days: Iterable[CalendarDay]) -> dict[DayState, int]:
    """Count days by their state."""
    counts = dict.fromkeys(DayState, 0)
    for day in days:
        counts[day.state] += 1
    return counts


def tabulate(days: Sequence[CalendarDay]) -> list[tuple[str, dict[DayState, int], int]]:
    """Count the days of each month by their state, with its documents."""
    months: dict[str, list[CalendarDay]] = {}
    for day in days:
        months.setdefault(date.isoformat(day.day)[:7], []).append(day)
    return [(show_month(month), summarise(of), sum(day.documents for day in of)) for month, of in months.items()]


def _draw_quiet(state: DayState, places: Sequence[tuple[CalendarDay, int, int]]) -> Markup:
    cells = "".join(f"M{column * _CELL} {16 + row * _CELL}h11v11h-11z" for day, column, row in places if day.state is state)
    return (
        Markup('<path class="{}" d="{}"><title>{}</title></path>').format(state.value, cells, _STATES[state])
        if cells
        else Markup("")
    )


def _count(documents: int) -> str:
    return "1 document" if documents == 1 else f"{documents} documents"


def _join_states(states: Iterable[DayState]) -> DayState:
    found = set(states)
    return next(state for state in DayState if state in found)
