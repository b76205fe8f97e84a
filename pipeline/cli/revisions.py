"""Print what became of a document: whether it still stands, its revisions with who saw them, and what each edit did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.markup import escape
from rich.text import Text

from pipeline.cli.differences import print_changes
from pipeline.cli.output import console, print_hanging
from pipeline.cli.times import describe_instant, describe_span, describe_when
from storage.model import UNDECLARED

_WAYS = {"fetch": "our own request", "archive": "another archive's capture", "file": "an imported file"}
_STATES = {"soft_404": "soft 404", "login": "login wanted"}
_DIFFERENT = "different"
_LEFT_OUT = ("omission", "cut")
_READ = ("exact", "speaker", "office", "via", "said")
_MOST_LOOKS = 6
_MOST_SHOWN = 12


def describe_presence(presence: Mapping[str, Any]) -> str:
    """Say in one line whether a document still stands, and when that was seen."""
    told = f"{_STATES.get(presence['state'], presence['state'])}: {presence['reason']}"
    if presence["state"] == "present":
        return f"{told}, {describe_instant(presence['last_looked'])} UTC"
    if presence["last_seen"]:
        seen = describe_instant(presence["last_seen"])
        missed = presence["first_missed"]
        until = f", first missed {describe_instant(missed)}" if missed else f", last looked at {_last_look(presence)}"
        return f"{told}; last seen {seen}{until} UTC"
    return told


def print_presence(presence: Mapping[str, Any]) -> None:
    """Print the looks that missed a document, and the spans in which it was away before."""
    for look in presence["signals"][:_MOST_LOOKS]:
        why = f": {look['why']}" if look["why"] else ""
        _print_dim(f"  {describe_instant(look['at'])}  {look['status']}, by {look['channel']}{why}  {look['capture']}")
    if len(presence["signals"]) > _MOST_LOOKS:
        _print_dim(f"  and {len(presence['signals']) - _MOST_LOOKS} more; --json lists all")
    for missed, back in presence["absences"]:
        _print_dim(f"  away before: missed {describe_instant(missed)}, back {describe_instant(back)}")


def print_history(history: Sequence[Mapping[str, Any]], missing: Sequence[str] = ()) -> None:
    """Print every text of a document in order of time: who saw it when, and what changed against the one before."""
    _print_title("History", history)
    numbers: dict[str, int] = {}
    for number, entry in enumerate(history, start=1):
        _print_revision(number, entry, numbers.setdefault(entry["revision"], number))
    if missing:
        count = len(missing)
        wordings = "1 wording that the platform names is" if count == 1 else f"{count} wordings that the platform names are"
        console().print(f"[yellow]{wordings} not in the archive: {escape(', '.join(missing))}[/yellow]", soft_wrap=True)


def print_words_in_document(revisions: Sequence[Mapping[str, Any]], document: str) -> None:
    """Print which revisions of its document hold a quote's words: where these came or went, and every unannounced change."""
    if len(revisions) < 2:
        return
    _print_title("These words in their document", revisions)
    listed = [
        (number, entry, number > 1 and entry["holds"] != revisions[number - 2]["holds"])
        for number, entry in enumerate(revisions, start=1)
    ]
    telling = [each for each in listed if each[0] in (1, len(listed)) or each[2] or each[1]["edit"]["silent"]]
    for number, entry, turned in telling[:_MOST_SHOWN]:
        holds = "[green]holds them[/green]" if entry["holds"] else "[yellow]without them[/yellow]"
        told = Text.from_markup(f"{_describe_seen(entry)}  {holds}{_describe_edit(entry)}")
        print_hanging(Text(f"{number:>3}  "), told)
        if turned:
            print_changes(entry["diff"], indent=5)
    left = len(listed) - len(telling[:_MOST_SHOWN])
    if left:
        _print_dim(f"     and {left} more {'revision' if left == 1 else 'revisions'}; onrecord show {document} --history")


def print_readings(readings: Sequence[Mapping[str, Any]]) -> None:
    """Print where a later capture or later code read a quote otherwise: its extent, speaker, office or date."""
    known: dict[str, Any] = {}
    for entry in readings:
        for name in _READ:
            if known and name in entry["reading"]:
                before, after = _plain(known.get(name)), _plain(entry["reading"][name])
                line = (
                    f"read otherwise: {name} {before} became {after}, {entry['captured_at'][:10]}, by {entry['code_version']}"
                )
                print_hanging(Text("  "), Text(line, style="dim"))
        known |= entry["reading"]


