"""The options that narrow what a query finds, for commands that use all of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

from pipeline.cli.typed_search import Day

Command = TypeVar("Command", bound=Callable[..., Any])

ASKING: Final = {"ignore_unknown_options": True}
"""The settings of a command that takes a query: ``-war`` in it leaves a word out."""

_OPTIONS = (
    click.option("--as-of", type=Day(last=True), help="As the archive stood at the end of this day, month or year."),
    click.option("--lang", "language", help="The language, such as en."),
    click.option("--kind", help="own, turn, direct, mixed or indirect; or a document's kind, such as post."),
    click.option("--until", type=Day(last=True), help="Said or published on this day, month or year, or earlier."),
    click.option("--since", type=Day(last=False), help="Said or published on this day, month or year, or later."),
    click.option("--source", help="The declared source they come from."),
    click.option("--office", help="An office: words of its holder on the day."),
    click.option("--via", help="Who relayed the words: a spokesperson or outlet, by name or id."),
    click.option("--speaker", help="Speaker: a name, in any spelling the roster knows, or an id."),
)


def narrowed(command: Command) -> Command:
    """Add the options that name the fields of ``storage.search.filtering.Filters``."""
    for option in _OPTIONS:
        command = option(command)
    return command
