"""The command that shows and tells alarms."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import click
from rich.markup import escape

from pipeline.cli.options import as_json, finish
from pipeline.cli.output import console, errors, print_json
from pipeline.home import find_home
from storage.model import Alarm, AlarmKind

_FULL_SAMPLE = 200
"""The stored records that are hashed by --full. Chosen by hand, as for upkeep."""


@click.command("alarms")
@click.option("--history", is_flag=True, help="List every change of state, newest first, not only open alarms.")
@click.option("--send", is_flag=True, help="Check all scheduled sources, and send changes by log, mail and webhook.")
@click.option("--full", is_flag=True, help=f"With --send: run the doctor's checks too, and hash {_FULL_SAMPLE} stored records.")
@as_json
def alarms(history: bool, send: bool, full: bool, in_json: bool) -> None:
    """List what is wrong with scheduled sources and the archive, since when, why, and what to do; or send alarms.

    Each change of state is sent once: when a subject fails, when it fails in another way, and when it recovers. Mail is sent
    by ONRECORD_ALARM_SMTP=smtp://user:password@host:port/?from=ADDRESS&to=ADDRESS, JSON by ONRECORD_ALARM_WEBHOOK=https://...
    A check that went through requests ONRECORD_ALARM_HEARTBEAT=https://..., the address of a monitor that notices silence.
    Exit code 1: something is open; with --send, something could not be sent.

    \b
    Example: onrecord alarms
    Example: onrecord alarms --send --full
    """
    if full and not send:
        raise click.UsageError("--full goes with --send.")
    if history and send:
        raise click.UsageError("--history lists and --send sends; give one of them.")
    if send:
        _send(full=full, in_json=in_json)
    elif history:
        _print(_list_history(), in_json=in_json, nothing="Nothing ever turned.")
    else:
        found = _list_open()
        _print(found, in_json=in_json, nothing="Nothing is wrong with the scheduled sources that have run.")
        finish(bool(found))


def _send(*, full: bool, in_json: bool) -> None:
    from pipeline.alarms import check_archive, read_settings, watch

    home, now, settings = find_home(), datetime.now(UTC).replace(microsecond=0), read_settings(os.environ)
    findings = check_archive(home, now=now, sample=_FULL_SAMPLE) if full else ()
    seen = watch(home, now=now, settings=settings, findings=findings)
    _print(seen.turned, in_json=in_json, nothing="Nothing turned.")
    for failure in seen.failures:
        errors().print(f"[red]✗[/red] {escape(failure)}", soft_wrap=True)
    finish(bool(seen.failures))


def _list_open() -> tuple[Alarm, ...]:
    from pipeline.alarms import list_open

    return list_open(find_home(), now=datetime.now(UTC).replace(microsecond=0))


def _list_history() -> list[Alarm]:
    from pipeline.alarms import list_changes

    return list_changes(find_home())


def _print(found: list[Alarm] | tuple[Alarm, ...], *, in_json: bool, nothing: str) -> None:
    from pipeline.alarms.messages import write_fields, write_text

    if in_json:
        print_json([write_fields(alarm) for alarm in found])
        return
    for alarm in found:
        mark = "[green]✓[/green]" if alarm.kind is AlarmKind.WELL else "[red]✗[/red]"
        head, *lines = write_text(alarm).splitlines()
        console().print(f"{mark} {escape(head)}", soft_wrap=True)
        for line in lines:
            console().print(f"  {escape(line)}", soft_wrap=True)
    if not found:
        console().print(nothing)
