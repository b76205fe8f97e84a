"""Read the bearer tokens that platforms require from an environment variable."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.errors import SourceError

TOKENS = "ONRECORD_TOKENS"
"""The environment variable: ``HOST=TOKEN``, several separated by spaces, such as ``api.x.com=AAAA``."""


def read_tokens(environment: Mapping[str, str]) -> dict[str, str]:
    """Read tokens by host. Raises SourceError, without showing the token, if one has no host."""
    tokens: dict[str, str] = {}
    for number, entry in enumerate(environment.get(TOKENS, "").split(), start=1):
        host, equals, token = entry.partition("=")
        if not (equals and host and token) or "/" in host:
            raise SourceError(f"{TOKENS}: entry {number} is not of the form HOST=TOKEN, such as api.x.com=AAAA. Correct it.")
        tokens[host.lower()] = token
    return tokens
