"""Convert records to JSON types and back, without loss: those of storage.model, and any other frozen dataclass of plain fields.

Enums by value, instants as ISO 8601 with ``Z``, tuples as lists, mappings as objects, bytes as base64, None as null. For every
record r of class C, ``from_json(C, to_json(r)) == r``. A codec is built once per class from its annotations, so that a record
costs little more than copying its fields.

The records of storage.model.findings are only written. Their fields may be marked: INLINE, OPTIONAL. A record whose JSON is not
its fields says what it is instead by a method ``json_fields``.
"""

from __future__ import annotations

import base64
import binascii
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from storage.errors import StorageError

Record = TypeVar("Record")
Convert = Callable[[Any], Any]

INLINE: Final = MappingProxyType({"json": "inline"})
"""Marks a field that holds a record: the record's fields are written among those of the outer one; none of them for None."""

OPTIONAL: Final = MappingProxyType({"json": "optional"})
"""Marks a field whose key is left out of the JSON if the value is None."""

_PLAIN = (str, int, float, bool)
_MARKS = ("inline", "optional")


def to_json(record: Any) -> dict[str, Any]:
    """Return a record as a dictionary of JSON types; keys are its field names, in order."""
    kind: Any = type(record)
    encoded: dict[str, Any] = _encoder(kind)(record)
    return encoded


def from_json(cls: type[Record], values: Any) -> Record:
    """Make a record from JSON types. Absent keys take the field's default.

    Raises StorageError if a key is unknown or missing, or a value does not have the shape of the field.
    """
    try:
        known: Any = cls
        record: Record = _decoder(known)(values)
    except (TypeError, ValueError, KeyError, AttributeError, binascii.Error) as error:
        message = f"A {cls.__name__} was expected as JSON, and this cannot be one: {error}. Write it again with the codec."
        raise StorageError(message) from error
    return record


