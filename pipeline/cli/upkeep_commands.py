"""The commands of an archivist: verify, doctor, recover, backup, restore, redact."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.markup import escape

from pipeline.cli.options import OUTPUT, TEXT, as_json, finish
from pipeline.cli.output import console, print_fields, print_json
from pipeline.home import find_home
from storage.model.codec import to_json

if TYPE_CHECKING:
    from pipeline.run.collect.recovering import Recovery


@click.command("verify")
@click.option("--sample", type=click.IntRange(1), help="Check this many records, chosen at random (default: 100).")
@click.option("--all", "everything", is_flag=True, help="Check every byte of every WARC file.")
@as_json
def verify(sample: int | None, everything: bool, in_json: bool) -> None:
    """Check the stored bytes against their digests.

    \b
    Example: onrecord verify --all
    """
    from pipeline.run.maintaining import verify as check

    found = check(find_home(), sample=None if everything else sample or 100)
    if in_json:
        print_json(found)
    else:
        for problem in found.problems:
            console().print(f"[red]✗[/red] {escape(problem)}", soft_wrap=True)
        console().print(f"{found.checked} records checked, {len(found.problems)} problems.")
    finish(bool(found.problems))


@click.command("doctor")
@as_json
def doctor(in_json: bool) -> None:
    """Run health checks on the archive: the database, the WARC files, captures that were never loaded.

    \b
    Example: onrecord doctor
    """
    from pipeline.run.maintaining import diagnose

    findings = diagnose(find_home())
    if in_json:
        print_json(findings)
    else:
        for finding in findings:
            mark = "[green]✓[/green]" if finding.holds else "[red]✗[/red]"
            console().print(f"{mark} [bold]{escape(finding.name)}[/bold]  {escape(finding.detail)}", soft_wrap=True)
            if not finding.holds and finding.remedy:
                console().print(f"  → {escape(finding.remedy)}", soft_wrap=True)
    finish(any(not finding.holds for finding in findings))


@click.command("recover")
@as_json
def recover(in_json: bool) -> None:
    """Repair the archive after a crash; safe to run again, and while runs are active.

    Truncates torn WARC files to their last whole record, and loads captures that were not loaded. Exit code 1 if something
    could not be recovered.

    \b
    Example: onrecord recover
    """
    from pipeline.run.collect.recovering import recover as bring_back

    found = bring_back(find_home())
    if in_json:
        print_json(_as_json(found))
    else:
        _print_recovery(found)
    finish(bool(found.refused))


def _as_json(found: Recovery) -> dict[str, Any]:
    return {
        "files": [
            {"name": file.name, "path": file.path, "records": file.records, "lost_bytes": file.lost_bytes}
            for file in found.files
        ],
        "loaded": [tally.source for tally in found.loaded],
        "removed": list(found.removed),
        "at_work": list(found.at_work),
        "refused": [{"run": name, "why": why} for name, why in found.refused],
    }


def _print_recovery(found: Recovery) -> None:
    lines = [f"{file.name}: {file.records} records kept, {file.lost_bytes} bytes were no whole record" for file in found.files]
    lines += [f"{tally.source}: loaded what was captured and not loaded ({tally.new} new)" for tally in found.loaded]
    lines += [f"{name}: at work, left alone" for name in found.at_work]
    for line in lines:
        console().print(escape(line), soft_wrap=True)
    for name, why in found.refused:
        console().print(f"[red]✗[/red] {escape(name)}: {escape(why)}", soft_wrap=True)
    if not lines and not found.refused:
        console().print("Nothing to recover.")


@click.command("backup")
@click.argument("path", type=OUTPUT)
def backup(path: Path) -> None:
    """Copy the archive to the folder PATH, WARC files included, and verify the copy. Safe while runs are active.

    \b
    Example: onrecord backup /mnt/backup/on-record
    """
    from pipeline.run.maintaining import backup as copy

    print_fields(to_json(copy(find_home(), path)))


@click.command("restore")
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
def restore(path: Path) -> None:
    """Restore the archive from the backup in the folder PATH. An existing archive is never overwritten.

    \b
    Example: onrecord restore /mnt/backup/on-record
    """
    from pipeline.run.maintaining import restore as bring

    print_fields(to_json(bring(find_home(), path)))


@click.command("redact")
@click.argument("id_", metavar="ID")
@click.option("--why", type=TEXT, required=True, help="The reason; it is stored, and shown in place of the words.")
def redact(id_: str, why: str) -> None:
    """Withdraw a quote or document from all output. The bytes and hashes are kept; the reason is shown.

    \b
    Example: onrecord redact d_91c2… --why "names a private person"
    """
    from pipeline.run.maintaining import redact as withdraw

    elsewhere = withdraw(find_home(), id_, why)
    console().print(f"{escape(id_)} is withdrawn: {escape(why)}")
    for quote, document in elsewhere:
        console().print(f"  the same words are still shown: {quote} in {document}", soft_wrap=True)
    console().print("Snapshots made before still hold the words: `onrecord snapshot PATH` makes a new one.", soft_wrap=True)
