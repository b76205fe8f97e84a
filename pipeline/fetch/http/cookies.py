"""Cookies within one fetch: what a hop sets is sent to the hops after it, as walls for consent expect; never later."""

from __future__ import annotations

import re
from http.client import HTTPMessage
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Final

from requests import Request
from requests.cookies import MockRequest

from storage.model import Headers

_MOST_CHARS: Final = 8192
"""Characters of a field that servers commonly accept; what is longer is not sent."""

_MOST_STATED_CHARS: Final = 4096
"""Characters of a Set-Cookie field that are read: what RFC 6265, 6.1, asks for at least. The library prints a traceback for a
number of more than 4,300 digits."""
_LONG_AGE: Final = re.compile(r";\s*max-age\s*=\s*\S?\d{16}", re.IGNORECASE)
"""A Max-Age of more seconds than any clock counts; the library fails at one of 400 digits, and prints a traceback too."""


class ChainCookies:
    """The cookies of one chain of redirects, by the rules of ``http.cookiejar`` (RFC 6265's domains, paths and Secure)."""

    def __init__(self) -> None:
        self._jar = CookieJar(DefaultCookiePolicy(strict_ns_domain=DefaultCookiePolicy.DomainStrict))

    def keep(self, url: str, headers: Headers) -> None:
        """Keep what the response of an address sets."""
        stated = HTTPMessage()
        for name, value in headers:
            if name.lower() == "set-cookie" and len(value) <= _MOST_STATED_CHARS and not _LONG_AGE.search(value):
                stated.add_header("Set-Cookie", value)
        self._jar.extract_cookies(_Answer(stated), _ask(url))  # type: ignore[arg-type]  # all that cookiejar calls is there

    def write(self, url: str) -> str | None:
        """Return the Cookie field for a request of an address; None if there is none to send."""
        asked = _ask(url)
        self._jar.add_cookie_header(asked)
        sent: str | None = asked.get_new_headers().get("Cookie")
        return sent if sent and len(sent) <= _MOST_CHARS else None


class _Answer:
    """A response as cookiejar reads it."""

    def __init__(self, stated: HTTPMessage) -> None:
        self._stated = stated

    def info(self) -> HTTPMessage:
        return self._stated


def _ask(url: str) -> Any:
    return MockRequest(Request("GET", url).prepare())
