"""Where an archive keeps its things on disk: one folder, moved by the environment variable ONRECORD_HOME."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
"""The folder that holds dags/, pipeline/ and storage/."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """An archive's folder and the places in it; nothing is created until something is written."""

    root: Path

    @property
    def archive(self) -> Path:
        """Give the SQLite file."""
        return self.root / "archive.db"

    @property
    def warc(self) -> Path:
        """Give the folder below which every WARC file and shard lies."""
        return self.root / "warc"

    @property
    def airflow(self) -> Path:
        """Give the folder of Airflow's own files."""
        return self.root / "airflow"

    @property
    def state(self) -> Path:
        """Give the folder of what may be thrown away: robots.txt answers, the hosts' token buckets."""
        return self.root / "state"

    @property
    def log(self) -> Path:
        """Give the folder of the structured logs."""
        return self.root / "log"


def find_home() -> Home:
    """Give the archive that ONRECORD_HOME names, else ``data/`` in the project folder."""
    return Home(root=Path(os.environ.get("ONRECORD_HOME") or PROJECT / "data").absolute())
