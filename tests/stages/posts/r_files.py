"""A small writer of R's serialization format (XDR), for tests: what ``save`` and ``saveRDS`` write of data frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from struct import pack

_OBJECT, _ATTRIBUTES, _TAG = 0x100, 0x200, 0x400
NOTHING = pack(">i", 254)


def characters(text: str | None, *, encoding: str = "utf-8") -> bytes:
    """One string; None is R's missing one."""
    if text is None:
        return pack(">ii", 9, -1)
    raw = text.encode(encoding)
    level = 1 << 14 if encoding == "latin-1" else 1 << 15
    return pack(">ii", 9 | level, len(raw)) + raw


def symbol(name: str) -> bytes:
    return pack(">i", 1) + characters(name)


def pairs(given: Mapping[str, bytes]) -> bytes:
    """A pairlist, which attributes are too."""
    return b"".join(pack(">i", 2 | _TAG) + symbol(name) + item for name, item in given.items()) + NOTHING


def _vector(kind: int, count: int, items: bytes, attributes: Mapping[str, bytes] | None) -> bytes:
    flags = kind | (_ATTRIBUTES | (_OBJECT if "class" in attributes else 0) if attributes else 0)
    return pack(">ii", flags, count) + items + (pairs(attributes) if attributes else b"")


def strings(*texts: str | None, encoding: str = "utf-8", attributes: Mapping[str, bytes] | None = None) -> bytes:
    return _vector(16, len(texts), b"".join(characters(text, encoding=encoding) for text in texts), attributes)


def integers(*numbers: int | None, attributes: Mapping[str, bytes] | None = None, kind: int = 13) -> bytes:
    items = b"".join(pack(">i", -(1 << 31) if number is None else number) for number in numbers)
    return _vector(kind, len(numbers), items, attributes)


def logicals(*values: bool | None) -> bytes:
    return integers(*values, kind=10)


def reals(*numbers: float, attributes: Mapping[str, bytes] | None = None) -> bytes:
    return _vector(14, len(numbers), b"".join(pack(">d", number) for number in numbers), attributes)


def instants(*seconds: float) -> bytes:
    return reals(*seconds, attributes={"class": strings("POSIXct", "POSIXt"), "tzone": strings("America/New_York")})


def days(*numbers: float) -> bytes:
    return reals(*numbers, attributes={"class": strings("Date")})


def large(*numbers: int) -> bytes:
    """A column of the package bit64."""
    items = b"".join(pack(">q", number) for number in numbers)
    return _vector(14, len(numbers), items, {"class": strings("integer64")})


def factor(levels: Sequence[str], *codes: int | None) -> bytes:
    return integers(*codes, attributes={"levels": strings(*levels), "class": strings("factor")})


def listed(*items: bytes, attributes: Mapping[str, bytes] | None = None) -> bytes:
    return _vector(19, len(items), b"".join(items), attributes)


def frame(columns: Mapping[str, bytes], *, rows: int) -> bytes:
    """A data frame, whose row names R writes as (missing, -rows)."""
    attributes = {"names": strings(*columns), "class": strings("tbl_df", "data.frame"), "row.names": integers(None, -rows)}
    return listed(*columns.values(), attributes=attributes)


def compact(name: str, state: bytes) -> bytes:
    """What R writes short (ALTREP): a class, its state, no attributes."""
    return pack(">i", 238) + _info(name) + state + NOTHING


def _info(name: str) -> bytes:
    items = (symbol(name), symbol("base"), integers(13))
    return b"".join(pack(">i", 2) + item for item in items) + NOTHING


def rds(item: bytes, *, version: int = 2) -> bytes:
    """A file of ``saveRDS``, unpacked."""
    native = pack(">i", 5) + b"UTF-8" if version == 3 else b""
    return b"X\n" + pack(">iii", version, 0x040203, 0x020300) + native + item


def rda(items: Mapping[str, bytes], *, version: int = 2) -> bytes:
    """A file of ``save``, unpacked."""
    return f"RDX{version}\n".encode() + rds(pairs(items), version=version)
