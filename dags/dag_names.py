"""The names that DAGs and pools go by; no Airflow is needed to know them."""

from __future__ import annotations

from pipeline.declarations import Source

WRITER_POOL = "archive_writer"
BACKFILL = "backfill"
BACKFILL_DAYS = "backfill_days"
UPKEEP = "upkeep"
ALARMS = "alarms"
REDACTION = "redaction"
REVIEW = "review"


def name_pool(source: Source) -> str:
    """Name the pool of a source's host: one slot, so that Airflow never starts two captures of one host at once."""
    return f"host_{source.hosts[0].replace('.', '_').replace('/', '_')}" if source.hosts else "host_none"


def name_dag(source: Source) -> str:
    """Name the DAG of a source."""
    return f"source_{source.id}"
