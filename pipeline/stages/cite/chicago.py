"""The Chicago Manual of Style, 17th edition: a bibliography entry in the notes and bibliography style.

Rules: the first author inverted, "and" before the last, more than ten cut to seven and "et al." (14.76); title in quotation
marks, the full stop before the closing one (14.86, 6.9); quotation marks inside become single ones (13.30); no full stop after
? and ! (6.124); date as Month D, YYYY (6.38); a post by its first 160 characters with name and handle (14.209); no date: the
date of access (14.12); words that another quotes are "quoted in" the source consulted (14.260).
"""

from __future__ import annotations

import re

from pipeline.stages.cite.printed_days import MONTHS, Day, Days
from pipeline.stages.cite.reference import Author, Reference

_MOST_AUTHORS, _KEPT_AUTHORS = 10, 7
"""Of more than ten authors a bibliography names the first seven (Chicago, 17th edition, 14.76)."""
_INNER = ((re.compile(r'"([^"]*)"'), r"‘\1’"), (re.compile(r"“([^”]*)”"), r"‘\1’"))


def format_chicago(reference: Reference) -> str:
    """Return one bibliography entry as plain text."""
    parts = [*_who(reference), f"“{_title(reference.title)}”" if reference.title else "", _where_and_when(reference)]
    if reference.said_apart:
        parts.append(f"Said {format_days(reference.said_apart)}.")
    if reference.url:
        parts.append(f"{reference.url}.")
    parts.append(f"{reference.archive_note}.")
    return " ".join(filter(None, parts))


def format_days(days: Days) -> str:
    """Return a date such as ``October 27, 2020``, ``October 2020`` or ``between … and …``."""
    if days.single:
        return _format_day(days.single)
    if days.first and days.last:
        return f"between {_format_day(days.first)} and {_format_day(days.last)}"
    return f"by {_format_day(days.last)}" if days.last else f"after {_format_day(days.first)}" if days.first else ""


def stop(text: str) -> str:
    """Return a text with a full stop, unless it ends with a mark that ends a sentence."""
    return text if text.endswith((".", "?", "!", "…", ".’", "?’", "!’")) else f"{text}."


def _who(reference: Reference) -> list[str]:
    authors = _list_authors(reference.authors, reference)
    if reference.quoted is None:
        return [stop(authors)] if authors else []
    speaker = stop(_with_office(reference.quoted.name.inverted, reference.quoted))
    same = len(reference.authors) == 1 and reference.authors[0].name.written == reference.container
    return [speaker, "Quoted in" if same or not authors else f"Quoted in {stop(authors)}"]


def _list_authors(authors: tuple[Author, ...], reference: Reference) -> str:
    handle = f"@{reference.account.handle}" if reference.account and reference.account.handle else ""
    names = [
        _with_office(each.name.inverted, each, handle) if place == 0 else _with_office(each.name.written, each)
        for place, each in enumerate(authors)
    ]
    if len(names) > _MOST_AUTHORS:
        return f"{', '.join(names[:_KEPT_AUTHORS])}, et al."
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def _with_office(name: str, author: Author, handle: str = "") -> str:
    told = "; ".join(filter(None, (handle, author.office)))
    return f"{name} ({told})" if told else name


def _title(title: str) -> str:
    for outer, inner in _INNER:
        title = outer.sub(inner, title)
    return stop(title)


def _where_and_when(reference: Reference) -> str:
    when = format_days(reference.date) if reference.date else ""
    if reference.date and not reference.published:
        when = f"said {when}"
    if not when:
        access = f"Accessed {_format_day(reference.captured_on)}."
        return f"{stop(reference.container)} {access}" if reference.container else access
    return f"{reference.container}, {when}." if reference.container else f"{when[0].upper()}{when[1:]}."


def _format_day(day: Day) -> str:
    if day.month is None:
        return str(day.year)
    month = MONTHS[day.month - 1]
    return f"{month} {day.year}" if day.day is None else f"{month} {day.day}, {day.year}"
