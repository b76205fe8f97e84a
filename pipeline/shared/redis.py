"""Shared state of several machines, in Redis: texts changed in transactions, locks that are leases with a fence.

A lease lasts a short time and its holder renews it in a thread, so that the lock of a worker that died ends by itself. A
holder that was suspended for longer than its lease finds out by ``check``.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from pipeline.clock import Clock
from pipeline.errors import LockLost, SharedError
from pipeline.shared.state import Lease, Result

try:
    import redis
except ModuleNotFoundError as error:
    raise SharedError("ONRECORD_SHARED names a Redis, but its client is not installed; run `make cluster-setup`.") from error

LEASE_S = 30.0
"""How long a lock lasts after its holder died, in seconds; three renewals are tried in this time. Chosen by hand: other
machines wait so long after a death."""

_PREFIX = "onrecord"
_UNCHANGED_TEXT_TTL_S = 40 * 86_400
"""How long an unchanged text is kept, in seconds: more than the 30 days for which a robots.txt answer may be used."""
_TIMEOUT_S = 10.0
"""The seconds after which Redis counts as not answering. Chosen by hand: a third of a lease."""

_RENEW = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) else return 0 end"
_RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end"


def open_redis(address: str, clock: Clock, *, lease_s: float = LEASE_S) -> RedisState:
    """Open a Redis database. Raises SharedError if the address cannot be read or nothing answers there."""
    where = _describe(address)
    try:
        client = redis.Redis.from_url(
            address, decode_responses=True, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S
        )
    except ValueError as error:
        raise SharedError(f"{where}: {error}; expected redis://host:port/database.") from error
    return RedisState(client, where, clock, lease_s=lease_s)


class RedisState:
    """The shared state in one Redis database; one database serves one archive."""

    def __init__(self, client: Any, where: str, clock: Clock, *, lease_s: float) -> None:
        self._client, self._where, self._clock, self._lease_s = client, where, clock, lease_s
        with _refusing(where):
            seconds, micros = client.time()
        self._ahead_s = float(seconds + micros / 1e6) - clock.now()

    def now(self) -> float:
        """Return the server's time, so that machines with different clocks agree."""
        return self._clock.now() + self._ahead_s

    def read(self, kind: str, name: str) -> str:
        """Read a text; empty if nothing is stored."""
        with _refusing(self._where):
            return str(self._client.get(_key(kind, name)) or "")

    def update(self, kind: str, name: str, change: Callable[[str], tuple[str, Result]]) -> Result:
        """Change a text in a transaction; start again if another client changed it meanwhile."""
        key = _key(kind, name)
        with _refusing(self._where), self._client.pipeline() as pipe:
            while True:
                pipe.watch(key)
                before = pipe.get(key) or ""
                after, result = change(before)
                if after == before:
                    return result
                pipe.multi()
                pipe.set(key, after, ex=_UNCHANGED_TEXT_TTL_S)
                try:
                    pipe.execute()
                except redis.WatchError:
                    continue
                return result

    @contextmanager
    def hold(self, name: str) -> Iterator[Lease | None]:
        """Hold a lock by a lease that is renewed while the context lasts."""
        lease = self._take(name)
        if lease is None:
            yield None
            return
        renewing = threading.Thread(target=lease.keep, name=f"lease of {name}", daemon=True)
        renewing.start()
        try:
            yield lease
        finally:
            lease.ended.set()
            renewing.join()
            lease.release()

    def is_held(self, name: str) -> bool:
        """Say whether a lease on a lock has not run out."""
        with _refusing(self._where):
            return bool(self._client.exists(_key("locks", name)))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _take(self, name: str) -> _RedisLease | None:
        with _refusing(self._where):
            fence = int(self._client.incr(_key("fences", name)))
            self._client.expire(_key("fences", name), _UNCHANGED_TEXT_TTL_S)
            token = f"{fence}:{secrets.token_hex(8)}"
            taken = self._client.set(_key("locks", name), token, nx=True, px=_in_ms(self._lease_s))
        return _RedisLease(self._client, self._where, name, token, fence, self._lease_s) if taken else None


class _RedisLease:
    """A lock of ours, held while its key contains our token."""

    def __init__(self, client: Any, where: str, name: str, token: str, fence: int, lease_s: float) -> None:
        self._client, self._where, self._name, self._token, self._lease_s = client, where, name, token, lease_s
        self.fence = fence
        self.ended = threading.Event()

    def check(self) -> None:
        """Raise LockLost if the lease ran out, or another holds the lock now."""
        with _refusing(self._where):
            held = self._client.get(_key("locks", self._name)) == self._token
        if not held:
            raise LockLost(f"{self._where}: the lock {self._name!r} ended before its holder did. Start the run again.")

    def keep(self) -> None:
        """Renew the lease until it ends; if the server does not answer, retry while the lease may still be valid."""
        while not self.ended.wait(self._lease_s / 3):
            try:
                if not self._client.eval(_RENEW, 1, _key("locks", self._name), self._token, _in_ms(self._lease_s)):
                    return
            except redis.RedisError:
                continue

    def release(self) -> None:
        """End the lease if it is still ours; if the server does not answer, the lease expires."""
        try:
            self._client.eval(_RELEASE, 1, _key("locks", self._name), self._token)
        except redis.RedisError:
            return


@contextmanager
def _refusing(where: str) -> Iterator[None]:
    """Turn an error of Redis into a SharedError that says what to do."""
    try:
        yield
    except redis.RedisError as error:
        message = f"{where} does not serve ({error}); start it, or correct ONRECORD_SHARED. Nothing is fetched without it."
        raise SharedError(message) from error


def _describe(address: str) -> str:
    """Name a server without its password."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _key(kind: str, name: str) -> str:
    return f"{_PREFIX}:{kind}:{name}"


def _in_ms(seconds: float) -> int:
    return int(seconds * 1000)
