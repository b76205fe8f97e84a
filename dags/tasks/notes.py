"""Write notes, create pools and pause DAGs through Airflow's REST API, since tasks have no other way to it.

A note is a convenience: if the API cannot be reached, or refuses, that is logged and nothing else happens.
"""

from __future__ import annotations

import json
import logging
import os
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dags.airflow_settings import AIRFLOW_URL, PASSWORDS, SERVICE_USER

LOGIN = "ONRECORD_AIRFLOW_LOGIN"
"""The environment variable with ``user:password`` for the API, if the service's own password file is not on this machine."""

MOST_CHARACTERS = 1000
"""Airflow's column of notes holds no more."""

_TIMEOUT_S = 15.0
"""How long Airflow's API may take to answer. Chosen by hand."""
_log = logging.getLogger(__name__)


def write_note(dag: str, run: str, text: str) -> bool:
    """Set the note of a DAG run; returns whether it was set."""
    cut = text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 2]} …"
    return _try("PATCH", f"/api/v2/dags/{quote(dag, safe='')}/dagRuns/{quote(run, safe='')}", {"note": cut})


def create_pool(name: str, fields: Mapping[str, Any]) -> bool:
    """Create a pool if it is not there; returns whether the API took it."""
    return _try("POST", "/api/v2/pools", {"name": name, **fields}, conflict=True)


def pause_dag(dag: str) -> bool:
    """Switch a DAG off; returns whether the API took it."""
    return _try("PATCH", f"/api/v2/dags/{quote(dag, safe='')}", {"is_paused": True})


def _try(method: str, path: str, given: Mapping[str, Any], *, conflict: bool = False) -> bool:
    """Call the API; ``conflict`` says that one that is there already is as good."""
    address = os.environ.get(AIRFLOW_URL)
    login = _read_login()
    if not address or login is None:
        _log.info("No address or login of Airflow's API is known here: %s %s is left out.", method, path)
        return False
    try:
        token = _call("POST", f"{address}/auth/token", login)["access_token"]
        _call(method, f"{address}{path}", given, token)
    except urllib.error.HTTPError as error:
        error.close()
        if conflict and error.code == 409:
            return True
        _log.warning(
            "Airflow's API answered %s to %s %s: the page of the run lacks what the log says.", error.code, method, path
        )
        return False
    except (OSError, ValueError, KeyError) as error:
        _log.warning("Airflow's API at %s could not be reached (%s); the log has all there is to say.", address, error)
        return False
    return True


def _call(method: str, url: str, given: Mapping[str, Any], token: str | None = None) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(url, data=json.dumps(given).encode(), headers=headers, method=method)  # noqa: S310 -- http(s)
    with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310 -- the operator's own address
        found: dict[str, Any] = json.load(answer)
    return found


def _read_login() -> dict[str, str] | None:
    named = os.environ.get(LOGIN, "")
    if ":" in named:
        user, _, password = named.partition(":")
        return {"username": user, "password": password}
    path = Path(os.environ.get("AIRFLOW_HOME", "")) / PASSWORDS
    passwords = json.loads(path.read_text()) if path.is_file() else {}
    return {"username": SERVICE_USER, "password": passwords[SERVICE_USER]} if SERVICE_USER in passwords else None
