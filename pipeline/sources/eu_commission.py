"""The Commission's press corner: its pages are made in the browser, so that what its feed says of an item is all there is."""

from __future__ import annotations

from datetime import date

from pipeline.declarations import Source
from pipeline.stages.parse.feed_documents import keep_entries
from pipeline.stages.parse.hooks import HookPage
from pipeline.stages.results import Parsed
from storage.model import Response


def parse(response: Response, page: HookPage, *, source: Source, day: date | None) -> Parsed | None:
    """Keep the feed's entries as documents; any other answer is left to the declaration."""
    return keep_entries(response, source=source, words=page.words, day=day)
