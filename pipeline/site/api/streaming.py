"""Send text that one thread makes, because a connection to SQLite belongs to the thread that opened it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from typing import Final

_AHEAD: Final = 16
"""The maker may be at most this number of pieces ahead of the reader, so that memory does not grow with a slow one. Chosen by
hand."""

_WAIT_S: Final = 0.5
"""How often the maker looks whether its reader is gone, in seconds. Chosen by hand."""


def stream_from_thread(made: Iterator[str]) -> Iterator[bytes]:
    """Yield what ``made`` yields, which runs in a thread of its own and is closed if the reader goes away.

    What ``made`` raises is raised here.
    """
    pieces: queue.Queue[str | BaseException | None] = queue.Queue(maxsize=_AHEAD)
    stopped = threading.Event()

    def put(piece: str | BaseException | None) -> bool:
        while not stopped.is_set():
            try:
                pieces.put(piece, timeout=_WAIT_S)
            except queue.Full:
                continue
            return True
        return False

    def work() -> None:
        try:
            for piece in made:
                if not put(piece):
                    return
            put(None)
        except BaseException as error:  # noqa: BLE001 -- raised again where the pieces are read
            put(error)
        finally:
            close = getattr(made, "close", None)
            if close is not None:
                close()

    threading.Thread(target=work, name="export", daemon=True).start()
    try:
        while (piece := pieces.get()) is not None:
            if isinstance(piece, BaseException):
                raise piece
            yield piece.encode("utf-8", "replace")
    finally:
        stopped.set()
