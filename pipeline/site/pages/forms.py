"""Take what readers send by a form: from our own pages only, so many times an hour, and answered in a thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pipeline.site.rendering import render
from pipeline.site.security import Pace, is_ours, name_reader, read_form

Act = Callable[[Request, Mapping[str, str]], Response]
"""Does what a form asks, given its fields."""


async def take_form(request: Request, pace: Pace, busy: str, act: Act) -> Response:
    """Do what a form asks if one of our pages sent it and its reader has not sent too many; else say why not (``busy``)."""
    form = await read_form(request)
    if not is_ours(request, form.get("token")):
        return refuse(request, 403, "This form was not sent from its own page. Go back, load the page again and try once more.")
    if not pace.allow(name_reader(request)):
        return refuse(request, 429, busy)
    answered: Response = await run_in_threadpool(act, request, form)
    return answered


def refuse(request: Request, status: int, why: str) -> Response:
    """Say why what a form asked is not done."""
    facts: dict[str, Any] = {"title": "Not done", "why": why}
    return render(request, "error.html", facts, status=status)
