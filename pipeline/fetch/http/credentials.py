"""Read the tokens that platforms require from an environment variable, and choose which a request may carry."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from pipeline.errors import SourceError
from pipeline.fetch.http.public_addresses import get_host

TOKENS = "ONRECORD_TOKENS"
"""The environment variable: ``HOST=TOKEN``, several separated by spaces, such as ``api.x.com=AAAA``."""


_SCHEMES = {"web.archive.org": "LOW"}
"""The authentication scheme of a host if it is not Bearer: the Internet Archive's S3 keys, as ACCESS:SECRET
(archive.org/developers/tutorial-get-ia-credentials.html)."""


def read_tokens(environment: Mapping[str, str]) -> dict[str, str]:
    """Read tokens by host. Raises SourceError, without showing the token, if one has no host."""
    tokens: dict[str, str] = {}
    for number, entry in enumerate(environment.get(TOKENS, "").split(), start=1):
        host, equals, token = entry.partition("=")
        if not (equals and host and token) or "/" in host:
            raise SourceError(f"{TOKENS}: entry {number} is not of the form HOST=TOKEN, such as api.x.com=AAAA. Correct it.")
        tokens[host.lower()] = token
    return tokens


def choose_token(tokens: Mapping[str, str], url: str, *, asked: str, hosts: Collection[str]) -> str | None:
    """Return the token that a request may carry, None where it may carry none.

    A token goes over https alone, to the host it is for, if that is the host first asked (``asked``: a redirect cannot draw it
    out) and one that the source itself declares (``hosts``: a link on a page cannot either).
    """
    host = get_host(url)
    if urlsplit(url).scheme != "https" or host != get_host(asked) or host not in hosts:
        return None
    return tokens.get(host)


def choose_scheme(url: str) -> str:
    """Return the authentication scheme by which a host takes its token."""
    return _SCHEMES.get(urlsplit(url).hostname or "", "Bearer")
