"""Read the table of the addresses and times of saved pages: a CSV file with one row per file."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import FetchError
from storage.captures import CLOCKS_DIFFER, FIRST_YEAR

_FILES, _URLS = ("file", "path", "filename", "name"), ("url", "address", "uri", "original")
_TIMES = ("time", "captured_at", "saved_at", "saved", "timestamp", "date", "datetime")
_WAYBACK = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A saved page's address, and when it was saved (aware, whole seconds) if the table says so."""

    url: str
    saved_at: datetime | None = None


def read_saved(table: Path, folders: Sequence[Path]) -> dict[Path, Saved]:
    """Read a table {file, url, time?}; files are searched beside the table and in ``folders``.

    Raises FetchError if a column or a file is missing, or an address or time cannot be read.
    """
    try:
        with table.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FetchError("unreadable table", f"{table}: {error}; expected a CSV file in UTF-8.") from error
    return dict(_read_rows(rows, table, [table.parent, *folders]))


def _read_rows(rows: Sequence[Mapping[str | None, str]], table: Path, folders: Sequence[Path]) -> Iterator[tuple[Path, Saved]]:
    for number, row in enumerate(rows, start=2):
        cells = {(name or "").strip().lower(): (value or "").strip() for name, value in row.items() if isinstance(value, str)}
        file, url, time = (_pick(cells, names) for names in (_FILES, _URLS, _TIMES))
        where = f"{table}, line {number}"
        if not file or not url:
            raise FetchError(
                "bad table", f"{where}: expected the columns file and url, with a value in each; found {[*cells]}."
            )
        if not url.startswith(("http://", "https://")):
            raise FetchError("bad table", f"{where}: the address is {url!r}, expected one with http:// or https://.")
        path = next((folder / file for folder in folders if _is_file(folder / file)), None)
        if path is None:
            raise FetchError("no such file", f"{where}: {file} is not there; looked in {', '.join(map(str, folders))}.")
        yield path.resolve(), Saved(url=url, saved_at=_read_time(time, where) if time else None)


def _pick(cells: Mapping[str, str], names: Sequence[str]) -> str:
    return next((cells[name] for name in names if cells.get(name)), "")


def _read_time(raw: str, where: str) -> datetime:
    """Read an instant in ISO 8601 or in the Wayback Machine's form; without a zone it is UTC."""
    try:
        form = _WAYBACK.get(len(raw)) if raw.isdigit() else None
        read = datetime.strptime(raw, form).replace(tzinfo=UTC) if form else datetime.fromisoformat(raw)
        saved_at = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        message = f"{where}: the time is {raw!r}, expected one such as 2020-10-27T10:00:00Z or 20201027100000."
        raise FetchError("bad table", message) from None
    if saved_at.year < FIRST_YEAR or saved_at > datetime.now(UTC) + CLOCKS_DIFFER:
        expected = f"one since {FIRST_YEAR}, the web's first year, that is not yet to come"
        raise FetchError("bad table", f"{where}: the time is {raw!r}, expected {expected}.")
    return saved_at


def _is_file(path: Path) -> bool:
    """Say whether a file is there: none has a name that file systems do not allow."""
    try:
        return path.is_file()
    except OSError:
        return False
