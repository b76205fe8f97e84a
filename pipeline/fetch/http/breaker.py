"""Leave a host alone that fails again and again: a circuit breaker per host, shared by all who fetch.

The circuit opens when several fetches in a row failed. Its first rest is waited out, so that pages behind a few broken ones
get their turn; then one fetch probes the host, and all others wait for its result. If the probe fails as well, whatever
comes is refused at once until the next rest is over, and then the next fetch probes.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from pipeline.clock import Clock
from pipeline.errors import FetchError
from pipeline.shared import SharedState

_KIND = "breaker"
_POLL_S = 1.0
"""How often those who wait for a probe look for its result, in seconds."""

FORGOTTEN_S = 3_600.0
"""Failures older than this count no more: they are of an earlier run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Circuit:
    """How a host fares: failed fetches in a row, until when it is left alone (None: the circuit is closed), whether a probe
    failed since it opened, and whose probe is under way, until when at most."""

    failures: int = 0
    failed_at: float = 0.0
    open_until: float | None = None
    probed: bool = False
    probe: str | None = None
    probe_until: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """Leave to ask a host: what was waited for it, in seconds, and the name of the probe that this fetch is, if it is one."""

    host: str
    waited_s: float = 0.0
    probe: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decision:
    """What whoever comes to a host has to do: wait for some seconds and come again, or go, as a probe or not."""

    wait_s: float = 0.0
    probe: str | None = None


class Breaker:
    """The circuits of all hosts, in the shared state."""

    def __init__(self, state: SharedState, clock: Clock, *, failures: int, rest_s: float, patience_s: float) -> None:
        self._state, self._clock = state, clock
        self._failures, self._rest_s, self._patience_s = failures, rest_s, patience_s

    def enter(self, host: str, *, within_s: float) -> Pass:
        """Get leave to ask a host, after waiting for its rest or for another's probe if need be.

        ``within_s`` is the longest that the asking takes: a probe that is not over by then is taken for dead. Whoever enters
        records how it went, by ``record``. Raises FetchError if the host is left alone.
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
        """Note how a fetch went; ``well`` None if that says nothing about the host, so that the next fetch may probe it."""
        if well and not self._state.read(_KIND, entered.host):
            return
        self._state.update(_KIND, entered.host, partial(self._judge, entered, well))

    def _decide(self, host: str, within_s: float, text: str) -> tuple[str, _Decision]:
        circuit, now = _read(text), self._state.now()
        if circuit.open_until is None:
            return text, _Decision()
        # A moment further ahead than a whole rest comes from a clock that was set back.
        left_s = min(circuit.open_until - now, self._rest_s)
        if left_s > 0 and (circuit.probed or left_s > self._patience_s):
            message = f"{host} failed {circuit.failures} times in a row and is left alone for another {left_s:.0f} s."
            raise FetchError("host failing", message)
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
    """Read a circuit; one that was written only in part is closed."""
    try:
        fields: Any = json.loads(text)
        return _Circuit(**fields)
    except (ValueError, TypeError):
        return _Circuit()


def _write(circuit: _Circuit) -> str:
    return json.dumps(asdict(circuit))
