"""Say what stands at a path that is no regular file, and name a file in text.

Opening a pipe waits for whoever writes to it, and a device may never end.
"""

from __future__ import annotations

import stat
from pathlib import Path

_KINDS = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISDIR, "a folder"),
)


def find_odd_kind(path: Path) -> str | None:
    """Say what a path is, such as "a pipe"; None for a regular file, and for one that is not there or cannot be looked at."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return None
    return next((kind for fits, kind in _KINDS if fits(mode)), None)


def name_file(path: Path) -> str:
    """Return a file's name as text that can be stored: a byte of it that is no UTF-8 is written as ``\\xff``."""
    return path.name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
