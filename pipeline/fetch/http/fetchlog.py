"""Write one structured line per fetch: time, address, result, duration. Never a secret."""

from __future__ import annotations

import json
import os
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.fetch.http.masking_secrets import mask_url


class FetchLog:
    """A file of JSON lines that several threads and processes may append to; without a path, nothing is written."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._stream: int | None = None
        self._lock = threading.Lock()

    def write(self, url: str, *, at: float, **fields: Any) -> None:
        """Append a line; ``at`` is in seconds since the epoch; fields that are None are omitted."""
        if self._path is None:
            return
        instant = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
        kept = {
            name: mask_url(value) if isinstance(value, str) else value for name, value in fields.items() if value is not None
        }
        line = json.dumps({"at": instant, "url": mask_url(url), **kept}, ensure_ascii=False) + "\n"
        os.write(self._open(), line.encode("utf-8", "backslashreplace"))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._stream is not None:
                os.close(self._stream)
                self._stream = None

    def _open(self) -> int:
        with self._lock:
            if self._stream is None and self._path is not None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._stream = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            assert self._stream is not None
            return self._stream
