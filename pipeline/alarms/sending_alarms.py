"""Send pending alarms: each channel separately and within a deadline, so that a failing one does not delay the others."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime
from functools import partial

from pipeline.alarms.alarm_settings import AlarmSettings
from pipeline.alarms.channels import LOGGER, Channel, send_heartbeat
from pipeline.errors import AlarmError
from pipeline.home import Home
from pipeline.run.collect.progress import log_event
from pipeline.run.opening import reading
from storage.database.archive import open_writer
from storage.health.told_alarms import add_telling, list_untold
from storage.model import Alarm

_MAX_CHANNEL_FAILURES = 3  # after these a channel is skipped until the next check


def tell_untold(home: Home, channel: Channel, *, deadline_s: float, now: datetime) -> Iterator[str]:
    """Send a channel its pending alarms and store each sending; yields the reason for each failure.

    After a crash between sending and storing, the alarm is sent again at the next check: better twice than never.
    """
    with reading(home) as db:
        untold = list_untold(db, channel.name)
    failures = 0
    for seq, alarm in untold:
        try:
            tell_within(deadline_s, channel.name, partial(channel.tell, alarm))
        except AlarmError as error:
            failures += 1
            yield _log_failure(home, channel, alarm, str(error))
            if failures == _MAX_CHANNEL_FAILURES:
                return
            continue
        with open_writer(home.archive) as db:
            add_telling(db, seq, channel.name, told_at=now)


def tell_alive(home: Home, settings: AlarmSettings) -> Iterator[str]:
    """Send the heartbeat, if there is one; yields the reason if it fails."""
    if settings.heartbeat is None:
        return
    try:
        tell_within(settings.deadline_s, "heartbeat", partial(send_heartbeat, settings.heartbeat, timeout_s=settings.timeout_s))
    except AlarmError as error:
        log_event(home, "heartbeat not sent", reason=str(error))
        LOGGER.log(logging.ERROR, "heartbeat: %s", error)
        yield f"heartbeat: {error}"


def _log_failure(home: Home, channel: Channel, alarm: Alarm, reason: str) -> str:
    failure = f"{channel.name}: {reason}; {alarm.subject} ({alarm.kind.value}) is told at the next look"
    with suppress(OSError):  # the log may be what failed
        log_event(home, "alarm not told", channel=channel.name, subject=alarm.subject, kind=alarm.kind.value, reason=reason)
    LOGGER.log(logging.ERROR, "%s", failure)
    return failure


def tell_within(deadline_s: float, name: str, tell: Callable[[], None]) -> None:
    """Send something in a thread of its own, which is abandoned if the server does not answer within the deadline.

    Raises AlarmError if it fails or does not end in time.
    """
    told: Future[None] = Future()

    def send() -> None:
        try:
            tell()
        except AlarmError as error:
            told.set_exception(error)
        except OSError as error:  # such as a full disk, of which other channels tell
            told.set_exception(AlarmError(f"{error.filename or name}: {error.strerror}"))
        else:
            told.set_result(None)

    threading.Thread(target=send, name=f"alarm-{name}", daemon=True).start()
    try:
        told.result(timeout=deadline_s)
    except TimeoutError:
        raise AlarmError(f"nothing was told within {deadline_s:g} s") from None
