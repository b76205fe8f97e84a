"""Ask Airflow's API whether it and the other processes are well."""

from __future__ import annotations

import json
import urllib.request
from http.client import HTTPException

from dags.airflow_settings import LOOPBACK

METADATABASE = "metadatabase"
"""The part of Airflow that is no process of the service."""

_PARTS = {METADATABASE: METADATABASE, "scheduler": "scheduler", "triggerer": "triggerer", "dag_processor": "dag-processor"}


def list_unhealthy(port: int) -> list[str]:
    """List the parts of Airflow that are not healthy; only the API server if that does not answer."""
    try:
        with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/api/v2/monitor/health", timeout=5) as answer:
            health = json.load(answer)
        return [name for key, name in _PARTS.items() if health[key]["status"] != "healthy"]
    except (OSError, HTTPException, ValueError, LookupError, TypeError):
        return ["api-server"]
