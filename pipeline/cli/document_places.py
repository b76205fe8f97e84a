"""Name the place where a document stands, for people: its source, or if none is declared its site and account."""

from __future__ import annotations

from storage.model import UNDECLARED
from storage.model.addresses import bare_host


def name_place(source: str | None, url: str | None, account: str | None) -> str:
    """Name a declared source by its id; otherwise the host of the address, with the account on a platform."""
    if source and source != UNDECLARED:
        return source
    host = bare_host(url)
    if not host:
        return "no address"
    return f"{host} @{account.lstrip('@')}" if account else host
