"""Print what became of a document: whether it still stands, its revisions with who saw them, and what each edit did."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rich.markup import escape
from rich.text import Text

from pipeline.cli.differences import print_changes
from pipeline.cli.output import console, print_hanging
from pipeline.cli.times import describe_day, describe_instant, describe_span, describe_when
from storage.model import UNDECLARED, When
from storage.model.findings import Origin, QuoteReading, RevisionCapture, RevisionHolding, RevisionSeen, RevisionText
from storage.model.verdicts import Edit, Kind, Presence, State

_WAYS = {
    Origin.FETCH: "our own request",
    Origin.ARCHIVE: "another archive's capture",
    Origin.FILE: "an imported file",
}
_STATES = {State.SOFT_404: "soft 404", State.LOGIN: "login wanted"}
_LEFT_OUT = (Kind.OMISSION, Kind.CUT)
_READ = ("exact", "speaker", "office", "via", "said")
_MOST_LOOKS = 6
"""Looks that are printed; --json gives all."""
_MOST_SHOWN = 12
"""Revisions that are printed."""


def describe_presence(presence: Presence) -> str:
    """Say in one line whether a document still stands, and when that was seen."""
    told = f"{_STATES.get(presence.state, presence.state)}: {presence.reason}"
    looked = describe_instant(presence.last_looked) if presence.last_looked else "never"
    if presence.state is State.PRESENT:
        return f"{told}, {looked} UTC"
    if presence.last_seen:
        missed = presence.first_missed
        until = f", first missed {describe_instant(missed)}" if missed else f", last looked at {looked}"
        return f"{told}; last seen {describe_instant(presence.last_seen)}{until} UTC"
    return told


def print_presence(presence: Presence) -> None:
    """Print the looks that missed a document, and the spans in which it was away before."""
    for look in presence.signals[:_MOST_LOOKS]:
        why = f": {look.why}" if look.why else ""
        _print_dim(f"  {describe_instant(look.at)}  {look.status}, by {look.channel}{why}  {look.capture}")
    if len(presence.signals) > _MOST_LOOKS:
        _print_dim(f"  and {len(presence.signals) - _MOST_LOOKS} more; --json lists all")
    for missed, back in presence.absences:
        _print_dim(f"  away before: missed {describe_instant(missed)}, back {describe_instant(back)}")


def print_history(history: Sequence[RevisionText], missing: Sequence[str] = ()) -> None:
    """Print every text of a document in order of time: who saw it when, and what changed against the one before."""
    _print_title("History", history)
    numbers: dict[str, int] = {}
    for number, entry in enumerate(history, start=1):
        _print_revision(number, entry, numbers.setdefault(entry.revision, number))
    if missing:
        count = len(missing)
        wordings = "1 wording that the platform names is" if count == 1 else f"{count} wordings that the platform names are"
        console().print(f"[yellow]{wordings} not in the archive: {escape(', '.join(missing))}[/yellow]", soft_wrap=True)


def print_words_in_document(revisions: Sequence[RevisionHolding], document: str) -> None:
    """Print which revisions of its document hold a quote's words: where these came or went, and every unannounced change."""
    if len(revisions) < 2:
        return
    _print_title("These words in their document", revisions)
    listed = [
        (number, entry, number > 1 and entry.holds != revisions[number - 2].holds)
        for number, entry in enumerate(revisions, start=1)
    ]
    telling = [each for each in listed if each[0] in (1, len(listed)) or each[2] or (each[1].edit and each[1].edit.silent)]
    for number, entry, turned in telling[:_MOST_SHOWN]:
        holds = "[green]holds them[/green]" if entry.holds else "[yellow]without them[/yellow]"
        told = Text.from_markup(f"{_describe_seen(entry)}  {holds}{_describe_edit(entry)}")
        print_hanging(Text(f"{number:>3}  "), told)
        if turned:
            print_changes(entry.diff, indent=5)
    left = len(listed) - len(telling[:_MOST_SHOWN])
    if left:
        _print_dim(f"     and {left} more {'revision' if left == 1 else 'revisions'}; onrecord show {document} --history")


