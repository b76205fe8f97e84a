"""Print what a newer reading changed, a document at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from pipeline.cli.output import console

_MOST_DOCUMENTS = 20
_MOST_QUOTES = 10
_WIDTH = 90


def print_changes(changes: Sequence[Mapping[str, Any]]) -> None:
    """Print the changes of the first documents, and how many more there are; nothing where nothing changed."""
    if not changes:
        return
    counts = {part: sum(len(change[part]) for change in changes) for part in ("gained", "lost", "changed")}
    documents = "1 document" if len(changes) == 1 else f"{len(changes)} documents"
    console().print(
        f"\n[bold]What changed[/bold]  {documents} read otherwise: {counts['gained']} quotes gained, {counts['lost']} lost, "
        f"{counts['changed']} read otherwise"
    )
    for change in changes[:_MOST_DOCUMENTS]:
        _print_change(change)
    if len(changes) > _MOST_DOCUMENTS:
        console().print(f"[dim]and {len(changes) - _MOST_DOCUMENTS} documents more: --json gives them all[/dim]")


def _print_change(change: Mapping[str, Any]) -> None:
    name = change["title"] or change["url"] or "untitled"
    console().print(Text.assemble("\n", (change["document"], "dim"), "  ", name, ("  " + change["source"], "dim")))
    _print_fields(change["fields"], indent=2)
    lines = [("+", "green", quote) for quote in change["gained"]] + [("−", "red", quote) for quote in change["lost"]]
    for sign, colour, quote in lines[:_MOST_QUOTES]:
        speaker = quote["speaker"] or "nobody named"
        console().print(
            Text.assemble("  ", (f"{sign} {quote['kind']}", colour), "  ", _shorten(quote["exact"]), (f"  {speaker}", "dim"))
        )
    for quote in change["changed"][:_MOST_QUOTES]:
        console().print(Text.assemble("  ", ("~", "yellow"), " ", _shorten(quote["exact"])))
        _print_fields(quote["fields"], indent=4)
    left = max(len(lines) - _MOST_QUOTES, 0) + max(len(change["changed"]) - _MOST_QUOTES, 0)
    if left:
        console().print(f"  [dim]and {left} quotes more[/dim]")


def _print_fields(fields: Mapping[str, Sequence[Any]], *, indent: int) -> None:
    for name, (before, now) in fields.items():
        console().print(Text.assemble(" " * indent, (f"{name} ", "dim"), _say(before), (" → ", "dim"), _say(now)))


def _say(value: Any) -> str:
    """Give a value in a few words: a date by its value, a mention by its text."""
    if isinstance(value, Mapping):
        value = value.get("value") or value.get("text") or value.get("latest")
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return _shorten(str(value)) if value else "nothing"


def _shorten(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"
