"""Place the days that a text names from its own: "last Tuesday", "Thursday last week", "next Monday", "three days ago"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from pipeline.knowledge import Language
from pipeline.knowledge.relative_days import Announcing, Relative
from storage.model import Span

_AFTER, _BEFORE = 4, 2
"""Words beside a weekday among which its week is named."""
_NEAR = 60
"""The characters beside a weekday in which "last" or "next" is looked for, up to the edge of the clause. Chosen by hand."""
_DAYS = 7
"""The days of a week."""
_WORD = re.compile(r"[^\W\d_]+")
_CLAUSE = re.compile(r"[.,;:!?\"“”„«»\n]")


def is_ahead(text: str, cue: int, language: Language) -> bool:
    """Return whether a cue, the last ``cue`` characters of a text, tells of words that are still to be said."""
    before, itself = _compile_ahead(language.announcing)
    at = len(text) - cue
    announced = before is not None and before.search(text[:at].rstrip()) is not None
    future = itself is not None and itself.fullmatch(text[at:].strip().lower()) is not None
    return announced and future if language.announcing.apart else announced or future


@lru_cache(maxsize=64)
def _compile_ahead(announcing: Announcing) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    before, itself = "|".join(announcing.before), "|".join(announcing.cues)
    return (re.compile(rf"(?:{before})$") if before else None), (re.compile(itself) if itself else None)


def place_weekday(text: str, span: Span, weekday: int, published: date, relative: Relative) -> date:
    """Return the day that a weekday at ``span`` means: the last up to publication, unless words beside it say which."""
    monday = published - timedelta(days=published.isoweekday() - 1)
    nearest = published - timedelta(days=(published.isoweekday() - weekday) % _DAYS)
    head = text[max(0, span[0] - _NEAR) : span[0]]
    if head.endswith(relative.week_before):
        return monday - timedelta(days=_DAYS - weekday + 1)
    if head.endswith(relative.week_after):
        return monday + timedelta(days=_DAYS + weekday - 1)
    before = _WORD.findall(_CLAUSE.split(head.lower())[-1])[-_BEFORE:]
    after = _WORD.findall(_CLAUSE.split(text[span[1] : span[1] + _NEAR].lower())[0])[:_AFTER]
    if _name_week(before, relative.past, relative.week) or _name_week(after, relative.past, relative.week):
        return monday - timedelta(days=_DAYS - weekday + 1)
    if _name_week(before, relative.ahead, relative.week) or _name_week(after, relative.ahead, relative.week):
        return monday + timedelta(days=_DAYS + weekday - 1)
    beside = {*before[-1:], *after[:1]}
    if beside & relative.past:
        return nearest if nearest < published else nearest - timedelta(days=_DAYS)
    return nearest + timedelta(days=_DAYS) if beside & relative.ahead else nearest


def _name_week(beside: list[str], which: frozenset[str], week: frozenset[str]) -> bool:
    """Return whether two words that follow each other name a week by what it is to this one."""
    pairs = pairwise(beside)
    return any((one in which and two in week) or (one in week and two in which) for one, two in pairs)


def find_days_ago(text: str, language: Language) -> Iterator[tuple[Span, int]]:
    """Find the days that are counted back from that of writing, with their number."""
    compiled = _compile_ago(language)
    if compiled is None:
        return
    pattern, numbers = compiled
    for found in pattern.finditer(text):
        number = found["n"].lower()
        yield found.span(), numbers[number] if number in numbers else int(number)


@lru_cache(maxsize=64)
def _compile_ago(language: Language) -> tuple[re.Pattern[str], dict[str, int]] | None:
    form = language.relative.ago
    if not form:
        return None
    numbers = {name: number for number, name in enumerate(language.relative.numbers, 1)}
    number = "|".join([r"\d{1,2}", *map(re.escape, numbers)])
    ending = r"(?!\w)" if language.spaced else ""
    return re.compile(rf"(?<!\d){form.replace('{n}', f'(?P<n>{number})')}{ending}", re.IGNORECASE), numbers