def print_readings(readings: Sequence[QuoteReading]) -> None:
    """Print where a later capture or later code read a quote otherwise: its extent, speaker, office or date."""
    for before, now in pairwise(readings):
        for name in _READ:
            if name in now.changed:
                told = f"{_plain(getattr(before.quote, name))} became {_plain(getattr(now.quote, name))}"
                line = f"read otherwise: {name} {told}, {describe_day(now.captured_at)}, by {now.code_version}"
                print_hanging(Text("  "), Text(line, style="dim"))


def _plain(value: str | When | None) -> str:
    """Return one part of a reading in words: a date by its value."""
    return f"“{describe_when(value) if isinstance(value, When) else value}”" if value else "not known"


def _print_title(title: str, history: Sequence[RevisionSeen]) -> None:
    count = len(history)
    silent = [entry.edit for entry in history if entry.edit and entry.edit.silent]
    material = sum(edit.material for edit in silent)
    told = f"{count} {'revision' if count == 1 else 'revisions'}"
    if silent:
        changes = "1 unannounced change" if len(silent) == 1 else f"{len(silent)} unannounced changes"
        told += f"; {changes} of words, {material or 'none'} of them material"
    console().print()
    print_hanging(Text().append(f"{title}  ", style="bold"), Text(f"{told}; times in UTC", style="dim"))


def _print_revision(number: int, entry: RevisionText, first: int) -> None:
    again = f"  back to revision {first}" if first != number else ""
    told = f"{_describe_seen(entry)}{again}{_describe_edit(entry)}"
    head = Text().append(f"{number:>3}  ", style="bold")
    print_hanging(head, Text.from_markup(f"{told}  [dim]{escape(entry.revision)}[/dim]"))
    captures = entry.captures
    for capture in captures if len(captures) < 4 else (captures[0], captures[-1]):
        print_hanging(Text("     "), Text(_describe_capture(capture), style="dim"))
    if len(captures) > 3:
        _print_dim(f"     and {len(captures) - 2} captures between them; --json lists all")
    if entry.notice:
        print_hanging(Text("     "), Text(f"the publisher says: {entry.notice.text}", style="dim"))
    if not (entry.edit and entry.edit.replaces_all):
        print_changes(entry.diff, indent=5)


def _describe_seen(entry: RevisionSeen) -> str:
    """Say when a text stood: by the platform's word if it was edited, else by what showed it."""
    if entry.edited:
        return f"edited {describe_span(entry.edited)} by the platform's word"
    first, last = describe_instant(entry.first_captured), describe_instant(entry.last_captured)
    verb = "imported" if all(capture.channel is Origin.FILE for capture in entry.captures) else "seen"
    told = f"{verb} {first}" if first == last else f"{verb} {first} to {last}"
    known = describe_instant(entry.as_of)
    return f"stood {known}, {told}" if verb == "imported" and known < first else told


def _describe_edit(entry: RevisionSeen) -> str:
    edit = entry.edit
    if not edit:
        return ""
    material = " ([red]material[/red])" if edit.material else ""
    announced = ", not announced" if edit.silent else ""
    why = "another text altogether" if edit.replaces_all else ", ".join(_describe_kinds(edit)) or _describe_typography(edit)
    return f"  {escape(edit.extent)}{material}{announced}: {escape(why)}"


def _describe_typography(edit: Edit) -> str:
    """Say what changed where no word did."""
    return edit.comparison.reason.removeprefix(f"{Kind.TYPOGRAPHY}: ")


def _describe_kinds(edit: Edit) -> list[str]:
    """Name the kinds of words changed; of what was left out, what that takes away."""
    lost = {change.kind: change.note for change in edit.comparison.diff if change.material and change.kind in _LEFT_OUT}
    return [f"{kind} ({lost[kind]})" if kind in lost else kind for kind in edit.kinds]


def _describe_capture(capture: RevisionCapture) -> str:
    run = f", {capture.run}" if capture.run else ""
    same = ", the same bytes" if capture.same_bytes else ""
    source = f", source {capture.source}" if capture.source != UNDECLARED else ""
    return f"{capture.id}  {describe_instant(capture.captured_at)}  {_WAYS[capture.channel]}{source}{run}{same}"


def _print_dim(line: str) -> None:
    console().print(Text(line, style="dim"), soft_wrap=True)
