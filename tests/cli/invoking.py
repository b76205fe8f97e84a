"""Call commands in this process, as the entry point does."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from pipeline.cli import output
from pipeline.cli.command_group import onrecord


def invoke(home: Path, *arguments: str, given: str | bytes | None = None) -> Result:
    """Call a command on the archive in a folder. The console is made anew, since it keeps the stream that it first wrote to."""
    output.console.cache_clear()
    output.errors.cache_clear()
    try:
        return CliRunner().invoke(onrecord, arguments, input=given, env={"ONRECORD_HOME": str(home)})
    finally:
        output.console.cache_clear()
        output.errors.cache_clear()
