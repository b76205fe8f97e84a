"""What each field of each format of posts does: a full row, and the row with one field missing or of another kind.

``fields/<format>.expected.txt`` holds what is read from the row, then for each change what is read otherwise; see
`tests.expected`.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import ParseError
from pipeline.stages.posts import read_history, read_posts
from pipeline.stages.results import ParsedPosts
from storage.model.codec import encode
from tests.expected import expect
from tests.stages.posts.rows import ROWS
from tests.stages.posts.test_mastodon_history import ADDRESS

FOLDER = Path(__file__).parent / "fields"
OTHERS: tuple[Any, ...] = (None, "", "x", 0, 7, True, [], {}, ["x"], {"x": "y"})
_DROPPED = object()


def read(row: Any) -> dict[str, str]:
    """Return what is read from a row as flat text: a path to each value of the documents, and what was refused."""
    body = json.dumps(row, ensure_ascii=False).encode()
    try:
        parsed: ParsedPosts = read_history(body, ADDRESS) if isinstance(row, list) else read_posts(body, account="TideMinistry")
    except ParseError as error:
        return {"refused": str(error)}
    found = dict(flatten([encode(document) for document in parsed.documents], ""))
    return found | {f"refused {number}": str(each) for number, each in enumerate(parsed.refused)}


def flatten(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for key, each in value.items():
            yield from flatten(each, f"{path}.{key}")
    elif isinstance(value, list) and value:
        for number, each in enumerate(value):
            yield from flatten(each, f"{path}[{number}]")
    elif value not in (None, [], {}, ()):
        yield path, str(value)


def list_paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in pairs:
        yield from list_paths(each, (*path, key))


def change(row: Any, path: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(row)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    if value is _DROPPED:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return changed


def compare(base: dict[str, str], found: dict[str, str]) -> str:
    different = [f"{key} = {found.get(key)}" for key in sorted(base.keys() | found.keys()) if base.get(key) != found.get(key)]
    return "; ".join(different) if len(different) < len(base) else "all: " + "; ".join(found.values())


@pytest.mark.parametrize("name", ROWS)
def test_each_field_of_a_row_is_read_or_its_lack_is_borne(name: str) -> None:
    def tell() -> Iterator[str]:
        base = read(ROWS[name])
        yield from (f"{key} = {value}" for key, value in base.items())
        for path in list_paths(ROWS[name]):
            said: dict[str, list[str]] = {}
            for value in (_DROPPED, *OTHERS):
                what = "gone" if value is _DROPPED else json.dumps(value)
                said.setdefault(compare(base, read(change(ROWS[name], path, value))), []).append(what)
            for result, values in said.items():
                if result:
                    yield f"{'.'.join(map(str, path))} {' '.join(values)}: {result}"

    expect(FOLDER / f"{name}.expected.txt", tell())
