"""Where an archive keeps its things: one folder, moved by the environment variable ONRECORD_HOME.

ONRECORD_HOME may be the URL of an object store instead (``s3://bucket/prefix``). Then whole WARC files lie there, and the
folder that ONRECORD_LOCAL names holds the database, runs at work and a mirror of the files that were needed on this machine.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
"""The folder that holds dags/, pipeline/ and storage/."""


HOME = "ONRECORD_HOME"
LOCAL = "ONRECORD_LOCAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """An archive's folder and the places in it; nothing is created until something is written.

    ``store`` is the URL below which the WARC files of an archive on several machines lie, None where the folder holds them.
    ``snapshot`` is a copy of the database that readers are served from, None if they read the archive itself.
    """

    root: Path
    store: str | None = None
    snapshot: Path | None = None

    @property
    def archive(self) -> Path:
        """Return the SQLite file: the archive's, or a snapshot of it to read from."""
        return self.snapshot or self.root / "archive.db"

    @property
    def reports(self) -> Path:
        """Return the file of what readers report and look for in vain; it is no part of the archive."""
        return self.root / "reports.db"

    @property
    def excerpt(self) -> Path:
        """Return the excerpt of the archive that its loader published, on a machine that has no archive of its own."""
        return self.root / "state" / "excerpt.db"

    @property
    def warc(self) -> Path:
        """Return the folder below which every WARC file and shard lies."""
        return self.root / "warc"

    @property
    def airflow(self) -> Path:
        """Return the folder of Airflow's own files."""
        return self.root / "airflow"

    @property
    def state(self) -> Path:
        """Return the folder of what may be thrown away: robots.txt answers, the hosts' token buckets."""
        return self.root / "state"

    @property
    def log(self) -> Path:
        """Return the folder of the structured logs."""
        return self.root / "log"


def find_home() -> Home:
    """Return the archive that ONRECORD_HOME names, else ``data/`` in the project folder."""
    named, local = os.environ.get(HOME), os.environ.get(LOCAL)
    if named and "://" in named:
        return Home(root=Path(local or PROJECT / "data").absolute(), store=named.rstrip("/"))
    return Home(root=Path(named or PROJECT / "data").absolute())


def describe_home(home: Home) -> Mapping[str, str]:
    """Return the environment variables by which another process finds an archive."""
    return {HOME: home.store, LOCAL: str(home.root)} if home.store else {HOME: str(home.root)}
