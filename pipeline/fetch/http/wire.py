"""The HTTP transport: requests over urllib3 pools whose connections go only to checked addresses and have a total time budget.

A socket's normal timeout limits one read, so a server that drips a byte a second never exceeds it. Here a timeout is a budget
for everything until the next one is set, and a stall limit applies to each single read as well.
"""

from __future__ import annotations

import http.client
import io
import re
import socket
import time
from functools import partial
from typing import Any, cast

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.response import HTTPResponse

from pipeline.fetch.http.public_addresses import Guard

_MOST_LINES = 1000
"""The lines of a head with the interim answers before it, and of trailers, that are read. Chosen by hand: the library reads 100
fields of each, and honest answers have thirty."""

_FIELD_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A field's name: a token (RFC 9110, section 5.6.2)."""


class BudgetSocket:
    """A connected socket whose timeout is a budget, and which records what was sent."""

    def __init__(self, sock: socket.socket, stall_s: float) -> None:
        self._sock = sock
        self._stall_s = stall_s
        self._until: float | None = None
        self.sent = bytearray()
        self.settimeout(sock.gettimeout())

    def settimeout(self, budget_s: float | None) -> None:
        """Start a budget, in seconds, for everything sent and received from now on."""
        self._until = None if budget_s is None else time.monotonic() + budget_s

    def limit(self) -> None:
        """Limit the next operation to the remaining budget. Raises TimeoutError if nothing is left."""
        left = self._stall_s if self._until is None else min(self._until - time.monotonic(), self._stall_s)
        if left <= 0:
            raise TimeoutError("the budget of this exchange is spent")
        self._sock.settimeout(left)

    def sendall(self, content: bytes, flags: int = 0) -> None:
        """Send, and record what was sent."""
        self.limit()
        self.sent += content
        self._sock.sendall(content, flags)

    def makefile(self, *_: object, **__: object) -> io.BufferedReader:
        """Open the receiving side as a file; each read is limited."""
        raw = self._sock.makefile("rb", buffering=0)
        return _LineLimiter(_BudgetReader(raw, self))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class _BudgetReader(io.RawIOBase):
    """The receiving side of a BudgetSocket."""

    def __init__(self, raw: Any, sock: BudgetSocket) -> None:
        self._raw = raw
        self._sock = sock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.limit()
        return cast("int | None", self._raw.readinto(buffer))

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


class _LineLimiter(io.BufferedReader):
    """The receiving side as lines and bytes. Heads, interim answers and trailers that do not end are refused, which the library
    would read until the time is up: at most ``_MOST_LINES`` lines are read between two reads of a body's bytes."""

    _lines = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        self._lines += 1
        if self._lines > _MOST_LINES:
            raise http.client.HTTPException(f"more than {_MOST_LINES} lines of head or trailers")
        return super().readline(-1 if size is None else size)

    def read(self, size: int | None = -1, /) -> bytes:
        self._lines = 0
        return super().read(size)

    def readinto(self, buffer: Any, /) -> int:
        self._lines = 0
        return super().readinto(buffer)


class _HeadRepairer:
    """The receiving side while the head is read. At the first line that is no field the library ends the head, and reads the
    fields behind it as nothing and their chunks as words.

    A space before the colon and a carriage return within a line are read as RFC 9112, sections 5.1 and 2.2, say. A line that is
    no field is passed over with those that continue it, as browsers do.
    """

    def __init__(self, received: Any) -> None:
        self._received = received
        self._at_status, self._passing_over = True, False

    def readline(self, size: int = -1) -> bytes:
        """Read the next line that is a status line, a field, the continuation of one, or the end of the head."""
        while True:
            line: bytes = self._received.readline(size)
            whole = line.endswith(b"\n")
            if self._at_status or not whole or not line.strip(b"\r\n"):
                self._at_status, self._passing_over = whole and not self._at_status, False
                return line
            field = self._read_field(line.rstrip(b"\r\n").replace(b"\r", b" "))
            if field is not None:
                return field + b"\r\n"

    def _read_field(self, line: bytes) -> bytes | None:
        """Return a line as the library reads it; None if it is no field and continues none."""
        if line[:1] in (b" ", b"\t"):
            return None if self._passing_over else line
        name, colon, value = line.partition(b":")
        name = name.rstrip(b" \t")
        self._passing_over = not colon or _FIELD_NAME.fullmatch(name) is None
        return None if self._passing_over else name + colon + value

    def __getattr__(self, name: str) -> Any:
        return getattr(self._received, name)


