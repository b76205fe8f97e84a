"""Word a verdict on two texts as it stands to the one that was asked for: JSON keeps the verdict as it was judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.cli.differences import COLOURS

_SHORT = 90
_CUT = "inside a sentence"
_QUOTATION = "around a quotation"
_ELISION = "elision"
_TYPOGRAPHY = "typography"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A verdict in words: the label, its colour, and why."""

    label: str
    style: str
    reason: str


def tell_verdict(entry: Mapping[str, Any]) -> Told:
    """Word the verdict on a copy of a document or a carrier of a quote.

    A text that stands whole in a longer one is not cut there: only the other way round is a part of it left out.
    """
    verdict = entry["verdict"]
    style = COLOURS.get(verdict, "red")
    if verdict == "truncated" and not entry["material"]:
        return _tell_part(entry)
    reason = _shorten(entry["reason"])
    if entry.get("told_from") == "that" and verdict not in ("identical", "typographic"):
        reason = f"from there to here: {reason}"
    return Told(label=verdict, style=style, reason=reason)


def _tell_part(entry: Mapping[str, Any]) -> Told:
    words = entry.get("words")
    if entry.get("told_from") == "that":
        of = f": {words['this']} of its {words['that']} words" if words else ""
        among = "inside a longer sentence" if not words and _is_cut(entry) else "among more"
        return Told(label="whole in it", style="green", reason=f"this text stands there{_tell_change(entry)}, {among}{of}")
    if words and not _is_cut(entry):
        of = f"{words['that']} of these {words['this']} words"
        reason = f"its whole text stands in this one{_tell_change(entry)}: {of}"
        return Told(label="part of this", style="green", reason=reason)
    if not words and "diff" in entry and not _is_cut(entry):
        cuts = [change for change in entry["diff"] if change["kind"] == "cut"]
        what = "a quotation out of" if any(_QUOTATION in change["note"] for change in cuts) else "whole sentences of"
        missing = _shorten(cuts[0]["stored"]) if cuts else ""
        reason = f"{what} this text{_tell_change(entry)}; not there: “{missing}”"
        return Told(label="part of this", style="green", reason=reason)
    return Told(label="truncated", style=COLOURS["truncated"], reason=_shorten(entry["reason"]))


def _tell_change(entry: Mapping[str, Any]) -> str:
    """Say how the words that both have stand to each other, where the difference is known."""
    kinds = {change["kind"] for change in entry["diff"]} if "diff" in entry else None
    if kinds is None:
        return ""
    if _ELISION in kinds:
        return " but for words left out and marked"
    return " unchanged but for typography" if _TYPOGRAPHY in kinds else " unchanged"


def _is_cut(entry: Mapping[str, Any]) -> bool:
    """Say whether a sentence was cut, and not only others left out."""
    cuts = [change for change in entry.get("diff", ()) if change["kind"] == "cut"]
    return any(_CUT in change["note"] for change in cuts) if cuts else entry["reason"].endswith(_CUT)


def _shorten(reason: str) -> str:
    return reason if len(reason) <= _SHORT else f"{reason[:_SHORT]}…"
