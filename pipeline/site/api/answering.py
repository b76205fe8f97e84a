"""Answer requests of the API: records as JSON with an ETag of the archive's state, errors as problem details (RFC 9457)."""

from __future__ import annotations

import json
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from pipeline.home import Home, find_home
from pipeline.run.read.answering_state import find_state
from storage.model.codec import encode

PROBLEM: Final = "application/problem+json"
JSON: Final = "application/json"

_TITLES: Final = {400: "Bad request", 404: "Not held", 410: "Withdrawn", 503: "Not available"}


class Problem(Exception):
    """What a request cannot be answered for: a status and a sentence that says what to do."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def get_home(request: Request) -> Home:
    """Return the archive that the application serves, else the one that the environment names."""
    home = getattr(request.app.state, "home", None)
    return home if isinstance(home, Home) else find_home()


def make_etag(home: Home) -> str:
    """Return a weak ETag: the same state of the archive answers the same, if not byte by byte (RFC 9110, 8.8.1)."""
    return f'W/"{find_state(home)}"'


def is_unchanged(request: Request, etag: str) -> bool:
    """Say whether the client holds the answer already (If-None-Match, RFC 9110, 13.1.2)."""
    given = request.headers.get("if-none-match", "")
    opaque = etag.removeprefix("W/")
    return given.strip() == "*" or any(each.strip().removeprefix("W/") == opaque for each in given.split(","))


def answer(content: str, media_type: str, etag: str) -> Response:
    """Return an answer that a cache may keep as long as it asks whether it still holds."""
    return Response(content, media_type=media_type, headers={"ETag": etag, "Cache-Control": "no-cache"})


def answer_unchanged(etag: str) -> Response:
    """Return that nothing has changed."""
    return Response(status_code=304, headers={"ETag": etag, "Cache-Control": "no-cache"})


def answer_problem(problem: Problem) -> Response:
    """Return an error as problem details."""
    body = {"title": _TITLES[problem.status], "status": problem.status, "detail": problem.detail}
    return Response(write(body), status_code=problem.status, media_type=PROBLEM, headers={"Cache-Control": "no-store"})


def write(value: Any) -> str:
    """Return a record, a list of records or any JSON value as text."""
    return json.dumps(encode(value), ensure_ascii=False)
