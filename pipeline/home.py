"""Where an archive keeps its things: one folder, moved by the environment variable ONRECORD_HOME.

ONRECORD_HOME may be the URL of an object store instead (``s3://bucket/prefix``). Then whole WARC files lie there, and the
folder that ONRECORD_LOCAL names holds the database, runs at work and a mirror of the files that were needed on this machine.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from storage.errors import StorageError

PROJECT = Path(__file__).resolve().parents[1]
"""The folder that holds dags/, pipeline/ and storage/."""
_FILES = ("archive.", "reports.db")
"""How the names of an archive's own files begin."""
_FOLDERS = ("warc", "state", "log", "airflow")
"""An archive's own folders."""
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

    def check_output(self, path: Path) -> None:
        """Raise StorageError if a copy may not be written to a path.

        That is so where the archive's own files and folders are, and where a device, a pipe or a socket is: the copy would
        take its place.
        """
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise StorageError(f"{path} is a device, a pipe or a socket; expected the name of a file or folder to write.")
        place, root = path.resolve(), self.root.resolve()
        linked = path.exists() and any(own.exists() and path.samefile(own) for own in (self.archive, self.reports))
        inside = any(place.is_relative_to(root / folder) for folder in _FOLDERS)
        named = place.parent == root and place.name.startswith(_FILES)
        if linked or inside or named or place == root:
            raise StorageError(f"{path} is the archive's own; name another file or folder to write.")


def find_home() -> Home:
    """Return the archive that ONRECORD_HOME names, else ``data/`` in the project folder.

    Raises StorageError for a name that is no text: SQLite opens no such file.
    """
    named, local = os.environ.get(HOME), os.environ.get(LOCAL)
    for variable, value in ((HOME, named), (LOCAL, local)):
        if value and value != value.encode("utf-8", "replace").decode():
            raise StorageError(f"{variable} is {value!r}, which is no name in UTF-8; expected one. Rename the folder.")
    if named and "://" in named:
        return Home(root=Path(local or PROJECT / "data").absolute(), store=named.rstrip("/"))
    return Home(root=Path(named or PROJECT / "data").absolute())


def describe_home(home: Home) -> Mapping[str, str]:
    """Return the environment variables by which another process finds an archive."""
    return {HOME: home.store, LOCAL: str(home.root)} if home.store else {HOME: str(home.root)}
