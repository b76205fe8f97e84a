"""A command as a process: streams that are not there, signals that stop it, and how a failure of the system is told."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import threading
from types import FrameType
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""The signals by which a user, a supervisor or a terminal that is closed stops a command."""
SIGNALLED = 128
"""The exit code of a command that a signal other than SIGINT stopped is this and the signal's number, as shells have it."""
_AGAIN_S = 2.0
"""How long a command has to end after such a signal, in seconds, until it is stopped again: Python drops what is raised while
it deletes something, and some libraries drop it too. Chosen by hand: what is open is closed in less."""

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


_ended = threading.Event()
_stopped: list[int] = []
"""The signals that came, in their order."""


def begin_process() -> None:
    """Open the standard streams that the caller closed, let them take every letter, and make the signals that stop a process
    end it as Ctrl-C does."""
    _fill_streams()
    for stream in (sys.stdout, sys.stderr):
        _take_every_letter(stream)
    for number in _STOPPING:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):  # what the caller ignores stays ignored
            signal.signal(number, _stop)
    sys.unraisablehook = _keep_quiet


def end_process() -> int | None:
    """Be stopped no more, and return the number of the signal that stopped this process; None for SIGINT and for none."""
    _ended.set()
    return next((number for number in _stopped if number != signal.SIGINT), None)


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


def _take_every_letter(stream: TextIO) -> None:
    """Let a stream in another encoding than UTF-8 take what that cannot write: a terminal as escapes, any other as UTF-8."""
    if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
        if stream.isatty():
            stream.reconfigure(errors="backslashreplace")
        else:
            stream.reconfigure(encoding="utf-8")


def _stop(number: int, _frame: FrameType | None) -> None:
    if not _stopped:
        threading.Thread(target=_stop_again, args=(number,), daemon=True).start()
    _stopped.append(number)
    raise KeyboardInterrupt


def _stop_again(number: int) -> None:
    main = threading.main_thread().ident
    while main is not None and not _ended.wait(_AGAIN_S):
        signal.pthread_kill(main, number)  # a real one: it also ends what waits


def _keep_quiet(dropped: UnraisableHookArgs) -> None:
    """Say nothing of an interrupt that Python dropped: it comes again."""
    if not issubclass(dropped.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(dropped)
