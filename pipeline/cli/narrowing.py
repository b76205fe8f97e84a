"""The options that narrow what a query finds, for commands that use all of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_OPTIONS = (
    click.option("--as-of", type=_DAY, help="As the archive stood at the end of this day."),
    click.option("--lang", "language", help="The language, such as en."),
    click.option("--kind", help="own, turn, direct, mixed or indirect; or a document's kind, such as post."),
    click.option("--until", type=_DAY, help="Said or published on this day or earlier."),
    click.option("--since", type=_DAY, help="Said or published on this day or later."),
    click.option("--source", help="The declared source they come from."),
    click.option("--speaker", help="Speaker: a name, in any spelling the roster knows, or an id."),
)


def narrowed(command: Command) -> Command:
    """Add the options that name the fields of ``storage.search.filtering.Filters``."""
    for option in _OPTIONS:
        command = option(command)
    return command


def read_narrowing(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options as the fields of the filters."""
    return {name: value.date() if isinstance(value, datetime) else value for name, value in given.items()}
