"""The channels that send alarms: the log, mail and a webhook. Each sends one alarm, or raises AlarmError with the reason."""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any, Protocol

import requests

from pipeline.alarms.alarm_settings import AlarmSettings, MailSettings, WebhookSettings, is_loopback
from pipeline.alarms.messages import write_fields, write_line, write_payload, write_subject, write_text
from pipeline.errors import AlarmError
from pipeline.home import Home
from pipeline.run.collect.progress import log_event
from storage.model import Alarm, AlarmKind

LOGGER = logging.getLogger("onrecord.alarms")
LOGGER.addHandler(logging.NullHandler())


class Channel(Protocol):
    """A way to send alarms; the archive stores what was sent under the channel's name."""

    @property
    def name(self) -> str:
        """Return the channel's name."""

    def tell(self, alarm: Alarm) -> None:
        """Send one alarm. Raises AlarmError, which contains no secret, if that fails."""


def list_channels(home: Home, settings: AlarmSettings) -> tuple[Channel, ...]:
    """List the configured channels; the log is always one of them."""
    channels: list[Channel] = [LogChannel(home=home)]
    if settings.mail:
        channels.append(MailChannel(mail=settings.mail, timeout_s=settings.timeout_s))
    if settings.webhook:
        channels.append(WebhookChannel(webhook=settings.webhook, timeout_s=settings.timeout_s))
    return tuple(channels)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogChannel:
    """The run log of the archive, and this process's log under ``onrecord.alarms``."""

    home: Home

    @property
    def name(self) -> str:
        """Return the channel's name."""
        return "log"

    def tell(self, alarm: Alarm) -> None:
        """Add a line to both logs."""
        log_event(self.home, "alarm", **write_fields(alarm))
        LOGGER.log(logging.INFO if alarm.kind is AlarmKind.WELL else logging.WARNING, "%s", write_line(alarm))


@dataclass(frozen=True, slots=True, kw_only=True)
class MailChannel:
    """A mail server; each alarm opens a new connection."""

    mail: MailSettings
    timeout_s: float

    @property
    def name(self) -> str:
        """Return the channel's name."""
        return "smtp"

    def tell(self, alarm: Alarm) -> None:
        """Send one mail to all recipients. If the server refuses some of them, their number is logged."""
        self.send(write_subject(alarm), write_text(alarm), at=alarm.noticed_at)

    def send(self, subject: str, text: str, *, at: datetime) -> None:
        """Send one mail, dated ``at``, to all recipients. Raises AlarmError, which contains no secret, if that fails."""
        try:
            refused = self._send(self._write(subject, text, at))
        except smtplib.SMTPResponseException as error:
            raise AlarmError(f"the mail server answered {error.smtp_code} ({type(error).__name__})") from None
        except OSError as error:
            raise AlarmError(f"no mail was sent ({type(error).__name__})") from None
        if refused:
            LOGGER.warning("smtp: the mail server refused %d of %d recipients", refused, len(self.mail.recipients))

    def _write(self, subject: str, text: str, at: datetime) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = f"[On Record] {subject}"
        message["From"] = self.mail.sender
        message["To"] = ", ".join(self.mail.recipients)
        message["Date"] = format_datetime(at)
        message["Message-ID"] = make_msgid(domain=self._domain())
        message.set_content(f"{text}\n")
        return message

    def _send(self, message: EmailMessage) -> int:
        """Send a mail and return how many recipients were refused. A mail that was accepted counts even if QUIT fails."""
        server = self._connect()
        try:
            self._log_in(server)
            refused = len(server.send_message(message))
            with suppress(OSError):
                server.quit()
        finally:
            server.close()
        return refused

    def _connect(self) -> smtplib.SMTP:
        host, port = self.mail.host, self.mail.port
        if self.mail.tls:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, port, self._domain(), timeout=self.timeout_s, context=context)
        return smtplib.SMTP(host, port, self._domain(), timeout=self.timeout_s)

    def _log_in(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        encrypted = self.mail.tls
        if not encrypted and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            encrypted = True
        if self.mail.user:
            if not encrypted and not is_loopback(self.mail.host):
                raise AlarmError("the mail server offers no TLS, and a password is not sent without it; use smtps://")
            server.login(self.mail.user, self.mail.password or "")

    def _domain(self) -> str:
        return self.mail.sender.rpartition("@")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChannel:
    """An address that accepts JSON, such as an incoming webhook of Slack or Mattermost."""

    webhook: WebhookSettings
    timeout_s: float

    @property
    def name(self) -> str:
        """Return the channel's name."""
        return "webhook"

    def tell(self, alarm: Alarm) -> None:
        """Post one alarm."""
        self.post(write_payload(alarm))

    def post(self, payload: Mapping[str, Any]) -> None:
        """Post JSON. Raises AlarmError, which contains no secret, if that fails."""
        _request("POST", self.webhook, self.timeout_s, what="webhook", payload=payload)


def send_heartbeat(heartbeat: WebhookSettings, *, timeout_s: float) -> None:
    """Request the address of a heartbeat. Raises AlarmError, which contains no secret, if that fails."""
    _request("GET", heartbeat, timeout_s, what="monitor")


def _request(
    method: str, webhook: WebhookSettings, timeout_s: float, *, what: str, payload: Mapping[str, Any] | None = None
) -> None:
    """Send a request. Redirects are not followed; proxies and ``.netrc`` are not used."""
    with requests.Session() as session:
        session.trust_env = False
        try:
            answer = session.request(method, webhook.url, json=payload, timeout=timeout_s, allow_redirects=False, stream=True)
        except requests.RequestException as error:
            done = "posted" if method == "POST" else "requested"
            raise AlarmError(f"nothing was {done} ({type(error).__name__})") from None
        answer.close()
    if answer.status_code // 100 != 2:
        raise AlarmError(f"the {what} answered {answer.status_code}")
