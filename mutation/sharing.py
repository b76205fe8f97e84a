"""Share the trials of a sample between processes, and tell how each ended as it ends."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from json import dumps, loads

from mutation.trying import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How the trial of one change of a sample ended, after how many seconds, and the test that noticed it."""

    place: int
    result: Result
    seconds: float
    noticed: str


def share(jobs: int, attempt: Callable[[int, Callable[[Trial], None]], None]) -> Iterator[Trial]:
    """Run ``attempt`` in so many processes, numbered from 0, and yield what they tell.

    Raises RuntimeError if one of them breaks; what broke it is on the standard error."""
    reader, writer = os.pipe()
    children = [_fork(number, attempt, reader, writer) for number in range(jobs)]
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as told:
        for line in told:
            values = loads(line)
            yield Trial(**values | {"result": Result(values["result"])})
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    if any(codes):
        raise RuntimeError(f"the processes that try changes ended with the exit codes {codes}")


def _fork(number: int, attempt: Callable[[int, Callable[[Trial], None]], None], reader: int, writer: int) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        os.close(reader)
        # A line is shorter than what a pipe takes whole (PIPE_BUF), so lines of several processes do not mix.
        attempt(number, lambda trial: _tell(writer, trial))
        code = 0
    finally:
        if code:
            traceback.print_exc()
            sys.stderr.flush()
        os._exit(code)


def _tell(writer: int, trial: Trial) -> None:
    os.write(writer, f"{dumps(asdict(trial))}\n".encode())
