"""Export all that a query finds to a file with its manifest, or as a stream of text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.home import Home
from pipeline.run.collect.version import code_version
from pipeline.run.opening import reading
from storage.export.query_export import MEDIA_TYPES, STREAMED, Format
from storage.export.query_export import export as write_file
from storage.export.query_export import stream as write_stream
from storage.model.findings import Manifest
from storage.search.filtering import Filters

__all__ = ["MEDIA_TYPES", "STREAMED", "Format", "export", "stream"]


def export(home: Home, query: str, form: Format, path: Path, *, now: datetime | None = None, **given: Any) -> Manifest:
    """Write all that a query finds to ``path``, and the manifest beside it; ``given`` are the fields of
    ``storage.search.filtering.Filters``. Raises StorageError if the folder does not exist or DuckDB is missing for Parquet."""
    home.check_output(path)
    with reading(home) as db:
        return write_file(db, query, _narrow(given), form, path, made_at=_moment(now), code_version=code_version())


def stream(home: Home, query: str, form: Format, *, now: datetime | None = None, **given: Any) -> Iterator[str]:
    """Yield all that a query finds as text, in one of the STREAMED formats."""
    with reading(home) as db:
        yield from write_stream(db, query, _narrow(given), form, made_at=_moment(now))


def _narrow(given: dict[str, Any]) -> Filters:
    return Filters(**{name: value for name, value in given.items() if value is not None})


def _moment(now: datetime | None) -> datetime:
    return (now or datetime.now(UTC)).replace(microsecond=0)
