"""Obey robots.txt (RFC 9309): cache it for a day, allow all if there is none, forbid all if it cannot be fetched."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from protego import Protego

from pipeline.errors import FetchError
from pipeline.fetch.http.fetch_settings import PRODUCT
from pipeline.fetch.http.masking_secrets import mask_url
from pipeline.shared import SharedState
from storage.model import LeadReason
from storage.model.codec import to_json

_KIND = "robots"
MOST_BYTES = 5_000_000
"""The largest robots.txt, in bytes; the rules of a larger one count as unknown. Chosen by hand: about ten times what RFC 9309,
2.5, asks for."""

_MAX_RULES_CHARS = 512_000  # characters; RFC 9309, section 2.5, requires at least 500 KiB
_NAMING = re.compile(r"\s*user(?:-|\s*)agent(?:[\s:]+|$)(?P<name>[^#]*)", re.IGNORECASE)
"""A line that names an agent, in any of the spellings that Protego reads."""

_NOBODY = "user-agent: nobody"
"""A line that stands for those that name other agents."""

_FRESH_S = 86_400.0
"""Rules are asked for again after 24 hours, the longest that RFC 9309, 2.4, lets a copy be used."""

_UNREACHABLE_FRESH_S = 600.0
"""After an origin did not answer, it is asked again in ten minutes. Chosen by hand."""

_STALE_S = 30 * 86_400.0
"""How long rules outlive a server that cannot be reached: RFC 9309, 2.3.1.4, names 30 days as reasonable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsAnswer:
    """The result of fetching a robots.txt: a status code and text, or why no response came (a reason of FetchError)."""

    status: int | None
    text: str = ""
    failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """The rules of one origin: ``text`` is None if they could not be fetched (nothing is allowed), with the ``reason``."""

    asked_at: float
    text: str | None
    reason: str = ""


class Robots:
    """The rules of every origin met, kept in the shared state. ``ask`` fetches a robots.txt."""

    def __init__(self, state: SharedState, ask: Callable[[str], RobotsAnswer]) -> None:
        self._state, self._ask = state, ask
        self._read: dict[tuple[str, str], tuple[_Stored, Protego]] = {}
        self._lock = threading.Lock()

    def check(self, url: str, agent: str) -> float | None:
        """Return the origin's crawl delay for an agent, in seconds; None if it states none.

        Raises FetchError if its robots.txt forbids the address, or could not be fetched.
        """
        product = agent.partition("/")[0].strip() or PRODUCT
        stored, rules = self._find(url, product)
        if stored.text is None:
            message = f"{_origin(url)}/robots.txt could not be had ({stored.reason}); until it can, nothing there is fetched."
            raise FetchError(stored.reason, message)
        if not rules.can_fetch(url, product):
            raise FetchError(LeadReason.ROBOTS_FORBID, f"{_origin(url)}/robots.txt forbids {product} to fetch {mask_url(url)}.")
        delay = rules.crawl_delay(product)
        return float(delay) if delay else None

    def _find(self, url: str, product: str) -> tuple[_Stored, Protego]:
        origin = _origin(url)
        with self._lock:
            known = self._read.get((origin, product))
        if known and self._is_fresh(known[0]):
            return known
        stored = _read(self._state.read(_KIND, origin))
        if stored is None or not self._is_fresh(stored):
            stored = self._renew(origin, stored)
            written = json.dumps(to_json(stored))
            self._state.update(_KIND, origin, lambda _: (written, None))
        found = (stored, Protego.parse(_keep_agents(stored.text or "", product)))
        with self._lock:
            self._read[origin, product] = found
        return found

    def _renew(self, origin: str, before: _Stored | None) -> _Stored:
        """Fetch again. If the server cannot be reached, rules that were read within 30 days stay valid."""
        answer = self._ask(f"{origin}/robots.txt")
        now = self._state.now()
        if answer.status is not None and 200 <= answer.status < 300:
            return _Stored(asked_at=now, text=answer.text[:_MAX_RULES_CHARS])
        if answer.status is not None and 300 <= answer.status < 500 and answer.status != 429:
            return _Stored(asked_at=now, text="")
        if before and before.text is not None and now - before.asked_at < _STALE_S:
            return before
        return _Stored(asked_at=now, text=None, reason=answer.failure or "robots.txt unreachable")

    def _is_fresh(self, stored: _Stored) -> bool:
        age = self._state.now() - stored.asked_at
        return 0 <= age < (_FRESH_S if stored.text is not None else _UNREACHABLE_FRESH_S)


def _keep_agents(text: str, product: str) -> str:
    """Put one name for all agents that a product is not. Protego keeps each rule of a group once for each agent of the group:
    thousands of both would take time and memory that grow with the square of the text."""
    return "\n".join(_keep_agent(line, product.lower()) for line in text.splitlines())


def _keep_agent(line: str, product: str) -> str:
    naming = _NAMING.match(line)
    if naming is None:
        return line
    name = naming["name"].strip().lower()
    bare = name.replace("*", "")
    named = name == "*" or (bare and re.search(rf"(?<![\w-]){re.escape(bare)}", product))
    return f"user-agent: {bare or name}" if named else _NOBODY


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _read(text: str) -> _Stored | None:
    """Read a stored result; None if there is none, or it was only partly written."""
    try:
        fields: Any = json.loads(text)
        return _Stored(asked_at=float(fields["asked_at"]), text=fields["text"], reason=fields["reason"])
    except (ValueError, KeyError, TypeError):
        return None
