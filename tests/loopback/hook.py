"""A webhook on this machine: keeps what is posted, and answers as it is told."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.loopback.server import Visit


@dataclass
class Hook:
    """The program of a webhook for a loopback server; ``posted`` is what came, ``status`` what it answers next."""

    status: str = "200 OK"
    posted: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, visit: Visit) -> None:
        body = visit.head.partition("\r\n\r\n")[2].encode("latin-1")
        while len(body) < int(visit.fields["content-length"]):
            body += visit.sock.recv(65536)
        self.posted.append(json.loads(body))
        visit.reply(b"ok", self.status)
