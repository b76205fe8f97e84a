"""A command as a process: streams that are not there, signals that stop it, and how a failure of the system is told."""

from __future__ import annotations

import _thread
import errno
import os
import signal
import sys
import threading
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_STOPPING = (signal.SIGTERM, signal.SIGHUP)
"""The signals, besides SIGINT, by which a machine, a supervisor or a terminal that is closed stops a command."""
SIGNALLED = 128
"""The exit code of a command that such a signal stopped is this and the signal's number, as shells have it."""
_AGAIN_S = 0.05
"""How long after an interrupt that Python dropped it is raised again, in seconds. Chosen by hand: destructors take less."""

_REMEDIES = {
    errno.EACCES: "Change its permissions, or do this as a user who may.",
    errno.EPERM: "Do this as a user who may.",
    errno.EROFS: "The disk is mounted for reading only: mount it for writing, or name another folder with ONRECORD_HOME.",
    errno.ENOSPC: "Free some space, then do this again: what is in the archive is whole.",
    errno.EDQUOT: "Free some space, then do this again: what is in the archive is whole.",
    errno.EIO: "Look at the disk.",
    errno.ENOTDIR: "A file stands where a folder is expected: move it away.",
    errno.EEXIST: "Something else stands where a folder is expected: move it away.",
    errno.EISDIR: "A folder stands where a file is expected: move it away.",
    errno.ELOOP: "It is a link that leads back to itself: remove it.",
    errno.EMFILE: "Raise the number of files that may be open: ulimit -n 1024.",
    errno.ENAMETOOLONG: "Give it a shorter name.",
    errno.ENOENT: "It was there before or is expected there: do not move what a command works on.",
}


class _Stop:
    """The signal that stopped this process, if one did."""

    number: int | None = None


def begin_process() -> None:
    """Open the standard streams that the caller closed, and make the signals that stop a process end it as Ctrl-C does."""
    _fill_streams()
    for number in _STOPPING:
        if signal.getsignal(number) is signal.SIG_DFL:  # one that the caller ignores, as nohup does, stays ignored
            signal.signal(number, _stop)
    sys.unraisablehook = _raise_again


def stopped_by() -> int | None:
    """Return the number of the signal that stopped this process; None for Ctrl-C."""
    return _Stop.number


def describe_failure(error: OSError) -> str:
    """Say where a call of the system failed, why, and what to do."""
    where = " and ".join(os.fsdecode(name) for name in (error.filename, error.filename2) if isinstance(name, str | bytes))
    why = error.strerror or str(error) or type(error).__name__
    remedy = _REMEDIES.get(error.errno or 0, "")
    return f"{where or 'Writing the output'}: {why}. {remedy}" if where or error.errno == errno.ENOSPC else f"{why}. {remedy}"


def _fill_streams() -> None:
    """Open what is missing of the first three descriptors as the null device: else a file of the archive would be opened as one
    of them, and receive what is printed."""
    for descriptor, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest that is free: this one
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(descriptor, mode, encoding="utf-8", closefd=False))


def _stop(number: int, _frame: FrameType | None) -> None:
    _Stop.number = number
    raise KeyboardInterrupt


def _raise_again(dropped: UnraisableHookArgs) -> None:
    """Raise an interrupt once more that came while Python was deleting something, where it drops every exception."""
    if issubclass(dropped.exc_type, KeyboardInterrupt):
        threading.Timer(_AGAIN_S, _thread.interrupt_main).start()
    else:
        sys.__unraisablehook__(dropped)
