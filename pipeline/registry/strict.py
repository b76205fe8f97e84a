"""Read declarations strictly: a TOML table becomes a frozen record, or an error that names the file, the key and the remedy.

What a record may hold: str, int, float, bool, date, datetime, a StrEnum, ``X | None``, ``tuple[X, ...]``, ``frozenset[X]``,
``Mapping[str, X]`` (or by a StrEnum, of which each key is one) and other records. A field with ``metadata={"key": "layout"}``
is spelt ``layout`` in TOML; a record class with a ``shorthand`` class variable may be given as a plain string, which fills the
field of that name. A ``frozenset[str]`` of many single words may be given as one string of them, parted by blanks.
"""

from __future__ import annotations

import codecs
import dataclasses
import difflib
import math
import re
import tomllib
import types
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from pipeline.errors import SourceError

T = TypeVar("T")

_PLAIN: Mapping[type, str] = {
    str: "a string",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    datetime: "a date with a time, such as 2020-10-27T12:00:00Z",
    date: "a date, such as 2020-10-27",
}

_MOST_PARTS = 100
"""The parts of a dotted key: tomllib reads one of thousands in time that grows with their square. Chosen by hand."""
_PART = r"""[ \t]*+(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
_LONG_KEY = re.compile(rf"^[ \t\[]*+(?:{_PART}\.){{{_MOST_PARTS}}}", re.MULTILINE)


def read_toml(file: Traversable) -> dict[str, object]:
    """Read a TOML file; a SourceError names the file, the line and the column where it stops being TOML."""
    if not file.is_file():
        raise SourceError(f"{file.name} is no file, or a link to none; expected a TOML file. Move it away.")
    try:
        text = file.read_bytes().removeprefix(codecs.BOM_UTF8).decode("utf-8")
        if found := _LONG_KEY.search(text):
            line = text.count("\n", 0, found.start()) + 1
            raise SourceError(f"{file.name}: line {line} begins with a key of more than {_MOST_PARTS} parts. Correct it there.")
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise SourceError(f"{file.name}: byte {error.start} is not UTF-8. Save the file as UTF-8.") from error
    except RecursionError:
        raise SourceError(f"{file.name}: values within values, hundreds deep. Correct the file there.") from None
    except ValueError as error:  # a TOMLDecodeError, or a number of more digits than Python reads
        raise SourceError(f"{file.name}: not valid TOML: {error}. Correct the file there.") from error


def toml_files(folder: Traversable) -> list[Traversable]:
    """List the TOML files of a folder by name; none if there is no such folder."""
    if not folder.is_dir():
        return []
    return sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)


def read_record(cls: type[T], table: Mapping[str, object], *, where: str) -> T:
    """Make a record of a dataclass from a TOML table. ``where`` names the file (and table) in errors."""
    record: Any = cls  # a plain class is hashable, which mypy does not see through the type variable
    fields = _fields(record)
    for key in table:
        if key not in fields:
            raise SourceError(f"{where}: unknown key {key!r}{_nearest(key, fields)}")
    values: dict[str, object] = {}
    for key, (field, hint) in fields.items():
        if key in table:
            values[field.name] = read_value(hint, table[key], where=f"{where}: {key}")
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise SourceError(f"{where}: the mandatory key {key!r} is missing. Add it: {_describe(hint)}.")
    return cls(**values)


def read_value(hint: Any, value: object, *, where: str) -> Any:
    """Check one TOML value against a type and return it in that type."""
    read = _find_reader(hint)
    if read is None:
        raise TypeError(f"{where}: {hint!r} is no type that a declaration can hold")
    return read(hint, value, where)


def _read_optional(hint: Any, value: object, where: str) -> object:
    choices = [choice for choice in get_args(hint) if choice is not type(None)]
    if len(choices) != 1:
        raise TypeError(f"{where}: {hint!r} is ambiguous: a declaration can hold one type or None")
    return read_value(choices[0], value, where=where)


def _read_sequence(hint: Any, value: object, where: str) -> object:
    if isinstance(value, str) and hint == frozenset[str]:
        return frozenset(value.split())
    if not isinstance(value, list):
        raise _wrong(value, _describe(hint), where)
    item = get_args(hint)[0]
    if item is str and all(type(each) is str for each in value):  # the long lists of words
        return get_origin(hint)(value)
    items = [read_value(item, each, where=f"{where}[{number}]") for number, each in enumerate(value, start=1)]
    return get_origin(hint)(items)


def _read_mapping(hint: Any, value: object, where: str) -> object:
    if not isinstance(value, dict):
        raise _wrong(value, _describe(hint), where)
    name, item = get_args(hint)
    read = {read_value(name, key, where=where): read_value(item, each, where=f"{where}.{key}") for key, each in value.items()}
    return types.MappingProxyType(read)


def _read_dataclass(hint: Any, value: object, where: str) -> object:
    shorthand = getattr(hint, "shorthand", None)
    if isinstance(value, str) and shorthand is not None:
        value = {shorthand: value}
    if not isinstance(value, dict):
        raise _wrong(value, _describe(hint), where)
    return read_record(hint, value, where=where)


def _read_enum(hint: Any, value: object, where: str) -> object:
    known = _members(hint)
    if not isinstance(value, str):
        raise _wrong(value, _describe(hint), where)
    if value not in known:
        raise SourceError(f"{where}: {value!r} is not known{_nearest(value, known)}")
    return known[value]


def _read_plain(hint: Any, value: object, where: str) -> object:
    if hint is float and type(value) is int:
        try:
            return float(value)
        except OverflowError:
            raise _wrong(value, "a number below 1e308", where) from None
    # bool is an int and datetime a date to Python; in a declaration neither is meant.
    if type(value) is not hint:
        raise _wrong(value, _describe(hint), where)
    if isinstance(value, float) and not math.isfinite(value):
        raise _wrong(value, "a number that is finite (TOML's nan and inf are not)", where)
    return value


_READERS: tuple[tuple[Callable[[Any], bool], Callable[[Any, object, str], object]], ...] = (
    (lambda hint: get_origin(hint) in (Union, types.UnionType), _read_optional),
    (lambda hint: get_origin(hint) in (tuple, frozenset), _read_sequence),
    (lambda hint: get_origin(hint) is not None and issubclass(get_origin(hint), Mapping), _read_mapping),
    (dataclasses.is_dataclass, _read_dataclass),
    (lambda hint: isinstance(hint, type) and issubclass(hint, Enum), _read_enum),
    (lambda hint: hint in _PLAIN, _read_plain),
)


@cache
def _find_reader(hint: Any) -> Callable[[Any, object, str], object] | None:
    return next((read for fits, read in _READERS if fits(hint)), None)


@cache
def _members(hint: Any) -> dict[str, Enum]:
    return {str(member.value): member for member in hint}


@cache
def _fields(cls: Any) -> dict[str, tuple[dataclasses.Field[Any], Any]]:
    hints = get_type_hints(cls)
    return {field.metadata.get("key", field.name): (field, hints[field.name]) for field in dataclasses.fields(cls)}


def _nearest(word: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f". Did you mean {near[0]!r}?" if near else f". Known: {', '.join(sorted(known))}."


def _describe(hint: Any) -> str:
    """Say in words what a type wants."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return " or ".join(_describe(choice) for choice in get_args(hint) if choice is not type(None))
    if origin in (tuple, frozenset):
        return f"a list, each item {_describe(get_args(hint)[0])}"
    if isinstance(hint, type) and issubclass(hint, Enum):
        return "one of " + ", ".join(str(member.value) for member in hint)
    return "a table"


def _wrong(value: object, expected: str, where: str) -> SourceError:
    return SourceError(f"{where}: found {value!r}, expected {expected}.")
