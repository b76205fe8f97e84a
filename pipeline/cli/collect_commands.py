"""The commands that bring things in: run, backfill, import, reparse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import click

from pipeline.cli.fetch_progress import watching
from pipeline.cli.options import DAY, REGULAR_FILE, as_json, day_of, finish
from pipeline.cli.output import errors, print_json, print_rows, print_tallies
from pipeline.cli.printed_changes import print_changes
from pipeline.home import Home, find_home
from storage.errors import OnRecordError
from storage.model import Tally
from storage.model.codec import INLINE
from storage.model.findings import DocumentChange, TallyView, view_tally


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reparsed:
    """What reparsing a source came to: its Tally, and the readings that changed."""

    tally: TallyView = field(metadata=INLINE)
    changes: tuple[DocumentChange, ...]


@click.command("run")
@click.argument("sources", nargs=-1)
@click.option("--replay", multiple=True, type=REGULAR_FILE, help="Read captures from a WARC file instead of the network.")
@click.option("--since", type=DAY, help="Skip items published before this day.")
@click.option("--until", type=DAY, help="Skip items published after this day.")
@click.option(
    "--due", "due_only", is_flag=True, help="Re-check only the known pages that are due by the policy, as scheduled runs do."
)
@as_json
def run_sources(
    sources: tuple[str, ...],
    replay: tuple[Path, ...],
    since: datetime | None,
    until: datetime | None,
    due_only: bool,
    in_json: bool,
) -> None:
    """Fetch new pages and re-check known ones: discover, capture, derive and load SOURCES, then print the Tally.

    Known pages are re-checked if a list names them or if they are due by the source's [revisit] policy; with --due only in
    the second case; with --since never. Without SOURCES: every source that declares a schedule; with --replay, every source
    in the file.

    \b
    Example: onrecord run am_mfa us_state
    Example: onrecord run --replay crawl.warc.gz
    """
    from pipeline.run.collect.running import run

    found = run(find_home(), sources, since=day_of(since), until=day_of(until), replay=replay, due_only=due_only)
    _report(found, in_json)


@click.command("backfill")
@click.argument("sources", nargs=-1, required=True)
@click.option("--since", type=DAY, required=True, help="The first day.")
@click.option("--until", type=DAY, required=True, help="The last day, included.")
@click.option(
    "--via",
    type=click.Choice(["live", "wayback"]),
    default="live",
    show_default=True,
    help="Walk the publisher's own archive, or the Wayback Machine's.",
)
@click.option("--replay", multiple=True, type=REGULAR_FILE, help="Read captures from a WARC file instead of the network.")
@click.option("--dry-run", is_flag=True, help="Only estimate the least number of requests.")
@click.option("--failed-only", is_flag=True, help="Only retry addresses in these days that failed before.")
@as_json
def backfill(
    sources: tuple[str, ...],
    since: datetime,
    until: datetime,
    via: str,
    replay: tuple[Path, ...],
    dry_run: bool,
    failed_only: bool,
    in_json: bool,
) -> None:
    """Fetch what SOURCES published from one day to another, both included.

    Walks the publisher's archive, or the Wayback Machine's captures of it. Can be re-run; it resumes.

    \b
    Example: onrecord backfill am_mfa --since 2020-09-27 --until 2020-11-10 --via wayback
    """
    from pipeline.run.collect.running import backfill as run_backfill

    first, last = since.date(), until.date()
    if first > last:
        raise click.UsageError(f"--since {first} lies after --until {last}; give the earlier day first.")
    if dry_run:
        _print_estimates(sources, first, last, via)
        return
    _report(
        run_backfill(find_home(), sources, since=first, until=last, via=via, replay=replay, failed_only=failed_only), in_json
    )


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "kind",
    help="What the files are: text, page, documents, or a format of posts. Default: detected from the content.",
)
@click.option("--source", help="The declared source they belong to (default: found from --url).")
@click.option("--url", help="The address a page or text was published at.")
@click.option("--date", "day", type=DAY, help="The day a text was published.")
@click.option("--title", help="The title of a text.")
@click.option(
    "--urls",
    type=REGULAR_FILE,
    help="A CSV file {file, url, time?}: the addresses and times of saved pages. Only files that it names are imported.",
)
@as_json
def import_paths(
    paths: tuple[Path, ...],
    kind: str | None,
    source: str | None,
    url: str | None,
    day: datetime | None,
    title: str | None,
    urls: Path | None,
    in_json: bool,
) -> None:
    """Import files you already have: WARC, WACZ, archived posts, pages, plain texts, and collections as JSON Lines.

    A collection has one document per line: {doc_id?, url, issuer, speaker, kind, published, language?, title?, text}. Importing
    the same file again adds no capture.

    \b
    Example: onrecord import article.txt --date 2020-10-27
    Example: onrecord import tweets.json crawl.wacz
    Example: onrecord import saved/ --urls saved/pages.csv
    """
    from pipeline.run.collect.reparsing import mark_reading
    from pipeline.run.collect.running import import_files
    from pipeline.stages.imported import ImportOptions

    home = find_home()
    mark = mark_reading(home)
    note = ImportOptions(url=url, date=day.date().isoformat() if day else None, format=kind, title=title)
    _report(import_files(home, paths, note, source, urls), in_json, then=lambda: _say_speakers(home, mark))


@click.command("reparse")
@click.argument("sources", nargs=-1)
@as_json
def reparse(sources: tuple[str, ...], in_json: bool) -> None:
    """Derive the stored captures of SOURCES (default: all) again with the current parser, and show what changed.

    Fetches nothing and changes nothing stored: a new derivation is added beside the older one and becomes the current one.
    Corrections (pipeline/corrections) are applied.

    \b
    Example: onrecord reparse am_mfa
    """
    from pipeline.run.collect.reparsing import list_changes, mark_reading
    from pipeline.run.collect.running import reparse as run_reparse

    home = find_home()
    mark = mark_reading(home)
    done, failure = _collect(home, run_reparse(home, sources))
    changes = list_changes(home, mark)
    if in_json and (done or not failure):
        print_json([_Reparsed(tally=view_tally(each), changes=_list_of(changes, each.source)) for each in done])
    elif done or not failure:
        print_tallies(done)
        print_changes(changes)
    if failure:
        raise failure
    finish(any(tally.failed for tally in done))


def _list_of(changes: list[DocumentChange], source: str) -> tuple[DocumentChange, ...]:
    return tuple(change for change in changes if change.source == source)


def _say_speakers(home: Home, mark: int) -> None:
    """Say of how many imported posts the speaker is not known, and of how many documents it is known only now."""
    from pipeline.run.collect.reparsing import count_speakers

    unnamed, named = count_speakers(home, mark)
    if named:
        errors().print(f"speaker now known for {named} documents that named none before", markup=False)
    if unnamed:
        errors().print(
            f"speaker not known for {unnamed} posts: if they are of one account, import the file again with --url and the "
            "account's address, such as --url https://x.com/NAME",
            markup=False,
        )


def _report(tallies: Iterator[Tally], in_json: bool, then: Callable[[], None] | None = None) -> None:
    """Show progress on a terminal, then the Tallies, also those before an error, and what ``then`` prints; exit code 1 if
    a lead failed."""
    done, failure = _collect(find_home(), tallies)
    if in_json and (done or not failure):
        print_json([view_tally(tally) for tally in done])
    elif done or not failure:
        print_tallies(done)
    if then and done:
        then()
    if failure:
        raise failure
    finish(any(tally.failed for tally in done))


def _collect(home: Home, tallies: Iterator[Tally]) -> tuple[list[Tally], OnRecordError | None]:
    """Return the Tallies, also those before an error, and the error; show progress on a terminal meanwhile."""
    done: list[Tally] = []
    with watching(home):
        try:
            done.extend(tallies)
        except OnRecordError as error:
            return done, error
    return done, None


def _print_estimates(sources: tuple[str, ...], first: date, last: date, via: str) -> None:
    """Ask for the lists only, and print what the backfill would fetch."""
    from pipeline.registry.declared_sources import get_source
    from pipeline.run.collect.fetching import estimate_live

    found = [estimate_live(find_home(), get_source(source), since=first, until=last, via=via) for source in sources]
    columns = ("source", "leads", "captured before", "requests", "minutes at least")
    print_rows(columns, [(e.source, e.leads, e.known, e.requests, round(e.seconds / 60, 1)) for e in found])
    for estimate in found:
        for stop in estimate.stops:
            errors().print(f"  {estimate.source}: {stop}", style="dim", markup=False)
