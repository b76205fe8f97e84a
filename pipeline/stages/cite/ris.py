"""RIS, the tagged format of reference managers (Research Information Systems, RIS Format Specifications, 2011).

Each line is a tag of two characters, two spaces, a hyphen, a space and the value; lines end with CR LF. A value holds no line
break, so that no text can open a tag of its own. Names are ``Family, Given, Suffix``; an asterisk, which the format reserves in
names, is left out. ``DA`` is YYYY/MM/DD/other, with empty parts if they are unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.cite.chicago import format_days
from pipeline.stages.cite.printed_days import Day, Days
from pipeline.stages.cite.reference import ARCHIVE, Reference
from storage.model import DocumentKind

_TYPES = {DocumentKind.ARTICLE: "NEWS", DocumentKind.POST: "BLOG"}


def format_ris(reference: Reference) -> str:
    """Return one record, from ``TY`` to ``ER``, each line with its end."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _list_fields(reference) if value or tag == "ER")


def _list_fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", (_TYPES.get(reference.kind, "ELEC") if reference.kind else "DATA")
    yield "ID", reference.id
    for author in reference.authors:
        yield "AU", author.name.inverted.replace("*", "")
    yield "TI", reference.title
    yield "T2", reference.container or ""
    yield "PB", reference.container or ""
    date = reference.date
    if date and (year := (date.last or date.first)):
        yield "PY", f"{year.year:04}"
        yield "DA", _slashed(date)
    yield "Y2", _slash(reference.captured_on)
    yield "UR", (reference.url or "").replace(" ", "%20")
    yield "LA", reference.language or ""
    yield "AB", reference.words
    yield "DB", ARCHIVE
    yield "AN", reference.id
    for note in _list_notes(reference):
        yield "N1", note
    yield "ER", ""


def _list_notes(reference: Reference) -> Iterator[str]:
    if reference.quoted:
        yield f"Quoting {reference.quoted.name.written}"
    for each in (*reference.authors, reference.quoted):
        if each and each.office:
            yield f"{each.name.written}: {each.office}"
    if reference.account and reference.account.handle:
        yield f"@{reference.account.handle}"
    if reference.said:
        yield f"Said {format_days(reference.said)}"
    yield reference.archive_note


def _slashed(days: Days) -> str:
    """Return a single day by its parts; of an interval its words in the last, free part."""
    if days.single:
        return _slash(days.single)
    return f"{_slash(days.last or days.first or Day(year=0))}{format_days(days)}"


def _slash(day: Day) -> str:
    month, of_month = (f"{part:02}" if part else "" for part in (day.month, day.day))
    return f"{day.year:04}/{month}/{of_month}/"
