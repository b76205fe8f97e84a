"""Print what a newer reading changed, a document at a time."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from pipeline.cli.output import console
from storage.model import Mention, When
from storage.model.codec import format_instant
from storage.model.findings import DocumentChange, FieldChange, FieldValue

_MOST_DOCUMENTS = 20
"""Documents that are printed; --json gives all. Chosen by hand, as all
limits of printing in this folder."""
_MOST_QUOTES = 10
"""Quotes of a document that are printed."""
_WIDTH = 90
"""Characters of a quote that are printed: a line."""


def print_changes(changes: Sequence[DocumentChange]) -> None:
    """Print the changes of the first documents, and how many more there are; nothing if nothing changed."""
    if not changes:
        return
    gained, lost, changed = (
        sum(map(len, each)) for each in zip(*((c.gained, c.lost, c.changed) for c in changes), strict=True)
    )
    documents = "1 document" if len(changes) == 1 else f"{len(changes)} documents"
    console().print(
        f"\n[bold]What changed[/bold]  {documents} read otherwise: {gained} quotes gained, {lost} lost, "
        f"{changed} read otherwise"
    )
    for change in changes[:_MOST_DOCUMENTS]:
        _print_change(change)
    if len(changes) > _MOST_DOCUMENTS:
        console().print(f"[dim]and {len(changes) - _MOST_DOCUMENTS} documents more: --json gives them all[/dim]")


def _print_change(change: DocumentChange) -> None:
    name = change.title or change.url or "untitled"
    console().print(Text.assemble("\n", (change.document, "dim"), "  ", name, ("  " + change.source, "dim")))
    _print_fields(change.fields, indent=2)
    lines = [("+", "green", quote) for quote in change.gained] + [("−", "red", quote) for quote in change.lost]
    for sign, colour, quote in lines[:_MOST_QUOTES]:
        speaker = quote.speaker or "speaker not known"
        console().print(
            Text.assemble("  ", (f"{sign} {quote.kind}", colour), "  ", _shorten(quote.exact), (f"  {speaker}", "dim"))
        )
    for kept in change.changed[:_MOST_QUOTES]:
        console().print(Text.assemble("  ", ("~", "yellow"), " ", _shorten(kept.exact)))
        _print_fields(kept.fields, indent=4)
    left = max(len(lines) - _MOST_QUOTES, 0) + max(len(change.changed) - _MOST_QUOTES, 0)
    if left:
        console().print(f"  [dim]and {left} quotes more[/dim]")


def _print_fields(fields: Sequence[FieldChange], *, indent: int) -> None:
    for field in fields:
        before, now = _say(field.before), _say(field.now)
        console().print(Text.assemble(" " * indent, (f"{field.name} ", "dim"), before, (" → ", "dim"), now))


def _say(value: FieldValue) -> str:
    """Return a value in a few words: a date by its value, a mention by its text."""
    if isinstance(value, When):
        value = value.value or (format_instant(value.latest) if value.latest else None)
    elif isinstance(value, Mention):
        value = value.text
    elif isinstance(value, tuple):
        value = ", ".join(value)
    return _shorten(value) if value else "nothing"


def _shorten(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"
