"""Print where words stand elsewhere: who carries a quote and who had it first, copies and translations of a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.markup import escape
from rich.text import Text

from pipeline.cli.output import console

_COLOURS = {
    "identical": "green",
    "typographic": "green",
    "elided": "cyan",
    "truncated": "yellow",
    "stitched": "yellow",
    "altered": "magenta",
    "translation candidate": "blue",
}
_OWN = ("own", "turn")
_EXTENTS = {"whole": "", "holds it": "; its whole text stands in this one", "part of it": "; it holds this whole text"}
_MOST = 40
_SHORT = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One place where words stand: when it was published, where, whose words they are or how it is related, and the verdict."""

    when: str
    where: str
    about: str
    verdict: str
    reason: str
    id: str
    material: bool = False
    asked: bool = False


def print_spread(spread: Mapping[str, Any]) -> None:
    """Print all carriers of a quote in order of time, and who had it first, where that can be told."""
    carriers = spread["carriers"]
    _print_title("Who carries these words", len(carriers), "carrier")
    _print_entries(
        _Entry(
            when=_describe_span(carrier["asserted"]),
            where=carrier["source"] or "source not known",
            about=_describe_role(carrier),
            verdict=carrier["verdict"],
            material=carrier["material"],
            reason=_tell(carrier),
            id=carrier["id"],
            asked=carrier["id"] == spread["id"],
        )
        for carrier in carriers
    )
    console().print()
    _print_first("First to publish them", spread["first_asserted"], carriers)
    _print_first("First seen by us", spread["first_observed"], carriers)
    for note in spread["notes"]:
        console().print(f"[yellow]{escape(note)}[/yellow]", soft_wrap=True)
    _print_translations(spread.get("translations", ()))


def print_elsewhere(copies: Sequence[Mapping[str, Any]], translations: Sequence[Mapping[str, Any]]) -> None:
    """Print the documents that hold the same text, and those that may be translations."""
    if copies:
        _print_title("The same text elsewhere", len(copies), "document")
        _print_entries(
            _Entry(
                when=_describe_span(copy["published"]),
                where=copy["source"] or "source not known",
                about=f"{copy['relation']}: {copy['relation_reason']}{_EXTENTS[copy['extent']]}",
                verdict=copy["verdict"],
                material=copy["material"],
                reason=_tell(copy),
                id=copy["document"]["id"],
            )
            for copy in copies
        )
    _print_translations(translations)


def print_comparison(answer: Mapping[str, Any]) -> None:
    """Print a verdict on two renderings, and every difference."""
    mark = " [red]material[/red]" if answer["material"] else ""
    verdict = f"[{_COLOURS.get(answer['verdict'], 'red')}]{answer['verdict']}[/]"
    console().print(f"{verdict}{mark}  {escape(answer['reason'])}", soft_wrap=True)
    for change in answer["diff"]:
        line = Text("  ").append(f"{change['kind']:<11}", style="red" if change["material"] else "dim")
        line.append(change["a"], style="red strike").append(" ").append(change["b"], style="green")
        console().print(line.append(f"  {change['note']}", style="dim"), soft_wrap=True)


def _print_title(title: str, count: int, noun: str) -> None:
    console().print(f"\n[bold]{title}[/bold]  [dim]{count} {noun if count == 1 else f'{noun}s'}; times in UTC[/dim]")


def _print_entries(entries: Iterable[_Entry]) -> None:
    """Print the places where the words stand, in two lines each: when, where and whose; the verdict, why, and the id."""
    listed = list(entries)
    shown = listed[:_MOST]
    when = max((len(entry.when) for entry in shown), default=0)
    where = max((len(entry.where) for entry in shown), default=0)
    for entry in shown:
        mark = "[bold]▸[/bold]" if entry.asked else " "
        console().print(
            f"{mark} [dim]{escape(entry.when.ljust(when))}[/dim]  {escape(entry.where.ljust(where))}  {escape(entry.about)}",
            soft_wrap=True,
        )
        material = "[red]material[/red] · " if entry.material else ""
        colour = _COLOURS.get(entry.verdict, "red")
        console().print(
            f"  {'':{when}}  [{colour}]{entry.verdict}[/] · {material}[dim]{escape(entry.reason)} · {entry.id}[/dim]",
            soft_wrap=True,
        )
    if len(listed) > _MOST:
        console().print(f"  [dim]and {len(listed) - _MOST} more; --json lists all[/dim]")


def _print_first(name: str, first: Mapping[str, Any], carriers: Sequence[Mapping[str, Any]]) -> None:
    where = {carrier["id"]: carrier["source"] or carrier["id"] for carrier in carriers}
    if first["first"]:
        told = f"{where[first['first']]}, {first['first']}"
    else:
        among = list(dict.fromkeys(where[id_] for id_ in first["among"]))
        told = f"{first['why']}; perhaps {_join(among[:6])}{' or others' if len(among) > 6 else ''}"
    console().print(f"[bold]{name}[/bold]: {escape(told)}", soft_wrap=True)


def _print_translations(translations: Sequence[Mapping[str, Any]]) -> None:
    if translations:
        _print_title("Perhaps the same in another language", len(translations), "candidate")
    _print_entries(
        _Entry(
            when=_describe_span(each["published"]),
            where=each["source"] or "source not known",
            about=f"in {each['document']['language'] or 'a language not known'}: {each['document']['title'] or 'untitled'}",
            verdict=each["verdict"],
            reason=each["reason"],
            id=each["document"]["id"],
        )
        for each in translations
    )


def _tell(entry: Mapping[str, Any]) -> str:
    """Give the reason, cut where it is long; say so where it tells the difference from the other text to the one asked for."""
    reason = entry["reason"] if len(entry["reason"]) <= _SHORT else f"{entry['reason'][:_SHORT]}…"
    backwards = entry["verdict"] == "altered" and entry.get("told_from") == "that"
    return f"{reason}, from there to here" if backwards else reason


def _describe_role(carrier: Mapping[str, Any]) -> str:
    """Say whose words they are there: the principal's own, quoted, or relayed by somebody."""
    speaker = carrier["speaker"] or "speaker not known"
    if carrier["role"] == "relayed":
        return f"{speaker}, relayed by {carrier['via']}"
    return f"{speaker}, {'own words' if carrier['kind'] in _OWN else 'reported' if carrier['kind'] == 'indirect' else 'quoted'}"


def _describe_span(span: Mapping[str, Any] | None) -> str:
    """Give an interval without more precision than it has: a minute, a day, or from one day to another."""
    earliest, latest = (span["earliest"], span["latest"]) if span else (None, None)
    if not earliest or not latest:
        return f"by {latest[:10]}" if latest else f"since {earliest[:10]}" if earliest else "undated"
    if earliest == latest:
        return str(earliest[:16]).replace("T", " ")
    return str(earliest[:10]) if earliest[:10] == latest[:10] else f"{earliest[:10]} to {latest[:10]}"


def _join(names: Iterable[str]) -> str:
    *before, last = list(names) or ["nobody"]
    return f"{', '.join(before)} or {last}" if before else last
