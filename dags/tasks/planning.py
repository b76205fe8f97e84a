"""Plan a backfill: refuse in one line what cannot be done, else list its windows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dags.tasks.conf import ConfError, check_keys, read_days, read_files, read_sources
from dags.tasks.windows import Window, cut_windows, span_windows
from dags.tasks.working import failing_for_good

BACKFILL_KEYS = ("sources", "since", "until", "via", "dry_run", "failed_only", "replay")
DAYS_KEYS = ("sources", "via", "replay")


def plan_backfill(params: Mapping[str, Any], dag_run: Any) -> list[dict[str, Any]]:
    """List the windows of a backfill: each source by month; with files to replay, each source at once."""
    with failing_for_good(dag_run):
        check_keys(dag_run.conf, BACKFILL_KEYS)
        sources = read_sources(params["sources"])
        since, until = read_days(params)
        if since is None or until is None:
            raise ConfError("conf: since and until: found an empty one, expected two days such as '2020-10-27'.")
        replayed = read_files(params.get("replay"))
        windows = span_windows(sources, since, until) if replayed else cut_windows(sources, since, until)
        return _list(windows)


def plan_day(params: Mapping[str, Any], dag_run: Any) -> list[dict[str, Any]]:
    """List the windows of one day: the sources, that day from its beginning to its end."""
    with failing_for_good(dag_run):
        check_keys(dag_run.conf, DAYS_KEYS)
        if dag_run.partition_key is None:
            raise ConfError("This run has no day: it is made for `airflow backfill create`; for other runs use `backfill`.")
        sources = read_sources(params["sources"])
        read_files(params.get("replay"))
        day = dt.date.fromisoformat(dag_run.partition_key)
        return _list(span_windows(sources, day, day))


def _list(windows: tuple[Window, ...]) -> list[dict[str, Any]]:
    from airflow.sdk.configuration import conf as airflow_conf

    most = airflow_conf.getint("core", "max_map_length")
    if len(windows) > most:
        raise ConfError(f"conf: {len(windows)} windows of a source and month, at most {most} in a run: choose fewer of either.")
    return [window.to_json() for window in windows]
