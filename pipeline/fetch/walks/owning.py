"""Tell a source's own addresses by their hosts, so that no other publisher's page is stored under its name."""

from __future__ import annotations

from urllib.parse import urlsplit

from pipeline.declarations import Source


def name_host(url: str) -> str:
    """Return the host name of an address without ``www.``; empty where it has none that can be read."""
    try:
        return (urlsplit(url).hostname or "").removesuffix(".").removeprefix("www.")
    except ValueError:
        return ""


def own_host(source: Source, url: str) -> bool:
    """Say whether an address is on a host that a source declares, or on a subdomain of one."""
    host = name_host(url)
    names = (declared.partition("/")[0] for declared in source.hosts)
    return any(host == name or host.endswith(f".{name}") for name in names)
