"""Decide which addresses may be requested: well-formed URLs, and hosts whose every address is on the public internet.

Hosts are judged by what they resolve to, never by their spelling, and the connection goes to the address that was checked. So
neither ``http://2130706433/`` nor DNS rebinding gets through.
"""

from __future__ import annotations

import queue
import re
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urljoin, urlsplit

from requests import PreparedRequest
from requests.exceptions import RequestException

from pipeline.errors import FetchError
from pipeline.fetch.http.masking_secrets import mask_url
from storage.model.identity import MOST_URL_CHARS

Address = IPv4Address | IPv6Address

_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
_MAX_HOST_CHARS = 253  # RFC 1035, section 2.3.4: 255 octets on the wire
_PORTS = (80, 443)
"""The ports below 1024 that serve HTTP (IANA's registry of ports); others are of mail, files and logins."""
_NAT64 = IPv6Network("64:ff9b::/96")
_PRIVATE = (IPv4Network("192.88.99.0/24"), IPv6Network("64:ff9b:1::/48"), IPv6Network("fec0::/10"), IPv6Network("::/96"))


def check_url(url: str) -> str:
    """Return an http or https URL in the form that is sent: escaped, host in ASCII, without fragment.

    Raises FetchError for anything that two parsers could read as two different addresses.
    """
    stripped = url.strip()
    try:
        parts = urlsplit(stripped)
        port = parts.port
    except ValueError as error:
        raise _bad(url, str(error)) from error
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise _bad(url, "expected http:// or https:// and a host")
    if _UNSAFE.search(stripped.split("#")[0].replace(" ", "")) or len(stripped) > MOST_URL_CHARS:
        raise _bad(url, "it holds a backslash or a control character, or is too long")
    if len(parts.hostname) > _MAX_HOST_CHARS:
        raise _bad(url, f"its host has {len(parts.hostname)} characters, more than {_MAX_HOST_CHARS}")
    if "@" in parts.netloc:
        raise _bad(url, "it names a user before the host")
    if port is not None and port < 1024 and port not in _PORTS:
        raise FetchError("refused address", f"{mask_url(url)}: port {port} is not one that web servers use.")
    request = PreparedRequest()
    try:
        request.prepare_url(stripped.split("#")[0], None)
    except (RequestException, ValueError) as error:
        raise _bad(url, str(error)) from error
    return str(request.url)


def follow(url: str, location: str) -> str:
    """Return the target of a redirect; raises FetchError if it may not be requested.

    Header fields are read as Latin-1; a Location in UTF-8, as many servers send it, is decoded as UTF-8.
    """
    try:
        location = location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        location = location.strip()
    try:
        return check_url(urljoin(url, location.strip()))
    except ValueError as error:
        raise _bad(location, str(error)) from error


def get_host(url: str) -> str:
    """Return the host (and port, if not the default) to which pace and robots.txt apply."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removesuffix(".")
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return host if parts.port in (None, usual) else f"{host}:{parts.port}"


def is_public(address: Address) -> bool:
    """Say whether an address, and any IPv4 address embedded in it, is on the public internet."""
    return all(_is_public(each) for each in _unwrap(address))


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Resolves hosts to addresses that may be connected to; ``allowed`` networks are accepted although they are not public."""

    allowed: tuple[IPv4Network | IPv6Network, ...] = ()
    addresses: Callable[[str, int], Sequence[str]] | None = None

    def resolve(self, host: str, port: int, timeout_s: float) -> tuple[Address, ...]:
        """Return a host's addresses. Raises FetchError if it has none, or if any of them is not public."""
        found = [ip_address(text.partition("%")[0]) for text in _look_up(self.addresses or _ask_system, host, port, timeout_s)]
        for address in found:
            if not is_public(address) and not any(address in network for network in self.allowed):
                message = f"{host} is at {address}, which is not in the public internet; it was not asked."
                raise FetchError("refused address", message)
        if not found:
            raise FetchError("name not found", f"{host} has no address.")
        return tuple(found)


def _bad(url: str, why: str) -> FetchError:
    return FetchError("bad address", f"{mask_url(url[:200])!r} cannot be fetched: {why}.")


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address.is_site_local:
        return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
        and not any(address in network for network in _PRIVATE)
    )


def _unwrap(address: Address) -> Iterator[Address]:
    """Yield an address, or the IPv4 address that is embedded in an IPv6 one (mapped, NAT64, 6to4, Teredo)."""
    if not isinstance(address, IPv6Address):
        yield address
        return
    inner = address.ipv4_mapped
    if address in _NAT64:
        inner = IPv4Address(int(address) & 0xFFFF_FFFF)
    if inner is None:
        yield address
    else:
        yield inner
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo


def _ask_system(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _look_up(addresses: Callable[[str, int], Sequence[str]], host: str, port: int, timeout_s: float) -> Sequence[str]:
    """Look up a host within a time limit, which the system's resolver does not offer, in a thread that may be abandoned."""
    answer: queue.SimpleQueue[Sequence[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answer.put(addresses(host, port))
        except (OSError, UnicodeError) as error:
            answer.put(error if isinstance(error, OSError) else OSError(str(error)))

    threading.Thread(target=ask, name=f"resolve {host}", daemon=True).start()
    try:
        found = answer.get(timeout=max(timeout_s, 0.001))
    except queue.Empty:
        raise FetchError("name look-up timed out", f"{host} was not resolved within {timeout_s:.0f} s.") from None
    if isinstance(found, OSError):
        passing = isinstance(found, socket.gaierror) and found.errno == socket.EAI_AGAIN
        raise FetchError("name look-up failed" if passing else "name not found", f"{host}: {found}.") from found
    return found
