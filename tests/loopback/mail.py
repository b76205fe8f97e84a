"""A real mail server on this machine: takes mails, asks for a password, refuses or stalls on demand."""

from __future__ import annotations

import base64
import socket
import ssl
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import IO, cast


@dataclass
class MailServer:
    """The server, as a context manager; ``mails`` are those it took.

    ``account`` is the user and password it wants, ``refuses`` the recipients it turns down, ``codes`` what it answers to a
    command instead of a yes. ``stalls``: it connects and says nothing; ``silent_goodbye``: it says nothing to QUIT.
    """

    account: tuple[str, str] | None = None
    refuses: tuple[str, ...] = ()
    codes: dict[str, str] = field(default_factory=dict)
    stalls: bool = False
    silent_goodbye: bool = False
    context: ssl.SSLContext | None = None
    mails: list[EmailMessage] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)

    def __enter__(self) -> MailServer:
        self._stopping = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        with socket.create_connection(("127.0.0.1", self.port)):
            pass
        for thread in self._threads:
            thread.join(timeout=5)
        self._listener.close()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            sock, _ = self._listener.accept()
            thread = threading.Thread(target=self._serve, args=(sock,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        sock.settimeout(5)
        try:
            with self.context.wrap_socket(sock, server_side=True) if self.context else sock as connection:
                if self._stopping.is_set():
                    return
                if self.stalls:
                    self._stopping.wait(10)
                    return
                with connection.makefile("rwb") as stream:
                    self._talk(cast("IO[bytes]", stream))
        except (OSError, ssl.SSLError):
            sock.close()

    def _talk(self, stream: IO[bytes]) -> None:
        self._say(stream, "220 mail.example")
        while line := stream.readline().decode("latin-1").strip():
            self.commands.append(line)
            command = line.split(" ")[0].upper()
            if command in self.codes:
                self._say(stream, self.codes[command])
            elif command == "QUIT":
                if not self.silent_goodbye:
                    self._say(stream, "221 bye")
                else:
                    self._stopping.wait(10)
                return
            elif command == "DATA":
                self._say(stream, "354 go on")
                self._take(stream)
            else:
                self._say(stream, self._answer(command, line))

    def _answer(self, command: str, line: str) -> str:
        if command == "EHLO":
            return "250-mail.example\r\n250 AUTH PLAIN" if self.account else "250 mail.example"
        if command == "AUTH" and self.account:
            user, password = self.account
            given = base64.b64decode(line.split(" ")[2]).split(b"\0")[1:]
            return "235 yes" if given == [user.encode(), password.encode()] else "535 no: hush-hush"
        if command == "RCPT" and any(name in line for name in self.refuses):
            return "550 unknown"
        return "250 yes"

    def _take(self, stream: IO[bytes]) -> None:
        lines = []
        while (line := stream.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self._say(stream, "250 taken")

    def _say(self, stream: IO[bytes], line: str) -> None:
        stream.write(f"{line}\r\n".encode())
        stream.flush()
