"""Write the news of something followed as a mail and as the body for a webhook."""

from __future__ import annotations

from typing import Any

from pipeline.stages.feeds.entries import HEADINGS, Feed
from pipeline.stages.feeds.json_feed import list_fields
from pipeline.stages.text.plain import flatten
from storage.model.follows import EntryKind

_LONGEST_SUBJECT = 120
"""The characters of a mail's subject. Chosen by hand: programs for mail show fewer, and a header line may have 998 (RFC 5322,
2.1.1)."""


def write_subject(feed: Feed) -> str:
    """Return one short line: what is followed, and how many of which news."""
    counts = {kind: sum(entry.kind is kind for entry in feed.entries) for kind in EntryKind}
    told = ", ".join(f"{count} {HEADINGS[kind].lower()}" for kind, count in counts.items() if count)
    line = flatten(f"{feed.title.removeprefix('On Record: ')}: {told}")
    return line if len(line) <= _LONGEST_SUBJECT else f"{line[: _LONGEST_SUBJECT - 1]}…"


def write_digest(feed: Feed) -> str:
    """Return the text of a mail: the kinds of news one after another, each with its entries."""
    parts = []
    for kind in EntryKind:
        entries = [entry for entry in feed.entries if entry.kind is kind]
        if not entries:
            continue
        parts.append(f"{HEADINGS[kind]}\n{'=' * len(HEADINGS[kind])}")
        for entry in entries:
            lines = [
                entry.title,
                f"    {entry.words}" if entry.words else "",
                entry.permalink or entry.address or "",
                entry.why,
            ]
            parts.append("\n".join(flatten(line) if line[:4] != "    " else f"    {flatten(line)}" for line in lines if line))
    if feed.more:
        parts.append(f"{feed.more} older entries are left out here; the feed and `onrecord follow feed` list the newest.")
    return "\n\n".join(parts) + "\n"


def write_payload(feed: Feed) -> dict[str, Any]:
    """Return the body for a webhook: ``text`` as Slack and Mattermost show it, and the items as JSON Feed has them."""
    text = f"{write_subject(feed)}\n\n{write_digest(feed)}".replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {"text": text, "feed": feed.id, "items": [list_fields(entry) for entry in feed.entries]}
