"""The command that asks the Wayback Machine for one address: history."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click
from rich.markup import escape

from pipeline.cli.options import DAY, as_json, day_of, finish
from pipeline.cli.output import console, print_json, print_rows, print_tallies
from pipeline.cli.times import describe_day, describe_instant
from pipeline.home import find_home

if TYPE_CHECKING:
    from pipeline.fetch.walks.saving import SavedPage
    from pipeline.run.collect.histories import ToldHistory
    from pipeline.stages.archived import History, Stretch

_MOST_SHOWN = 60
"""Of a longer history the first and the last stretches are printed; ``--json`` has all. Chosen by hand."""


@click.command("history")
@click.argument("url")
@click.option("--since", type=DAY, help="Leave out captures before this day.")
@click.option("--until", type=DAY, help="Leave out captures after this day.")
@click.option(
    "--fetch", is_flag=True, help="Store the mementos that prove the history: each version, return, 404, 410 and redirect."
)
@click.option(
    "--most", type=click.IntRange(1, 1000), default=50, show_default=True, help="With --fetch: store at most N mementos."
)
@click.option("--save", is_flag=True, help="Have the Wayback Machine capture URL now (Save Page Now), and wait for the result.")
@as_json
def history(
    url: str, since: datetime | None, until: datetime | None, fetch: bool, most: int, save: bool, in_json: bool
) -> None:
    """Show what the Wayback Machine holds of URL: versions A→B→A, redirects, 404s, since when it is gone, when last seen.

    Lists only and stores nothing, unless --fetch is given. Captures that this archive already holds are counted as held. With
    --fetch, 404s and redirects are stored too: they count as another archive's look when the presence of a document is judged.
    --save needs a key in ONRECORD_TOKENS (docs/operating.md).

    \b
    Example: onrecord history https://www.mfa.am/en/statement/1 --since 2020-09-27
    Example: onrecord history https://www.mfa.am/en/statement/1 --fetch --save
    """
    from pipeline.run.collect import histories

    first, last = day_of(since), day_of(until)
    if first and last and first > last:
        raise click.UsageError(f"--since {first} lies after --until {last}; give the earlier day first.")
    home = find_home()
    if fetch:
        told = histories.fetch_history(home, url, since=first, until=last, most=most)
    else:
        told = histories.read_history(home, url, since=first, until=last)
    if not in_json:
        _print_history(told, fetch=fetch)
    saved = histories.save_now(home, url) if save else None
    if in_json:
        print_json(histories.answer_history(told, saved))
    elif saved:
        _print_saved(saved)
    finish(bool((told.tally and told.tally.failed) or (saved and saved.refused)))


def _print_history(told: ToldHistory, *, fetch: bool) -> None:
    found = told.history
    out = console()
    out.print(f"[bold]{escape(found.url)}[/bold]", soft_wrap=True)
    if not found.captures:
        out.print("The Wayback Machine holds no capture of it for these days. --save asks for one.")
    else:
        held = sum(capture.held is not None for capture in found.captures)
        out.print(f"{len(found.captures)} captures by the Wayback Machine, {found.versions} versions, {held} held here (UTC)")
        _print_stretches(found)
    for line in _describe(found):
        out.print(escape(line), soft_wrap=True)
    if told.tally:
        print_tallies([told.tally])
    if told.missing and not fetch:
        out.print(f"Nothing was stored. {told.missing} mementos prove this history; --fetch stores them.")


def _print_stretches(found: History) -> None:
    shown = list(found.stretches)
    left = len(shown) - _MOST_SHOWN
    rows = [_row(stretch) for stretch in shown]
    if left > 0:
        half = _MOST_SHOWN // 2
        rows = [*rows[:half], (f"… {left} more, see --json", "", "", "", ""), *rows[-half:]]
    print_rows(("first", "last", "captures", "held", "answer"), rows)


def _row(stretch: Stretch) -> tuple[object, ...]:
    answer = f"{stretch.status or '-'} {stretch.answer.value}"
    if stretch.version:
        answer += f" {stretch.version}"
    elif stretch.versions > 1:
        answer += f", {stretch.versions} versions, each captured once"
    elif stretch.answer.value == "redirect":
        answer += f" to {stretch.target}" if stretch.target else " (--fetch shows its target)"
    return (describe_instant(stretch.first), describe_instant(stretch.last), stretch.captures, stretch.held, answer)


def _describe(found: History) -> list[str]:
    """Say what happened, a sentence a line."""
    lines = [
        f"{'→'.join([back.version, *back.between, back.version])}: version {back.version} returned on "
        f"{describe_day(back.back)}, last captured before on {describe_day(back.left)}."
        for back in found.returns
    ]
    lines += [f"{describe_day(signal.at)}: {signal.what}." for signal in found.signals]
    last = describe_instant(found.last_seen) if found.last_seen else "never"
    if found.gone_since:
        lines.append(f"Gone since {describe_instant(found.gone_since)}, last seen {last}.")
    elif found.captures:
        lines.append(f"Last seen {last}.")
    if found.cut:
        lines.append(f"Not all of it: {found.cut}.")
    return lines


def _print_saved(saved: SavedPage) -> None:
    if saved.note:
        console().print(escape(f"Save Page Now: {saved.note}"), soft_wrap=True)
    if saved.refused:
        console().print(f"[red]✗[/red] Not saved: {escape(saved.refused)}", soft_wrap=True)
    else:
        status = f" (status {saved.status})" if saved.status else ""
        console().print(f"[green]✓[/green] Saved{status}: {escape(saved.memento or '')}", soft_wrap=True)
