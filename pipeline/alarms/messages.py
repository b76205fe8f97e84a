"""Format an alarm: a subject line, a text for people, and fields for programs. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage.model import Alarm, AlarmKind
from storage.model.codec import format_instant

_SAID = {AlarmKind.FIXITY: "found altered or missing bytes", AlarmKind.DOCTOR: "found a problem"}
_MAX_SUBJECT_CHARS = 80
"""The characters of a subject line. Chosen by hand: what programs for mail show."""


def write_subject(alarm: Alarm) -> str:
    """Return one short line: the subject and its new state."""
    return f"{_clean(alarm.subject)[:_MAX_SUBJECT_CHARS]}: {'well again' if alarm.kind is AlarmKind.WELL else alarm.kind.value}"


def write_text(alarm: Alarm) -> str:
    """Return the alarm for people: what changed, since when, why, and what to do."""
    lines = [_write_turn(alarm), *(f"- {_clean(reason)}" for reason in alarm.why)]
    if alarm.advice:
        lines.append(f"What to do: {_clean(alarm.advice)}")
    return "\n".join(lines)


def write_line(alarm: Alarm) -> str:
    """Return the alarm on one line, for a log."""
    return " ".join([_write_turn(alarm), "; ".join(map(_clean, alarm.why)), _clean(alarm.advice)]).strip()


def write_fields(alarm: Alarm) -> dict[str, Any]:
    """Return the alarm as JSON types, for programs."""
    return {
        "subject": alarm.subject,
        "title": alarm.title,
        "kind": alarm.kind.value,
        "since": format_instant(alarm.since),
        "noticed_at": format_instant(alarm.noticed_at),
        "before": alarm.before.value,
        "before_since": format_instant(alarm.before_since) if alarm.before_since else None,
        "why": list(alarm.why),
        "advice": alarm.advice,
    }


def write_payload(alarm: Alarm) -> dict[str, Any]:
    """Return the body for a webhook: the fields, and ``text`` as Slack and Mattermost show it."""
    text = write_text(alarm).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {"text": text, **write_fields(alarm)}


def _write_turn(alarm: Alarm) -> str:
    subject = _clean(f"{alarm.subject} ({alarm.title})")
    if alarm.kind is AlarmKind.WELL:
        since = f" since {_at(alarm.before_since)}" if alarm.before_since else ""
        return f"{subject} is well again. It was {alarm.before.value}{since}."
    said = _SAID.get(alarm.kind, f"is {alarm.kind.value} since {_at(alarm.since)}")
    before = "" if alarm.before is AlarmKind.WELL else f" It was {alarm.before.value} before."
    return f"{subject} {said}.{before}"


def _at(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC"


def _clean(text: str) -> str:
    """Put a text on one line, without control characters."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())
