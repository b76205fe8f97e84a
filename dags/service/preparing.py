"""Prepare what Airflow's processes need: its database up to date, and a pool for every host of a scheduled source."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dags.service.errors import ServiceError
from pipeline.home import Home
from pipeline.registry.declared_sources import list_folders

AIRFLOW = Path(sys.executable).with_name("airflow")
_LOOK_EVERY_S = 10.0
"""How often the declared hosts are looked at, in seconds. Chosen by hand."""


def migrate(home: Home, environment: Mapping[str, str]) -> None:
    """Bring Airflow's database up to date."""
    _run([str(AIRFLOW), "db", "migrate"], home, environment)


def create_pools(home: Home, environment: Mapping[str, str]) -> None:
    """Create the pools that the declared sources need; those there already are kept up to date."""
    pools = home.airflow / "pools.json"
    pools.write_text(_run([sys.executable, "-m", "dags.pools"], home, environment))
    _run([str(AIRFLOW), "pools", "import", str(pools)], home, environment)


@dataclass(slots=True)
class PoolKeeper:
    """Creates pools anew when a declaration of a source is added or changed while the service runs."""

    home: Home
    environment: Mapping[str, str]
    say: Callable[[str], None]
    clock: Callable[[], float] = time.monotonic
    seen: tuple[tuple[str, int], ...] = ()
    looked_at: float = 0.0

    def __post_init__(self) -> None:
        self.seen = _look()

    def __call__(self) -> None:
        """Look at the declarations, at most every ten seconds."""
        now = self.clock()
        if now - self.looked_at < _LOOK_EVERY_S:
            return
        self.looked_at = now
        found = _look()
        if found == self.seen:
            return
        self.seen = found
        try:
            create_pools(self.home, self.environment)
        except ServiceError as error:
            self.say(f"the pools could not be brought up to date: {error}")
        else:
            self.say("the declared sources changed; their pools are up to date")


def _look() -> tuple[tuple[str, int], ...]:
    files = (Path(str(file)) for folder in list_folders() for file in folder.iterdir() if file.name.endswith(".toml"))
    return tuple(sorted((str(file), file.stat().st_mtime_ns) for file in files))


def _run(command: Sequence[str], home: Home, environment: Mapping[str, str]) -> str:
    log = home.airflow / "service" / "prepare.log"
    with log.open("ab") as stream:
        ended = subprocess.run(  # noqa: S603 -- our own interpreter's commands
            list(command), env=dict(environment), stdout=subprocess.PIPE, stderr=stream, check=False
        )
        stream.write(ended.stdout)
    if ended.returncode:
        name = " ".join([Path(command[0]).name, *command[1:3]])
        raise ServiceError(f"`{name}` ended with exit code {ended.returncode}; see {log}.")
    return ended.stdout.decode()
