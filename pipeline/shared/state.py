"""The interface of shared state: callers do not know whether it is held in files or in Redis."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

Result = TypeVar("Result")


class Lease(Protocol):
    """A named lock that is held."""

    @property
    def fence(self) -> int:
        """Return the fencing token: a later holder of the same lock has a higher one; 0 if a lock cannot be lost."""
        ...

    def check(self) -> None:
        """Raise LockLost if the lock ended before its holder did. Call it before a step that cannot be undone."""
        ...


class SharedState(Protocol):
    """Small texts by kind and name, each changed by one caller at a time, and named locks."""

    def now(self) -> float:
        """Return the time in seconds since the epoch, the same for all processes that share the state."""
        ...

    def read(self, kind: str, name: str) -> str:
        """Read a text; empty if nothing is stored."""
        ...

    def update(self, kind: str, name: str, change: Callable[[str], tuple[str, Result]]) -> Result:
        """Change a text atomically, and return the second value that ``change`` returns.

        ``change`` may be called more than once. If it raises an error, the text stays as it was.
        """
        ...

    def hold(self, name: str) -> AbstractContextManager[Lease | None]:
        """Hold a named lock while the context lasts; None, without waiting, if another process holds it."""
        ...

    def is_held(self, name: str) -> bool:
        """Say whether a named lock is held. The lock of a holder that died ends by itself."""
        ...

    def close(self) -> None:
        """Close what the state keeps open."""
        ...
