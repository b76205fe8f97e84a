"""Print what differs between two texts: the words that went and came, each with the words around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.markup import escape
from rich.text import Text

from pipeline.cli.output import console, print_hanging
from storage.model.findings import HeldComparison, WordChange
from storage.model.verdicts import TextVerdict

COLOURS: Final = {
    TextVerdict.IDENTICAL: "green",
    TextVerdict.TYPOGRAPHIC: "green",
    TextVerdict.ELIDED: "cyan",
    TextVerdict.TRUNCATED: "yellow",
    TextVerdict.STITCHED: "yellow",
    TextVerdict.ALTERED: "magenta",
}
_MOST = 20
"""Changes that are printed: a screen; --json gives all."""
_LONGEST = 240
"""Characters of a change that are printed: three lines."""
_HEAD, _TAIL = 120, 60
_ENDS = tuple(".!?。！？”»")


def print_comparison(answer: HeldComparison) -> None:
    """Print a verdict on two renderings, every difference by its kind, and the words with what stands around them."""
    found = answer.comparison
    mark = " [red]material[/red]" if found.material else ""
    verdict = f"[{COLOURS.get(found.wording, 'red')}]{found.wording}[/]"
    console().print(f"{verdict}{mark}  {escape(found.reason)}", soft_wrap=True)
    for change in found.diff[:_MOST]:
        head = Text(f"  {change.kind:<11} ", style="red" if change.material else "dim")
        print_hanging(head, _mark(change.stored, change.other).append(f"  {change.note}", style="dim"))
    _tell_more(len(found.diff), "  ")
    if answer.words:
        console().print()
        print_changes(answer.words, indent=2)


def print_changes(changes: Sequence[WordChange], *, indent: int) -> None:
    """Print changes of a text, those near to each other on one line."""
    near = list(_join_near(changes))
    for group in near[:_MOST]:
        print_hanging(Text(" " * indent), _show_in_place(group))
    _tell_more(len(near), " " * indent)


def _join_near(changes: Sequence[WordChange]) -> Iterator[list[WordChange]]:
    """Group changes so close that what stands after one reaches to the next."""
    group: list[WordChange] = []
    for change in changes:
        if group and change.at - group[-1].end > len(group[-1].after):
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _show_in_place(group: Sequence[WordChange]) -> Text:
    first, last = group[0], group[-1]
    cut = first.at > len(first.before.rstrip())
    shown = Text().append(f"{'…' if cut else ''}{_flat(first.before)}", style="dim")
    for change, following in zip(group, [*group[1:], None], strict=True):
        shown.append_text(_mark(change.removed, change.added))
        if following is not None:
            space = following.before[len(following.before.rstrip()) :]
            shown.append(_flat(f"{change.after[: following.at - change.end]}{space}"), style="dim")
    goes_on = last.after and last.after.rstrip()[-1:] not in _ENDS
    return shown.append(f"{_flat(last.after).rstrip()}{'…' if goes_on else ''}", style="dim")


def _mark(removed: str, added: str) -> Text:
    """Mark words as removed and added, so that it shows without colours too."""
    marked = Text()
    if removed:
        marked.append(f"[-{_shorten(removed)}-]", style="red")
    if removed and added:
        marked.append(" ")
    return marked.append(f"{{+{_shorten(added)}+}}", style="green") if added else marked


def _shorten(words: str) -> str:
    """Leave out the middle of a long passage, saying how long it is."""
    flat = _flat(words)
    if len(flat) <= _LONGEST:
        return flat
    return f"{flat[:_HEAD]} … ({len(flat):,} characters) … {flat[-_TAIL:]}"


def _flat(text: str) -> str:
    """Put a text on one line; the ends of its lines stay visible."""
    return text.replace("\n\n", " ¶ ").replace("\n", " ¶ ")


def _tell_more(count: int, indent: str) -> None:
    if count > _MOST:
        console().print(f"{indent}[dim]and {count - _MOST} more; --json lists all[/dim]")
