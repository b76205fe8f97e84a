"""The commands of the site: serve it, make a snapshot for it, and decide on what readers report."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from pipeline.cli.options import OUTPUT_FILE, TEXT, as_json
from pipeline.cli.output import console, print_json, print_rows
from pipeline.home import find_home
from storage.errors import StorageError
from storage.model.codec import to_json
from storage.model.overviews import Report, ReportState


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8460, show_default=True, help="The port to listen on.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address to listen on; others than loopback need care."
)
@click.option("--allow-host", "hosts", multiple=True, help="A further host name that readers use, as behind a reverse proxy.")
@click.option(
    "--snapshot", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Serve this snapshot, not the archive."
)
@click.option("--data", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A snapshot to show at /data/.")
def serve(port: int, host: str, hosts: tuple[str, ...], snapshot: Path | None, data: Path | None) -> None:
    """Serve the researcher's site: search, quotes with their evidence, documents, speakers, coverage.

    The site reads only. With --snapshot it runs from a copy that `onrecord snapshot` made, on any machine, and Datasette
    shows the same copy at /data/. docs/site.md describes the pages, docs/operating.md how colleagues reach them.

    \b
    Example: onrecord serve --port 8460
    """
    from pipeline.site.serving import serve as serve_site

    home = find_home()
    if not (snapshot or home.archive).exists():
        raise StorageError(f"{home.archive}: there is no archive to serve. `onrecord run` or `onrecord import` begins one.")
    console().print(f"The site is at http://{host}:{port}/ (end it with Ctrl-C)", soft_wrap=True)
    serve_site(home, host=host, port=port, snapshot=snapshot, hosts=hosts, data=data)


@click.command("snapshot")
@click.argument("path", type=OUTPUT_FILE)
def snapshot(path: Path) -> None:
    """Copy the archive's database to PATH for readers, without anything withdrawn. Safe while runs are active.

    The copy is put in place whole: readers of an older one are not disturbed.

    \b
    Example: onrecord snapshot /srv/on-record/readers.db
    """
    from pipeline.run.maintaining import snapshot as copy

    size = copy(find_home(), path)
    console().print(f"{path}: {size:,} bytes", soft_wrap=True)


@click.group("corrections")
def corrections() -> None:
    """Decide on what readers report: a wrong speaker, date or boundary of a quote. Nothing shows before it is accepted.

    \b
    Example: onrecord corrections list
    """


@corrections.command("list")
@click.option("--all", "everything", is_flag=True, help="Include decided reports.")
@as_json
def list_corrections(everything: bool, in_json: bool) -> None:
    """List the reports that wait for a decision, the oldest first.

    \b
    Example: onrecord corrections list
    """
    from pipeline.run.reporting import reports

    found = reports(find_home(), None if everything else ReportState.OPEN)
    if in_json:
        print_json([to_json(report) for report in found])
        return
    for report in found:
        _print(report)
    if not found:
        console().print("No report waits for a decision.")


@corrections.command("accept")
@click.argument("number", type=int)
@click.option("--why", type=TEXT, required=True, help="What was wrong, in one sentence; readers of the quote see it.")
@click.option("--speaker", type=TEXT, help="Who spoke: an id of the roster, or a name.")
@click.option("--said", help="When it was said: a day, month or year, such as 2020-10-26.")
@click.option("--words", type=TEXT, help="The whole quote as it should be, character by character as the text has it.")
def accept_correction(number: int, why: str, speaker: str | None, said: str | None, words: str | None) -> None:
    """Accept a report. What is right is written as a dated correction, which `onrecord reparse` applies.

    \b
    Example: onrecord corrections accept 3 --speaker mike-pompeo --why "The page names him only in its title."
    Example: onrecord corrections accept 4 --said 2020-10-26 --why "He spoke the evening before."
    Example: onrecord corrections accept 5 --words "Peace will come." --why "The rest is the reporter's."
    """
    from pipeline.run.reporting import Right, accept

    right = Right(speaker=speaker, said=said, words=words)
    _print(accept(find_home(), number, why, right))
    if right != Right():
        console().print("Written to pipeline/corrections/corrections.toml. Run `onrecord reparse` to apply it.")


@corrections.command("reject")
@click.argument("number", type=int)
@click.option("--why", type=TEXT, required=True, help="Why not, in one sentence; kept for archivists.")
def reject_correction(number: int, why: str) -> None:
    """Reject a report. Readers see nothing of it.

    \b
    Example: onrecord corrections reject 4 --why "The page says so itself."
    """
    from pipeline.run.reporting import reject

    _print(reject(find_home(), number, why))


@corrections.command("unanswered")
@as_json
def list_unanswered(in_json: bool) -> None:
    """List what readers searched for in vain, the most frequent first: words and days, not who asked.

    \b
    Example: onrecord corrections unanswered
    """
    from pipeline.run.reporting import unanswered

    found = unanswered(find_home())
    if in_json:
        print_json([{"words": words, "times": times, "last_asked": last} for words, times, last in found])
        return
    print_rows(("words", "times", "last asked"), found)


def _print(report: Report) -> None:
    console().print(
        f"[bold]{report.number}[/bold]  {report.state.value}  {report.kind.value}  {report.quote}  "
        f"{report.reported_at:%Y-%m-%d %H:%M}",
        soft_wrap=True,
    )
    console().print(f"    {escape(report.text)}", soft_wrap=True)
    if report.why:
        console().print(f"    [dim]{escape(report.why)}[/dim]", soft_wrap=True)
