"""R's serialization format, versions 2 and 3, as ``save`` and ``saveRDS`` write it: vectors, lists and their attributes.

Written from the chapter "Serialization Formats" of the manual *R Internals*, the source of the numbers below. Only the XDR
encoding is read, which both functions write by default. Functions and pointers hold no rows: they are skipped if possible and
refused otherwise.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from io import BufferedReader

from pipeline.errors import ParseError

_MAGICS = (b"RDX2\nX\n", b"RDX3\nX\n", b"X\n\0\0\0\2", b"X\n\0\0\0\3")
_OTHER_MAGICS = (b"RDX1\n", b"RDA1\n", b"RDA2\n", b"RDA3\n", b"RDB2\n", b"RDB3\n")


class Kind(IntEnum):
    """The type of an object: R's type numbers, and those that only files have."""

    SYMBOL = 1
    PAIRS = 2
    CLOSURE = 3
    ENVIRONMENT = 4
    PROMISE = 5
    CALL = 6
    SPECIAL = 7
    BUILTIN = 8
    CHARACTER = 9
    LOGICAL = 10
    INTEGER = 13
    REAL = 14
    COMPLEX = 15
    STRING = 16
    DOTS = 17
    LIST = 19
    EXPRESSION = 20
    POINTER = 22
    WEAK = 23
    RAW = 24
    S4 = 25
    COMPACT = 238
    BASE_ENVIRONMENT = 241
    EMPTY_ENVIRONMENT = 242
    PERSISTENT = 247
    PACKAGE = 248
    NAMESPACE = 249
    BASE_NAMESPACE = 250
    MISSING = 251
    UNBOUND = 252
    GLOBAL_ENVIRONMENT = 253
    NOTHING = 254
    REFERENCE = 255


_PAIRED = frozenset({Kind.PAIRS, Kind.CLOSURE, Kind.PROMISE, Kind.CALL, Kind.DOTS})
_HAS_ATTRIBUTES, _HAS_TAG = 0x200, 0x400  # R Internals, 1.8: bits 9 and 10 of an item's flags
_LATIN1 = 1 << 14  # a flag of a string
_MISSING_INTEGER = -(1 << 31)
_PIECE_BYTES = 1 << 18
"""A long vector is read in pieces, so that a claimed length takes no memory before its bytes are there. Chosen by hand."""
_MAX_DEPTH = 100
"""Lists in lists deeper than this are an attack: Python's own stack ends at a thousand calls, some of which each level
takes."""
_MAX_OBJECTS = 10_000_000
"""A file of more objects is refused. Chosen by hand: a table has one for each column and each different string."""
_MAX_CACHED_STRING_BYTES = 40  # bytes: longer strings are rarely repeated, so they are not cached
_MAX_SEQUENCE_ITEMS = 10_000_000
"""At most this many items in a compact sequence (24 bytes at any claimed length); no table of posts has more rows."""


@dataclass(frozen=True, slots=True)
class Vector:
    """An object of R. Strings, integers and logicals are Python values, missing ones None; pairlists are lists whose
    tags are ``names``; an object that holds no rows is empty."""

    kind: Kind
    items: Sequence[object] = ()
    attributes: dict[str, Vector] = field(default_factory=dict)

    def texts(self, name: str) -> list[str]:
        """Return an attribute that is a vector of strings; empty if there is none."""
        given = self.attributes.get(name)
        return [item if isinstance(item, str) else "" for item in given.items] if given else []


_NO_ROWS = Vector(Kind.NOTHING)


def is_serialized(head: bytes) -> bool:
    """Say whether unpacked bytes begin a file of R, in any encoding."""
    return head.startswith(_MAGICS + _OTHER_MAGICS)


def read_serialized(stream: BufferedReader) -> Vector:
    """Read the object of an unpacked file; for a ``.rda`` the list of the saved objects, by name.

    Raises ParseError if the bytes are torn or damaged, or contain what no table contains.
    """
    return _Reader(stream).read_file()


