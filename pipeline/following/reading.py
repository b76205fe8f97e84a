"""Read the news of something followed as a feed, each entry with what it is about as it may be shown now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from sqlite_utils import Database

from pipeline.home import Home
from pipeline.run.opening import reading
from pipeline.stages.feeds import Feed, make_feed, write_atom, write_json_feed
from pipeline.stages.feeds.atom import MEDIA_TYPE as ATOM
from pipeline.stages.feeds.json_feed import MEDIA_TYPE as JSON_FEED
from storage.database.masking import list_withdrawn_words, mask
from storage.errors import StorageError
from storage.export.cited_items import find_cited
from storage.follows.followed import list_entries, read_follow
from storage.follows.looking import find_matches
from storage.model.findings import Cited, MatchedQuote, Withdrawn
from storage.model.follows import Follow, FollowEntry
from storage.search.snippets import find_spans
from storage.search.terms import Term

NEWEST: Final = 100
"""At most this number of entries is in a feed; readers of feeds keep the older ones. Chosen by hand."""


class FeedFormat(StrEnum):
    """A format of feeds, by the end of a feed's address."""

    ATOM = "atom"
    JSON = "json"


MEDIA_TYPES: Final = {FeedFormat.ATOM: ATOM, FeedFormat.JSON: JSON_FEED}
"""How HTTP names each format."""


def write_feed(home: Home, id_: str, form: FeedFormat, *, site: str = "") -> str:
    """Return the newest entries of something followed in a format. Raises StorageError if nothing is followed under the id."""
    return write(read_feed(home, id_, site=site, suffix=f".{form}"), form)


def write(feed: Feed, form: FeedFormat) -> str:
    """Return a feed in a format."""
    return write_atom(feed) if form is FeedFormat.ATOM else write_json_feed(feed)


def read_feed(home: Home, id_: str, *, site: str = "", suffix: str = "") -> Feed:
    """Read the newest entries of something followed as a feed. Raises StorageError if nothing is followed under the id.

    ``site`` is the address of the archive's pages, ``suffix`` the end of the feed's own address there.
    """
    with reading(home) as db:
        follow = read_follow(db, id_)
        address = f"{site}/api/v1/follows/{follow.id}{suffix}" if site else None
        return describe(db, follow, list_entries(db, id_, limit=NEWEST), site=site, address=address)


def describe(
    db: Database, follow: Follow, entries: Sequence[FollowEntry], *, site: str = "", address: str | None = None
) -> Feed:
    """Make a feed of entries; what was withdrawn since is named without its words, also in what is followed."""
    terms = find_matches(db, follow).terms
    words = [each for found in list_withdrawn_words(db).values() for each in found]
    shown = replace(follow, subject=mask(follow.subject, words))
    return make_feed(shown, [(entry, _find(db, entry, terms)) for entry in entries], site=site, address=address)


def _find(db: Database, entry: FollowEntry, terms: Sequence[Term]) -> MatchedQuote | Cited | Withdrawn | None:
    id_ = entry.quote or entry.document
    if id_ is None:
        return None
    try:
        found = find_cited(db, id_)
    except StorageError:
        return None  # its document or capture was withdrawn
    if isinstance(found, Cited) and found.quote and terms:
        return MatchedQuote(cited=found, highlights=tuple(find_spans(found.quote.exact, terms)))
    return found
