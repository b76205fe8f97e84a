"""Read what a run was asked for: unknown keys and unreadable days are refused in one line, before anything is fetched."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.registry.declared_sources import get_source
from storage.errors import OnRecordError


class ConfError(OnRecordError):
    """A run was asked for something that it cannot do."""


def check_keys(conf: Mapping[str, Any] | None, allowed: Collection[str]) -> None:
    """Raise ConfError if a run's conf holds a key that its DAG does not read."""
    for key in conf or {}:
        if key not in allowed:
            near = difflib.get_close_matches(key, allowed, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"It may hold {', '.join(sorted(allowed))}."
            raise ConfError(f"conf: found the key {key!r}, which this DAG does not read. {hint}")


def read_day(name: str, given: Any) -> dt.date | None:
    """Read a day, None if there is none. Raises ConfError."""
    if given in (None, ""):
        return None
    try:
        return dt.date.fromisoformat(given)
    except (TypeError, ValueError):
        raise ConfError(f"conf: {name}: found {given!r}, expected a day such as '2020-10-27'.") from None


def read_days(params: Mapping[str, Any]) -> tuple[dt.date | None, dt.date | None]:
    """Read the first and last day. Raises ConfError if they are in the wrong order."""
    since, until = read_day("since", params.get("since")), read_day("until", params.get("until"))
    if since and until and since > until:
        raise ConfError(f"conf: since {since} lies after until {until}; give the earlier day first.")
    return since, until


def read_sources(given: Sequence[str]) -> tuple[str, ...]:
    """Read the ids of sources, each once. Raises ConfError if there is none, SourceError for one that is not declared."""
    if not given:
        raise ConfError('conf: sources: found none; choose at least one, such as ["am_mfa"].')
    return tuple(get_source(name).id for name in dict.fromkeys(given))


def read_files(given: Sequence[str] | None) -> tuple[Path, ...]:
    """Read the paths of WARC files. Raises ConfError for one that is not there."""
    files = tuple(Path(path) for path in given or ())
    for path in files:
        if not path.is_file():
            raise ConfError(f"conf: replay: there is no file {path}; give the path as the worker sees it.")
    return files
