"""Print where words stand elsewhere: who carries a quote and who had it first, copies and translations of a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rich.markup import escape
from rich.text import Text

from pipeline.cli.document_places import name_place
from pipeline.cli.output import console, print_hanging
from pipeline.cli.times import describe_instant, describe_published, describe_span
from pipeline.cli.worded_verdicts import tell_verdict
from storage.model import QuoteKind
from storage.model.findings import TRANSLATION_CANDIDATE, Copy, First, Judged, Occurrence, Role, Spread, Translation

_OWN = (QuoteKind.OWN, QuoteKind.TURN)
_MOST = 40
"""Places that are printed: a screen; --json gives all."""
_MOST_NAMED = 6
"""Places that are named of those who may have been first."""
_ROOM = 72
"""At least this number of columns are wanted beside the times; if there are fewer, the lines begin with them. Chosen by
hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One place where words stand: when it was published, where, whose words they are or how it is related, and the verdict."""

    when: str
    where: str
    about: str
    verdict: str
    reason: str
    id: str
    style: str
    material: bool = False
    asked: bool = False


def print_spread(spread: Spread) -> None:
    """Print all carriers of a quote in order of time, and who had it first, where that can be told."""
    carriers = spread.carriers
    _print_title("Who carries these words", _count(len(carriers), "carrier"), _tally(carriers))
    _print_entries([_enter_carrier(carrier, spread.id) for carrier in carriers])
    console().print()
    if spread.first_same_words == spread.first_asserted:
        _print_first("First to publish them", spread.first_asserted, carriers, _describe_asserted)
    else:
        _print_first("First to publish these very words", spread.first_same_words, carriers, _describe_asserted)
        _print_first("First to publish them in any form", spread.first_asserted, carriers, _describe_asserted)
    _print_first("First seen", spread.first_observed, carriers, lambda carrier: describe_instant(carrier.observed))
    for note in spread.notes:
        console().print(f"[yellow]{escape(note)}[/yellow]", soft_wrap=True)
    _print_translations(spread.translations or ())


def print_elsewhere(copies: Sequence[Copy], translations: Sequence[Translation]) -> None:
    """Print the documents that hold the same text, and those that may be translations."""
    if copies:
        _print_title("The same text elsewhere", _count(len(copies), "document"), _tally(copies))
        _print_entries([_enter_copy(copy) for copy in copies])
    _print_translations(translations)


def _enter_carrier(carrier: Occurrence, asked: str) -> _Entry:
    told = tell_verdict(carrier)
    away = "" if carrier.current else "; no longer in the document"
    return _Entry(
        when=_describe_asserted(carrier),
        where=name_place(carrier.source, carrier.document.url, carrier.account),
        about=f"{_describe_role(carrier)}{away}",
        verdict=told.label,
        style=told.style,
        material=carrier.material,
        reason=told.reason,
        id=carrier.id,
        asked=carrier.id == asked,
    )


def _enter_copy(copy: Copy) -> _Entry:
    told = tell_verdict(copy)
    return _Entry(
        when=describe_published(copy.published),
        where=name_place(copy.source, copy.document.url, copy.account),
        about=f"{copy.relation}: {copy.relation_reason}",
        verdict=told.label,
        style=told.style,
        material=copy.material,
        reason=told.reason,
        id=copy.document.id,
    )


def _print_title(title: str, count: str, more: str = "") -> None:
    console().print()
    print_hanging(Text().append(f"{title}  ", style="bold"), Text(f"{count}{more}; times in UTC", style="dim"))


def _print_entries(listed: Sequence[_Entry]) -> None:
    """Print the places where the words stand, in two lines each: when, where and whose; the verdict, why, and the id. The one
    that was asked for is always among them."""
    shown = list(listed[:_MOST])
    shown += [entry for entry in listed[_MOST:] if entry.asked]
    width = max((len(entry.when) for entry in shown), default=0) + 2
    beside = console().width - width >= _ROOM
    for entry in shown:
        head = Text().append("▸ " if entry.asked else "  ", style="bold")
        when = Text().append(entry.when.ljust(width) if beside else f"{entry.when}  ", style="dim")
        place = Text().append(entry.where, style="bold").append(f"  {entry.about}")
        indent = Text(" " * (width + 2 if beside else 4))
        if beside:
            print_hanging(head.append_text(when), place)
        else:
            print_hanging(head, when.append_text(place))
        print_hanging(indent, _show_verdict(entry))
    if len(listed) > len(shown):
        console().print(f"  [dim]and {len(listed) - len(shown)} more; --json lists all[/dim]")


def _show_verdict(entry: _Entry) -> Text:
    told = Text().append(entry.verdict, style=entry.style).append(" · ")
    if entry.material:
        told.append("material", style="red").append(" · ")
    return told.append(f"{entry.reason} · {entry.id}", style="dim")


def _print_first(name: str, first: First, carriers: Sequence[Occurrence], describe: Callable[[Occurrence], str]) -> None:
    by_id = {carrier.id: carrier for carrier in carriers}
    where = {id_: name_place(each.source, each.document.url, each.account) for id_, each in by_id.items() if id_ in first.among}
    if first.first:
        told = f"{where[first.first]}, {describe(by_id[first.first])}, {first.first}"
    else:
        named = _count_places([where[id_] for id_ in first.among])
        others = len(named) - _MOST_NAMED
        told = f"{first.why}; perhaps {_join(named[:_MOST_NAMED])}{f', or {others} others' if others > 0 else ''}"
    print_hanging(Text().append(f"{name}: ", style="bold"), Text(told))


def _count_places(places: Iterable[str]) -> list[str]:
    """Name each place once, with the number of its documents if these are several."""
    return [place if count == 1 else f"{count} documents of {place}" for place, count in Counter(places).items()]


def _print_translations(translations: Sequence[Translation]) -> None:
    if translations:
        _print_title("Perhaps the same in another language", _count(len(translations), "candidate"))
    _print_entries(
        [
            _Entry(
                when=describe_published(each.published),
                where=name_place(each.source, each.document.url, None),
                about=f"in {each.document.language or 'a language not known'}: {each.document.title or 'untitled'}",
                verdict=TRANSLATION_CANDIDATE,
                style="blue",
                reason=each.reason,
                id=each.document.id,
            )
            for each in translations
        ]
    )


def _describe_role(carrier: Occurrence) -> str:
    """Say whose words they are there: the principal's own, quoted, or relayed by somebody."""
    speaker = carrier.speaker or "speaker not known"
    if carrier.role is Role.RELAYED:
        return f"{speaker}, relayed by {carrier.via}"
    reported = "reported" if carrier.kind is QuoteKind.INDIRECT else "quoted"
    return f"{speaker}, {'own words' if carrier.kind in _OWN else reported}"


def _describe_asserted(carrier: Occurrence) -> str:
    """Say when a carrier published the words; by its date as it stands, if that is what is known."""
    asserted, published = carrier.asserted, carrier.published
    if published and (published.earliest, published.latest) == (asserted.earliest, asserted.latest):
        return describe_published(published)
    return describe_span(asserted)


def _tally(entries: Iterable[Judged]) -> str:
    """Count entries by their verdicts, if these are more than one."""
    counted = Counter(tell_verdict(entry).label for entry in entries)
    material = sum(entry.material for entry in entries)
    if len(counted) < 2:
        return ""
    told = ", ".join(f"{count} {label}" for label, count in counted.most_common())
    return f": {told}" + (f"; {material} material" if material else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else f'{noun}s'}"


def _join(names: Iterable[str]) -> str:
    *before, last = list(names) or ["nobody"]
    return f"{', '.join(before)} or {last}" if before else last
