"""Write what was noticed of something followed: Atom, JSON Feed, a mail, the body for a webhook. Pure."""

from pipeline.stages.feeds.atom import write_atom
from pipeline.stages.feeds.digest import write_digest, write_payload, write_subject
from pipeline.stages.feeds.entries import Feed, FeedEntry, describe_follow, make_feed
from pipeline.stages.feeds.json_feed import write_json_feed

__all__ = [
    "Feed",
    "FeedEntry",
    "describe_follow",
    "make_feed",
    "write_atom",
    "write_digest",
    "write_json_feed",
    "write_payload",
    "write_subject",
]