def _plain(value: Any) -> str:
    """Give one part of a reading in words: a date by its value."""
    return f"“{describe_when(value) if isinstance(value, Mapping) else value}”" if value else "not known"


def _print_title(title: str, history: Sequence[Mapping[str, Any]]) -> None:
    count = len(history)
    silent = [entry for entry in history if entry.get("edit", {}).get("silent")]
    material = sum(entry["edit"]["material"] for entry in silent)
    told = f"{count} {'revision' if count == 1 else 'revisions'}"
    if silent:
        changes = "1 unannounced change" if len(silent) == 1 else f"{len(silent)} unannounced changes"
        told += f"; {changes} of words, {material or 'none'} of them material"
    console().print()
    print_hanging(Text().append(f"{title}  ", style="bold"), Text(f"{told}; times in UTC", style="dim"))


def _print_revision(number: int, entry: Mapping[str, Any], first: int) -> None:
    again = f"  back to revision {first}" if first != number else ""
    told = f"{_describe_seen(entry)}{again}{_describe_edit(entry)}"
    head = Text().append(f"{number:>3}  ", style="bold")
    print_hanging(head, Text.from_markup(f"{told}  [dim]{escape(entry['revision'])}[/dim]"))
    captures = entry["captures"]
    for capture in captures if len(captures) < 4 else (captures[0], captures[-1]):
        print_hanging(Text("     "), Text(_describe_capture(capture), style="dim"))
    if len(captures) > 3:
        _print_dim(f"     and {len(captures) - 2} captures between them; --json lists all")
    if entry.get("notice"):
        print_hanging(Text("     "), Text(f"the publisher says: {entry['notice']['text']}", style="dim"))
    if entry.get("edit", {}).get("verdict") != _DIFFERENT:
        print_changes(entry["diff"], indent=5)


def _describe_seen(entry: Mapping[str, Any]) -> str:
    """Say when a text stood: by the platform's word where it was edited, else by what showed it."""
    if entry.get("edited"):
        return f"edited {describe_span(entry['edited']['earliest'], entry['edited']['latest'])} by the platform's word"
    first, last = describe_instant(entry["first_captured"]), describe_instant(entry["last_captured"])
    verb = "imported" if all(capture["channel"] == "file" for capture in entry["captures"]) else "seen"
    told = f"{verb} {first}" if first == last else f"{verb} {first} to {last}"
    known = describe_instant(entry["as_of"])
    return f"stood {known}, {told}" if verb == "imported" and known < first else told


def _describe_edit(entry: Mapping[str, Any]) -> str:
    edit = entry.get("edit")
    if not edit:
        return ""
    material = " ([red]material[/red])" if edit["material"] else ""
    announced = ", not announced" if edit["silent"] else ""
    replaced = "another text altogether" if edit["verdict"] == _DIFFERENT else ""
    why = replaced or ", ".join(_describe_kinds(edit)) or edit["reason"].removeprefix("typography: ")
    return f"  {escape(edit['extent'])}{material}{announced}: {escape(why)}"


def _describe_kinds(edit: Mapping[str, Any]) -> list[str]:
    """Name the kinds of words changed; of what was left out, what that takes away."""
    lost = {change["kind"]: change["note"] for change in edit["diff"] if change["material"] and change["kind"] in _LEFT_OUT}
    return [f"{kind} ({lost[kind]})" if kind in lost else kind for kind in edit["kinds"]]


def _describe_capture(capture: Mapping[str, Any]) -> str:
    run = f", {capture['run']}" if capture["run"] else ""
    same = ", the same bytes" if capture["same_bytes"] else ""
    source = f", source {capture['source']}" if capture["source"] != UNDECLARED else ""
    return f"{capture['id']}  {describe_instant(capture['captured_at'])}  {_WAYS[capture['channel']]}{source}{run}{same}"


def _last_look(presence: Mapping[str, Any]) -> str:
    return describe_instant(presence["last_looked"])


def _print_dim(line: str) -> None:
    console().print(Text(line, style="dim"), soft_wrap=True)
