"""Find signs that state a fact without a letter and were put for others: currencies, flags, marks of yes and no.

Copies lose such signs with all others, and that is damage; but no tool makes another one of one.
"""

from __future__ import annotations

import re

from pipeline.stages.sameness.plain import plain
from pipeline.stages.sameness.verdict import Change, Kind

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.NUMBER, re.compile("[$€£¥₹₽₺₴₪₩₦₫₱₸₼₾֏]")),
    (Kind.NAME, re.compile("[\U0001f1e6-\U0001f1ff]{2}")),
    (Kind.OPPOSITE, re.compile("[👍👎]")),
    (Kind.OPPOSITE, re.compile("[✅❌]")),
)


def find_changed_sign(stored: str, other: str) -> Change | None:
    """Give the sign that became another of its kind, where the other text has one that the stored text has not."""
    ours, theirs = plain(stored), plain(other)
    if ours.isascii() and theirs.isascii():
        return None
    for kind, signs in _KINDS:
        before, after = signs.findall(ours), signs.findall(theirs)
        lost, new = [sign for sign in before if sign not in after], [sign for sign in after if sign not in before]
        if lost and new:
            return Change(kind=kind, stored=lost[0], other=new[0], material=True, note="put for another sign")
    return None
