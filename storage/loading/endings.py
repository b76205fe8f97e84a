"""Tell how the leads of a load ended: as its lines say, or by what became of their documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from storage.database.rows import Row, format_second, storable
from storage.model import NOT_REACHED, Derived, Outcome, RecordType

NO_DOCUMENT: Final = "no document in it"
"""The reason by which a lead is counted whose capture gave no document and no reason of its own."""
_RANK: Final = (Outcome.NEW, Outcome.REVISED, Outcome.UNCHANGED)

PageLook = tuple[str, str, str, str, str | None]
"""A look at a page, as ``storage.loading.page_looks.note_pages`` takes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What became of one document, and how many of its quotes the archive did not have."""

    document: int
    outcome: Outcome
    quotes: int


class Endings:
    """The outcomes of a load, numbered in order, and the looks at pages that they tell of; both until they are taken. The first
    ``stored`` of them are in the archive, and are left out."""

    def __init__(self, *, load: int, source: str, started_at: str, stored: int = 0) -> None:
        self._load = load
        self._source = source
        self._started_at = started_at
        self._position = 0
        self._stored = stored
        self._rows: list[Row] = []
        self._pages: list[PageLook] = []

    def take(self) -> tuple[list[Row], list[PageLook]]:
        """Return the rows of outcomes and the looks that were added since the last time."""
        taken = self._rows, self._pages
        self._rows, self._pages = [], []
        return taken

    def add(self, line: Derived, endings: Sequence[Ending]) -> None:
        """Add how the line's leads ended: as the line says, or one for each document, or one for all of them."""
        address = line.lead or (line.capture.url if line.capture else "")
        if line.outcome:
            if line.lead:
                self._end(line, address, line.outcome, line.reason, endings)
                self._note_page(line, line.lead, line.outcome)
        elif _are_leads(line):
            for document, ending in zip(line.documents, endings, strict=True):
                self._end(line, document.url or address, ending.outcome, None, [ending], place=document.fragment)
        elif line.lead and endings:
            outcome = min((ending.outcome for ending in endings), key=_RANK.index)
            self._end(line, address, outcome, None, endings)
            self._note_page(line, line.lead, outcome)
        elif line.lead and not line.refused:
            self._end(line, address, Outcome.SKIPPED, line.reason or line.why or NO_DOCUMENT, endings)
            self._note_page(line, line.lead, Outcome.SKIPPED)
        for place, reason in line.refused:
            self._end(line, address, Outcome.SKIPPED, reason, [], place=place)

    def _note_page(self, line: Derived, lead: str, outcome: Outcome) -> None:
        """Note that a lead was looked at itself, and is no row of a file and no item of a page of several."""
        capture = line.capture
        if line.reason in NOT_REACHED or not lead.startswith("http") or self._position <= self._stored:
            return
        if capture and (capture.record_type is RecordType.RESOURCE or capture.url != lead):
            return
        at = format_second(capture.captured_at) if capture else self._started_at
        dates = [document.published.earliest for document in line.documents if document.published]
        published = min((date for date in dates if date), default=None)
        source = line.source or self._source
        self._pages.append((source, storable(lead), at or "", outcome.value, format_second(published)))

    def _end(
        self, line: Derived, url: str, outcome: Outcome, reason: str | None, endings: Sequence[Ending], *, place: str = ""
    ) -> None:
        self._position += 1
        if self._position <= self._stored:
            return
        self._rows.append(
            (
                self._load,
                self._position - 1,
                storable(url),
                storable(place),
                outcome.value,
                storable(reason) if reason else None,
                line.capture.id if line.capture else None,
                endings[0].document if len(endings) == 1 else None,
                sum(ending.quotes for ending in endings),
            )
        )


def _are_leads(line: Derived) -> bool:
    """Say whether each document of a line is a lead of its own: posts, and the rows of an imported file."""
    if not line.documents:
        return False
    imported = line.capture is not None and line.capture.record_type is RecordType.RESOURCE
    return imported or all(document.post for document in line.documents)
