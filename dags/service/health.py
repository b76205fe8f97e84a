"""Ask Airflow's API whether it and the other processes are well."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

from dags.airflow_settings import LOOPBACK

_PARTS = {"metadatabase": "metadatabase", "scheduler": "scheduler", "triggerer": "triggerer", "dag_processor": "dag-processor"}


def list_unhealthy(port: int) -> list[str]:
    """List the parts of Airflow that are not healthy; only the API server if that does not answer."""
    try:
        with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/api/v2/monitor/health", timeout=5) as answer:
            health = json.load(answer)
    except (urllib.error.URLError, TimeoutError, ConnectionError, ValueError):
        return ["api-server"]
    return [name for key, name in _PARTS.items() if health[key]["status"] != "healthy"]


def answers(port: int) -> bool:
    """Say whether the API server answers."""
    return list_unhealthy(port) != ["api-server"]
