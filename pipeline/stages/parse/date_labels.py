"""Recognise what a printed date is the date of by the words beside it: publication, a change, or an event."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.knowledge import Vocabulary
from pipeline.stages.text.language_terms import alternatives


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelPatterns:
    """The tables of ``DateLabels`` as regular expressions: ``changed`` and ``published`` match anywhere, ``event`` a label that
    begins a line, ``hours`` a time from and to: nothing is published for a while."""

    changed: re.Pattern[str]
    event: re.Pattern[str]
    published: re.Pattern[str]
    hours: re.Pattern[str]


@cache
def read_date_labels(words: Vocabulary) -> LabelPatterns:
    """Compile the labels of dates, once for each vocabulary."""
    labels = words.date_labels
    return LabelPatterns(
        changed=_compile(rf"\b(?:{alternatives(labels.changed)})"),
        event=_compile(rf"^\W*(?:{alternatives(labels.events)})\b\s*(?:[:：–—-]|(?=\W?\d)|$)"),
        published=_compile(alternatives(labels.published)),
        hours=_compile(
            rf"(?<!\d)[012]?\d(?:[:.h]\s?[0-5]\d)?\s?(?:[ap]\.?m\.?|uhr)?\s?(?:[-–—]|{alternatives(labels.until)})\s?"
            r"[012]?\d[:.h]\s?[0-5]\d(?!\d)"
        ),
    )


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
