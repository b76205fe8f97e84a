"""The commands that show what is declared: sources and people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from rich.markup import escape
from rich.text import Text

from pipeline.cli.options import as_json
from pipeline.cli.output import console, print_fields, print_json, print_rows
from pipeline.home import find_home
from storage.model.codec import format_instant, to_json
from storage.model.findings import UnresolvedName

if TYPE_CHECKING:
    from pipeline.run.read.surveys import PersonView, SourceSummary, SourceView

_RATES = ("title", "published", "speaker", "issuer", "body")
_COLOURS = {
    "healthy": "green",
    "thinning": "yellow",
    "silent": "yellow",
    "late": "yellow",
    "broken": "red",
    "blocked": "red",
    "untried": "dim",
}


@click.command("sources")
@click.argument("id_", metavar="[ID]", required=False)
@as_json
def sources(id_: str | None, in_json: bool) -> None:
    """List the declared sources with their health and last good run, or show one.

    \b
    Example: onrecord sources am_mfa
    """
    from pipeline.run.read.surveying import survey_source, survey_sources

    if id_:
        one = survey_source(find_home(), id_)
        print_json(one) if in_json else _print_source(one)
        return
    rows = survey_sources(find_home())
    if in_json:
        print_json(rows)
        return
    print_rows(("id", "title", "schedule", "verified", "health", "last good run", "documents"), map(_cells, rows))
    unseen = sum(not row.verified for row in rows)
    console().print(
        f"[dim]{len(rows)} sources; {unseen} not verified: their markup was not seen in real bytes, so they lean on feeds "
        "and the generic reading.[/dim]"
    )


def _print_source(one: SourceView) -> None:
    """Print one source: what is declared, how it does and why, and its last runs beside what is expected."""
    summary = one.summary
    shown = {name: value for name, value in to_json(one).items() if name not in ("runs", "expect", "stopped", "health")}
    shown["verified"] = "yes" if summary.verified else "no: its markup was not seen in real bytes"
    print_fields({**shown, "hook": "yes" if one.hook else None, "schedule": summary.schedule or "none: by backfill"})
    console().print(Text.assemble(("health     ", "dim"), (summary.health, _COLOURS.get(summary.health, ""))))
    for selector in one.stopped:
        console().print(f"[red]✗[/red] stopped matching: {escape(selector)}", soft_wrap=True)
    bounds = (one.leads_min, one.leads_max)
    if one.runs or one.fill or any(bound is not None for bound in (*bounds, one.silence_days)):
        _print_runs(one)


def _print_runs(one: SourceView) -> None:
    parts = [part for part in _RATES if part in one.fill or one.runs]
    rows = [
        (
            f"{run.started_at.isoformat(timespec='minutes')}",
            run.leads,
            run.failed,
            run.documents,
            *(f"{run.filled[part]:.0%}" for part in parts),
        )
        for run in one.runs
    ]
    least, most = ("…" if bound is None else bound for bound in (one.leads_min, one.leads_max))
    wanted = (
        "expected",
        f"{least} to {most}",
        "",
        "",
        *(f"{one.fill[part]:.0%}" if part in one.fill else "" for part in parts),
    )
    print_rows(("run", "leads", "failed", "documents", *parts), [*rows, wanted])


@click.command("people")
@click.argument("name", required=False)
@click.option("--unresolved", is_flag=True, help="Unresolved names, most frequent first.")
@as_json
def people(name: str | None, unresolved: bool, in_json: bool) -> None:
    """Show the roster: who held which office when, and the source of that.

    \b
    Example: onrecord people Pashinyan
    Example: onrecord people --unresolved
    """
    from pipeline.run.read.surveying import list_people, list_unresolved

    if unresolved:
        names = list_unresolved(find_home())
        print_json(names) if in_json else _print_unresolved(names)
    else:
        found = list_people(name)
        print_json(found) if in_json else _print_people(found)


def _print_unresolved(rows: Sequence[UnresolvedName]) -> None:
    print_rows(("times", "name as written", "for example in"), [(row.count, row.mention, row.document) for row in rows])


def _print_people(rows: Sequence[PersonView]) -> None:
    for row in rows:
        console().print(f"[bold]{escape(row.name)}[/bold]  [dim]{escape(row.id)}[/dim]")
        if row.aliases:
            console().print(f"  [dim]also[/dim] {escape(', '.join(row.aliases))}", soft_wrap=True)
        for held in row.offices:
            days = f"{held.since or '…'} – {held.until or 'today'}"
            console().print(f"  {escape(held.office)}  [dim]{days} ({escape(held.known_from)})[/dim]", soft_wrap=True)
    console().print(f"[dim]{len(rows)} in the roster[/dim]")


def _cells(row: SourceSummary) -> list[object]:
    verified = "yes" if row.verified else "no"
    health = Text(row.health, style=_COLOURS.get(row.health, ""))
    last_good = format_instant(row.last_good) if row.last_good else None
    return [row.id, row.title, row.schedule or "by backfill", verified, health, last_good, row.documents or ""]
