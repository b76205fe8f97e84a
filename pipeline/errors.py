"""The errors of the pipeline, as a tree under ``storage.errors.OnRecordError``.

OnRecordError
└── PipelineError
    ├── SourceError         a declaration (source, roster, language) is wrong
    ├── FetchError          an address could not be fetched; `reason` is what the Tally counts
    ├── ParseError          bytes could not be understood; `reason` is what the Tally counts
    ├── AlarmError          an alarm could not be told, or where to tell it is set up wrongly; names no secret
    ├── FollowError         something cannot be followed, or not in the way asked
    └── SharedError         what machines share (a Redis, an object store) does not serve
        └── LockLost        a lock ended before its holder did
"""

from __future__ import annotations

import csv
import lzma
import struct
import traceback
import zlib
from pathlib import Path

from storage.errors import OnRecordError
from storage.model import Exchange


class PipelineError(OnRecordError):
    """Something between an address and the archive went wrong."""


class SourceError(PipelineError):
    """A declaration is wrong: names the file, the key, what was found and the nearest valid spelling."""


class FetchError(PipelineError):
    """An address could not be fetched. ``reason`` is a short stable phrase that the Tally counts by.

    ``exchanges`` are the answers that came before it failed, such as the redirects on the way.
    """

    def __init__(self, reason: str, message: str, *, exchanges: tuple[Exchange, ...] = ()) -> None:
        super().__init__(message)
        self.reason = reason
        self.exchanges = exchanges


class ParseError(PipelineError):
    """Bytes could not be understood. ``reason`` is a short stable phrase that the Tally counts by."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class AlarmError(PipelineError):
    """An alarm could not be told, or where to tell it is set up wrongly. The message names no address, user or password."""


class FollowError(PipelineError):
    """Something cannot be followed, or not in the way asked: says what was found and what was expected."""


class SharedError(PipelineError):
    """What several machines share cannot be reached, or does not hold what it should."""


class LockLost(SharedError):
    """A lock ended before its holder did: another may have taken the work over."""


READER_FAULTS = (
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    AssertionError,
    EOFError,
    SyntaxError,
    csv.Error,
    lzma.LZMAError,
    struct.error,
    zlib.error,
)
"""What a mistake in reading raises, as bytes nobody foresaw bring out. It costs what was being read, and is counted with its
place; whatever else is raised ends the run."""


def describe_fault(fault: BaseException) -> str:
    """Say what a fault was and where in the code it came up, for whoever mends it."""
    at = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__}: {fault}, in {Path(at.filename).name}, line {at.lineno}"
