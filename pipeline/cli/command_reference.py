"""Write docs/cli.md from the commands' own help: ``python -m pipeline.cli.command_reference > docs/cli.md``."""

from __future__ import annotations

import sys

import click

from pipeline.cli.command_group import COMMANDS, onrecord

_WIDTH = 110
"""The columns of docs/cli.md."""


def write_reference() -> str:
    """Return the reference of every command as Markdown."""
    root = _open(onrecord, "onrecord")
    parts = [
        "# The command line\n",
        "<!-- Made by `make generate` from the commands' own help; `make check` fails when stale. -->\n",
        _block(onrecord.get_help(root)),
    ]
    for name in COMMANDS:
        command = onrecord.get_command(root, name)
        if command is None:
            raise KeyError(name)
        context = _open(command, name, root)
        parts += [f"## {name}\n", _block(command.get_help(context))]
        if isinstance(command, click.Group):
            parts += [_block(each.get_help(_open(each, each.name, context))) for each in command.commands.values()]
    return "\n".join(parts)


def _open(command: click.Command, name: str | None, parent: click.Context | None = None) -> click.Context:
    """Make the context in which a command runs, with the options of help that it then has."""
    settings = {**command.context_settings, "terminal_width": _WIDTH, "max_content_width": _WIDTH}
    return click.Context(command, info_name=name, parent=parent, **settings)


def _block(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return f"```text\n{lines}\n```\n"


if __name__ == "__main__":
    sys.stdout.write(write_reference())
