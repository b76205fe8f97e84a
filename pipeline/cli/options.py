"""Options and endings that commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from pipeline.cli.app import EXIT_PROBLEMS

Command = TypeVar("Command", bound=Callable[..., Any])


def as_json(command: Command) -> Command:
    """Add ``--json``: print for a program."""
    return click.option("--json", "in_json", is_flag=True, help="Print JSON.")(command)


def finish(problems: bool) -> None:
    """End the command: exit code 1 if problems were found."""
    if problems:
        click.get_current_context().exit(EXIT_PROBLEMS)
