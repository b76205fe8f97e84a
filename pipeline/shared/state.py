"""The interface of shared state: whoever uses it does not know whether files or Redis hold it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

Result = TypeVar("Result")


class Lease(Protocol):
    """A named lock that is held."""

    @property
    def fence(self) -> int:
        """Give the number of this holding; a later holder of the same lock has a higher one, 0 where a lock cannot be lost."""
        ...

    def check(self) -> None:
        """Raise LockLost if the lock ended before its holder did. Call it before a step that cannot be taken back."""
        ...


class SharedState(Protocol):
    """Small texts by kind and name, each changed by one caller at a time, and named locks."""

    def now(self) -> float:
        """Give the time in seconds since the epoch, the same for all who share the state."""
        ...

    def read(self, kind: str, name: str) -> str:
        """Read a text; empty if nothing is stored."""
        ...

    def update(self, kind: str, name: str, change: Callable[[str], tuple[str, Result]]) -> Result:
        """Change a text atomically, and return what ``change`` returns beside the new text.

        ``change`` may be called more than once. An error that it raises leaves the text as it was.
        """
        ...

    def hold(self, name: str) -> AbstractContextManager[Lease | None]:
        """Hold a named lock for as long as the context lasts; None, without waiting, if another holds it."""
        ...

    def is_held(self, name: str) -> bool:
        """Tell whether anybody holds a named lock. The lock of a holder that died ends by itself."""
        ...

    def close(self) -> None:
        """Let go of what the state keeps open."""
        ...
