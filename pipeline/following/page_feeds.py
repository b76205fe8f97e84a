"""The feed of a page: what is new of a search, speaker, document or quote, read from the archive's record when it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from pipeline.errors import FollowError
from pipeline.following.reading import NEWEST, FeedFormat, describe, write
from pipeline.home import Home
from pipeline.run.opening import reading
from storage.export.cited_items import find_cited
from storage.export.frozen_searches import write_filters
from storage.follows.followed import make_follow
from storage.follows.recent import list_recent
from storage.model.follows import EntryKind, Every, FollowKind
from storage.search.filtering import Filters

NEWS: Final[Mapping[str, frozenset[EntryKind]]] = {
    "said": frozenset({EntryKind.SAID}),
    "captured": frozenset({EntryKind.CAPTURED}),
    "changed": frozenset({EntryKind.CHANGED, EntryKind.LOST, EntryKind.WITHDRAWN}),
}
"""What a feed can be narrowed to: words said in these days, older ones that came into the archive, and what was changed, taken
out or withdrawn."""


def write_recent(
    home: Home,
    kind: FollowKind,
    subject: str,
    form: FeedFormat,
    *,
    now: datetime,
    news: str | None = None,
    site: str = "",
    address: str | None = None,
    **given: Any,
) -> str:
    """Return the news of the last weeks as a feed; ``news`` narrows it to one of NEWS.

    ``given`` are the fields of ``storage.search.filtering.Filters``, for a search. ``site`` is the address of the archive's
    pages, ``address`` that of the feed. Raises StorageError for a quote or document that the archive does not hold, FollowError
    for a search as of a day, which never changes.
    """
    filters = Filters(**{name: value for name, value in given.items() if value is not None})
    follow = make_follow(kind, subject, write_filters(filters), every=Every.DAILY, channels=(), now=now)
    if filters.as_of:
        raise FollowError("A search as of a day never changes, so it has no feed; leave as-of out.")
    wanted = NEWS[news] if news else None
    with reading(home) as db:
        if kind in (FollowKind.QUOTE, FollowKind.DOCUMENT):
            find_cited(db, subject)  # raises StorageError for what was never held; what was withdrawn has a feed that says so
        entries = [each for each in list_recent(db, follow, now=now) if wanted is None or each.kind in wanted]
        feed = describe(db, follow, entries[:NEWEST], site=site, address=address)
    return write(feed, form)
