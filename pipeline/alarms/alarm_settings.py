"""Where alarms are sent: a mail server, a webhook and a heartbeat, read from plain settings such as the environment."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from pipeline.errors import AlarmError

SMTP: Final = "ONRECORD_ALARM_SMTP"
"""The setting of the mail server: ``smtp://user:password@host:port/?from=ADDRESS&to=ADDRESS``; ``smtps`` starts with TLS."""

WEBHOOK: Final = "ONRECORD_ALARM_WEBHOOK"
"""The setting of the webhook: an https address."""

HEARTBEAT: Final = "ONRECORD_ALARM_HEARTBEAT"
"""The setting of the heartbeat: an https address of a monitor that raises the alarm if it is not requested in time."""

_PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """A mail server, the addresses to send from and to, and the account if the server wants one.

    ``tls``: encrypted from the start; else as soon as the server offers it.
    """

    host: str
    port: int
    sender: str
    recipients: tuple[str, ...]
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    tls: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSettings:
    """A webhook, or the address of a heartbeat. It is a secret: whoever knows it may post."""

    url: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmSettings:
    """Where alarms are sent besides the log. ``timeout_s`` limits each wait for a server, ``deadline_s`` one message in all."""

    mail: MailSettings | None = None
    webhook: WebhookSettings | None = None
    heartbeat: WebhookSettings | None = None
    timeout_s: float = 10.0
    deadline_s: float = 30.0


def read_settings(given: Mapping[str, str], *, allow_loopback: bool = False) -> AlarmSettings:
    """Read the settings named by SMTP, WEBHOOK and HEARTBEAT, such as from the environment; an empty value counts as not set.

    ``allow_loopback`` permits a webhook on this machine without TLS. Raises AlarmError, which contains no secret.
    """
    mail, webhook, heartbeat = (given.get(name, "").strip() for name in (SMTP, WEBHOOK, HEARTBEAT))
    return AlarmSettings(
        mail=_read_mail(mail) if mail else None,
        webhook=_read_webhook(webhook, WEBHOOK, allow_loopback=allow_loopback) if webhook else None,
        heartbeat=_read_webhook(heartbeat, HEARTBEAT, allow_loopback=allow_loopback) if heartbeat else None,
    )


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _read_mail(address: str) -> MailSettings:
    parts, port = _split(address, SMTP)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise AlarmError(f"{SMTP} is no mail server; expected smtp://user:password@host:port/?from=ADDRESS&to=ADDRESS.")
    query = parse_qs(parts.query)
    senders = query.get("from", [])
    recipients = tuple(each.strip() for value in query.get("to", []) for each in value.split(",") if each.strip())
    if len(senders) != 1 or not recipients or not all(is_mail_address(each) for each in (*senders, *recipients)):
        raise AlarmError(f"{SMTP} needs one `from` and at least one `to`, each a mail address (a + in it is written %2B).")
    return MailSettings(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        sender=senders[0],
        recipients=recipients,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        tls=parts.scheme == "smtps",
    )


def _read_webhook(address: str, name: str, *, allow_loopback: bool) -> WebhookSettings:
    parts, _ = _split(address, name)
    local = allow_loopback and parts.scheme == "http" and is_loopback(parts.hostname or "")
    if not parts.hostname or (parts.scheme != "https" and not local):
        raise AlarmError(f"{name} is not an https address; expected https://host/path.")
    return WebhookSettings(url=address)


def _split(address: str, name: str) -> tuple[SplitResult, int | None]:
    """Split an address; the error does not quote it, because it may contain a password."""
    try:
        parts = urlsplit(address)
        return parts, parts.port
    except ValueError:
        raise AlarmError(
            f"{name} cannot be read as an address; characters such as / and @ in a password are written %2F, %40."
        ) from None


def is_mail_address(text: str) -> bool:
    """Say whether a text is one address for mail, and nothing that a header could take for more."""
    name, at, host = text.rpartition("@")
    return bool(name and at and host) and text.isprintable() and " " not in text and "," not in text
