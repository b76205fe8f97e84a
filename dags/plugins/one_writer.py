"""Let Airflow's API server write to SQLite one request after another.

Airflow (3.3.2, ``airflow.api_fastapi.logging.decorators``) writes its log of actions on the event loop, while other requests
write in threads and commit once that loop has turned. SQLite has one writer: a request that writes on the loop while
another's transaction is open waits for a commit that waits for the loop, until SQLite gives up. Meanwhile nothing is answered,
also no task's heartbeat.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import ExitStack
from typing import Any

from airflow.plugins_manager import AirflowPlugin

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class OneWriter:
    """ASGI middleware: a request that may write begins once the one before it has begun to answer.

    Its body is taken before its turn comes, so that a slow sender holds up no other.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._turn = asyncio.Lock()

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer a request; what is not HTTP passes through."""
        if scope["type"] != "http" or scope["method"] in _READING:
            await self._app(scope, receive, send)
            return
        taken = [await receive()]
        while taken[-1].get("more_body"):
            taken.append(await receive())
        taken.reverse()

        async def receive_again() -> Message:
            return taken.pop() if taken else await receive()

        await self._turn.acquire()
        with ExitStack() as turn:
            turn.callback(self._turn.release)

            async def send_and_pass_on(message: Message) -> None:
                turn.close()
                await send(message)

            await self._app(scope, receive_again, send_and_pass_on)


class OneWriterPlugin(AirflowPlugin):
    """Makes the API server use the middleware."""

    name = "one_writer"
    fastapi_root_middlewares = [{"name": "One writer", "middleware": OneWriter}]  # noqa: RUF012 -- as Airflow declares it