def format_instant(instant: datetime) -> str:
    """Write an aware instant in UTC as ISO 8601 with ``Z``."""
    if instant.tzinfo is None:
        raise ValueError(f"the instant {instant} has no zone; storage keeps aware UTC instants only")
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def read_instant(text: str) -> datetime:
    """Read an ISO 8601 instant that states its offset; returns it in UTC."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} does not state its offset from UTC")
    return instant.astimezone(UTC)


@cache
def _encoder(cls: type[Any]) -> Callable[[Any], dict[str, Any]]:
    """Build the function that converts a record of this class to a dictionary."""
    if not is_dataclass(cls):
        raise TypeError(f"{cls.__name__} is no dataclass")
    if hasattr(cls, "json_fields"):
        return lambda record: {name: encode(value) for name, value in record.json_fields().items()}
    hints = get_type_hints(cls)
    names = tuple(field.name for field in fields(cls))
    marked = {mark: tuple(each.name for each in fields(cls) if each.metadata.get("json") == mark) for mark in _MARKS}
    conversions = tuple((name, convert) for name in names if (convert := _encode_as(hints[name])))
    if len(names) == 1:
        only = names[0]
        return lambda record: {only: _applied(conversions, getattr(record, only))}
    read = attrgetter(*names)
    inline, optional = marked["inline"], marked["optional"]

    def write(record: Any) -> dict[str, Any]:
        values = dict(zip(names, read(record), strict=True))
        for name, convert in conversions:
            value = values[name]
            if value is not None:
                values[name] = convert(value)
        return _lay_out(values, inline, optional) if inline or optional else values

    return write


def _lay_out(values: dict[str, Any], inline: tuple[str, ...], optional: tuple[str, ...]) -> dict[str, Any]:
    """Put the fields of inline records among those of the outer one, and leave optional ones out that are None."""
    written: dict[str, Any] = {}
    for name, value in values.items():
        if name in inline:
            written |= value or {}
        elif value is not None or name not in optional:
            written[name] = value
    return written


def encode(value: Any) -> Any:
    """Return any value of the model, a record or a list of them, as JSON types by its own type."""
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, tuple | list):
        return [encode(each) for each in value]
    if isinstance(value, Mapping):
        return {name: encode(each) for name, each in value.items()}
    convert = _encode_as(type(value))
    return convert(value) if convert else value


def _applied(conversions: tuple[tuple[str, Convert], ...], value: Any) -> Any:
    return conversions[0][1](value) if conversions and value is not None else value


def _encode_as(hint: Any) -> Convert | None:
    """Return the conversion of one annotation to JSON types; None if the value needs no conversion."""
    if len(_alternatives(hint)) > 1:
        return encode
    hint = _bare(hint)
    if hint in _PLAIN:
        return None
    if hint is datetime:
        return format_instant
    if hint is date:
        return date.isoformat
    if hint is bytes:
        return lambda value: base64.b64encode(value).decode("ascii")
    if get_origin(hint) is tuple:
        return _encode_tuple(get_args(hint))
    if get_origin(hint) is Mapping:
        return encode
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {member: member.value for member in hint}.__getitem__
    if is_dataclass(hint) and isinstance(hint, type):
        return _encoder(hint)
    raise TypeError(f"the codec knows no JSON form for {hint}")


def _encode_tuple(parts: tuple[Any, ...]) -> Convert:
    if parts[1:] != (...,):
        converts = tuple(_encode_as(part) for part in parts)
        if not any(converts):
            return list
        return lambda values: [c(v) if c else v for c, v in zip(converts, values, strict=True)]
    convert = _encode_as(parts[0])
    if convert is None:
        return list
    return lambda values: [convert(value) for value in values]


@cache
def _decoder(cls: type[Any]) -> Callable[[Any], Any]:
    """Build the function that makes a record of this class from a dictionary."""
    if not is_dataclass(cls):
        raise TypeError(f"{cls.__name__} is no dataclass")
    hints = get_type_hints(cls)
    conversions = tuple((name, convert) for name in hints if (convert := _decode_as(hints[name])))

    def decode(values: Any) -> Any:
        given = dict(values)
        for name, convert in conversions:
            value = given.get(name)
            if value is not None:
                given[name] = convert(value)
        return cls(**given)

    return decode


def _decode_as(hint: Any) -> Convert | None:
    """Return the conversion of one annotation from JSON types; None if the value needs none."""
    hint = _bare(hint)
    if hint in _PLAIN:
        return None
    if hint is datetime:
        return read_instant
    if hint is date:
        return date.fromisoformat
    if hint is bytes:
        return lambda value: base64.b64decode(value, validate=True)
    if get_origin(hint) is tuple:
        return _decode_tuple(get_args(hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if is_dataclass(hint) and isinstance(hint, type):
        return _decoder(hint)
    raise TypeError(f"the codec knows no JSON form for {hint}")


def _decode_tuple(parts: tuple[Any, ...]) -> Convert:
    if parts[1:] != (...,):
        converts = tuple(_decode_as(part) for part in parts)
        if not any(converts):
            return tuple
        return lambda values: tuple(c(v) if c else v for c, v in zip(converts, values, strict=True))
    convert = _decode_as(parts[0])
    if convert is None:
        return tuple
    return lambda values: tuple([convert(value) for value in values])


def _bare(hint: Any) -> Any:
    """Strip ``| None`` and NewType from an annotation."""
    kept = _alternatives(hint)
    if len(kept) != 1:
        raise TypeError(f"the codec knows no JSON form for {hint}: more than one type")
    hint = kept[0]
    while isinstance(hint, NewType):
        hint = hint.__supertype__
    return hint


def _alternatives(hint: Any) -> list[Any]:
    """List the types that an annotation allows, None left out."""
    if get_origin(hint) not in (Union, types.UnionType):
        return [hint]
    return [part for part in get_args(hint) if part is not type(None)]
