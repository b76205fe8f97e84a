"""Take readers' reports, and turn those that an archivist accepts into dated corrections."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from pipeline.home import PROJECT, Home
from pipeline.run.opening import reading
from storage.errors import StorageError
from storage.model.browsing import Report, ReportKind, ReportState
from storage.model.findings import QuoteView
from storage.reading.show import show
from storage.reports.store import add_report, add_search, decide, find_report, list_reports, list_searches

CORRECTIONS = PROJECT / "pipeline" / "corrections" / "corrections.toml"
"""The file that accepted corrections of speakers are added to."""


def report(home: Home, quote: str, kind: ReportKind, text: str) -> Report:
    """Store a reader's report on a quote, unseen until an archivist accepts it. Raises StorageError if it cannot be taken."""
    return add_report(home.reports, quote=quote, kind=kind, text=text)


def reports(home: Home, state: ReportState | None = ReportState.OPEN) -> list[Report]:
    """List the reports of a state, the oldest first; None means all."""
    return list_reports(home.reports, state=state)


def accept(home: Home, number: int, why: str, *, speaker: str | None = None, to: Path = CORRECTIONS) -> Report:
    """Accept a report: readers of the quote are told when it was corrected and why.

    With ``speaker`` (an id of the roster or a name) a dated correction is added to ``to``; `onrecord reparse` applies it.
    Raises StorageError if the report was decided before, or the quote has no mention that a correction could name.
    """
    found = find_report(home.reports, number)
    now = datetime.now(UTC)
    if speaker is not None and found.state is ReportState.OPEN and why.strip():
        with reading(home) as db:
            shown = show(db, found.quote)
        mention = shown.quote.mention if isinstance(shown, QuoteView) else None
        if not isinstance(shown, QuoteView) or mention is None:
            raise StorageError(
                f"Quote {found.quote} names its speaker nowhere, so no correction can say which mention is meant; "
                "accept the report without --speaker and mend the source's declaration."
            )
        _append(to, mention=mention.text, speaker=speaker, document=shown.document.id, found=now, why=why.strip())
    return decide(home.reports, number, ReportState.ACCEPTED, why, at=now)


def reject(home: Home, number: int, why: str) -> Report:
    """Reject a report; readers see nothing of it. Raises StorageError if it was decided before."""
    return decide(home.reports, number, ReportState.REJECTED, why)


def note_search(home: Home, words: str) -> None:
    """Count a search that found nothing, for the archivist: the words only."""
    add_search(home.reports, words)


def unanswered(home: Home) -> list[tuple[str, int, str]]:
    """List the searches that found nothing, the most frequent first: words, times, last day."""
    return list_searches(home.reports)


def _append(path: Path, *, mention: str, speaker: str, document: str, found: datetime, why: str) -> None:
    """Add a correction to the file, whole or not at all."""
    lines = {"mention": mention, "speaker": speaker, "document": document}
    entry = "\n[[correction]]\n" + "".join(f"{name} = {_quote(value)}\n" for name, value in lines.items())
    entry += f"found = {found.date().isoformat()}\nwhy = {_quote(why)}\n"
    working = path.with_name(f".{path.name}.{os.getpid()}")
    working.write_text((path.read_text("utf-8") if path.exists() else "").rstrip("\n") + "\n" + entry, "utf-8")
    working.replace(path)


def _quote(value: str) -> str:
    """Write a basic string of TOML: it escapes what JSON does, and DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
