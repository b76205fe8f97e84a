"""Tell the news of what is followed: each channel at its pace, by the mail server and the webhook that the alarms use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from pipeline.alarms.alarm_settings import SMTP, AlarmSettings
from pipeline.alarms.alarm_settings import WEBHOOK as WEBHOOK_SETTING
from pipeline.alarms.channels import MailChannel, WebhookChannel
from pipeline.alarms.sending_alarms import tell_within
from pipeline.errors import AlarmError
from pipeline.following.adding import MAIL, WEBHOOK
from pipeline.following.reading import NEWEST, describe
from pipeline.home import Home
from pipeline.run.opening import reading
from pipeline.stages.feeds import Feed, write_digest, write_payload, write_subject
from storage.database.archive import open_writer
from storage.follows.followed import add_telling, list_entries, read_telling
from storage.model.follows import Every, Follow

PAUSES: Final = {Every.IMMEDIATE: timedelta(0), Every.DAILY: timedelta(days=1), Every.WEEKLY: timedelta(days=7)}
"""The least time between two messages on the same thing."""

_SLACK: Final = timedelta(hours=1)
"""A look that comes this much early still counts: upkeep does not begin at the same second each day. Chosen by hand."""


def tell_due(home: Home, follows: Iterable[Follow], settings: AlarmSettings, *, now: datetime) -> tuple[int, tuple[str, ...]]:
    """Tell each channel that is due of the news it has not been told; returns the number of messages, and the failures."""
    told, failures = 0, []
    for follow in follows:
        for channel in follow.channels:
            try:
                told += _tell(home, follow, channel, settings, now)
            except AlarmError as error:
                failures.append(f"{follow.id} by {channel.partition(':')[0]}: {error}; it is told at the next look")
    return told, tuple(failures)


def _tell(home: Home, follow: Follow, channel: str, settings: AlarmSettings, now: datetime) -> int:
    with reading(home) as db:
        upto, told_at = read_telling(db, follow.id, channel)
        entries = list_entries(db, follow.id, after=upto, limit=-1)
        if not entries or now < (told_at or follow.begun_at) + PAUSES[follow.every] - _SLACK:
            return 0
        feed = replace(describe(db, follow, entries[:NEWEST]), more=max(0, len(entries) - NEWEST))
    tell_within(settings.deadline_s, channel.partition(":")[0], _make_message(channel, settings, feed, now))
    with open_writer(home.archive) as db:
        add_telling(db, follow.id, channel, entries[0].seq, told_at=now)
    return 1


def _make_message(channel: str, settings: AlarmSettings, feed: Feed, now: datetime) -> Callable[[], None]:
    """Return what sends a feed. Raises AlarmError if the channel is not configured."""
    name, _, address = channel.partition(":")
    if name == MAIL:
        if settings.mail is None:
            raise AlarmError(f"no mail server is set; {SMTP} or the connection of the alarms names one")
        mail = replace(settings.mail, recipients=(address,)) if address else settings.mail
        sender = MailChannel(mail=mail, timeout_s=settings.timeout_s)
        return partial(sender.send, write_subject(feed), write_digest(feed), at=now)
    if name == WEBHOOK and settings.webhook is not None:
        return partial(WebhookChannel(webhook=settings.webhook, timeout_s=settings.timeout_s).post, write_payload(feed))
    raise AlarmError(f"no webhook is set; {WEBHOOK_SETTING} names one")
