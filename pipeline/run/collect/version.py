"""The version of the deriving code, kept with every derivation to distinguish parsers."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pipeline
import storage

_UNDERSTANDING = (
    "stages",
    "sources",
    "languages",
    "roster",
    "corrections",
    "weights",
    "registry",
    "knowledge.py",
    "declarations.py",
    "publishers.toml",
)
"""The parts of ``pipeline`` that decide how bytes are derived."""

_GROUND = ("text", "model/identity.py")
"""The same for ``storage``."""


@cache
def code_version() -> str:
    """Return the release and a digest over every file that decides how bytes are derived, as ``0.1.0+3f2a91c04d5e``."""
    digest = hashlib.sha256()
    root = Path(pipeline.__file__).parent
    ground = Path(storage.__file__).parent
    places = [root / name for name in _UNDERSTANDING] + [ground / name for name in _GROUND]
    for path in sorted(file for place in places for file in _files(place)):
        digest.update(path.relative_to(root.parent).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{version('onrecord')}+{digest.hexdigest()[:12]}"


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return [path for path in place.rglob("*") if path.is_file() and path.suffix not in {".pyc", ".pyo"}]
