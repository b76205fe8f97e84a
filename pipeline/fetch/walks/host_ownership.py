"""Say whose page an address is, by its host, so that no publisher's page is stored under the name of another."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.declarations import Source
from storage.model.addresses import bare_host, unwrap_memento

FindSource = Callable[[str], Source | None]
"""Finds the declared source that owns an address."""


def own_host(source: Source, url: str) -> bool:
    """Say whether an address is on a host that a source declares, or on a subdomain of one."""
    host = bare_host(url)
    names = (declared.partition("/")[0] for declared in source.hosts)
    return any(host == name or host.endswith(f".{name}") for name in names)


def find_owner(source: Source, url: str, find_source: FindSource) -> Source | None:
    """Return whose page an address is that a source's lists or redirects lead to; None if no declared source owns its host.

    It is the source's own if the source declares the host, or names it in an ``allow`` pattern; a memento is what it copies.
    """
    address = unwrap_memento(url)
    return source if own_host(source, address) or _names_host(source, address) else find_source(address)


def _names_host(source: Source, url: str) -> bool:
    """Say whether an ``allow`` pattern matches an address from its host on: one of a path alone fits anybody's pages."""
    host = bare_host(url)
    ends = url.lower().find(host) + len(host)
    found = (re.search(pattern, url) for pattern in source.discovery.allow)
    return bool(host) and any(match.start() < ends for match in found if match)
