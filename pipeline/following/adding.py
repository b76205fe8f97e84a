"""Begin and stop following, and list what is followed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from pipeline.alarms.alarm_settings import is_mail_address
from pipeline.errors import FollowError
from pipeline.home import Home
from pipeline.run.opening import bring_up_to_date, reading
from pipeline.run.remote.primary_machine import require_archive
from storage.database.archive import open_writer
from storage.export.cited_items import find_cited
from storage.export.frozen_searches import write_filters
from storage.follows.followed import add_follow, end_follow, list_follows, make_follow
from storage.follows.looking import begin_look, find_matches
from storage.model.findings import Withdrawn
from storage.model.follows import Every, Follow, FollowKind
from storage.search.filtering import Filters

MAIL: Final = "mail"
WEBHOOK: Final = "webhook"

_PREFIXES = {"q_": FollowKind.QUOTE, "d_": FollowKind.DOCUMENT}


def add(
    home: Home,
    subject: str,
    *,
    now: datetime,
    every: Every = Every.DAILY,
    channels: Sequence[str] = (),
    is_speaker: bool = False,
    **given: Any,
) -> tuple[Follow, tuple[str, ...]]:
    """Begin to follow a search, a quote or document by its id, or a speaker; only what comes from now on is news.

    ``given`` are the fields of ``storage.search.filtering.Filters``, for a search. Returns what is followed and notes on it.
    Raises FollowError for a channel or filter that cannot be used, StorageError for an id that the archive does not hold.
    """
    require_archive(home)
    bring_up_to_date(home)
    _check_channels(channels)
    filters = Filters(**{name: value for name, value in given.items() if value is not None})
    kind = FollowKind.SPEAKER if is_speaker else _PREFIXES.get(subject[:2], FollowKind.SEARCH)
    _check_filters(kind, subject, filters)
    follow = make_follow(kind, subject, write_filters(filters), every=every, channels=channels, now=now)
    with open_writer(home.archive) as db:
        if kind in (FollowKind.QUOTE, FollowKind.DOCUMENT):
            _require_shown(find_cited(db, subject))
        with db.atomic():
            stored = add_follow(db, follow)
            found = find_matches(db, stored)
            _check_moment(found.as_of)
            begin_look(db, stored)
    return stored, found.notes


def end(home: Home, id_: str, *, now: datetime) -> None:
    """Stop following. Raises StorageError if nothing is followed under the id."""
    require_archive(home)
    with open_writer(home.archive) as db:
        end_follow(db, id_, ended_at=now)


def list_all(home: Home) -> list[Follow]:
    """List what is followed, the first begun first."""
    with reading(home) as db:
        return list_follows(db)


def _check_channels(channels: Sequence[str]) -> None:
    for channel in channels:
        name, _, address = channel.partition(":")
        if channel in (WEBHOOK, MAIL) or (name == MAIL and is_mail_address(address)):
            continue
        raise FollowError(f"{channel!r} is no channel; expected mail, mail:ADDRESS or webhook.")


def _check_moment(as_of: date | None) -> None:
    if as_of is not None:
        raise FollowError("A search as of a day never changes, so it cannot be followed; leave as-of out.")


def _check_filters(kind: FollowKind, subject: str, filters: Filters) -> None:
    if kind is not FollowKind.SEARCH and write_filters(filters):
        raise FollowError(f"Filters narrow a search; {subject} is a {kind.value}. Leave them out.")
    if kind is FollowKind.SPEAKER and not subject.strip():
        raise FollowError("No speaker is named; expected a name or an id of the roster.")


def _require_shown(found: object) -> None:
    if isinstance(found, Withdrawn):
        raise FollowError(f"{found.id} was withdrawn and cannot be followed: {found.redacted.why}")
