"""Read the numbers that environment variables set."""

from __future__ import annotations

from collections.abc import Mapping

from dags.service.errors import ServiceError


def read_number(environ: Mapping[str, str], name: str, default: int, *, least: int, most: int) -> int:
    """Return the whole number of a variable, the default if it is not set or empty. Raises ServiceError for anything else."""
    given = environ.get(name, "").strip()
    if not given:
        return default
    if not (given.isascii() and given.isdecimal() and len(given) <= len(str(most)) and least <= int(given) <= most):
        raise ServiceError(f"{name} is {given[:80]!r}; a whole number from {least} to {most} is expected.")
    return int(given)
