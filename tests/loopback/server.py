"""A real HTTP server on this machine that misbehaves on demand: every path is a little program over the raw socket."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Visit:
    """One request as it arrived: its path, its head's lines and fields, and the connection to answer on."""

    path: str
    head: str
    fields: dict[str, str]
    sock: socket.socket
    stopping: threading.Event

    def send(self, content: bytes) -> None:
        self.sock.sendall(content)

    def reply(self, body: bytes = b"", status: str = "200 OK", **fields: str) -> None:
        """Answer in full; a field name's underscores become hyphens."""
        given = {name.replace("_", "-"): value for name, value in fields.items()}
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in given.items())]
        if "Content-Length" not in given and "Transfer-Encoding" not in given:
            lines.append(f"Content-Length: {len(body)}")
        self.send("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)

    def drip(self, content: bytes, every_s: float = 0.02) -> None:
        """Send a byte at a time."""
        for at in range(len(content)):
            if self.stopping.wait(every_s):
                return
            self.send(content[at : at + 1])

    def stall(self) -> None:
        """Say nothing until the client has gone or the server stops."""
        self.sock.settimeout(0.05)
        while not self.stopping.is_set():
            try:
                if not self.sock.recv(1):
                    return
            except TimeoutError:
                continue

    def hang_up(self) -> None:
        """Close the connection without a further word."""
        self.sock.shutdown(socket.SHUT_RDWR)


Program = Callable[[Visit], None]


def page(visit: Visit) -> None:
    visit.reply(
        b"<title>Statement</title><p>The Ministry condemns the attack and calls for restraint.</p>", Content_Type="text/html"
    )


def no_robots(visit: Visit) -> None:
    visit.reply(b"nothing here", "404 Not Found")


@dataclass
class LoopbackServer:
    """The server, as a context manager. ``visits`` are the requests so far, ``connections`` how often a client connected;
    ``address`` is one of this machine, 127.0.0.1 to 127.255.255.254."""

    programs: dict[str, Program]
    context: ssl.SSLContext | None = None
    visits: list[Visit] = field(default_factory=list)
    connections: int = 0
    address: str = "127.0.0.1"

    def __enter__(self) -> LoopbackServer:
        self._stopping = threading.Event()
        self._listener = socket.create_server((self.address, 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        with socket.create_connection((self.address, self.port)):
            pass
        for thread in list(self._threads):
            thread.join(timeout=5)
        self._listener.close()

    def url(self, path: str = "/", host: str | None = None) -> str:
        return f"{'https' if self.context else 'http'}://{host or self.address}:{self.port}{path}"

    def paths(self) -> list[str]:
        """Give what was asked for, robots.txt aside."""
        return [visit.path for visit in self.visits if visit.path != "/robots.txt"]

    def _accept(self) -> None:
        while not self._stopping.is_set():
            sock, _ = self._listener.accept()
            if self._stopping.is_set():
                sock.close()
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(sock,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        try:
            with self.context.wrap_socket(sock, server_side=True) if self.context else sock as connection:
                connection.settimeout(5)
                while not self._stopping.is_set() and self._answer(connection):
                    pass
        except OSError:
            sock.close()

    def _answer(self, sock: socket.socket) -> bool:
        """Answer one request; False where the client has gone."""
        sock.settimeout(0.05)
        head = b""
        while b"\r\n\r\n" not in head:
            try:
                part = sock.recv(65536)
            except TimeoutError:
                if self._stopping.is_set():
                    return False
                continue
            if not part:
                return False
            head += part
        sock.settimeout(5)
        lines = head.decode("latin-1").split("\r\n")
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:]) if name}
        path = lines[0].split(" ")[1]
        visit = Visit(path, head.decode("latin-1"), fields, sock, self._stopping)
        self.visits.append(visit)
        known = self.programs.get(path) or self.programs.get(path.partition("?")[0])
        (known or (no_robots if path == "/robots.txt" else self.programs.get("*", page)))(visit)
        return True
