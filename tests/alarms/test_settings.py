"""Where alarms are told is read from plain settings; what is wrong is named without a secret."""

from __future__ import annotations

import pytest

from pipeline.alarms.alarm_settings import HEARTBEAT, SMTP, WEBHOOK, MailSettings, is_loopback, read_settings
from pipeline.errors import AlarmError

HOOK = "https://hooks.example/services/hush"


def test_nothing_set_leaves_the_log_alone() -> None:
    settings = read_settings({SMTP: "", WEBHOOK: " "})
    assert (settings.mail, settings.webhook) == (None, None)


def test_a_mail_server_is_read_with_its_account_and_addresses() -> None:
    address = "smtp://arch%40ive:hu%2Fsh@mail.example:2525/?from=a@archive.example&to=b@archive.example,c%2Bx@archive.example"
    assert read_settings({SMTP: address}).mail == MailSettings(
        host="mail.example",
        port=2525,
        sender="a@archive.example",
        recipients=("b@archive.example", "c+x@archive.example"),
        user="arch@ive",
        password="hu/sh",
    )


@pytest.mark.parametrize(("scheme", "port", "tls"), [("smtp", 25, False), ("smtps", 465, True)])
def test_a_mail_server_without_a_port_has_the_usual_one(scheme: str, port: int, tls: bool) -> None:
    mail = read_settings({SMTP: f"{scheme}://mail.example/?from=a@x.example&to=b@x.example"}).mail
    assert mail is not None
    assert (mail.port, mail.tls, mail.user) == (port, tls, None)


@pytest.mark.parametrize(
    "address",
    [
        "mail.example",
        "http://hush@mail.example/?from=a@x.example&to=b@x.example",
        "smtp:///?from=a@x.example&to=b@x.example",
        "smtp://u:hush@mail.example/?to=b@x.example",
        "smtp://u:hush@mail.example/?from=a@x.example",
        "smtp://u:hush@mail.example/?from=a@x.example&from=b@x.example&to=b@x.example",
        "smtp://u:hush@mail.example/?from=a@x.example%0AX-Evil:1&to=b@x.example",
        "smtp://u:hush@mail.example/?from=a@x.example&to=hush",
        "smtp://u:hu/sh@mail.example:port/?from=a@x.example&to=b@x.example",
    ],
)
def test_a_mail_server_that_cannot_be_read_is_refused_without_its_secret(address: str) -> None:
    with pytest.raises(AlarmError, match=SMTP) as refused:
        read_settings({SMTP: address})
    assert "hush" not in str(refused.value)
    assert "hu/sh" not in str(refused.value)


@pytest.mark.parametrize("name", [WEBHOOK, HEARTBEAT])
@pytest.mark.parametrize(
    "address", ["http://hooks.example/hush", "http://127.0.0.1/hush", "ftp://hush", "hush", "https://", "https://x:hush/"]
)
def test_a_webhook_or_heartbeat_without_tls_is_refused_without_its_secret(address: str, name: str) -> None:
    with pytest.raises(AlarmError, match=name) as refused:
        read_settings({name: address})
    assert "hush" not in str(refused.value)


def test_only_a_webhook_of_this_machine_may_go_without_tls_where_that_is_allowed() -> None:
    assert read_settings({WEBHOOK: "http://127.0.0.1:9/x"}, allow_loopback=True).webhook is not None
    with pytest.raises(AlarmError):
        read_settings({WEBHOOK: "http://192.0.2.7/x"}, allow_loopback=True)


def test_secrets_are_not_shown_with_the_settings() -> None:
    settings = read_settings({SMTP: "smtp://me:hush@mail.example/?from=a@x.example&to=b@x.example", WEBHOOK: HOOK})
    assert "hush" not in repr(settings)
    assert "mail.example" in repr(settings)


@pytest.mark.parametrize(
    ("host", "local"), [("localhost", True), ("127.0.0.1", True), ("::1", True), ("10.0.0.1", False), ("x.example", False)]
)
def test_this_machine_is_known(host: str, local: bool) -> None:
    assert is_loopback(host) is local
