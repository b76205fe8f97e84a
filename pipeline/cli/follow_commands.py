"""The commands that follow a search, a speaker, a document or a quote."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

import click
from rich.markup import escape

from pipeline.cli.narrowing import ASKING, narrowed
from pipeline.cli.options import TEXT, as_json, finish
from pipeline.cli.output import console, errors, print_json, print_rows
from pipeline.cli.typed_search import join_words
from pipeline.home import find_home
from storage.model.codec import to_json


@click.group("follow")
def follow() -> None:
    """Follow a search, a speaker, a document or a quote, and get notified of news: by feeds, mail and webhook.

    Told apart are words newly said (dated within 7 days before the last look), words newly captured (older ones, one entry for
    all of them, so that a backfill floods no reader), and what was changed, lost or withdrawn. Of a quote or document it is
    told too if its publisher no longer shows it or its source fell silent.

    \b
    Example: onrecord follow add ceasefire --every weekly --mail
    Example: onrecord follow run
    """


@follow.command("add", context_settings=ASKING)
@click.argument("subject", nargs=-1, required=True, type=click.UNPROCESSED)
@click.option("--words-of", "is_speaker", is_flag=True, help="SUBJECT is a speaker: follow all of this speaker's words.")
@click.option("--every", type=click.Choice(["immediate", "daily", "weekly"]), default="daily", show_default=True)
@click.option("--mail", is_flag=True, help="Mail the recipients of the alarms (ONRECORD_ALARM_SMTP).")
@click.option("--mail-to", multiple=True, metavar="ADDRESS", help="Mail this address by the server of the alarms. Repeatable.")
@click.option("--webhook", is_flag=True, help="Post to the webhook of the alarms (ONRECORD_ALARM_WEBHOOK).")
@narrowed
@as_json
def add(
    subject: tuple[str, ...],
    is_speaker: bool,
    every: str,
    mail: bool,
    mail_to: tuple[str, ...],
    webhook: bool,
    in_json: bool,
    **given: Any,
) -> None:
    """Follow a query, or the quote (q_…) or document (d_…) of an id. Adding it again changes how you are notified.

    Without --mail, --mail-to or --webhook there are only the feeds (`onrecord follow feed`, and the site's).

    \b
    Example: onrecord follow add q_1f0c… --every immediate --mail
    Example: onrecord follow add --words-of Aliyev
    """
    from pipeline.following import add as begin
    from storage.model.follows import Every

    channels = ("mail",) * mail + tuple(f"mail:{address}" for address in mail_to) + ("webhook",) * webhook
    followed, notes = begin(
        find_home(),
        join_words(subject),
        now=datetime.now(UTC),
        every=Every(every),
        channels=channels,
        is_speaker=is_speaker,
        **given,
    )
    if in_json:
        print_json(followed)
        return
    from pipeline.stages.feeds import describe_follow

    console().print(f"{followed.id}: {describe_follow(followed)}, {followed.every}", soft_wrap=True, markup=False)
    for note in notes:
        console().print(f"[yellow]{escape(note)}[/yellow]", soft_wrap=True)


@follow.command("list")
@as_json
def list_(in_json: bool) -> None:
    """List everything followed.

    \b
    Example: onrecord follow list
    """
    from pipeline.following import list_all
    from pipeline.stages.feeds import describe_follow

    found = list_all(find_home())
    if in_json:
        print_json([to_json(each) for each in found])
        return
    rows = [(each.id, describe_follow(each), each.every.value, ", ".join(each.channels) or "feeds only") for each in found]
    print_rows(("id", "what", "every", "sent by"), rows)


@follow.command("remove")
@click.argument("id_", metavar="ID")
def remove(id_: str) -> None:
    """Stop following.

    \b
    Example: onrecord follow remove f_90ab…
    """
    from pipeline.following import end

    end(find_home(), id_, now=datetime.now(UTC))
    console().print(f"{id_} is no longer followed.", soft_wrap=True, markup=False)


@follow.command("run")
@as_json
def run(in_json: bool) -> None:
    """Check everything followed, and send what is due. Upkeep does it daily. Exit code 1: something could not be sent.

    \b
    Example: onrecord follow run
    """
    from pipeline.alarms import read_settings
    from pipeline.following import watch_follows

    seen = watch_follows(find_home(), now=datetime.now(UTC), settings=read_settings(os.environ))
    if in_json:
        print_json(seen)
    else:
        console().print(f"{seen.follows} followed, {seen.entries} new entries, {seen.told} messages sent.")
    for failure in seen.failures:
        errors().print(f"[red]✗[/red] {escape(failure)}", soft_wrap=True)
    finish(bool(seen.failures))


@follow.command("feed")
@click.argument("id_", metavar="ID")
@click.option("--format", "form", type=click.Choice(["atom", "json"]), default="atom", show_default=True)
@click.option("--site", type=TEXT, default="", help="The address of this archive's site, for links: https://archive.example.")
def feed(id_: str, form: str, site: str) -> None:
    """Print the newest entries of something followed as Atom or JSON Feed, to put where a feed reader finds it.

    \b
    Example: onrecord follow feed f_90ab… > ceasefire.atom
    """
    from pipeline.following import FeedFormat, write_feed

    click.echo(write_feed(find_home(), id_, FeedFormat(form), site=site.rstrip("/")), nl=False)
