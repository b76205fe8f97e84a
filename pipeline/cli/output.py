"""Print for people and for programs: rich on a terminal, plain in a pipe, JSON where asked."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import click
from rich.console import Console, ConsoleOptions, RenderableType
from rich.markup import escape
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from pipeline.cli.visible import escape_json, show_controls
from storage.model import Tally
from storage.model.codec import encode

_OUTCOMES = ("new", "revised", "unchanged", "skipped", "failed")
_COLOURS = {"new": "green", "revised": "yellow", "unchanged": "dim", "skipped": "magenta", "failed": "red"}
_PIPE_WIDTH = 160
"""The columns of a table in a pipe, where no terminal tells its own."""
_NARROWEST = 24
"""Columns below which lines are not hung beside their heads."""


class _SafeConsole(Console):
    """A console on which archived text cannot act: its control characters are shown as marks."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(show_controls(segment.text), segment.style)


@cache
def console() -> Console:
    """Return the console of this process; in a pipe lines keep a fixed width and no colours."""
    out = _SafeConsole(highlight=False, soft_wrap=False)
    return out if out.is_terminal else _SafeConsole(highlight=False, width=_PIPE_WIDTH)


@cache
def errors() -> Console:
    """Return the console of progress and remarks: stderr, so that a pipe gets results only."""
    return _SafeConsole(highlight=False, stderr=True)


def print_json(value: object) -> None:
    """Print a record, a list of records, or any other JSON value, indented."""
    click.echo(escape_json(json.dumps(encode(value), ensure_ascii=False, indent=2)))


def print_json_line(value: object) -> None:
    """Print a record, or any other JSON value, on one line."""
    written = escape_json(json.dumps(encode(value), ensure_ascii=False, separators=(",", ":")))
    sys.stdout.write(written.encode("utf-8", "replace").decode() + "\n")


def print_tallies(tallies: Iterable[Tally]) -> int:
    """Print a table of Tallies as they come, a total line, and the reasons; returns the number of failed leads."""
    done = list(tallies)
    console().print()
    table = _table("source", *_OUTCOMES, "quotes")
    for tally in done:
        table.add_row(tally.source, *(_count(name, getattr(tally, name)) for name in _OUTCOMES), str(tally.quotes))
    console().print(table)
    console().print(f"[bold]{escape(total_line(done))}[/bold]")
    for tally in done:
        for reason, count in tally.reasons:
            console().print(f"  [dim]{escape(tally.source)}:[/dim] {count} × {escape(reason)}")
        for stop in tally.stops:
            console().print(f"  [dim]{escape(tally.source)}:[/dim] discovery stopped: {escape(stop)}")
        if said := describe_survey(tally):
            console().print(f"  [dim]{escape(tally.source)}:[/dim] {escape(said)}")
    return sum(tally.failed for tally in done)


def describe_survey(tally: Tally) -> str:
    """Say what a run's lists held and how many known pages were due; empty if it read no list."""
    if tally.listed is None:
        return ""
    said = f"{tally.listed} leads on its lists; {tally.due} known pages were due for another look"
    return said + (f", {tally.deferred} of them left for the next run" if tally.deferred else "")


def total_line(tallies: Sequence[Tally]) -> str:
    """Return the line that sums Tallies up, such as ``12 leads: 9 new, 0 revised, 2 unchanged, 1 skipped, 0 failed``."""
    counts = ", ".join(f"{sum(getattr(tally, name) for tally in tallies)} {name}" for name in _OUTCOMES)
    quotes = sum(tally.quotes for tally in tallies)
    return f"{sum(tally.leads for tally in tallies)} leads: {counts}; {quotes} new quotes"


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table of plain cells."""
    table = _table(*columns)
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text("" if cell is None else str(cell)) for cell in row))
    console().print(table)


def print_fields(fields: Mapping[str, object]) -> None:
    """Print names and values, one a line; empty values are left out."""
    width = max((len(name) for name in fields), default=0)
    for name, value in fields.items():
        if value in (None, "", [], ()):
            continue
        head, body = Text().append(name.ljust(width), style="dim").append("  "), Text(str(value))
        if " " in body.plain:
            print_hanging(head, body)
        else:
            console().print(Text.assemble(head, body), soft_wrap=True)


def print_words(words: str, *, indent: int = 2) -> None:
    """Print archived words as they stand, indented; no markup of theirs is obeyed."""
    for line in words.splitlines():
        print_hanging(Text(" " * indent), Text(line)) if line else console().print()


def print_hanging(head: Text, body: Text) -> None:
    """Print a line whose body wraps beside its head; in a pipe nothing wraps, so that words are found by line."""
    out = console()
    room = out.width - head.cell_len
    if not out.is_terminal or room < _NARROWEST:
        out.print(Text.assemble(head, body), soft_wrap=True)
        return
    for line in body.wrap(out, room):
        line.rstrip()
        out.print(Text.assemble(head, line), soft_wrap=True)
        head = Text(" " * head.cell_len)


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, justify="right" if column in (*_OUTCOMES, "quotes") else "left", overflow="fold")
    return table


def _count(outcome: str, count: int) -> str:
    return f"[{_COLOURS[outcome]}]{count}[/]" if count else "[dim]0[/dim]"
