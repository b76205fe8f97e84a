"""Limit the CPU time that understanding bytes may take, in proportion to their length.

Our readers take time that grows with the length of what they read, but no test proves that of every page, nor of the libraries
they ask. The limit costs such a page its lead, with the reason, and nothing else: its bytes are kept, and reparsing with better
code reads them. It is a timer of the process (``ITIMER_PROF``), whose signal Python sees between two instructions and within a
regular expression. Signals reach the main thread alone: in another one nothing is limited. CPU time, not time on the clock, so
that what a machine can read does not hang on what else it does.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from types import FrameType
from typing import TypeVar

from pipeline.errors import ParseError

_T = TypeVar("_T")

LEAST_S, S_PER_MB = 3.0, 20.0
"""The CPU seconds that any bytes may take, and what comes to it for each million of them: about a hundred times what pages and
dumps take on the machines this was measured on, so that one many times slower reads them too."""

TOO_LONG = "takes too long to read"
"""The reason that leads end with where the limit was reached."""

_AGAIN_S = 0.1
"""CPU seconds after which a block that goes on is stopped again: Python drops what is raised while it collects garbage."""


class _Stop(BaseException):
    """Ends the limited block. No ``Exception``: libraries that catch those would go on with their work."""


def allow_for(size: int) -> float:
    """Return the CPU seconds that ``size`` bytes may take."""
    return LEAST_S + S_PER_MB * size / 1e6


@contextmanager
def limiting_cpu(seconds: float) -> Iterator[None]:
    """End a block that uses more CPU seconds; raises ParseError in its place. Limits do not nest: the inner one holds."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    inside = [True]

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a signal's handler
        if inside:
            raise _Stop

    before = signal.signal(signal.SIGPROF, stop)
    try:
        try:
            signal.setitimer(signal.ITIMER_PROF, max(seconds, 0.001), _AGAIN_S)
            yield
        finally:
            inside.clear()
            signal.setitimer(signal.ITIMER_PROF, 0)
    except _Stop:
        raise ParseError(
            TOO_LONG, "more CPU time than its length allows was used, and reading it was ended. Its bytes are kept."
        ) from None
    finally:  # the inner one may have been stopped itself
        inside.clear()
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def iterate_within(items: Iterable[_T], seconds: float) -> Iterator[_T]:
    """Yield items that together take no more CPU seconds to make; raises ParseError where they do."""
    iterator = iter(items)
    left = seconds
    while True:
        started = time.process_time()
        with limiting_cpu(left):
            made = list(islice(iterator, 1))
        if not made:
            return
        left -= time.process_time() - started
        yield made[0]
