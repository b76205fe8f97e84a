"""The commands that cite: cite, freeze, sets."""

from __future__ import annotations

from typing import Any

import click
from rich.markup import escape

from pipeline.cli.narrowing import ASKING, narrowed
from pipeline.cli.options import as_json, finish
from pipeline.cli.output import console, print_fields, print_json, print_rows
from pipeline.cli.typed_search import join_words
from pipeline.home import find_home
from storage.model.codec import format_instant
from storage.model.findings import ResultSet, SetDifference

_STYLES = ("chicago", "apa", "csl", "bibtex", "ris")


@click.command("cite")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--style", type=click.Choice(_STYLES), default="chicago", show_default=True)
def cite(ids: tuple[str, ...], style: str) -> None:
    """Cite quotes (q_…), documents (d_…) or frozen searches (s_…) in a style, ready to paste or to import.

    A citation names the speaker with the office held that day, the date in its precision, title, publisher and address, and
    where the archive keeps the bytes: id, time of capture, digest. chicago and apa are plain text; csl is CSL-JSON.

    \b
    Example: onrecord cite q_1f0c… --style apa
    Example: onrecord cite q_1f0c… d_3fa9… --style bibtex >> references.bib
    """
    from pipeline.run.read.citing import cite as write
    from pipeline.stages.cite import Style

    click.echo(write(find_home(), ids, Style(style)), nl=False)


@click.command("freeze", context_settings=ASKING)
@click.argument("query", nargs=-1, type=click.UNPROCESSED)
@narrowed
@as_json
def freeze(query: tuple[str, ...], in_json: bool, **given: Any) -> None:
    """Store a search with all that it finds now, so that it can be cited and run again: prints its id (s_…).

    \b
    Example: onrecord freeze ceasefire --speaker Aliyev --since 2020-09-27
    """
    from pipeline.run.read.citing import freeze_search

    frozen = freeze_search(find_home(), join_words(query), **given)
    if in_json:
        print_json(frozen)
        return
    _print_set(frozen)


@click.command("sets")
@click.argument("id_", metavar="[ID]", required=False)
@as_json
def sets(id_: str | None, in_json: bool) -> None:
    """List the frozen searches; with an ID, run one again and report what changed.

    Exit code 1: it finds something else now.

    \b
    Example: onrecord sets s_90ab…
    """
    from pipeline.run.read.citing import list_frozen, rerun_set

    if id_ is None:
        found = list_frozen(find_home())
        if in_json:
            print_json(found)
        else:
            rows = [(each.id, format_instant(each.frozen_at), each.total, each.query) for each in found]
            print_rows(("id", "frozen at", "quotes", "query"), rows)
        return
    difference = rerun_set(find_home(), id_)
    if in_json:
        print_json(difference)
    else:
        _print_difference(difference)
    finish(bool(difference.added_count or difference.gone_count or difference.withdrawn_count))


def _print_set(frozen: ResultSet) -> None:
    print_fields(
        {
            "id": frozen.id,
            "query": frozen.query,
            **frozen.filters,
            "frozen at": format_instant(frozen.frozen_at),
            "quotes": str(frozen.total),
            "sources": str(len(frozen.coverage)),
            "sha256": frozen.digest,
        }
    )
    for note in frozen.notes:
        console().print(f"[yellow]{escape(note)}[/yellow]", soft_wrap=True)


def _print_difference(difference: SetDifference) -> None:
    console().print(f"{difference.then} quotes then, {difference.now} now.")
    for name, ids, count in (
        ("new", difference.added, difference.added_count),
        ("no longer found", difference.gone, difference.gone_count),
        ("withdrawn", difference.withdrawn, difference.withdrawn_count),
    ):
        for id_ in ids:
            console().print(f"  {name}: {escape(id_)}", soft_wrap=True)
        if count > len(ids):
            console().print(f"  {name}: {count - len(ids)} more")
    for source in difference.sources:
        console().print(f"  a source that held nothing then: {escape(source)}", soft_wrap=True)
