"""The filters, which need no archive: parse, quotes, compare."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import DAY, FILE, as_json
from pipeline.cli.output import print_json, print_json_line
from pipeline.home import find_home
from pipeline.run.attempt.json_rows import RefusedRow, answer_line


@click.command("parse")
@click.argument("file", required=False, type=FILE)
@click.option("--source", help="The declared source; else found from --url, else from the bytes.")
@click.option("--url", help="The address the page was published at.")
@click.option("--date", "day", type=DAY, help="The day a plain text was published.")
@click.option("--manifest", type=FILE, help="JSON Lines of {file, url or null, site?, status?, headers?, body?}.")
def parse_file(file: Path | None, source: str | None, url: str | None, day: datetime | None, manifest: Path | None) -> None:
    """Read one page or text and print what it says, with its quotes, as JSON. Needs no archive.

    \b
    Example: onrecord parse page.html --url https://www.mfa.am/en/statements/…
    Example: onrecord parse --manifest manifest.jsonl > parsed.jsonl
    """
    from pipeline.run.attempt.parsing import parse_bytes, parse_manifest

    if (file is None) == (manifest is None):
        raise click.UsageError("Give a FILE, or --manifest with a list of files.")
    if manifest:
        refused = 0
        for answer in parse_manifest(manifest):
            refused += isinstance(answer, RefusedRow)
            print_json_line(answer)
        if refused:
            raise click.ClickException(f"{manifest}: {refused} rows could not be read; each says why.")
    elif file:
        print_json(parse_bytes(file.read_bytes(), name=file.name, source=source, url=url, day=day.date() if day else None))


@click.command("quotes")
@click.option(
    "--fast",
    is_flag=True,
    help="Read only sentences that hold a quotation, and find only words in quotation marks: three times faster.",
)
@click.option("--marked-only", is_flag=True, help="Leave out reported speech; find only words in quotation marks.")
def quotes(fast: bool, marked_only: bool) -> None:
    """Find the quotes of texts: JSON Lines {id, text, date?, language?} in, {id, quotes:[…]} out. Needs no archive.

    \b
    Example: onrecord quotes < articles.jsonl > quotes.jsonl
    """
    from pipeline.registry.reading_background import load_knowledge
    from pipeline.stages.quotes import answer_row

    knowledge = load_knowledge()
    _answer_lines(lambda row: answer_row(row, knowledge, fast=fast, reports=not marked_only))


@click.command("compare")
@click.argument("ids", nargs=-1, metavar="[ID ID]")
@as_json
def compare(ids: tuple[str, ...], in_json: bool) -> None:
    """Judge renderings of the same words: JSON Lines {id, a, b} in, {id, verdict, material, reason, diff, rung} out.

    a is the stored text, b the other rendering; no archive is needed. Two ids of the archive (q_…, d_… or r_…) are compared
    by their words, and the difference is printed: [-words of the first-], {+words of the second+}. rung is the step of
    normalisation at which both texts are equal.

    \b
    Example: onrecord compare < pairs.jsonl > verdicts.jsonl
    Example: onrecord compare d_3fa9… d_77c1…
    """
    if not ids:
        from pipeline.registry.language_files import load_vocabulary
        from pipeline.stages.sameness import answer_with_level

        words = load_vocabulary()
        _answer_lines(lambda row: answer_with_level(row, words))
        return
    if len(ids) != 2:
        raise click.UsageError("Give two ids of the archive to compare, or none and JSON Lines on standard input.")
    from pipeline.cli.differences import print_comparison
    from pipeline.run.read.relating import compare_held

    answer = compare_held(find_home(), *ids)
    if in_json:
        print_json(answer)
    else:
        print_comparison(answer)


def _answer_lines(answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer the rows of standard input. A row that cannot be answered is named with its line and its reason, and the rest goes
    on; then the command fails at its end."""
    refused = 0
    number = 0
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        answered = answer_line(line, number, answer)
        print_json_line(answered)
        if isinstance(answered, RefusedRow):
            refused += 1
            click.echo(f"standard input, {answered.error}", err=True)
    if refused:
        raise click.ClickException(f"standard input: {refused} of {number} lines could not be answered; each says why.")
