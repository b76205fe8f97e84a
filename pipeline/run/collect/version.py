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
    "knowledge",
    "declarations.py",
    "errors.py",
    "publishers.toml",
)
"""The parts of ``pipeline`` that decide how bytes are derived; tests/laws/test_code_version.py checks that none is missing."""

_APART = ("stages/archived.py", "stages/cite", "stages/feeds")
"""The stages that derive nothing from bytes, but write what is derived or read another archive's index: a change of them asks
for no new derivation."""

_GROUND = (
    "errors.py",
    "text",
    *(
        f"model/{name}.py"
        for name in (
            *("__init__", "addresses", "captures", "codec", "dates", "documents"),
            *("identity", "roster", "runs", "state_changes", "verdicts", "words"),
        )
    ),
)
"""The same for ``storage``: the work on text, and the records that stages return."""


@cache
def code_version() -> str:
    """Return the release and a digest over every file that decides how bytes are derived, as ``0.1.0+3f2a91c04d5e``."""
    digest = hashlib.sha256()
    root = Path(pipeline.__file__).parents[1]
    for path in list_files():
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{version('onrecord')}+{digest.hexdigest()[:12]}"


def list_files() -> list[Path]:
    """List the files that decide how bytes are derived, sorted."""
    root, ground = Path(pipeline.__file__).parent, Path(storage.__file__).parent
    places = [root / name for name in _UNDERSTANDING] + [ground / name for name in _GROUND]
    apart = tuple(root / name for name in _APART)
    return sorted(file for place in places for file in _files(place) if not any(file.is_relative_to(each) for each in apart))


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return [path for path in place.rglob("*") if path.is_file() and path.suffix not in {".pyc", ".pyo"}]
