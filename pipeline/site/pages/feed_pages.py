"""The feeds of searches, speakers, documents and quotes: what is new of them, for any reader of feeds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from pipeline.errors import FollowError
from pipeline.following import MEDIA_TYPES, NEWS, FeedFormat, write_recent
from pipeline.site.asking import read_asked
from pipeline.site.feed_links import JSON_FEED
from pipeline.site.rendering import home_of
from storage.errors import StorageError
from storage.model.follows import FollowKind

PATHS: Final = ("/search", "/speaker/{id}", "/document/{id}", "/quote/{id}")
KEPT_S: Final = 900
"""Seconds for which a reader's program may keep a feed: what is followed changes with runs, which come hours apart. Chosen by
hand."""

_KINDS: Final = {kind.value: kind for kind in FollowKind}


def show_feed(request: Request) -> Response:
    """Answer with the news of a page as Atom or JSON Feed. Raises StorageError for a kind of news that there is not."""
    kind = _KINDS[request.url.path.split("/")[1].partition(".")[0]]
    form = FeedFormat.JSON if request.url.path.endswith(JSON_FEED) else FeedFormat.ATOM
    news = request.query_params.get("news")
    if news is not None and news not in NEWS:
        raise StorageError(f"{news!r} is no kind of news; expected one of {', '.join(NEWS)}, or leave it out for all.")
    asked = read_asked(request.query_params)
    subject = asked.q if kind is FollowKind.SEARCH else request.path_params["id"]
    filters = asked.given if kind is FollowKind.SEARCH else {}
    site = str(request.base_url).rstrip("/")
    try:
        written = write_recent(
            home_of(request),
            kind,
            subject,
            form,
            now=datetime.now(UTC),
            news=news,
            site=site,
            address=str(request.url),
            **filters,
        )
    except FollowError as error:
        raise StorageError(str(error)) from error
    return Response(written, media_type=MEDIA_TYPES[form], headers={"Cache-Control": f"max-age={KEPT_S}"})
