"""Put the site together: its routes, what it keeps between requests, and how errors are answered."""

from __future__ import annotations

import functools
import threading
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from pipeline.home import Home
from pipeline.run.read import browsing
from pipeline.site import api
from pipeline.site.caching import Kept, KeptAnswers
from pipeline.site.feed_links import ATOM, JSON_FEED
from pipeline.site.pages import document_pages, feed_pages, freezing, quoting, search_page, survey_pages
from pipeline.site.rendering import FOLDER, answer, make_templates
from pipeline.site.security import LOOPBACK, Guard, Pace
from storage.errors import OnRecordError

QUERY_LIMIT_S: Final = 5.0
"""A page may read the archive for this many seconds. The limit of a search (search.limiting)."""

REPORTS_AN_HOUR: Final = 6
"""What one reader may send, so that a program floods neither the archivist nor the archive. Chosen by hand; a reader who reads
is slower."""
SETS_AN_HOUR: Final = 12
"""Searches that one reader may freeze. Chosen by hand: each keeps its ids for good."""
CHECKS_A_MINUTE: Final = 12
"""Quotes whose chain one reader may verify. Chosen by hand: each reads a record of a WARC and derives its text again."""

_STATIC: Final = {"site.css": "text/css", "site.js": "text/javascript", "mark.svg": "image/svg+xml"}
_Page = Callable[[Request], Response]


def make_app(home: Home, *, hosts: Collection[str] = LOOPBACK, data: ASGIApp | None = None) -> Starlette:
    """Make the site over an archive, or over the snapshot that ``home`` names.

    ``hosts`` are the names that it answers to; ``data`` is mounted at ``/data`` (see ``pipeline.site.data.Data``).
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        warming = threading.Thread(target=_warm, args=(app,), name="warm", daemon=True)
        warming.start()
        yield

    app = Starlette(
        routes=[*_list_routes(), *([Mount("/data", data)] if data else [])],
        middleware=[Middleware(Guard, hosts=hosts)],
        exception_handlers={OnRecordError: _answer_error, HTTPException: _answer_http},
        lifespan=lifespan,
    )
    app.state.home = home
    app.state.templates = make_templates()
    app.state.ground = Kept(browsing.ground)
    app.state.covered = Kept(lambda served: browsing.covered(served, app.state.ground.of(served)))
    app.state.speakers = Kept(browsing.speakers)
    app.state.facets = KeptAnswers()
    app.state.reporting = Pace(REPORTS_AN_HOUR, 3600)
    app.state.freezing = Pace(SETS_AN_HOUR, 3600)
    app.state.verifying = Pace(CHECKS_A_MINUTE, 60)
    app.state.has_data = data is not None
    return app


def _warm(app: Starlette) -> None:
    """Count the whole archive before the first reader asks, whose page may not read it that long."""
    for kept in (app.state.ground, app.state.covered, app.state.speakers):
        try:
            kept.of(app.state.home)
        except OnRecordError:  # its page says what is wrong
            return


def _list_routes() -> list[BaseRoute]:
    pages = (
        ("/search", search_page.show_search),
        ("/quote/{id}", quoting.show_quote),
        ("/document/{id}", document_pages.show_document),
        ("/revision/{id}", document_pages.show_revision),
        ("/passage/{revision}/{range}", document_pages.show_passage),
        ("/capture/{id}", document_pages.show_capture),
        ("/compare", document_pages.show_comparison),
        ("/speaker/{name}", survey_pages.show_speaker),
        ("/source/{id}", survey_pages.show_source),
        ("/run/{run}/{source}", survey_pages.show_run),
        ("/s/{id}", freezing.show_frozen),
        ("/coverage", survey_pages.show_coverage),
        ("/about", survey_pages.show_about),
    )
    twins = [Route(f"{path}.json", _limited(page)) for path, page in pages]
    return [
        Route("/", _limited(search_page.show_search)),
        *(Route(f"{path}{end}", _limited(feed_pages.show_feed)) for path in feed_pages.PATHS for end in (ATOM, JSON_FEED)),
        *twins,
        Route("/freeze", _limited(freezing.offer_freezing)),
        Route("/freeze", freezing.freeze, methods=["POST"]),
        Route("/quote/{id}/verify", quoting.verify_quote, methods=["POST"]),
        Route("/quote/{id}/report", quoting.report_quote, methods=["POST"]),
        Route("/capture/{id}/bytes", _limited(document_pages.download_capture)),
        *(Route(path, _limited(page)) for path, page in pages),
        *api.routes(_limited),
        Route("/id/{id}", document_pages.find_anything),
        Route("/static/{name}", _send_static),
        Route("/robots.txt", _answer_robots),
    ]


def _limited(page: _Page) -> _Page:
    """Let a page read the archive no longer than QUERY_LIMIT_S."""

    @functools.wraps(page)
    def limited(request: Request) -> Response:
        with browsing.limiting(QUERY_LIMIT_S):
            return page(request)

    return limited


def _send_static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STATIC:
        raise HTTPException(404)
    return FileResponse(Path(FOLDER / "static" / name), media_type=_STATIC[name], headers={"Cache-Control": "max-age=3600"})


def _answer_robots(_request: Request) -> Response:
    return PlainTextResponse("User-agent: *\nDisallow: /search\nDisallow: /freeze\nDisallow: /compare\nDisallow: /data/\n")


def _answer_error(request: Request, error: Exception) -> Response:
    return survey_pages.show_missing(request, error)


def _answer_http(request: Request, error: Any) -> Response:
    status = int(getattr(error, "status_code", 500))
    why = "There is no page at this address." if status == 404 else str(getattr(error, "detail", "This cannot be answered."))
    return answer(request, "error.html", {"title": "Not found" if status == 404 else "Not done", "why": why}, status=status)
