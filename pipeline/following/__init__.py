"""Follow a search, a speaker, a document or a quote: notice what is new, and tell it by feeds, mail and webhook."""

from pipeline.following.adding import add, end, list_all
from pipeline.following.page_feeds import NEWS, write_recent
from pipeline.following.reading import MEDIA_TYPES, FeedFormat, read_feed, write_feed
from pipeline.following.watching import FollowWatch, watch_follows

__all__ = [
    "MEDIA_TYPES", "NEWS", "FeedFormat", "FollowWatch", "add", "end", "list_all", "read_feed", "watch_follows", "write_feed",
    "write_recent",
]  # fmt: skip
