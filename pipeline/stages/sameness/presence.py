"""Say whether a publisher still shows a document: deleted only on two independent signals, and no better known than it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urljoin

from pipeline.stages.responses.signatures import HOME_PATH
from pipeline.stages.responses.status import judge_redirect
from storage.model import Channel, EffectiveStatus, Sighting
from storage.model.addresses import bare_host, split_address
from storage.model.verdicts import Presence, State

__all__ = ["APART", "Presence", "State", "judge_move", "judge_presence"]

APART = timedelta(hours=24)
"""Two looks by the same way are independent when so far apart: an outage or a bad deployment rarely lasts longer. Chosen by
hand."""

_WAYS = {
    Channel.FETCH: "our own requests",
    Channel.ARCHIVE: "another archive's captures",
    Channel.PLATFORM: "the platform's word",
}
_MISSING = (EffectiveStatus.GONE, EffectiveStatus.SOFT_404)


def judge_move(asked: str, location: str) -> tuple[EffectiveStatus, str]:
    """Judge an answer that only names another address, and say why: as a redirect that was followed, but the home page of
    another site does not stand for what was taken away from this one."""
    try:
        answered = urljoin(asked, location)
    except ValueError:
        return EffectiveStatus.ERROR, f"redirects to {location}"
    judged = judge_redirect(asked, answered)
    if judged is None or (judged.status is EffectiveStatus.SOFT_404 and _is_another_home(asked, answered)):
        return EffectiveStatus.ERROR, f"redirects to {answered}"
    return judged.status, f"{judged.why}, {answered}"


def _is_another_home(asked: str, answered: str) -> bool:
    return HOME_PATH.fullmatch(split_address(answered).path) is not None and bare_host(asked) != bare_host(answered)


def judge_presence(sightings: Iterable[Sighting]) -> Presence:
    """Judge all looks at a document, in any order."""
    looks = sorted(sightings, key=lambda look: look.at)
    seen = [i for i, look in enumerate(looks) if look.status is EffectiveStatus.CONTENT]
    since = looks[seen[-1] + 1 :] if seen else looks
    signals = tuple(look for look in since if look.status in _MISSING)
    state, reason = _state(signals, since, bool(seen))
    return Presence(
        state=state,
        reason=reason,
        last_seen=looks[seen[-1]].at if seen else None,
        first_missed=signals[0].at if signals else None,
        signals=signals,
        absences=tuple(_absences(looks)),
        last_looked=looks[-1].at if looks else None,
        looks=len(looks),
    )


def _state(signals: tuple[Sighting, ...], since: list[Sighting], seen: bool) -> tuple[State, str]:
    if not since:
        return (State.PRESENT, "shown at the last look") if seen else (State.UNKNOWN, "never looked at; known from files only")
    if signals:
        return _state_missed(signals)
    last = since[-1]
    if last.status is EffectiveStatus.BLOCKED:
        return State.BLOCKED, "the publisher does not let us look; it may still stand"
    if last.status is EffectiveStatus.LOGIN:
        return State.LOGIN, "shown only to those who log in"
    return State.UNKNOWN, f"the last look ended in {last.status.value}: {last.why}".removesuffix(": ")


def _state_missed(signals: tuple[Sighting, ...]) -> tuple[State, str]:
    """Return DELETED if two misses came through different channels or far enough apart; otherwise the last status seen."""
    ways = list(dict.fromkeys(signal.channel for signal in signals))
    if len(ways) > 1:
        return State.DELETED, f"missed by {len(ways)} ways of looking: {', '.join(_WAYS[way] for way in ways)}"
    own = [signal for signal in signals if signal.channel is not Channel.PLATFORM]
    over = own[-1].at - own[0].at if own else timedelta()
    times = f"missed {len(signals)} times" if len(signals) > 1 else "missed once"
    if over >= APART:
        return State.DELETED, f"{times}, {_span(over)} apart"
    state = State.SOFT_404 if signals[-1].status is EffectiveStatus.SOFT_404 else State.GONE
    if not own:
        return state, "by the platform's word alone; a look of our own would confirm it"
    within = f" within {_span(over)}" if len(own) > 1 else ""
    return state, f"{times}{within}; a look 24 hours after the first miss, or by another way, would confirm it"


def _span(time: timedelta) -> str:
    """Return a span in the largest unit that it fills."""
    for unit, length in (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1))):
        if time >= length:
            count = time // length
            return f"{count} {unit if count == 1 else f'{unit}s'}"
    return "a minute"


def _absences(looks: list[Sighting]) -> Iterable[tuple[datetime, datetime]]:
    missed: datetime | None = None
    shown = False
    for look in looks:
        if look.status in _MISSING and shown and missed is None:
            missed = look.at
        elif look.status is EffectiveStatus.CONTENT:
            if missed is not None:
                yield missed, look.at
            missed, shown = None, True
