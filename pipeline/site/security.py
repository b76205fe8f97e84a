"""Guard the site: headers, hosts, sizes of requests, tokens of forms, and how often one reader may send a form."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Collection
from typing import Final
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.site.asking import read_number

STRICT: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""The policy of every page: nothing inline, nothing from elsewhere, in nobody's frame."""

DOWNLOAD: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""The policy of archived bytes: even a browser that would show them runs nothing and gives them no origin."""

DATA: Final = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""The policy of Datasette below ``/data``: its pages have inline styles; its scripts, which it does not need, are not run."""

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}
LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
LARGEST_FORM: Final = 16_384
"""Bytes of a form that is sent; a report has at most 2,000 characters. Percent-encoded, most characters take one to six
bytes."""

COOKIE: Final = "onrecord_form"
_METHODS: Final = ("GET", "HEAD", "POST")
_MOST_READERS: Final = 10_000
"""Readers whose requests are remembered; the oldest are forgotten first. Chosen by hand: it bounds memory."""


class Guard:
    """Refuses requests for other hosts, of other methods or of too many bytes, and sets the headers of every answer."""

    def __init__(self, app: ASGIApp, *, hosts: Collection[str] = LOOPBACK) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refuse(scope)
        policy = DATA if scope["path"].startswith("/data/") else STRICT

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", policy)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await (refusal or self._app)(scope, receive, guarded)

    def _refuse(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if name not in self._hosts:
            return PlainTextResponse(f"This site does not answer as {name!r}; start it with --allow-host.", 421)
        if scope["method"] not in _METHODS:
            return PlainTextResponse("Only GET, HEAD and POST are answered.", 405, {"Allow": ", ".join(_METHODS)})
        length = headers.get("content-length", "0")
        stated = length.isascii() and length.isdigit() and read_number(length, most=LARGEST_FORM + 1) <= LARGEST_FORM
        if scope["method"] == "POST" and (not stated or "transfer-encoding" in headers):
            return PlainTextResponse(f"A form may have {LARGEST_FORM} bytes, and must state its length.", 413)
        return None


class Pace:
    """Lets each reader do something a limited number of times in a span of seconds; who asked is kept in memory only, and not
    for long."""

    def __init__(self, times: int, seconds: float) -> None:
        self._times = times
        self._seconds = seconds
        self._asked: OrderedDict[str, list[float]] = OrderedDict()

    def allow(self, reader: str, *, now: float | None = None) -> bool:
        """Say whether a reader may do it once more, and count it if so."""
        moment = time.monotonic() if now is None else now
        recent = [at for at in self._asked.pop(reader, []) if at > moment - self._seconds]
        allowed = len(recent) < self._times
        self._asked[reader] = [*recent, moment] if allowed else recent
        while len(self._asked) > _MOST_READERS:
            self._asked.popitem(last=False)
        return allowed


def name_reader(request: Request) -> str:
    """Name who asks, for counting only."""
    return request.client.host if request.client else ""


async def read_form(request: Request) -> dict[str, str]:
    """Read the fields of a form as our pages send it; of a repeated field the last, of anything else none."""
    body = (await request.body())[: LARGEST_FORM + 1]
    if len(body) > LARGEST_FORM or not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20))
    except ValueError:
        return {}


def make_token(request: Request) -> str:
    """Return the token of this reader's forms: that of the cookie, or a new one."""
    sent = request.cookies.get(COOKIE, "")
    return sent if len(sent) == 43 and sent.replace("-", "").replace("_", "").isalnum() else secrets.token_urlsafe(32)


def set_token(response: Response, token: str, *, secure: bool) -> None:
    """Send the token as a cookie that scripts and other sites cannot use."""
    response.set_cookie(COOKIE, token, max_age=86_400, httponly=True, samesite="strict", secure=secure)


def is_ours(request: Request, token: str | None) -> bool:
    """Say whether a form was sent from our own page: its token is the cookie's, and no header names another origin."""
    kept = request.cookies.get(COOKIE)
    if not kept or not token or not secrets.compare_digest(kept.encode(), token.encode()):
        return False
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2].lower() == request.headers.get("host", "").lower()
