"""The command line, ``onrecord``: a thin door that calls the run, the stages and the archive's reading side."""

from pipeline.cli.command_group import main

__all__ = ["main"]
