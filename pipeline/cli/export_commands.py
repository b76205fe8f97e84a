"""The command that exports all that a query finds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from pipeline.cli.narrowing import ASKING, narrowed
from pipeline.cli.options import OUTPUT_FILE
from pipeline.cli.output import console
from pipeline.cli.typed_search import join_words
from pipeline.home import find_home

_FORMATS = ("jsonl", "csv", "parquet", "sqlite", "tei", "annotation")


@click.command("export", context_settings=ASKING)
@click.argument("query", nargs=-1, type=click.UNPROCESSED)
@click.option("--format", "form", type=click.Choice(_FORMATS), default="jsonl", show_default=True)
@click.option("--to", "path", type=OUTPUT_FILE, help="The file to write; its manifest goes beside it.")
@narrowed
def export(query: tuple[str, ...], form: str, path: Path | None, **given: Any) -> None:
    """Export all quotes that a query finds, or the whole archive without a query, with a manifest.

    The manifest (FILE.manifest.json) names the query, the state and the coverage of the archive, the counts, and the SHA-256 of
    the file. Without --to the text goes to standard output, without a manifest. csv is safe against formulas; parquet needs
    DuckDB; tei follows the shape of ParlaMint; annotation is W3C Web Annotation.

    \b
    Example: onrecord export ceasefire --speaker Aliyev --format csv --to ceasefire.csv
    Example: onrecord export --source az_president --format tei --to az.xml
    """
    from pipeline.run.read.exporting import STREAMED, Format, stream
    from pipeline.run.read.exporting import export as write

    home, asked, kind, filters = find_home(), join_words(query), Format(form), given
    if path is not None:
        manifest = write(home, asked, kind, path, **filters)
        console().print(
            f"{manifest.quotes} quotes of {manifest.documents} documents and {manifest.speakers} speakers: "
            f"{path} ({manifest.bytes} bytes, sha256 {manifest.sha256})",
            soft_wrap=True,
            markup=False,
        )
        for note in manifest.notes:
            console().print(note, soft_wrap=True, markup=False)
        return
    if kind not in STREAMED:
        raise click.UsageError(f"--format {form} is no text: name a file with --to.")
    for piece in stream(home, asked, kind, **filters):
        sys.stdout.buffer.write(piece.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
