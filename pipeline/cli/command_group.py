"""The command group: which commands there are, loaded only when called, and how an error ends."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from typing import NoReturn

import click

from pipeline.cli.process import SIGNALLED, begin_process, describe_failure, end_process
from storage.errors import OnRecordError

COMMANDS = {
    "sources": ("pipeline.cli.registry_commands", "sources"),
    "people": ("pipeline.cli.registry_commands", "people"),
    "try": ("pipeline.cli.try_commands", "try_page"),
    "run": ("pipeline.cli.collect_commands", "run_sources"),
    "backfill": ("pipeline.cli.collect_commands", "backfill"),
    "history": ("pipeline.cli.history_commands", "history"),
    "import": ("pipeline.cli.collect_commands", "import_paths"),
    "reparse": ("pipeline.cli.collect_commands", "reparse"),
    "parse": ("pipeline.cli.filter_commands", "parse_file"),
    "quotes": ("pipeline.cli.filter_commands", "quotes"),
    "compare": ("pipeline.cli.filter_commands", "compare"),
    "search": ("pipeline.cli.search_commands", "search"),
    "show": ("pipeline.cli.search_commands", "show"),
    "trace": ("pipeline.cli.search_commands", "trace"),
    "cite": ("pipeline.cli.cite_commands", "cite"),
    "freeze": ("pipeline.cli.cite_commands", "freeze"),
    "sets": ("pipeline.cli.cite_commands", "sets"),
    "export": ("pipeline.cli.export_commands", "export"),
    "follow": ("pipeline.cli.follow_commands", "follow"),
    "serve": ("pipeline.cli.site_commands", "serve"),
    "snapshot": ("pipeline.cli.site_commands", "snapshot"),
    "corrections": ("pipeline.cli.site_commands", "corrections"),
    "verify": ("pipeline.cli.upkeep_commands", "verify"),
    "doctor": ("pipeline.cli.upkeep_commands", "doctor"),
    "alarms": ("pipeline.cli.alarm_commands", "alarms"),
    "recover": ("pipeline.cli.upkeep_commands", "recover"),
    "backup": ("pipeline.cli.upkeep_commands", "backup"),
    "restore": ("pipeline.cli.upkeep_commands", "restore"),
    "redact": ("pipeline.cli.upkeep_commands", "redact"),
}
"""Each command's module and function, in the order of the help."""

EXIT_PROBLEMS = 1
"""The exit code if something was wrong with what was asked for."""
EXIT_WRONG_USE = 2
"""The exit code if the command was called wrongly, as of click and most programs."""

_YOUNG_OBJECTS = 5_000
"""New objects after which Python looks for garbage in cycles, instead of 700: a command makes some 400,000 that live as long as
it does, and looking through them takes it a twentieth of its time. Chosen by hand: 50,000 save no more."""


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
    (docs/cluster.md). Exit codes: 0 done, 1 problems found, 2 wrong use, 128 + n stopped by signal n. Errors are one
    line on stderr.
    """


def main() -> NoReturn:
    """Run the command line: an error of ours is one line on stderr and exit code 1."""
    gc.set_threshold(_YOUNG_OBJECTS)
    begin_process()
    try:
        code = onrecord.main(standalone_mode=False)
    except click.UsageError as error:
        error.show()
        code = EXIT_WRONG_USE
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.Abort:
        click.echo("Stopped. What is stored stays; the next run goes on from there.", err=True)
        stopped = end_process()
        code = SIGNALLED + stopped if stopped else EXIT_PROBLEMS
    except (OnRecordError, OSError) as error:
        code = _fail(error)
    end_process()
    sys.exit(code if isinstance(code, int) else 0)


def _fail(error: OnRecordError | OSError) -> int:
    if isinstance(error, BrokenPipeError):
        # The reader went away (`onrecord search … | head`): say nothing, also not when Python flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    else:
        said = describe_failure(error) if isinstance(error, OSError) else str(error)
        click.secho(f"onrecord: {' '.join(said.split())}", fg="red", err=True)
    return EXIT_PROBLEMS
