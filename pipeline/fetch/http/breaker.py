"""A circuit breaker per host: pause requests to a host that fails repeatedly. Shared by all processes that fetch.

The circuit opens after several consecutive failures. Fetches wait for the end of the first pause, so that pages after a few
broken ones are still tried; then one fetch probes the host, and all others wait for its result. If the probe fails as well,
all requests are refused at once until the next pause is over, and then the next fetch probes.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, replace
from functools import partial

from pipeline.clock import Clock
from pipeline.errors import FetchError
from pipeline.shared import SharedState
from storage.errors import StorageError
from storage.model import LeadReason
from storage.model.codec import from_json, to_json

_KIND = "breaker"
_POLL_S = 1.0
"""How often a waiting fetch polls for the result of a probe, in seconds. Chosen by hand."""

FORGOTTEN_S = 3_600.0
"""Failures older than this, in seconds, are ignored: they are from an earlier run. Chosen by hand: longer than a pause, shorter
than the time between two runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Circuit:
    """The state of a host: consecutive failed fetches, until when it is paused (None: the circuit is closed), whether a probe
    failed since it opened, and which probe is under way, until when at most."""

    failures: int = 0
    failed_at: float = 0.0
    open_until: float | None = None
    probed: bool = False
    probe: str | None = None
    probe_until: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """Permission to request from a host: the seconds waited for it, and the name of the probe if this fetch is one."""

    host: str
    waited_s: float = 0.0
    probe: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decision:
    """What a fetch must do: wait for some seconds and try again, or go ahead, as a probe or not."""

    wait_s: float = 0.0
    probe: str | None = None


class Breaker:
    """The circuits of all hosts, in the shared state."""

    def __init__(self, state: SharedState, clock: Clock, *, failures: int, rest_s: float, patience_s: float) -> None:
        self._state, self._clock = state, clock
        self._failures, self._rest_s, self._patience_s = failures, rest_s, patience_s

    def enter(self, host: str, *, within_s: float) -> Pass:
        """Get permission to request from a host, after waiting for its pause or another fetch's probe if necessary.

        ``within_s`` is the longest that the fetch takes, in seconds: a probe that is not over by then counts as dead. The
        caller reports the result by ``record``. Raises FetchError if the circuit is open.
        """
        waited_s = 0.0
        while self.is_open(host):
            decision = self._state.update(_KIND, host, partial(self._decide, host, within_s))
            if decision.wait_s <= 0:
                return Pass(host=host, waited_s=waited_s, probe=decision.probe)
            self._clock.sleep(decision.wait_s)
            waited_s += decision.wait_s
        return Pass(host=host, waited_s=waited_s)

    def is_open(self, host: str) -> bool:
        """Say whether a host's circuit is open."""
        return _read(self._state.read(_KIND, host)).open_until is not None

    def record(self, entered: Pass, *, well: bool | None) -> None:
        """Record the result of a fetch; ``well`` is None if it says nothing about the host: the next fetch then may probe."""
        if well and not self._state.read(_KIND, entered.host):
            return
        self._state.update(_KIND, entered.host, partial(self._judge, entered, well))

    def _decide(self, host: str, within_s: float, text: str) -> tuple[str, _Decision]:
        circuit, now = _read(text), self._state.now()
        if circuit.open_until is None:
            return text, _Decision()
        # A time further ahead than a whole pause comes from a clock that was set back.
        left_s = min(circuit.open_until - now, self._rest_s)
        if left_s > 0 and (circuit.probed or left_s > self._patience_s):
            message = f"{host} failed {circuit.failures} times in a row and is left alone for another {left_s:.0f} s."
            raise FetchError(LeadReason.HOST_FAILING, message)
        if left_s > 0:
            return text, _Decision(wait_s=left_s)
        if circuit.probe and circuit.probe_until - now > 0:
            return text, _Decision(wait_s=min(_POLL_S, circuit.probe_until - now))
        probe = secrets.token_hex(8)
        return _write(replace(circuit, probe=probe, probe_until=now + within_s)), _Decision(probe=probe)

    def _judge(self, entered: Pass, well: bool | None, text: str) -> tuple[str, None]:
        circuit, now = _read(text), self._state.now()
        probes = entered.probe is not None and entered.probe == circuit.probe
        if well:
            return "", None
        if well is None:
            return (_write(replace(circuit, probe=None)) if probes else text), None
        if probes:
            failed = replace(circuit, failures=circuit.failures + 1, failed_at=now, probe=None, probed=True)
            return _write(replace(failed, open_until=now + self._rest_s)), None
        if circuit.open_until is not None:
            return text, None
        before = circuit.failures if 0 <= now - circuit.failed_at < FORGOTTEN_S else 0
        opens = before + 1 >= self._failures
        counted = _Circuit(failures=before + 1, failed_at=now, open_until=now + self._rest_s if opens else None)
        return _write(counted), None


def _read(text: str) -> _Circuit:
    """Read a circuit; one that was only partly written is closed."""
    try:
        return from_json(_Circuit, json.loads(text))
    except (ValueError, StorageError):
        return _Circuit()


def _write(circuit: _Circuit) -> str:
    return json.dumps(to_json(circuit))
