"""Options and endings that commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from pipeline.cli.command_group import EXIT_PROBLEMS

Command = TypeVar("Command", bound=Callable[..., Any])

DAY = click.DateTime(formats=["%Y-%m-%d"])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def as_json(command: Command) -> Command:
    """Add ``--json``: print for a program."""
    return click.option("--json", "in_json", is_flag=True, help="Print JSON.")(command)


def day_of(given: datetime | None) -> date | None:
    """Return the day that was given with an option of type ``DAY``."""
    return given.replace(tzinfo=UTC).date() if given else None


def finish(problems: bool) -> None:
    """End the command: exit code 1 if problems were found."""
    if problems:
        click.get_current_context().exit(EXIT_PROBLEMS)
