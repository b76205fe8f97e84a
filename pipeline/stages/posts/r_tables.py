"""The rows of R's data frames (``.rda``, ``.RData``, ``.rds``), each as the object that a JSON dump would have held."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from struct import pack, unpack

from pipeline.errors import ParseError
from pipeline.stages.posts.r_serial import Kind, Vector, read_serialized
from pipeline.stages.posts.row_streams import Placed, open_bytes

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_EXACT_INTEGER = 1 << 53
"""Beyond this (2 ** 53) a double does not represent every integer: an id stored so is lost."""

_MISSING_64 = -(1 << 63)


def read_r_rows(chunks: Iterable[bytes]) -> Iterator[Placed]:
    """Read the rows of every data frame in an unpacked file of R, with the frame's name if it has one.

    Memory: R writes by column, so the whole table is held, each distinct string once. Raises ParseError if the bytes are torn
    or damaged, or hold no data frame.
    """
    found = read_serialized(open_bytes(chunks))
    frames = list(_find_frames(found, ""))
    if not frames:
        raise ParseError("no table", "a file of R without a data frame; save the table of posts with save() or saveRDS()")
    for name, frame in frames:
        for number, row in enumerate(_read_rows(frame), 1):
            yield (f"{name}, row {number}" if name else f"row {number}"), row


def _find_frames(found: Vector, name: str) -> Iterator[tuple[str, Vector]]:
    if _is_frame(found):
        yield name, found
    elif found.kind is Kind.LIST:
        names = found.texts("names")
        for number, item in enumerate(found.items):
            if isinstance(item, Vector):
                yield from _find_frames(item, (names[number] if number < len(names) else "") or name)


def _is_frame(found: Vector) -> bool:
    return found.kind is Kind.LIST and "data.frame" in found.texts("class")


def _read_rows(frame: Vector) -> Iterator[dict[str, object]]:
    names = frame.texts("names")
    columns = [item for item in frame.items if isinstance(item, Vector)]
    lengths = {_count(column) for column in columns}
    if len(names) != len(columns) or len(lengths) > 1:
        raise ParseError("damaged", f"a data frame of {len(names)} names and columns of {sorted(lengths)} rows; fetch it again")
    for cells in zip(*map(_read_column, columns), strict=True):
        yield dict(zip(names, cells, strict=True))


def _count(column: Vector) -> int:
    if _is_frame(column):
        return max((_count(item) for item in column.items if isinstance(item, Vector)), default=0)
    return len(column.items)


def _read_column(column: Vector) -> Iterator[object]:
    """Return the cells of a column: text for text and factors, ISO 8601 for times, lists and objects for what holds several."""
    classes = column.texts("class")
    if _is_frame(column):
        return iter(_read_rows(column))
    if column.kind is Kind.LIST:
        return (_read_cell(item) for item in column.items)
    if "factor" in classes:
        return _read_factor(column)
    if column.kind is Kind.REAL:
        return map(_number_reader(classes), column.items)
    if "Date" in classes:
        return (_day(item) for item in column.items)
    return iter(column.items)


def _read_factor(column: Vector) -> Iterator[object]:
    levels = column.texts("levels")
    for item in column.items:
        if isinstance(item, int) and not 0 < item <= len(levels):
            raise ParseError("damaged", f"a factor's level {item} of {len(levels)}; fetch the file of R again")
        yield levels[item - 1] if isinstance(item, int) else None


def _read_cell(item: object) -> object:
    if not isinstance(item, Vector):
        return None
    names = item.texts("names")
    if _is_frame(item):
        return list(_read_rows(item))
    cells = list(_read_column(item))
    return dict(zip(names, cells, strict=True)) if item.kind is Kind.LIST and len(names) == len(cells) else cells


def _number_reader(classes: Sequence[str]) -> Callable[[object], object]:
    if "POSIXct" in classes:
        return _instant
    if "Date" in classes:
        return _day
    return _whole_64 if "integer64" in classes else _whole


def _instant(item: object) -> str | None:
    if not isinstance(item, int | float) or not math.isfinite(item):
        return None
    try:
        return (_EPOCH + timedelta(seconds=int(item))).isoformat()
    except OverflowError:
        return None


def _day(item: object) -> str | None:
    try:
        return (_EPOCH + timedelta(days=math.floor(item))).date().isoformat() if isinstance(item, int | float) else None
    except (OverflowError, ValueError):
        return None


def _whole(item: object) -> object:
    """Return a whole double as an integer; one beyond ``_MAX_EXACT_INTEGER`` stays a float, which is never an id."""
    if isinstance(item, float) and math.isnan(item):
        return None
    return int(item) if isinstance(item, float) and item.is_integer() and abs(item) < _MAX_EXACT_INTEGER else item


def _whole_64(item: object) -> int | None:
    """Read the 64-bit integer that the package bit64 keeps in the bits of a double."""
    number: int = unpack("q", pack("d", item))[0]
    return None if number == _MISSING_64 else number
