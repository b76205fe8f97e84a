"""Take addresses apart in one way: the host that names a site, and what a memento of a web archive is a copy of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import SplitResult, urlsplit

WAYBACK: Final = "web.archive.org"

# Rewritten addresses of the Wayback Machine: 1 to 14 digits of an instant, then a modifier such as id_ (raw) or im_ (image).
_MEMENTO = re.compile(r"https?://(?P<host>[^/?#]+)/web/(?P<instant>\d{1,14})(?:[a-z]{2}_)?/(?P<address>.+)", re.DOTALL | re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memento:
    """What the address of a memento names: the address that was archived, and when, as up to 14 digits (YYYYMMDDhhmmss)."""

    instant: str
    address: str


def split_memento(url: str, *, host: str | None = WAYBACK) -> Memento | None:
    """Split the address of a memento; None for any other address. ``host`` None accepts every archive of that form."""
    found = _MEMENTO.fullmatch(url.strip())
    if not found or (host is not None and found["host"].lower().partition(":")[0] != host):
        return None
    address = found["address"]
    return Memento(instant=found["instant"], address=address if "://" in address else f"http://{address}")


def unwrap_memento(url: str) -> str:
    """Return the address that a memento of the Wayback Machine is a copy of; any other address as it is."""
    while memento := split_memento(url):
        url = memento.address
    return url


def read_timestamp(digits: str) -> datetime | None:
    """Read the whole instant of a memento, YYYYMMDDhhmmss in UTC; None if it is shorter, or no date."""
    if len(digits) != 14:
        return None
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def read_http_date(printed: str) -> datetime | None:
    """Read the date of a header field (RFC 9110, 5.6.7) in UTC; None if it is none."""
    try:
        moment = parsedate_to_datetime(printed)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def vary_address(url: str) -> tuple[str, ...]:
    """List the spellings of one address under which web archives keep it: http and https, with and without ``www.``, and with
    the default port, as their older captures have it."""
    scheme, mark, rest = url.partition("://")
    if not mark or scheme.lower() not in ("http", "https"):
        return (url,)
    host, slash, path = rest.partition("/")
    bare = re.sub(r":(80|443)$", "", host.removeprefix("www."))
    hosts = [f"{www}{bare}" for www in ("", "www.")]
    found = [f"{each}://{name}{slash}{path}" for name in hosts for each in ("https", "http")]
    return tuple(dict.fromkeys([url, *found, *(f"http://{name}:80{slash}{path}" for name in hosts)]))


def split_address(url: str) -> SplitResult:
    """Split an address into its parts; what is no address, such as one with half an IPv6 number, has empty parts."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def bare_host(url: str | None) -> str:
    """Return the host of an address in small letters without ``www.`` and a last dot; '' for what names none."""
    return (split_address(url or "").hostname or "").rstrip(".").removeprefix("www.")
