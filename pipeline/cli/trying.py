"""The command for whoever adds a source: try one page, see what matched and what would be stored."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.markup import escape
from rich.rule import Rule

from pipeline.cli.options import as_json, finish
from pipeline.cli.output import console, print_fields, print_json, print_rows, print_words
from pipeline.home import find_home

_MOST_QUOTES = 12
_MOST_LEADS = 20
_FIELDS = ("kind", "title", "published", "language", "issuers", "speakers", "via", "url")


@click.command("try")
@click.argument("source")
@click.argument("page", metavar="[URL or FILE]", required=False)
@click.option("--url", help="The address that a FILE was published at.")
@as_json
def try_page(source: str, page: str | None, url: str | None, in_json: bool) -> None:
    """Fetch or read one page of SOURCE and print what would be stored. Stores nothing.

    Without a page, the source's first listing or feed is fetched. Exit code 1 where a declared selector missed.

    \b
    Example: onrecord try am_mfa https://www.mfa.am/en/…
    Example: onrecord try am_mfa page.html --url https://www.mfa.am/en/…
    """
    from pipeline.run.trying import try_response

    body = Path(page).read_bytes() if page and Path(page).is_file() else None
    tried = try_response(
        find_home(), source, address=url if body is not None else page, body=body, day=datetime.now(UTC).date()
    )
    if in_json:
        print_json(tried)
    else:
        _print_tried(tried)
    finish(bool(tried["problems"]) or tried["answer"]["kind"] == "response")


def _print_tried(tried: dict[str, Any]) -> None:
    answer = tried["answer"]
    console().print(Rule(f"{tried['source']} · {tried['url']}", align="left", style="dim"))
    if answer["kind"] == "response":
        console().print(f"[red]✗ no content: {escape(answer['effective_status'])}[/red] ({escape(answer['why'])})")
        return
    if answer["kind"] == "listing":
        _print_leads(answer)
    elif answer["kind"] == "posts":
        print_rows(("id", "posted", "text"), [(post["id"], post["posted_at"], post["text"][:80]) for post in answer["posts"]])
    else:
        _print_selectors(tried["selectors"])
        _print_document(answer)
    for problem in tried["problems"]:
        console().print(f"[red]✗[/red] {escape(problem)}", soft_wrap=True)
    if not tried["problems"]:
        console().print("[green]✓[/green] every declared selector found what it expects")


def _print_selectors(matches: list[dict[str, Any]]) -> None:
    """Print what each declared selector found: the one read, those that would fit too, those that miss."""
    for match in matches:
        mark = "[green]✓[/green]" if match["read"] else "[dim]·[/dim]" if match["fits"] else "[yellow]–[/yellow]"
        found = f"{match['found']} found, expected {match['expected']}"
        words = f"{match['part']:<10} {match['selector']}"
        console().print(
            f"{mark} [dim]{escape(match['layout'])}[/dim] {escape(words)}  [dim]{escape(found)}[/dim]", soft_wrap=True
        )
        if match["shows"]:
            console().print(f"    {escape(match['shows'])}", style="italic", soft_wrap=True)


def _print_leads(answer: dict[str, Any]) -> None:
    leads = answer["leads"]
    rows = [((lead["date"] or {}).get("value"), lead["title"], lead["url"]) for lead in leads[:_MOST_LEADS]]
    print_rows(("date", "title", "address"), rows)
    undated = sum(lead["date"] is None for lead in leads)
    console().print(f"{len(leads)} leads, {undated} without a date; next page: {escape(str(answer.get('next') or 'none'))}")


def _print_document(answer: dict[str, Any]) -> None:
    for name in _FIELDS:
        mark = "[green]✓[/green]" if answer.get(name) else "[yellow]–[/yellow]"
        console().print(f"{mark} [dim]{name:<10}[/dim] {escape(_say(answer.get(name)))}", soft_wrap=True)
    text = answer["text"]
    console().print(Rule(f"text, {len(text)} characters", align="left", style="dim"))
    print_words(text if len(text) < 1200 else f"{text[:600]}\n[…]\n{text[-600:]}")
    console().print(Rule(f"{len(answer['quotes'])} quotes", align="left", style="dim"))
    for quote in answer["quotes"][:_MOST_QUOTES]:
        print_fields({f"{quote['kind']}, {quote['speaker'] or 'speaker not known'}": quote["exact"]})


def _say(value: Any) -> str:
    if not value:
        return "not found"
    if isinstance(value, dict):
        return f"{value['value'] or value['raw']} ({value['precision']}, from {value['basis']}; printed as {value['raw']!r})"
    return ", ".join(value) if isinstance(value, list) else str(value)
