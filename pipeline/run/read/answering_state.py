"""Tell one state of an archive, as one version of the code answers from it, from another."""

from __future__ import annotations

import hashlib

from pipeline.home import Home
from pipeline.run.collect.version import code_version
from pipeline.run.opening import reading
from storage.model.findings import Coverage
from storage.reading.archive_state import read_state
from storage.reading.source_coverage import coverage as read_coverage


def find_state(home: Home) -> str:
    """Return 32 hexadecimal digits that differ if an answer may differ."""
    with reading(home) as db:
        return hashlib.sha256(f"{read_state(db)} {code_version()}".encode()).hexdigest()[:32]


def coverage(home: Home) -> list[Coverage]:
    """Return how far each source is covered."""
    with reading(home) as db:
        return read_coverage(db)
