"""The JSON API of an archive, version 1: routes that an application mounts, and that docs/openapi.json describes."""

from __future__ import annotations

import functools
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from pipeline.site.api.answering import (
    JSON,
    Problem,
    answer,
    answer_problem,
    answer_unchanged,
    get_home,
    is_unchanged,
    make_etag,
)
from pipeline.site.api.endpoints import ENDPOINTS, Endpoint
from pipeline.site.api.openapi import PREFIX, write_openapi
from pipeline.site.api.parameters import read_parameters
from pipeline.site.api.streaming import stream_from_thread
from storage.errors import StorageError

View = Callable[[Request], Response]


def routes(limited: Callable[[View], View] = lambda view: view) -> list[Route]:
    """Return the routes. They read the archive of ``app.state.home``, else the one that the environment names.

    ``limited`` wraps each of them but the export, which may take long, such as in a limit of time.
    """
    made = []
    for endpoint in ENDPOINTS:
        view = _make_view(endpoint)
        made.append(Route(f"{PREFIX}{endpoint.path}", view if endpoint.name == "export" else limited(view), name=endpoint.name))
    return [*made, Route(f"{PREFIX}/openapi.json", _describe, name="openapi")]


def _make_view(endpoint: Endpoint) -> View:
    def view(request: Request) -> Response:
        try:
            return _answer(endpoint, request)
        except Problem as problem:
            return answer_problem(problem)
        except StorageError as error:
            return answer_problem(Problem(503, str(error)))

    view.__name__ = endpoint.name
    view.__doc__ = endpoint.about
    return view


def _answer(endpoint: Endpoint, request: Request) -> Response:
    given = {**read_parameters(endpoint.parameters, request.query_params), **request.path_params}
    if "follows" in endpoint.path:
        given["site"] = str(request.base_url).rstrip("/")
    home = get_home(request)
    etag = make_etag(home)
    if is_unchanged(request, etag):
        return answer_unchanged(etag)
    if endpoint.name == "export":
        return _stream(endpoint, request, given, etag)
    body, media_type = endpoint.answer(home, given)
    assert isinstance(body, str)
    return answer(body, media_type, etag)


def _stream(endpoint: Endpoint, request: Request, given: dict[str, object], etag: str) -> Response:
    pieces, media_type = endpoint.answer(get_home(request), given)
    assert not isinstance(pieces, str)
    headers = {
        "ETag": etag,
        "Cache-Control": "no-cache",
        "Content-Disposition": f'attachment; filename="onrecord.{given["form"]}"',
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(stream_from_thread(pieces), media_type=media_type, headers=headers)


@functools.cache
def _description() -> str:
    return write_openapi()


def _describe(_: Request) -> Response:
    return Response(_description(), media_type=JSON)
