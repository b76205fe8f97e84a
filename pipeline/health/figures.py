"""The figures of a run by which health is judged: leads, documents and their filled parts, failures, missed selectors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from storage.model import Document, EffectiveStatus, LeadReason

WALLS = (EffectiveStatus.BLOCKED.value, EffectiveStatus.LOGIN.value)
"""The reasons of leads that failed because the publisher or a firewall refused access."""

_NOT_ASKED = frozenset({LeadReason.OUTSIDE_DAYS, LeadReason.CAPTURED_BEFORE})
_COUNTS = re.compile(r" found \d+, expected .*$| holds no date.*$")

PARTS: Mapping[str, Callable[[Document], object]] = {
    "title": lambda document: document.title,
    "published": lambda document: document.published,
    "speaker": lambda document: document.speakers,
    "issuer": lambda document: document.issuers,
    "body": lambda document: document.text.strip(),
    "language": lambda document: document.language,
}
"""The parts whose fill rate among a run's documents is counted, with the function that reads each from a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFigures:
    """What one run of one source yielded.

    ``leads`` counts all that ended, with any outcome, and ``new`` those that brought an unknown document; ``listed`` is how
    many leads the source's lists held (None: no list was read, or it was not counted), requested or not. ``filled`` counts the
    documents that have a part; ``missed`` the selectors that found nothing; ``reasons`` why leads ended as they did,
    ``failures`` the same for failed leads only, ``examples`` one address for each of these. ``newest`` is when the newest
    document was published, if known. A backfill, a replay or an import is not ``regular``: its volume says nothing about what
    is usual.
    """

    run: str
    started_at: datetime
    leads: int = 0
    new: int = 0
    failed: int = 0
    skipped: int = 0
    listed: int | None = None
    documents: int = 0
    quotes: int = 0
    filled: Mapping[str, int] = field(default_factory=dict)
    missed: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    failures: Mapping[str, int] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)
    stops: tuple[str, ...] = ()
    newest: datetime | None = None
    regular: bool = True

    @property
    def asked(self) -> int:
        """Count the leads that were requested from the publisher."""
        return self.leads - sum(self.reasons.get(reason, 0) for reason in _NOT_ASKED)

    @property
    def reached(self) -> int:
        """Count the leads that ended as new, unchanged or revised."""
        return self.leads - self.failed - self.skipped

    def rate(self, part: str) -> float:
        """Return the share of documents that have this part."""
        return self.filled.get(part, 0) / self.documents if self.documents else 0.0


def merge_figures(runs: Sequence[RunFigures]) -> RunFigures:
    """Add up the documents of several runs; all other fields are those of the first. Raises IndexError if there is no run."""
    return replace(
        runs[0],
        documents=sum(run.documents for run in runs),
        quotes=sum(run.quotes for run in runs),
        filled=_add(run.filled for run in runs),
        missed=_add(run.missed for run in runs),
    )


def is_missed_selector(problem: str) -> bool:
    """Say whether a parser's problem is a declared selector that missed, and not a remark on a text or its language."""
    return _COUNTS.search(problem) is not None


def name_selector(problem: str) -> str:
    """Return a parser's problem without its counts, so that the same selector has the same name on every page."""
    return _COUNTS.sub("", problem)


def _add(counts: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    added: Counter[str] = Counter()
    for each in counts:
        added.update(each)
    return dict(added)
