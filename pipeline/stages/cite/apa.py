"""The Publication Manual of the American Psychological Association, 7th edition: an entry of a reference list.

Rules: family name and initials, "&" before the last, up to 20 authors, of more the first 19, an ellipsis and the last (9.8);
date in round brackets, (n.d.) if there is none (9.13-9.17), then the date of retrieval (9.16); the site's name is left out if
it is the author (9.24); posts by their first 20 words with the handle and "[Post]" in square brackets (10.15); of a secondary
source only the source consulted is listed (8.6). Titles keep their case: which words are names is not guessed.
"""

from __future__ import annotations

from pipeline.stages.cite.chicago import stop
from pipeline.stages.cite.printed_days import MONTHS, Day, Days
from pipeline.stages.cite.reference import Author, Reference
from storage.model import DocumentKind

_MOST_AUTHORS, _KEPT_AUTHORS = 20, 19
"""Of more than 20 authors the first 19 and the last are named (APA, 7th edition, 9.8)."""
_MOST_WORDS = 20
"""A post's title is its first 20 words (APA, 7th edition, 10.15)."""
_DESCRIPTIONS = {
    DocumentKind.POST: "Post",
    DocumentKind.TRANSCRIPT: "Transcript",
    DocumentKind.INTERVIEW: "Interview",
    DocumentKind.SPEECH: "Speech",
    DocumentKind.REMARKS: "Speech",
    DocumentKind.PRESS_STATEMENT: "Press release",
    DocumentKind.RELEASE: "Press release",
}


def format_apa(reference: Reference) -> str:
    """Return one reference as plain text."""
    date = f"({_format_days(reference.date)})." if reference.date else "(n.d.)."
    who = _list_authors(reference)
    title = stop(" ".join(filter(None, (_title(reference), *_describe(reference)))))
    head = [stop(who), date, title] if who else [title, date]
    return " ".join(filter(None, (*head, _site(reference), _locate(reference), f"[{reference.archive_note}].")))


def _list_authors(reference: Reference) -> str:
    names = [
        each.name.initialled + _bracket(each, reference if place == 0 else None) for place, each in enumerate(reference.authors)
    ]
    if len(names) > _MOST_AUTHORS:
        return f"{', '.join(names[:_KEPT_AUTHORS])}, . . . {names[-1]}"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])}, & {names[-1]}"


def _bracket(author: Author, reference: Reference | None) -> str:
    account = reference.account if reference else None
    told = [f"@{account.handle}" if account and account.handle else "", author.office or ""]
    return f" [{'; '.join(filter(None, told))}]" if any(told) else ""


def _title(reference: Reference) -> str:
    words = reference.title.split()
    if reference.kind is DocumentKind.POST and len(words) > _MOST_WORDS:
        return " ".join(words[:_MOST_WORDS]).rstrip("…")
    return reference.title


def _describe(reference: Reference) -> list[str]:
    """List what stands in square brackets after the title: the form, the one quoted, a date of saying of its own."""
    form = _DESCRIPTIONS.get(reference.kind) if reference.kind else "Data set"
    quoted = ""
    if reference.quoted:
        quoted = f"Quoting {', '.join(filter(None, (reference.quoted.name.written, reference.quoted.office)))}"
    said = reference.said_apart
    told = [form or "", quoted, f"said {_format_days(said)}" if said else ""]
    return [f"[{'; '.join(filter(None, told))}]"] if any(told) else []


def _site(reference: Reference) -> str:
    if not reference.container or reference.container in {each.name.written for each in reference.authors}:
        return ""
    return stop(reference.container)


def _locate(reference: Reference) -> str:
    if not reference.url:
        return ""
    return reference.url if reference.date else f"Retrieved {_month_first(reference.captured_on)}, from {reference.url}"


def _format_days(days: Days) -> str:
    if days.single:
        return _format_day(days.single)
    if days.first and days.last:
        return f"between {_format_day(days.first)}, and {_format_day(days.last)}"
    return f"by {_format_day(days.last)}" if days.last else f"after {_format_day(days.first)}" if days.first else "n.d."


def _format_day(day: Day) -> str:
    if day.month is None:
        return str(day.year)
    return f"{day.year}, {MONTHS[day.month - 1]}" + (f" {day.day}" if day.day else "")


def _month_first(day: Day) -> str:
    return f"{MONTHS[(day.month or 1) - 1]} {day.day}, {day.year}"
