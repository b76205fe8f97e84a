"""CSL-JSON, the input of citation processors (schema 1.0 of citationstyles.org), which Zotero and Pandoc read.

``issued`` is the date of publication, ``event-date`` that of saying, ``accessed`` the day of the capture. An interval is a date
range of two ``date-parts``; one with an open end has no such form and is written in EDTF as ``raw``.
"""

from __future__ import annotations

from typing import Any, Final

from pipeline.stages.cite.printed_days import Days, format_edtf
from pipeline.stages.cite.reference import ARCHIVE, Author, Reference
from storage.model import DocumentKind

TYPES: Final = {
    DocumentKind.POST: "post",
    DocumentKind.ARTICLE: "article-newspaper",
    DocumentKind.SPEECH: "speech",
    DocumentKind.REMARKS: "speech",
    DocumentKind.INTERVIEW: "interview",
}
"""The CSL types of kinds of documents; of all others ``webpage``."""


def make_csl(reference: Reference) -> dict[str, Any]:
    """Return one item of CSL-JSON; what is unknown is left out."""
    item: dict[str, Any] = {
        "id": reference.id,
        "type": (TYPES.get(reference.kind, "webpage") if reference.kind else "dataset"),
        "title": reference.title,
        "author": [_name(each) for each in reference.authors],
        "container-title": reference.container,
        "issued": _date(reference.date),
        "event-date": _date(reference.said),
        "accessed": {"date-parts": [reference.captured_on.parts]},
        "URL": reference.url,
        "language": reference.language,
        "abstract": reference.words,
        "archive": ARCHIVE,
        "archive_location": reference.id,
        "note": _note(reference),
    }
    return {name: value for name, value in item.items() if value}


def _name(author: Author) -> dict[str, str]:
    name = author.name
    if not name.family:
        return {"literal": name.written}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: value for part, value in parts.items() if value}


def _date(days: Days | None) -> dict[str, Any] | None:
    if days is None:
        return None
    if days.single:
        return {"date-parts": [days.single.parts]}
    if days.first and days.last:
        return {"date-parts": [days.first.parts, days.last.parts]}
    return {"raw": format_edtf(days)}


def _note(reference: Reference) -> str:
    offices = [f"{each.name.written}: {each.office}" for each in (*reference.authors, reference.quoted) if each and each.office]
    quoted = [f"Quoting {reference.quoted.name.written}"] if reference.quoted else []
    handle = [f"@{reference.account.handle}"] if reference.account and reference.account.handle else []
    return "; ".join((*quoted, *offices, *handle, reference.archive_note))
