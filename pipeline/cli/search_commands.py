"""The commands of a researcher: search, show, trace."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from pipeline.cli.options import as_json, finish
from pipeline.cli.output import print_json
from pipeline.cli.printed_hits import print_hits
from pipeline.cli.showing import print_chain, print_shown
from pipeline.cli.spreadsheets import print_csv
from pipeline.cli.typed_search import Day, join_words
from pipeline.home import find_home
from storage.model import When
from storage.model.codec import format_instant
from storage.model.findings import Hit

_ASKING = {"ignore_unknown_options": True, "help_option_names": ["--help"]}
_PLAIN = ("id", "speaker", "office", "via", "kind", "exact")


@click.command("search", context_settings=_ASKING)
@click.argument("query", nargs=-1, type=click.UNPROCESSED)
@click.option("--speaker", help="Speaker: a name, in any spelling the roster knows, or an id.")
@click.option("--via", help="Who relayed the words: a spokesperson or outlet, by name or id.")
@click.option("--office", help="An office, such as 'foreign minister of Armenia': words of its holder on the day.")
@click.option("--source", help="The declared source.")
@click.option("--since", type=Day(last=False), help="Said or published on this day, month or year, or later.")
@click.option("--until", type=Day(last=True), help="Said or published on this day, month or year, or earlier.")
@click.option("--kind", help="own, turn, direct, mixed or indirect; or a document's kind, such as post.")
@click.option("--lang", "language", help="The language, such as en.")
@click.option("--as-of", type=Day(last=True), help="As the archive stood at the end of this day, month or year.")
@click.option("--sort", type=click.Choice(["relevance", "newest", "oldest", "date"]), default="relevance", show_default=True)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many quotes to show.")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many quotes to skip, for the next page.")
@click.option("--time-limit", "time_limit_s", type=click.FloatRange(0), help="Seconds that the search may take (default: 5).")
@click.option("--csv", "in_csv", is_flag=True, help="Print CSV.")
@as_json
def search(query: tuple[str, ...], in_csv: bool, in_json: bool, **given: Any) -> None:
    """Find quotes by their words: speaker, office, date and link of each.

    All words must occur; '"a phrase"'; a OR b, a|b; -a or NOT a; (brackets); begin*, *inside*; 'NEAR(a b, 5)'.
    Filters in the query: speaker: via: office: source: kind: lang: since: until: before: after: on: as-of:. No query is an
    error: parts that cannot be used are named in a note. Quote the shell's special characters: ' " ( ) | *.

    \b
    Example: onrecord search '"no military solution"' -ceasefire --speaker Pompeo --since 2020-10
    Example: onrecord search '(peace OR treaty) -speaker:Trump' --sort oldest --limit 100 --offset 100
    """
    if query == ("-h",):
        click.echo(click.get_current_context().get_help())
        return
    from pipeline.run.read.searching import search as find

    answer = find(find_home(), join_words(query), **given)
    if in_json:
        print_json(answer)
    elif in_csv:
        _print_hits_as_csv(answer.hits)
    else:
        print_hits(answer, offset=given["offset"])


@click.command("show")
@click.argument("id_", metavar="ID")
@click.option("--history", is_flag=True, help="Track it over time: edits, deletion, copies, and who published it first.")
@as_json
def show(id_: str, history: bool, in_json: bool) -> None:
    """Show one quote (q_…) or document (d_…, or its address) as it is stored, and whether its publisher still shows it.

    --history adds, of a document: every revision with the captures that showed it, [-words removed-] {+words added+} and
    unannounced changes; the same text elsewhere; translation candidates. Of a quote: since when its document holds
    the words and until when, who else carries them with which differences, and who was first, if that is known.

    \b
    Example: onrecord show q_1f0c… --history
    """
    from pipeline.run.read.searching import show as read

    found = read(find_home(), id_, history=history)
    if in_json:
        print_json(found)
        return
    print_shown(found)


@click.command("trace")
@click.argument("id_", metavar="ID")
@as_json
def trace(id_: str, in_json: bool) -> None:
    """Verify the chain of evidence of a quote or document, down to its WARC record.

    quote → revision → capture → WARC record → run; the text is derived from the bytes again and compared.

    \b
    Example: onrecord trace q_1f0c…
    """
    from pipeline.run.read.tracing import trace as walk

    chain = walk(find_home(), id_)
    if in_json:
        print_json(chain)
    else:
        print_chain(chain)
    finish(not chain.holds)


def _print_hits_as_csv(hits: Iterable[Hit]) -> None:
    rows = []
    for hit in hits:
        published = hit.published.value if hit.published else None
        plain = [getattr(hit.quote, name) for name in _PLAIN]
        rows.append([*plain, hit.source, *_spell_when(hit.quote.said), published, hit.document.id, hit.document.address])
    print_csv((*_PLAIN, "source", "said", "said_earliest", "said_latest", "published", "document", "url"), rows)


def _spell_when(when: When | None) -> tuple[str | None, str | None, str | None]:
    """Return a date's value and the ends of its interval."""
    if when is None:
        return None, None, None
    earliest, latest = (format_instant(end) if end else None for end in (when.earliest, when.latest))
    return when.value, earliest, latest
