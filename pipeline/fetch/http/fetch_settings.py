"""The settings of every fetch: where shared state is kept, how we identify ourselves, and the limits for all sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from pipeline.clock import Clock

PRODUCT = "OnRecord"
"""The product token of the User-Agent, by which robots.txt addresses us."""

LOOPBACK: tuple[IPv4Network | IPv6Network, ...] = (IPv4Network("127.0.0.0/8"), IPv6Network("::1/128"))
"""The networks to allow if a server on this machine is meant, as in tests."""

ALLOW_LOOPBACK = "ONRECORD_ALLOW_LOOPBACK"
"""The environment variable that, if it is "yes", allows servers on this machine and nothing else."""


def read_allowed(environ: Mapping[str, str]) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return the private networks that an environment allows: none, or those of this machine."""
    return LOOPBACK if environ.get(ALLOW_LOOPBACK) == "yes" else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """The limits of fetching, in seconds and bytes.

    ``state`` is the folder of what processes share (token buckets, robots.txt answers, circuits), ``shared`` the address of a
    Redis that holds them instead; ``log`` is the file of one line per fetch (None: no log). ``contact`` is a URL or mail
    address for the User-Agent. ``allowed`` are private networks that may be reached; ``ca_file`` a bundle of certificate
    authorities that replaces the default. ``addresses`` returns the addresses of a host and port (None: the system's
    resolver). ``tokens`` are bearer tokens by host, sent to exactly that host and never written to disk.
    """

    state: Path
    shared: str | None = None
    log: Path | None = None
    contact: str | None = None
    version: str = "0.1"
    connect_s: float = 10.0
    stall_s: float = 20.0
    attempts: int = 4
    backoff_s: float = 1.0
    most_backoff_s: float = 30.0
    most_retry_after_s: float = 300.0
    most_crawl_delay_s: float = 60.0
    most_patience_s: float = 900.0
    most_hops: int = 10
    most_ratio: float = 250.0
    breaker_failures: int = 6
    breaker_rest_s: float = 300.0
    pool_hosts: int = 64
    pool_connections: int = 4
    allowed: tuple[IPv4Network | IPv6Network, ...] = ()
    ca_file: Path | None = None
    addresses: Callable[[str, int], Sequence[str]] | None = None
    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)
    clock: Clock = field(default_factory=Clock)

    @property
    def user_agent(self) -> str:
        """Return the User-Agent: who requests, and a contact."""
        contact = f"; +{self.contact}" if self.contact else ""
        return f"{PRODUCT}/{self.version} (archive of official statements{contact})"
