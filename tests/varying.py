"""Vary material in each of its parts, one at a time, and tell what is read otherwise then."""

from __future__ import annotations

import copy
import itertools
import json
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

OTHERS: Final[tuple[Any, ...]] = (None, "", "x", 0, 7, True, [], {}, ["x"], {"x": "y"})
"""What a field of JSON is given in place of its value."""
_GONE = object()
_TAG = re.compile(r"<[^<>]+>")
_ATTRIBUTE = re.compile(r"""\s[\w:-]+=(?:"[^"]*"|'[^']*'|[^\s"'>]+)""")
_WORDS = re.compile(r"(?<=>)[^<>]*\S[^<>]*(?=<)")
_LONGEST: Final = 160
"""A longer list of differences is cut in the middle, in characters."""
_SHOWN_OF_CHECKSUM: Final = 4
"""The digits that are shown of a checksum. Chosen by hand: one change of 65,536 has the same."""

_LARGEST: Final = 512
"""The largest size that is tried for a threshold. Chosen by hand: a few sentences, in characters."""

Read = Callable[[Any], dict[str, str]]
Found = TypeVar("Found")


def find_thresholds(read: Callable[[int], Found], largest: int = _LARGEST) -> Iterator[tuple[int, Found]]:
    """Yield the sizes from 2 on from which something is read otherwise than with one less, found by doubling: each change
    between two powers of two is found, if it does not change back between them."""
    sizes = [1]
    while sizes[-1] < largest:
        sizes.append(sizes[-1] * 2)
    if read(1) == read(largest):
        return
    found = {size: read(size) for size in sizes}
    for low, high in itertools.pairwise(sizes):
        if found[low] == found[high]:
            continue
        before = found[low]
        while high - low > 1:
            middle = (low + high) // 2
            found[middle] = read(middle)
            low, high = (middle, high) if found[middle] == before else (low, middle)
        yield high, found[high]


def flatten(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the values of nested JSON with the path to each; what is empty is left out."""
    if isinstance(value, dict) and value:
        for key, each in value.items():
            yield from flatten(each, f"{path}.{key}")
    elif isinstance(value, list | tuple) and value:
        for number, each in enumerate(value):
            yield from flatten(each, f"{path}[{number}]")
    elif value not in (None, [], {}, ()):
        yield path, str(value)


def tell_fields(row: Any, read: Read) -> Iterator[str]:
    """Tell what is read from JSON, then what is read otherwise without each field, or with another kind of value in it."""
    base = read(row)
    yield from (f"{key} = {value}" for key, value in base.items())
    for path in _list_paths(row):
        said: dict[str, list[str]] = {}
        for value in (_GONE, *OTHERS):
            what = "gone" if value is _GONE else json.dumps(value)
            said.setdefault(compare_fields(base, read(_change(row, path, value))), []).append(what)
        for result, values in said.items():
            if result:
                yield f"{'.'.join(map(str, path))} {' '.join(values)}: {result}"


def tell_markup(text: str, read: Read) -> Iterator[str]:
    """Tell what is read from markup, then what is read otherwise without each tag, without each attribute or with another
    value of it, and with other words between two tags."""
    yield from _tell(text, read, _vary_markup(text))


def tell_words(text: str, read: Read) -> Iterator[str]:
    """Tell what is read from a text, then what is read otherwise without each word, and with another in its place."""
    words = [match.span() for match in re.finditer(r"\S+", text)]
    variants = ((f"{what} {text[start:end]!r}", text[:start] + put + text[end:]) for start, end in words for what, put in _PUT)
    yield from _tell(text, read, variants)


_PUT: Final = (("without", ""), ("x for", "x"))


def _tell(text: str, read: Read, variants: Iterator[tuple[str, str]]) -> Iterator[str]:
    base = read(text)
    yield from (f"{key} = {value}" for key, value in base.items())
    for what, variant in variants:
        if result := compare_fields(base, read(variant)):
            yield f"{what}: {result}"


def _vary_markup(text: str) -> Iterator[tuple[str, str]]:
    for tag in _TAG.finditer(text):
        yield f"without {tag[0]}", text[: tag.start()] + text[tag.end() :]
        for given in _ATTRIBUTE.finditer(text, *tag.span()):
            name = given[0].strip().partition("=")[0]
            yield f"without {name} in {tag[0]}", text[: given.start()] + text[given.end() :]
            yield f"x as {name} in {tag[0]}", f'{text[: given.start()]} {name}="x"{text[given.end() :]}'
    for words in _WORDS.finditer(text):
        yield f"x for {words[0].strip()!r}", f"{text[: words.start()]}x{text[words.end() :]}"


def _list_paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in pairs:
        yield from _list_paths(each, (*path, key))


def _change(row: Any, path: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(row)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    if value is _GONE:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return changed


def compare_fields(base: dict[str, str], found: dict[str, str]) -> str:
    """Tell what is read otherwise, or nothing."""
    different = [
        f"{key} = {_shorten(found.get(key))}" for key in sorted(base.keys() | found.keys()) if base.get(key) != found.get(key)
    ]
    return "; ".join(different) if len(different) < len(base) else "all: " + _shorten("; ".join(found.values()))


def _shorten(text: str | None) -> str:
    """Keep both ends of a long text, its length, and a checksum, so that a change of its middle is seen too."""
    if text is None:
        return "nothing"
    half = _LONGEST // 2
    checksum = f"{zlib.crc32(text.encode()):08x}"[:_SHOWN_OF_CHECKSUM]
    return text if len(text) <= _LONGEST else f"{text[:half]}… ({len(text)}, {checksum}) …{text[-half:]}"
