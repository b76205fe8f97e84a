r"""BibTeX, as biblatex with biber reads it (manual of biblatex 3.20, 2.1.1 and 2.2): an ``@online`` entry in UTF-8.

BibTeX counts braces even where a backslash stands before them, so that ``\{`` alone would end a field: braces are written
``\textbraceleft{}`` and ``\textbraceright{}``. A title is in double braces, which keep its capitals; a name that must not be
split, too. ``url`` is read verbatim; braces, spaces and backslashes in it are percent-encoded (RFC 3986, 2.1).
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.stages.cite.chicago import format_days
from pipeline.stages.cite.printed_days import format_edtf
from pipeline.stages.cite.reference import Reference
from pipeline.stages.cite.speaker_names import Name

_ESCAPES: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "&%$#_"},
}
_UNSAFE_IN_URL = re.compile(r"[\s{}\\\"<>^`|]")


def format_bibtex(reference: Reference) -> str:
    """Return one entry, its key the archive's id."""
    date = reference.date
    fields = {
        "author": " and ".join(_name(each.name) for each in reference.authors),
        "title": f"{{{escape(reference.title)}}}" if reference.title else "",
        "organization": escape(reference.container or ""),
        "date": format_edtf(date) if date else "",
        "eventdate": format_edtf(reference.said) if reference.said else "",
        "url": _UNSAFE_IN_URL.sub(lambda found: f"%{ord(found[0]):02X}", reference.url or ""),
        "urldate": reference.captured_on.iso,
        "language": escape(reference.language or ""),
        "note": escape(_note(reference)),
        "annotation": escape(reference.words),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join((f"@online{{{reference.id},", *lines, "}"))


def escape(text: str) -> str:
    """Return a text in which no character has a meaning for TeX or BibTeX."""
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


def _name(name: Name) -> str:
    if not name.family:
        return f"{{{escape(name.written)}}}"
    # biblatex, 3.14: "von Last, Jr, First"; braces keep particles with the family name.
    family = f"{{{escape(name.family)}}}" if " " in name.family else escape(name.family)
    return ", ".join(filter(None, (family, escape(name.suffix or ""), escape(name.given or ""))))


def _note(reference: Reference) -> str:
    quoted = f"Quoting {reference.quoted.name.written}" if reference.quoted else ""
    offices = [f"{each.name.written}: {each.office}" for each in (*reference.authors, reference.quoted) if each and each.office]
    handle = f"@{reference.account.handle}" if reference.account and reference.account.handle else ""
    said = f"said {format_days(reference.said)}" if reference.said else ""
    return "; ".join(filter(None, (quoted, *offices, handle, said, reference.archive_note)))
