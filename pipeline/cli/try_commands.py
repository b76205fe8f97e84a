"""The command for whoever adds a source: try one page, see what matched and what would be stored."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from rich.markup import escape
from rich.rule import Rule

from pipeline.cli.options import as_json, finish
from pipeline.cli.output import console, print_fields, print_json, print_rows, print_words
from pipeline.home import find_home
from pipeline.run.attempt.trying import Tried, try_response
from pipeline.stages.parse.answers import (
    CdxAnswer,
    DocumentAnswer,
    DocumentsAnswer,
    ErrorAnswer,
    ListingAnswer,
    PostsAnswer,
    ResponseAnswer,
)
from pipeline.stages.parse.selector_matches import Match
from storage.model import When
from storage.model.codec import encode

_MOST_QUOTES = 12
"""Quotes that are printed; --json gives all."""
_MOST_LEADS = 20
"""Leads that are printed: a screen."""
_PARTS = {"issuers": "issuer", "speakers": "speaker"}
_REMEDIES = {
    "empty": "If a browser shows words here, scripts fetch them: declare the feed or API they come from, or a hook.",
    "blocked": "A wall stands in front. Try again later; old pages may be had with `onrecord backfill --via wayback`.",
    "soft_404": "The publisher says there is no such page. Try an address from its list: `onrecord try SOURCE`.",
    "gone": "The publisher says there is no such page. Try an address from its list: `onrecord try SOURCE`.",
}
_FIELDS = ("kind", "title", "published", "language", "issuers", "speakers", "via", "url")


@click.command("try")
@click.argument("source")
@click.argument("page", metavar="[URL or FILE]", required=False)
@click.option("--url", help="The address that a FILE was published at.")
@as_json
def try_page(source: str, page: str | None, url: str | None, in_json: bool) -> None:
    """Fetch or read one page of SOURCE and print what would be stored. Stores nothing.

    Without a page, the source's first listing or feed is fetched. Exit code 1 if a declared selector missed.

    \b
    Example: onrecord try am_mfa https://www.mfa.am/en/…
    Example: onrecord try am_mfa page.html --url https://www.mfa.am/en/…
    """
    body = Path(page).read_bytes() if page and Path(page).is_file() else None
    if page and body is None and "://" not in page:
        raise click.UsageError(f"{page!r} is neither a file here nor an address; expected a file, or https://…")
    tried = try_response(
        find_home(), source, address=url if body is not None else page, body=body, day=datetime.now(UTC).date()
    )
    if in_json:
        print_json(tried)
    else:
        _print_tried(tried)
    finish(bool(tried.problems) or isinstance(tried.answer, ErrorAnswer | ResponseAnswer))


def _print_tried(tried: Tried) -> None:
    answer = tried.answer
    console().print(Rule(f"{tried.source} · {tried.url}", align="left", style="dim"))
    _print_selectors(tried.selectors)
    match answer:
        case ErrorAnswer() | ResponseAnswer():
            _print_nothing(answer)
            return
        case ListingAnswer():
            _print_leads(answer)
        case PostsAnswer():
            posts = [(each.id, encode(each.written.published), each.written.text[:80]) for each in answer.posts]
            print_rows(("id", "posted", "text"), posts)
        case CdxAnswer():
            print_rows(("time", "address"), [(each.timestamp, each.original) for each in answer.records[:_MOST_LEADS]])
        case DocumentsAnswer():
            if answer.first:
                _print_document(answer.first, tried)
            _print_further(answer.documents or ())
    for problem in tried.problems:
        console().print(f"[red]✗[/red] {escape(problem)}", soft_wrap=True)
    if not tried.problems:
        said = "every declared selector found what it expects" if tried.selectors else "read without a declared selector"
        console().print(f"[green]✓[/green] {said}")


def _print_nothing(answer: ErrorAnswer | ResponseAnswer) -> None:
    """Say why there is nothing to store, and what to do about it."""
    if isinstance(answer, ErrorAnswer):
        console().print(
            f"[red]✗ nothing would be stored: {escape(answer.reason)}[/red]  {escape(answer.error)}", soft_wrap=True
        )
        return
    status = answer.effective_status
    console().print(f"[red]✗ no content: {escape(status)}[/red] ({escape(answer.why)})")
    if status in _REMEDIES:
        console().print(f"  [dim]{escape(_REMEDIES[status])}[/dim]", soft_wrap=True)


def _print_selectors(matches: tuple[Match, ...]) -> None:
    """Print what each declared selector found: the one read, those that would fit too, those that miss."""
    for match in matches:
        mark = "[green]✓[/green]" if match.read else "[dim]·[/dim]" if match.fits else "[yellow]–[/yellow]"
        found = f"{match.found} found, expected {match.expected}"
        words = f"{match.part:<10} {match.selector}"
        console().print(f"{mark} [dim]{escape(match.layout)}[/dim] {escape(words)}  [dim]{escape(found)}[/dim]", soft_wrap=True)
        if match.shows:
            console().print(f"    {escape(match.shows)}", style="italic", soft_wrap=True)
        elif match.nearest:
            console().print(f"    nearest on the page: [bold]{escape(match.nearest)}[/bold]", soft_wrap=True)


def _print_leads(answer: ListingAnswer) -> None:
    rows = [(lead.date.value if lead.date else None, lead.title, lead.url) for lead in answer.leads[:_MOST_LEADS]]
    print_rows(("date", "title", "address"), rows)
    undated = sum(lead.date is None for lead in answer.leads)
    console().print(f"{len(answer.leads)} leads, {undated} without a date; next page: {escape(answer.next or 'none')}")


def _print_document(answer: DocumentAnswer, tried: Tried) -> None:
    for name in _FIELDS:
        found, expected = getattr(answer, name), tried.expected.get(_PARTS.get(name, name))
        mark = "[green]✓[/green]" if found else "[red]✗[/red]" if expected else "[yellow]–[/yellow]"
        how = _say_how(_PARTS.get(name, name), tried.selectors) if found else ""
        missed = f", and {expected:.0%} of this source's documents should have one" if expected and not found else ""
        line = f"{mark} [dim]{name:<10}[/dim] {escape(_say(found))}{missed}"
        console().print(f"{line}  [dim]{escape(how)}[/dim]" if how else line, soft_wrap=True)
    text = answer.text
    how = _say_how("body", tried.selectors)
    console().print(Rule(f"text, {len(text)} characters{f', {how}' if how else ''}", align="left", style="dim"))
    print_words(text if len(text) < 1200 else f"{text[:600]}\n[…]\n{text[-600:]}")
    console().print(Rule(f"{len(answer.quotes)} quotes", align="left", style="dim"))
    for quote in answer.quotes[:_MOST_QUOTES]:
        print_fields({f"{quote.kind}, {quote.speaker or 'speaker not known'}": quote.exact})


def _print_further(documents: tuple[DocumentAnswer, ...]) -> None:
    """Print the further items of one page or feed, a line each."""
    if documents:
        count = "1 further document" if len(documents) == 1 else f"{len(documents)} further documents"
        console().print(Rule(count, align="left", style="dim"))
        rows = [(each.published.value if each.published else None, each.title, each.url) for each in documents[:_MOST_LEADS]]
        print_rows(("date", "title", "address"), rows)


def _say_how(part: str, matches: tuple[Match, ...]) -> str:
    """Say by what a part was found: its selector, or the general rules because its selectors missed."""
    tried = [match for match in matches if match.part == part]
    read = next((match.selector for match in tried if match.read), None)
    return f"by {read}" if read else "by the general rules: no declared selector found it" if tried else ""


def _say(value: str | tuple[str, ...] | When | None) -> str:
    if not value:
        return "not found"
    if isinstance(value, When):
        return f"{value.value or value.raw} ({value.precision}, from {value.basis}; printed as {value.raw!r})"
    return ", ".join(value) if isinstance(value, tuple) else value
