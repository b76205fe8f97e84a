"""Print search results for people: the words with what was found in them, whose, when, where, and what became of them."""

from __future__ import annotations

from rich.text import Text

from pipeline.cli.document_places import name_place
from pipeline.cli.output import console, print_hanging
from pipeline.cli.showing import describe_saying, describe_variants
from storage.model.findings import Certainty, Hit, Mark, MarkKind, SearchAnswer

_INDENT = "  "
_LONGEST_DETAIL = 120
"""Characters of a mark's detail that are printed: a line."""
_HOW_SURE = {Certainty.EXACT: "", Certainty.AT_LEAST: "at least ", Certainty.ESTIMATE: "about "}


def print_hits(answer: SearchAnswer, *, offset: int = 0) -> None:
    """Print search results and what must be said about them. Long quotes are cut around what was found."""
    for hit in answer.hits:
        _print_hit(hit)
    for note in answer.notes:
        print_hanging(Text(), Text(note, style="yellow"))
    print_hanging(Text(), Text(_describe_page(answer, offset), style="dim"))


def _print_hit(hit: Hit) -> None:
    quote = hit.quote
    office = f", {quote.office}" if quote.office else ""
    via = f", relayed by {quote.via}" if quote.via else ""
    head = Text(quote.speaker or "speaker not known", style="bold").append(f"{office}{via}", style="not bold")
    print_hanging(Text(), head.append(f"  {describe_saying(quote.said, hit.published)}", style="dim not bold"))
    for mark in hit.marks:
        print_hanging(Text(_INDENT), Text(_describe_mark(mark), style="red"))
    if hit.question:
        print_hanging(Text(f"{_INDENT}Q: ", style="dim"), Text(hit.question, style="dim"))
    words = Text(hit.snippet)
    for start, end in hit.highlights:
        words.stylize("bold yellow", start, end)
    for line in words.split("\n", allow_blank=True):
        print_hanging(Text(_INDENT), line)
    place = name_place(hit.source, hit.document.url, None)
    print_hanging(Text(_INDENT), Text(f"{quote.kind} · {place} · {quote.id}", style="dim"))
    if hit.variants.named:
        print_hanging(Text(_INDENT), Text(f"elsewhere: {describe_variants(hit.variants)}", style="dim"))
    if hit.document.address:
        console().print(_INDENT, Text(hit.document.address, style="blue"), sep="", soft_wrap=True)
    console().print()


def _describe_mark(mark: Mark) -> str:
    """Say what became of a document, such as ``deleted: 2020-11-01``."""
    if mark.kind is MarkKind.CUT:
        return "cut: the text ends before the post does"
    detail = mark.detail or ""
    shown = detail if len(detail) <= _LONGEST_DETAIL else f"{detail[:_LONGEST_DETAIL]}…"
    return f"{mark.kind}: {shown}" if shown else mark.kind


def _describe_page(answer: SearchAnswer, offset: int) -> str:
    """Say which of how many quotes are shown, and how to see the next."""
    total, shown, is_exact = answer.total, len(answer.hits), answer.total_is is Certainty.EXACT
    counted = f"{_HOW_SURE[answer.total_is]}{total} {'quote' if total == 1 else 'quotes'}"
    if not shown or (is_exact and shown == total):
        return f"{counted}, {shown} shown"
    more = f"; the next with --offset {offset + shown}" if offset + shown < total or not is_exact else ""
    return f"{counted}, {offset + 1} to {offset + shown} shown{more}"
