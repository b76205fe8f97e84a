"""The command group: which commands there are, loaded only when called, and how an error ends."""

from __future__ import annotations

import importlib
import os
import sys
from typing import NoReturn

import click

from storage.errors import OnRecordError

COMMANDS = {
    "sources": ("pipeline.cli.registry", "sources"),
    "people": ("pipeline.cli.registry", "people"),
    "try": ("pipeline.cli.trying", "try_page"),
    "run": ("pipeline.cli.flow", "run_sources"),
    "backfill": ("pipeline.cli.flow", "backfill"),
    "history": ("pipeline.cli.histories", "history"),
    "import": ("pipeline.cli.flow", "import_paths"),
    "reparse": ("pipeline.cli.flow", "reparse"),
    "parse": ("pipeline.cli.filters", "parse_file"),
    "quotes": ("pipeline.cli.filters", "quotes"),
    "compare": ("pipeline.cli.filters", "compare"),
    "search": ("pipeline.cli.finding", "search"),
    "show": ("pipeline.cli.finding", "show"),
    "trace": ("pipeline.cli.finding", "trace"),
    "cite": ("pipeline.cli.citing", "cite"),
    "freeze": ("pipeline.cli.citing", "freeze"),
    "sets": ("pipeline.cli.citing", "sets"),
    "export": ("pipeline.cli.exporting", "export"),
    "follow": ("pipeline.cli.following", "follow"),
    "serve": ("pipeline.cli.serving", "serve"),
    "snapshot": ("pipeline.cli.serving", "snapshot"),
    "corrections": ("pipeline.cli.serving", "corrections"),
    "verify": ("pipeline.cli.upkeep", "verify"),
    "doctor": ("pipeline.cli.upkeep", "doctor"),
    "alarms": ("pipeline.cli.alarms", "alarms"),
    "recover": ("pipeline.cli.upkeep", "recover"),
    "backup": ("pipeline.cli.upkeep", "backup"),
    "restore": ("pipeline.cli.upkeep", "restore"),
    "redact": ("pipeline.cli.upkeep", "redact"),
}
"""Each command's module and function, in the order of the help."""

EXIT_PROBLEMS = 1
"""The exit code if something was wrong with what was asked for."""
EXIT_WRONG_USE = 2
"""The exit code if the command was called wrongly, as of click and most programs."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click gives it
        """List the commands in their order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click gives it
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}.{name} is no command")
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="onrecord", prog_name="onrecord")
def onrecord() -> None:
    """On Record: what officials actually said, dated, attributed and traceable to bytes.

    The archive is the folder data/ of the project; ONRECORD_HOME names another folder, or an object store
    (docs/cluster.md). Exit codes: 0 done, 1 problems found, 2 wrong use. Errors are one line on stderr.
    """


def main() -> NoReturn:
    """Run the command line: an error of ours is one line on stderr and exit code 1."""
    try:
        code = onrecord.main(standalone_mode=False)
    except click.UsageError as error:
        error.show()
        code = EXIT_WRONG_USE
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.Abort:
        click.echo("Stopped.", err=True)
        code = EXIT_PROBLEMS
    except (OnRecordError, OSError) as error:
        code = _fail(error)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(error: OnRecordError | OSError) -> int:
    if isinstance(error, BrokenPipeError):
        # The reader went away (`onrecord search … | head`): say nothing, also not when Python flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    else:
        click.secho(f"onrecord: {' '.join(str(error).split())}", fg="red", err=True)
    return EXIT_PROBLEMS
