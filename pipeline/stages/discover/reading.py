"""How discovery asks for a date: a function that reads raw characters as their source prints dates."""

from __future__ import annotations

from typing import Protocol

from storage.model import Basis, When


class ReadDate(Protocol):
    """Reads raw characters as a date, None where they are none."""

    def __call__(self, raw: str, /, *, basis: Basis = Basis.TEXT) -> When | None:
        """Read the date of a line, the first of several; None where it holds none."""
