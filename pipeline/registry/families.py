"""Expand each member of a family of sources into a table of its own.

A family (members of a parliament, embassies, accounts) is one file with ``[[member]]`` tables: each member is a source
``<file>_<id>`` with the file's keys, its own keys over them, and ``{id}``, ``{name}``, ``{publisher}`` and ``{url}`` filled
into the strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.errors import SourceError

_FIELD = re.compile(r"\{(id|name|publisher|url)\}")


def expand_family(
    name: str, stem: str, family: Mapping[str, object], members: object
) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield each member's table, with where it stands for errors; ``name`` is the file's, ``stem`` that without its suffix."""
    if not isinstance(members, list):
        raise SourceError(f"{name}: member: found {members!r}, expected an array of tables. Write [[member]].")
    for number, member in enumerate(members, start=1):
        where = f"{name}: member[{number}]"
        if not isinstance(member, dict) or not isinstance(member.get("id"), str):
            raise SourceError(f"{where}: the mandatory key 'id' is missing. Add it: a slug.")
        merged = {**family, **member}
        values = {key: value for key, value in merged.items() if isinstance(value, str)}
        merged.pop("name", None)
        filled = _fill(_fill(merged, values), values)  # a publisher's name may itself hold {name}
        yield where, {**filled, "id": f"{stem}_{member['id']}"}


def _fill(value: Any, values: Mapping[str, str]) -> Any:
    """Put a member's own strings where the family's strings name them."""
    if isinstance(value, str):
        return _FIELD.sub(lambda match: values.get(match[1], match[0]), value)
    if isinstance(value, list):
        return [_fill(each, values) for each in value]
    if isinstance(value, dict):
        return {key: _fill(each, values) for key, each in value.items()}
    return value