class _Guarded:
    """What plain and TLS connections share: they connect only to addresses that the guard allows, and keep the request's head.

    ``sent_head`` is the last request as sent, ``peer`` the address it went to.
    """

    guard: Guard
    stall_s: float
    sent_head: bytes = b""
    peer: str | None = None

    def connect_checked(self, connection: HTTPConnection) -> socket.socket:
        """Connect to the first of the host's checked addresses that answers."""
        timeout = connection.timeout if isinstance(connection.timeout, int | float) else 10.0
        until = time.monotonic() + timeout
        failure: OSError | None = None
        for address in self.guard.resolve(connection.host.strip("[]"), connection.port or 80, timeout):
            left = until - time.monotonic()
            if left <= 0:
                break
            try:
                sock = socket.create_connection((str(address), connection.port or 80), left)
            except OSError as error:
                failure = error
                continue
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.peer = str(address)
            return sock
        if failure is None or isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(connection, f"no connection to {connection.host} within {timeout:.0f} s")
        raise NewConnectionError(connection, str(failure))

    def watch(self, connection: HTTPConnection) -> None:
        """Put the connection's socket on a budget."""
        connection.sock = cast("socket.socket", BudgetSocket(cast("socket.socket", connection.sock), self.stall_s))

    def keep_head(self, connection: HTTPConnection) -> None:
        """Keep what was sent since the last response."""
        sock = cast("BudgetSocket", connection.sock)
        self.sent_head = bytes(sock.sent)
        sock.sent.clear()


class _FinalAnswer(http.client.HTTPResponse):
    """An answer after any number of interim ones (RFC 9110, section 15.2); the library passes over 100 alone."""

    fp: Any

    def begin(self) -> None:
        """Read the head."""
        received = self.fp
        self.fp = _HeadRepairer(received)
        super().begin()
        if self.fp is not None:
            self.fp = received

    def _read_status(self) -> tuple[str, int, str]:
        while True:
            read: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]  # where the library reads a status line
            if not http.HTTPStatus.SWITCHING_PROTOCOLS < read[1] < http.HTTPStatus.OK:
                return read
            http.client.parse_headers(self.fp)


class GuardedConnection(_Guarded, HTTPConnection):
    """A plain connection."""

    response_class = _FinalAnswer

    def _new_conn(self) -> socket.socket:
        return self.connect_checked(self)

    def connect(self) -> None:
        """Connect, and put the socket on a budget."""
        super().connect()
        self.watch(self)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3 itself
        """Read the answer's head."""
        self.keep_head(self)
        return super().getresponse()


class GuardedTlsConnection(_Guarded, HTTPSConnection):
    """A TLS connection, its certificate verified."""

    response_class = _FinalAnswer

    def _new_conn(self) -> socket.socket:
        return self.connect_checked(self)

    def connect(self) -> None:
        """Connect, and put the socket on a budget once it is encrypted."""
        super().connect()
        self.watch(self)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3 itself
        """Read the answer's head."""
        self.keep_head(self)
        return super().getresponse()


class _Pool(HTTPConnectionPool):
    ConnectionCls = GuardedConnection

    def __init__(self, *args: Any, guard: Guard, stall_s: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._guard, self._stall_s = guard, stall_s

    def _new_conn(self) -> Any:
        return _set_guard(super()._new_conn(), self._guard, self._stall_s)


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = GuardedTlsConnection

    def __init__(self, *args: Any, guard: Guard, stall_s: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._guard, self._stall_s = guard, stall_s

    def _new_conn(self) -> Any:
        return _set_guard(super()._new_conn(), self._guard, self._stall_s)


def _set_guard(connection: Any, guard: Guard, stall_s: float) -> Any:
    connection.guard, connection.stall_s = guard, stall_s
    return connection


class GuardedAdapter(HTTPAdapter):
    """requests' transport over guarded pools that keep connections alive."""

    def __init__(self, guard: Guard, *, stall_s: float, hosts: int, connections: int) -> None:
        self._pools = {
            "http": partial(_Pool, guard=guard, stall_s=stall_s),
            "https": partial(_TlsPool, guard=guard, stall_s=stall_s),
        }
        super().__init__(pool_connections=hosts, pool_maxsize=connections, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any) -> None:
        """Make the pool manager use guarded pools."""
        super().init_poolmanager(connections, maxsize, block, **pool_kwargs)
        cast("Any", self.poolmanager).pool_classes_by_scheme = self._pools

    def build_response(self, req: PreparedRequest, resp: Any) -> Response:
        """Wrap the response and no more: the library would read its cookies, which it fails to do of odd ones."""
        response = Response()
        response.request, response.raw = req, resp
        return response
