"""Take readers' reports, and turn those that an archivist accepts into dated corrections."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pipeline.home import Home
from pipeline.run.opening import reading
from pipeline.run.read.corrections import FOLDER
from pipeline.stages.quotes.correcting import find_bounds, read_said
from storage.errors import StorageError
from storage.model.findings import QuoteView
from storage.model.overviews import Report, ReportKind, ReportState
from storage.reading.show import show, show_document
from storage.reports.reader_reports import add_report, add_search, decide, find_report, list_reports, list_searches

CORRECTIONS = FOLDER / "corrections.toml"
"""The file that accepted corrections are added to."""


def report(home: Home, quote: str, kind: ReportKind, text: str) -> Report:
    """Store a reader's report on a quote, unseen until an archivist accepts it. Raises StorageError if it cannot be taken."""
    return add_report(home.reports, quote=quote, kind=kind, text=text)


def reports(home: Home, state: ReportState | None = ReportState.OPEN) -> list[Report]:
    """List the reports of a state, the oldest first; None means all."""
    return list_reports(home.reports, state=state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """What is right instead of what a reader reported: who spoke (an id of the roster or a name), when (a day, month or year),
    or all the words of the quote as the text has them. Nothing of it: the report is accepted as a warning to readers."""

    speaker: str | None = None
    said: str | None = None
    words: str | None = None


def accept(home: Home, number: int, why: str, right: Right = Right(), *, to: Path = CORRECTIONS) -> Report:
    """Accept a report: readers of the quote are told when it was corrected and why.

    What is right is added to ``to`` as dated corrections; `onrecord reparse` applies them. Raises StorageError if the report
    was decided before, or a correction could not be applied: no mention, no date, words that stand elsewhere or nowhere.
    """
    found = find_report(home.reports, number)
    now = datetime.now(UTC)
    if found.state is ReportState.OPEN and why.strip():
        entries = list(_list_entries(home, found.quote, right))
        for table, values in entries:
            _append(to, table, {**values, "found": now.date(), "why": why.strip()})
    return decide(home.reports, number, ReportState.ACCEPTED, why, at=now)


def _list_entries(home: Home, id_: str, right: Right) -> Iterator[tuple[str, dict[str, str]]]:
    """List the tables to add to the corrections, with their values."""
    if right == Right():
        return
    with reading(home) as db:
        shown = show(db, id_)
        document = show_document(db, shown.document.id) if isinstance(shown, QuoteView) else None
    if not isinstance(shown, QuoteView) or document is None:
        raise StorageError(f"Quote {id_} is not shown any more, so nothing of it can be corrected.")
    quote, place = shown.quote, {"quote": id_, "document": document.id}
    if right.speaker is not None:
        if quote.mention is None:
            raise StorageError(
                f"Quote {id_} names its speaker nowhere, so no correction can say which mention is meant; accept the report "
                "without --speaker and mend the source's declaration."
            )
        yield "correction", {"mention": quote.mention.text, "speaker": right.speaker, "document": document.id}
    if right.said is not None:
        if read_said(right.said) is None:
            raise StorageError(f"{right.said!r} is no date; expected a day, month or year such as 2020-10-26 or 2020-10.")
        yield "date", {**place, "said": right.said}
    if right.words is not None:
        if right.words == quote.exact or find_bounds(document.text, quote, right.words) is None:
            raise StorageError(
                f"The current text of {document.id} does not hold these words where quote {id_} stands, or they are the quote "
                "itself; expected all that the quote should be, character by character as `onrecord show` prints it."
            )
        yield "boundary", {**place, "words": right.words}


def reject(home: Home, number: int, why: str) -> Report:
    """Reject a report; readers see nothing of it. Raises StorageError if it was decided before."""
    return decide(home.reports, number, ReportState.REJECTED, why)


def note_search(home: Home, words: str) -> None:
    """Count a search that found nothing, for the archivist: the words only."""
    add_search(home.reports, words)


def unanswered(home: Home) -> list[tuple[str, int, str]]:
    """List the searches that found nothing, the most frequent first: words, times, last day."""
    return list_searches(home.reports)


def _append(path: Path, table: str, values: Mapping[str, str | date]) -> None:
    """Add a correction to the file, whole or not at all."""
    written = {name: value.isoformat() if isinstance(value, date) else _quote(value) for name, value in values.items()}
    entry = f"\n[[{table}]]\n" + "".join(f"{name} = {value}\n" for name, value in written.items())
    working = path.with_name(f".{path.name}.{os.getpid()}")
    working.write_text((path.read_text("utf-8") if path.exists() else "").rstrip("\n") + "\n" + entry, "utf-8")
    working.replace(path)


def _quote(value: str) -> str:
    """Write a basic string of TOML: it escapes what JSON does, and DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
