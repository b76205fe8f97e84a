"""Print what was found, for people: search results, one quote or document with its history, a chain of custody."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from rich.markup import escape
from rich.text import Text

from pipeline.cli.output import console, print_fields, print_hanging, print_words
from pipeline.cli.revisions import describe_presence, print_history, print_presence, print_readings, print_words_in_document
from pipeline.cli.spreading import print_elsewhere, print_spread
from pipeline.cli.times import describe_day, describe_instant, describe_when
from storage.model import Notice, Quote, When
from storage.model.codec import to_json
from storage.model.findings import (
    CaptureSeen,
    CaptureView,
    Chain,
    Context,
    DocumentText,
    DocumentView,
    QuoteView,
    RevisionView,
    Shown,
    Variants,
    Withdrawn,
)

_CONTEXT = 160
"""Characters before and after a quote that are printed: two lines; --json gives
all."""
_MOST_QUOTES = 30
"""Quotes of a document that are printed: a screen."""
_MOST_CAPTURES = 3
"""Captures that are named one by one."""
_BEGINNING = 60
"""Characters of a quote in a list: a line."""


def describe_variants(variants: Variants) -> str:
    """Say how often the words of a quote stand elsewhere, and how often changed."""
    counted = {
        "the same words": variants.same,
        "changed in their sense": variants.material,
        "shortened or changed": variants.changed,
    }
    return ", ".join(f"{name} {_count_times(count)}" for name, count in counted.items() if count)


def _count_times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def print_chain(chain: Chain) -> None:
    """Print a chain of custody, a line for each link."""
    for link in chain.links:
        mark = "[green]✓[/green]" if link.holds else "[red]✗[/red]"
        console().print(f"{mark} [bold]{escape(link.name):<12}[/bold] {escape(link.what)}", soft_wrap=True)
        if link.detail:
            console().print(f"{'':15}[dim]{escape(link.detail)}[/dim]", soft_wrap=True)
    verdict = "[green]The chain holds.[/green]" if chain.holds else "[red]The chain is broken.[/red]"
    console().print(verdict)


def describe_saying(said: When | None, published: When | None) -> str:
    """Say when a quote was said, or failing that published, without more precision than is known."""
    for verb, when in (("said", said), ("published", published)):
        if when and (when.value or when.raw):
            return f"{verb} {when.value or when.raw}"
        if when and when.latest:
            since = f"between {describe_day(when.earliest)} and" if when.earliest else "by"
            return f"{verb} {since} {describe_day(when.latest)}"
    return "undated"


def print_shown(found: Shown) -> None:
    """Print one thing of the archive: a quote in its context, a document with its quotes, a capture, or a withdrawal."""
    if isinstance(found, Withdrawn):
        withdrawn = found.redacted
        console().print(f"{escape(found.id)} was withdrawn on {describe_day(withdrawn.redacted_at)}: {escape(withdrawn.why)}")
    elif isinstance(found, QuoteView):
        _print_quote(found)
    elif isinstance(found, CaptureView):
        print_fields({name: _plain(value) for name, value in to_json(found).items()})
    else:
        _print_document(found)


def _plain(value: Any) -> Any:
    """Return lists and mappings as one line of JSON, not as Python writes them."""
    return json.dumps(value, ensure_ascii=False) if value and isinstance(value, list | dict) else value


def _print_speaker(quote: Quote, published: When | None) -> None:
    office = f", {quote.office}" if quote.office else ""
    day = describe_saying(quote.said, published)
    console().print(f"[bold]{escape(quote.speaker or 'speaker not known')}[/bold]{escape(office)}  [dim]{escape(day)}[/dim]")


def _print_quote(found: QuoteView) -> None:
    quote, document = found.quote, found.document
    _print_speaker(quote, found.published)
    console().print()
    _print_context(quote.exact, found.context)
    console().print()
    print_fields(
        {
            "quote": f"{quote.id} ({quote.kind}, characters {quote.start} to {quote.end})",
            "stands": None if found.current else "no longer: the document was changed, or reads otherwise now",
            "cue": quote.cue,
            "via": quote.via,
            "document": f"{document.id}  {document.title or ''}",
            "address": document.url,
            "published": describe_when(found.published),
            "notice": describe_notice(found.notice),
            "presence": describe_presence(found.presence) if found.presence else None,
            "captured": _describe_captures(found.captures),
            "elsewhere": describe_variants(found.variants) if found.variants.named else None,
        }
    )
    if found.following:
        if found.presence:
            print_presence(found.presence)
        print_readings(found.history or ())
        print_words_in_document(found.following.document_history, document.id)
        if found.following.spread:
            print_spread(found.following.spread)


def _print_context(exact: str, context: Context) -> None:
    """Print a quote with what stands around it, line by line, from the beginning of a word to the end of one."""
    before, after = context.before, context.after
    if len(before) > _CONTEXT:
        before = f"…{before[-_CONTEXT:].partition(' ')[2] or before[-_CONTEXT:]}"
    if len(after) > _CONTEXT:
        after = f"{after[:_CONTEXT].rpartition(' ')[0] or after[:_CONTEXT]}…"
    for line in Text.assemble((before, "dim"), (exact, "bold"), (after, "dim")).split("\n", allow_blank=True):
        print_hanging(Text(), line)


def _describe_captures(captures: Sequence[CaptureSeen]) -> str:
    """Name the captures that showed something: how many, and when."""
    times = list(dict.fromkeys(describe_instant(capture.captured_at) for capture in captures))
    if len(times) <= _MOST_CAPTURES:
        return f"{', '.join(times)} UTC"
    return f"{len(captures)} times, from {times[0]} to {times[-1]} UTC"


def _print_document(found: DocumentView | RevisionView) -> None:
    presence = found.presence if isinstance(found, DocumentView) else None
    following = found.following if isinstance(found, DocumentView) else None
    print_fields(
        {
            "id": found.id,
            "document": found.document if isinstance(found, RevisionView) else None,
            **{name: getattr(found, name) for name in ("kind", "title", "url", "language", "source", "revision")},
            "published": describe_when(found.published),
            **{name: ", ".join(getattr(found, name)) for name in ("issuers", "speakers", "via")},
            "notice": describe_notice(found.notice),
            "cut": "the text ends before the post does" if found.post and found.post.cut else None,
            "presence": describe_presence(presence) if presence else None,
            "captured": _describe_captures(found.captures),
        }
    )
    if presence:
        print_presence(presence)
    console().print()
    print_words(found.text, indent=0)
    _print_quotes(found)
    if found.history:
        print_history(found.history, following.missing_edits if following else ())
    if following:
        print_elsewhere(following.copies, following.translations)


def _print_quotes(found: DocumentText) -> None:
    count = len(found.quotes)
    console().print(f"\n[bold]{count} {'quote' if count == 1 else 'quotes'}[/bold]")
    for quote in found.quotes[:_MOST_QUOTES]:
        head = Text(f"  {quote.id} {quote.kind:<8} ", style="dim")
        speaker = quote.speaker or "speaker not known"
        print_hanging(head, Text(f"{speaker}: ").append(_begin(quote.exact), style="dim"))
    if count > _MOST_QUOTES:
        console().print(f"  [dim]and {count - _MOST_QUOTES} more; --json lists all[/dim]")


def _begin(words: str) -> str:
    """Return the beginning of a quote on one line."""
    flat = " ".join(words.split())
    return flat if len(flat) <= _BEGINNING else f"{flat[:_BEGINNING].rstrip()}…"


def describe_notice(notice: Notice | None) -> str | None:
    """Return what the publisher says of its own item, with the date where the words do not hold it."""
    if notice is None:
        return None
    day = describe_when(notice.dated)
    dated = f" ({day[:10]})" if day and notice.dated and notice.dated.raw not in notice.text else ""
    return f"{notice.kind}{dated}: {notice.text}"