class _Reader:
    """Reads objects in sequence; later ones refer back to symbols and environments by number."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self._at = 0
        self._depth = self._count = 0
        self._encoding = "utf-8"
        self._referred: list[Vector] = []
        self._texts: dict[bytes, str] = {}

    def read_file(self) -> Vector:
        head = self._stream.peek(7)[:7]
        if not head.startswith(_MAGICS):
            raise ParseError("not read", "a file of R that is not in XDR; save it with save() or saveRDS() without ascii=")
        self._take(7 if head.startswith(b"RDX") else 2)
        version, _, _ = self._int(), self._int(), self._int()
        if version == 3 and b"8859-1" in self._take(self._length(64)):
            self._encoding = "latin-1"
        return self._object()

    # ------------------------------------------------------------------------------------------------- bytes

    def _take(self, size: int) -> bytes:
        given = self._stream.read(size)
        self._at += len(given)
        if len(given) < size:
            raise ParseError("torn", f"the file of R ends after {self._at} unpacked bytes, within an object; fetch it again")
        return given

    def _int(self) -> int:
        return int.from_bytes(self._take(4), "big", signed=True)

    def _length(self, most: int) -> int:
        """Read a length; nothing is allocated by it, so a false length only ends at the end of the file."""
        length = self._int()
        if length == -1:
            length = int.from_bytes(self._take(8), "big", signed=True)
        if not 0 <= length <= most:
            raise self._damaged(f"a length of {length}", f"0 to {most}")
        return length

    def _damaged(self, found: str, expected: str) -> ParseError:
        message = f"the file of R is damaged at unpacked byte {self._at}: {found}, expected {expected}; fetch it again"
        return ParseError("damaged", message)

    # ----------------------------------------------------------------------------------------------- objects

    def _object(self) -> Vector:
        flags = self._int()
        try:
            kind = Kind(flags & 0xFF)
        except ValueError:
            raise self._damaged(f"an object of type {flags & 0xFF}", "one that R knows") from None
        self._depth += 1
        self._count += 1
        if self._depth > _MAX_DEPTH or self._count > _MAX_OBJECTS:
            raise self._damaged(f"over {_MAX_OBJECTS} objects, or over {_MAX_DEPTH} deep", "tables")
        found = self._pairs(flags) if kind in _PAIRED else self._one(kind, flags)
        self._depth -= 1
        return found

    def _one(self, kind: Kind, flags: int) -> Vector:
        match kind:
            case Kind.LOGICAL | Kind.INTEGER | Kind.REAL | Kind.STRING | Kind.LIST | Kind.EXPRESSION | Kind.RAW | Kind.COMPLEX:
                items = self._items(kind)
                return Vector(kind, items, self._attributes(flags))
            case Kind.CHARACTER:
                return Vector(kind, (self._characters(flags),))
            case Kind.SYMBOL:
                return self._remember(Vector(kind, self._object().items))
            case Kind.REFERENCE:
                return self._recall(flags >> 8 or self._int())
            case Kind.COMPACT:
                return self._compact()
            case Kind.ENVIRONMENT | Kind.PERSISTENT | Kind.PACKAGE | Kind.NAMESPACE | Kind.POINTER | Kind.WEAK:
                return self._pass_over(kind, flags)
            case Kind.S4:
                return Vector(kind, (), self._attributes(flags))
            case Kind.SPECIAL | Kind.BUILTIN:
                self._take(self._length(1000))
                return Vector(kind)
            case _:  # the singletons: nothing follows
                return _NO_ROWS

    def _pass_over(self, kind: Kind, flags: int) -> Vector:
        """Skip an object that can be referred to and holds no rows."""
        found = self._remember(Vector(kind))
        if kind is Kind.ENVIRONMENT:
            self._int()
            for _ in range(4):  # enclosing environment, frame, hash table, attributes
                self._object()
        elif kind is Kind.POINTER:
            self._object()
            self._object()
            self._attributes(flags)
        elif kind is Kind.WEAK:
            self._attributes(flags)
        else:
            self._int()
            for _ in range(self._length(1000)):
                self._object()
        return found

    def _remember(self, found: Vector) -> Vector:
        self._referred.append(found)
        return found

    def _recall(self, number: int) -> Vector:
        if not 0 < number <= len(self._referred):
            raise self._damaged(f"a reference to object {number}", f"1 to {len(self._referred)}")
        return self._referred[number - 1]

    def _attributes(self, flags: int) -> dict[str, Vector]:
        if not flags & _HAS_ATTRIBUTES:
            return {}
        given = self._object()
        return {name: item for name, item in zip(given.texts("names"), given.items, strict=False) if isinstance(item, Vector)}

    def _pairs(self, flags: int) -> Vector:
        """Read a pairlist: (tag, value) pairs to its end; a call or function likewise by its parts."""
        names: list[object] = []
        items: list[object] = []
        while True:
            if flags & _HAS_ATTRIBUTES:
                self._object()
            tag = self._object() if flags & _HAS_TAG else None
            names.append(str(tag.items[0]) if tag and tag.items else "")
            items.append(self._object())
            flags = self._int()
            if flags & 0xFF not in _PAIRED:
                break
        if flags & 0xFF != Kind.NOTHING:
            items.append(self._one_of(flags))
            names.append("")
        return Vector(Kind.LIST, items, {"names": Vector(Kind.STRING, names)})

    def _one_of(self, flags: int) -> Vector:
        try:
            return self._one(Kind(flags & 0xFF), flags)
        except ValueError:
            raise self._damaged(f"an object of type {flags & 0xFF}", "one that R knows") from None

    # ----------------------------------------------------------------------------------------------- vectors

    def _items(self, kind: Kind) -> Sequence[object]:
        length = self._length(1 << 40)
        match kind:
            case Kind.STRING:
                return [self._string() for _ in range(length)]
            case Kind.LIST | Kind.EXPRESSION:
                return [self._object() for _ in range(length)]
            case Kind.INTEGER:
                return [None if item == _MISSING_INTEGER else item for item in self._numbers("i", length)]
            case Kind.LOGICAL:
                return [None if item == _MISSING_INTEGER else bool(item) for item in self._numbers("i", length)]
            case Kind.REAL:
                return self._numbers("d", length)
            case _:  # bytes and complex numbers, which posts do not contain
                for _ in self._pieces(length * (16 if kind is Kind.COMPLEX else 1)):
                    continue
                return ()

    def _numbers(self, code: str, length: int) -> array[float]:
        numbers: array[float] = array(code)
        for piece in self._pieces(length * numbers.itemsize):
            numbers.frombytes(piece)
        if sys.byteorder == "little":
            numbers.byteswap()
        return numbers

    def _pieces(self, size: int) -> Iterator[bytes]:
        for at in range(0, size, _PIECE_BYTES):
            yield self._take(min(_PIECE_BYTES, size - at))

    def _string(self) -> str | None:
        flags = self._int()
        if flags & 0xFF != Kind.CHARACTER:
            raise self._damaged(f"an object of type {flags & 0xFF} among strings", f"{Kind.CHARACTER}")
        return self._characters(flags)

    def _characters(self, flags: int) -> str | None:
        size = self._int()
        if size == -1:
            return None
        if size < -1:
            raise self._damaged(f"a string of {size} bytes", "none or more")
        encoding = "latin-1" if flags & _LATIN1 else self._encoding
        if size > _MAX_CACHED_STRING_BYTES:
            return self._decode(b"".join(self._pieces(size)), encoding)
        raw = self._take(size)
        known = self._texts.get(raw)
        if known is None:
            known = self._texts[raw] = self._decode(raw, encoding)
        return known

    def _decode(self, raw: bytes, encoding: str) -> str:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            raise self._damaged(f"bytes {raw[:20]!r} in a string", f"{encoding} ({error.reason})") from error

    def _compact(self) -> Vector:
        """Read R's compact forms (ALTREP): sequences as bounds, strings as the numbers they were made from."""
        name = str(next(iter(self._recalled_name()), ""))
        state, attributes = self._object(), self._object()
        given = dict(zip(attributes.texts("names"), attributes.items, strict=False))
        named = {key: item for key, item in given.items() if isinstance(item, Vector)}
        inner = next((item for item in state.items if isinstance(item, Vector)), None)
        if name in ("compact_intseq", "compact_realseq") and len(state.items) == 3:
            return Vector(Kind.INTEGER, self._sequence(state.items), named)
        if name == "deferred_string" and inner:
            return Vector(Kind.STRING, [None if item is None else str(item) for item in inner.items], named)
        if name.startswith("wrap_") and inner:
            return Vector(inner.kind, inner.items, inner.attributes | named)
        raise self._damaged(f"a short form {name!r}", "one that R writes of vectors")

    def _recalled_name(self) -> Sequence[object]:
        info = self._object()
        first = info.items[0] if info.items else None
        return first.items if isinstance(first, Vector) else ()

    def _sequence(self, bounds: Sequence[object]) -> Sequence[object]:
        length, start, step = (item if isinstance(item, float) and item.is_integer() else -1.0 for item in bounds)
        if not 0 <= length <= _MAX_SEQUENCE_ITEMS:
            raise self._damaged(f"a sequence of {length:.0f}", f"at most {_MAX_SEQUENCE_ITEMS}")
        return range(int(start), int(start + length * step), int(step) or 1)
