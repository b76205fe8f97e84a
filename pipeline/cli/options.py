"""Options and endings that commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from pipeline.cli.command_group import EXIT_PROBLEMS
from pipeline.file_kinds import find_odd_kind

Command = TypeVar("Command", bound=Callable[..., Any])

DAY = click.DateTime(formats=["%Y-%m-%d"])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class _Regular(click.Path):
    """A file that is read more than once: no pipe and no device."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path of a regular file."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if kind := find_odd_kind(path):
            self.fail(f"{str(path)!r} is {kind}; expected a file. Write what it holds into a file first.", param, ctx)
        return path


class _Text(click.types.StringParamType):
    """A text that is stored or printed: from a terminal in another encoding come bytes that are none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return a text that can be written as UTF-8."""
        text = str(super().convert(value, param, ctx))
        if not text.isascii() and text != text.encode("utf-8", "replace").decode():
            self.fail(f"{text!r} is no text in UTF-8; expected one. Set the terminal to UTF-8.", param, ctx)
        return text


class _Output(click.Path):
    """A file or folder to write, which has a name."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path."""
        if not os.fspath(value):
            self.fail("'' names nothing; expected what to write.", param, ctx)
        return super().convert(value, param, ctx)


TEXT = _Text()
OUTPUT = _Output(path_type=Path)
OUTPUT_FILE = _Output(dir_okay=False, path_type=Path)
REGULAR_FILE = _Regular(exists=True, dir_okay=False, path_type=Path)


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
