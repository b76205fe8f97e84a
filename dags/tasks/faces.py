"""The last verdict on each source, in a small file each, which the DAG's page shows: read whenever DAG files are read."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.home import Home
from storage.model.codec import from_json, to_json

WELL = ("healthy", "untried")
"""The verdicts that call for no attention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """How a source fares: its verdict, the day since which it has been so, the reason and what to do about it."""

    verdict: str
    since: str
    why: str
    advice: str


def read_face(home: Home, source: str) -> Face | None:
    """Read the last verdict on a source; None if it was never judged."""
    path = _find(home, source)
    return from_json(Face, json.loads(path.read_text())) if path.exists() else None


def write_face(home: Home, source: str, face: Face) -> None:
    """Keep a verdict on a source; one that was reached before keeps its first day."""
    before = read_face(home, source)
    if before is not None and before.verdict == face.verdict:
        face = replace(face, since=before.since)
    if face == before:
        return
    path = _find(home, source)
    path.parent.mkdir(parents=True, exist_ok=True)
    passing = path.with_suffix(f".{os.getpid()}")
    passing.write_text(json.dumps(to_json(face)))
    passing.replace(path)


def _find(home: Home, source: str) -> Path:
    return home.airflow / "verdicts" / f"{source}.json"
