"""When a post was published: platform timestamps, printed times without a zone, and the time inside an X post's id.

An instant known to the second has ``earliest == latest``. A time or day without a zone is the interval of instants that
it can mean anywhere on Earth (UTC+14 to UTC-12); nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

from storage.model import Basis, Precision, When

SNOWFLAKE_EPOCH_MS = 1_288_834_974_657
"""X post ids carry the milliseconds since this instant, 4 November 2010, in all but their last 22 bits."""

_LAST_SERIAL_ID = 30_000_000_000  # ids before November 2010 were a serial number, which never reached this
_MAX_ID = (1 << 63) - 1  # ids of posts are signed integers of 64 bits
_EASTERNMOST, _WESTERNMOST = timedelta(hours=14), timedelta(hours=12)
_MONTHS = {name: number for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(\.\d+)? ?(Z|UTC|[+-]\d\d:?\d\d)?\Z")


def read_instant(raw: str, *, basis: Basis = Basis.PLATFORM) -> When | None:
    """Read a platform's timestamp (``Wed Oct 10 20:19:24 +0000 2018``, ISO 8601, seconds since 1970); None if it has
    another form, or its instant in UTC is before the year 1 or after 9999."""
    try:
        return _read_any(raw, raw.strip(), basis)
    except OverflowError:
        return None


def _read_any(raw: str, text: str, basis: Basis) -> When | None:
    if len(text) == 30 and text[25] == " ":
        return _read_x_timestamp(raw, text, basis)
    if match := _ISO.match(text):
        return _read_iso(raw, match, basis)
    if _ISO_DAY.match(text):
        return _read_day(raw, text, basis)
    if len(text) in (9, 10, 12, 13):
        found = at_seconds(text[:-3] if len(text) > 11 else text, basis=basis)
        return replace(found, raw=raw) if found else None
    return None


def at_seconds(raw: str, *, basis: Basis = Basis.PLATFORM) -> When | None:
    """Read seconds since 1970; None if the text is not a number of at most 11 digits."""
    if not raw.isascii() or not raw.isdigit() or len(raw) > 11:
        return None
    return exactly(datetime.fromtimestamp(int(raw), UTC), raw=raw, basis=basis)


def exactly(moment: datetime, *, raw: str, basis: Basis = Basis.PLATFORM) -> When:
    """Make the When of an aware instant, kept with its own offset."""
    zone = "UTC" if moment.tzinfo is UTC else str(moment.tzinfo).removeprefix("UTC") or "UTC"
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return When(raw=raw, value=moment.isoformat(), precision=Precision.MINUTE, zone=zone, earliest=utc, latest=utc, basis=basis)


def somewhere(wall: datetime, *, raw: str, basis: Basis) -> When:
    """Make the When of a wall time whose zone is not known."""
    return When(
        raw=raw,
        value=wall.isoformat(),
        precision=Precision.MINUTE,
        zone=None,
        earliest=wall.replace(tzinfo=UTC) - _EASTERNMOST,
        latest=wall.replace(tzinfo=UTC) + _WESTERNMOST,
        basis=basis,
    )


def on_day(day: date, *, raw: str, basis: Basis) -> When:
    """Make the When of a day whose zone is not known."""
    midnight = datetime.combine(day, time(), tzinfo=UTC)
    return When(
        raw=raw,
        value=day.isoformat(),
        precision=Precision.DAY,
        zone=None,
        earliest=midnight - _EASTERNMOST,
        latest=midnight + timedelta(days=1, seconds=-1) + _WESTERNMOST,
        basis=basis,
    )


def snowflake_instant(post_id: str) -> datetime | None:
    """Read the instant inside an X post id; None for ids from before November 2010, which contain none."""
    if not post_id.isascii() or not post_id.isdigit() or not _LAST_SERIAL_ID < int(post_id[:30]) <= _MAX_ID:
        return None
    milliseconds = (int(post_id) >> 22) + SNOWFLAKE_EPOCH_MS
    return datetime.fromtimestamp(milliseconds // 1000, UTC)


def sharpen(published: When | None, post_id: str) -> When | None:
    """Use the instant in an X post's id if the timestamp is missing, or is an interval that contains it."""
    if published is not None and published.earliest == published.latest:
        return published
    moment = snowflake_instant(post_id)
    if moment is None:
        return published
    if published is None:
        return exactly(moment, raw=post_id)
    if published.value is None:
        return exactly(moment, raw=published.raw or post_id)
    if published.earliest is None or published.latest is None or published.earliest <= moment <= published.latest:
        return exactly(moment, raw=published.raw)
    return published


def _read_x_timestamp(raw: str, text: str, basis: Basis) -> When | None:
    month = _MONTHS.get(text[4:7])
    try:
        offset = int(text[20:23]) * 60 + int(text[20] + text[23:25])
        zone = UTC if offset == 0 else timezone(timedelta(minutes=offset))
        moment = datetime(
            int(text[26:30]), month or 0, int(text[8:10]), int(text[11:13]), int(text[14:16]), int(text[17:19]), tzinfo=zone
        )
    except ValueError:
        return None
    return exactly(moment, raw=raw, basis=basis)


def _read_iso(raw: str, match: re.Match[str], basis: Basis) -> When | None:
    day, clock, _, offset = match.groups()
    try:
        wall = datetime.fromisoformat(f"{day}T{clock}")
        if offset is None:
            return somewhere(wall, raw=raw, basis=basis)
        zone = UTC if offset in ("Z", "UTC") else datetime.strptime(offset, "%z").tzinfo
    except ValueError:
        return None
    return exactly(wall.replace(tzinfo=zone), raw=raw, basis=basis)


def _read_day(raw: str, text: str, basis: Basis) -> When | None:
    try:
        return on_day(date.fromisoformat(text), raw=raw, basis=basis)
    except ValueError:
        return None
