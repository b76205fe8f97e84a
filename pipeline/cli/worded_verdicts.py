"""Word a verdict on two texts as it stands to the one that was asked for: JSON keeps the verdict as it was judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipeline.cli.differences import COLOURS
from storage.model.findings import Copy, Judged, Side
from storage.model.verdicts import CutPlace, Kind, TextVerdict

_SHORT = 90
"""Characters of a reason that are printed in a table."""
_SAME: Final = (TextVerdict.IDENTICAL, TextVerdict.TYPOGRAPHIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A verdict in words: the label, its colour, and why."""

    label: str
    style: str
    reason: str


def tell_verdict(entry: Judged) -> Told:
    """Word the verdict on a copy of a document or an occurrence of a quote.

    A text that stands whole in a longer one is not cut there: only the other way round is a part of it left out.
    """
    if entry.verdict is TextVerdict.TRUNCATED and not entry.material:
        return _tell_part(entry)
    reason = _shorten(entry.reason)
    if entry.told_from is Side.THAT and entry.verdict not in _SAME:
        reason = f"from there to here: {reason}"
    return Told(label=entry.verdict, style=COLOURS.get(entry.verdict, "red"), reason=reason)


def _tell_part(entry: Judged) -> Told:
    words = entry.words if isinstance(entry, Copy) else None
    if entry.told_from is Side.THAT:
        of = f": {words.this} of its {words.that} words" if words else ""
        among = "inside a longer sentence" if not words and entry.cuts_sentence else "among more"
        return Told(label="whole in it", style="green", reason=f"this text stands there{_tell_change(entry)}, {among}{of}")
    if words and not entry.cuts_sentence:
        of = f"{words.that} of these {words.this} words"
        reason = f"its whole text stands in this one{_tell_change(entry)}: {of}"
        return Told(label="part of this", style="green", reason=reason)
    if not words and entry.diff is not None and not entry.cuts_sentence:
        cuts = entry.cuts
        from_quotation = any(change.cut_place is CutPlace.QUOTATION for change in cuts)
        what = "a quotation out of" if from_quotation else "whole sentences of"
        missing = _shorten(cuts[0].stored) if cuts else ""
        reason = f"{what} this text{_tell_change(entry)}; not there: “{missing}”"
        return Told(label="part of this", style="green", reason=reason)
    return Told(label=TextVerdict.TRUNCATED, style=COLOURS[TextVerdict.TRUNCATED], reason=_shorten(entry.reason))


def _tell_change(entry: Judged) -> str:
    """Say how the words that both have stand to each other, where the difference is known."""
    if entry.diff is None:
        return ""
    kinds = {change.kind for change in entry.diff}
    if Kind.ELISION in kinds:
        return " but for words left out and marked"
    return " unchanged but for typography" if Kind.TYPOGRAPHY in kinds else " unchanged"


def _shorten(reason: str) -> str:
    return reason if len(reason) <= _SHORT else f"{reason[:_SHORT]}…"
