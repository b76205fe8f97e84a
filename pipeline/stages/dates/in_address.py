"""Read the date in the path of an address."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote, urlsplit

from pipeline.stages.dates.intervals import Stated, make_when
from storage.model import Basis, When
from storage.model.addresses import unwrap_memento

_YEAR = r"(?:19[89]\d|20\d\d)"
_DAY_FORMS = (
    re.compile(rf"(?<!\d)(?P<y>{_YEAR})(?P<s>[/_.-])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<y>{_YEAR})(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)"),
)
_MONTH_FORM = re.compile(rf"/(?P<y>{_YEAR})/(?P<m>[01]?\d)/")


def read_url_date(url: str, *, zone: str | None = None) -> When | None:
    """Read the day, or the month, in the path of an address; None if it has none, or different ones.

    A Wayback Machine address is read as the address it archived: its fourteen digits say when it was captured.
    """
    path = unquote(_path(unwrap_memento(url)))
    found = [(match, stated) for form in _DAY_FORMS for match in form.finditer(path) if (stated := _read_day(match))]
    if len({stated for _, stated in found}) > 1:
        return None
    if not found:
        found = [(match, Stated(year=int(match["y"]), month=int(match["m"]))) for match in _MONTH_FORM.finditer(path)]
    if len(found) != 1 and len({stated for _, stated in found}) != 1:
        return None
    match, stated = found[0]
    return make_when(stated, match[0].strip("/"), zone=zone, basis=Basis.URL)


def _path(url: str) -> str:
    """Return the path of an address; empty for a string that is not one."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _read_day(match: re.Match[str]) -> Stated | None:
    year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    try:
        date(year, month, day)
    except ValueError:
        return None
    return Stated(year=year, month=month, day=day)
