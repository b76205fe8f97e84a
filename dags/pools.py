"""The pools that keep Airflow from asking one host twice at once, and from writing with two hands.

``python -m dags.pools`` prints them as ``airflow pools import`` reads them.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from dags.dag_names import WRITER_POOL, name_pool
from pipeline.registry.declared_sources import load_sources


def list_pools() -> dict[str, dict[str, Any]]:
    """Return every pool with its slots, in the form that ``airflow pools import`` reads."""
    pools: dict[str, dict[str, Any]] = {
        name_pool(source): {"slots": 1, "description": f"captures of {source.hosts[0]}", "include_deferred": False}
        for source in load_sources()
        if source.schedule
    }
    pools[WRITER_POOL] = {"slots": 1, "description": "the one writer of the archive", "include_deferred": False}
    return pools


if __name__ == "__main__":
    json.dump(list_pools(), sys.stdout)
