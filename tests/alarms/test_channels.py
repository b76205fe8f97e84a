"""The channels tell an alarm to real servers on this machine, and say without a secret why they could not."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.alarms.alarm_settings import SMTP, WEBHOOK, AlarmSettings, read_settings
from pipeline.alarms.channels import Channel, LogChannel, MailChannel, WebhookChannel, list_channels
from pipeline.errors import AlarmError
from pipeline.home import Home
from pipeline.run.collect.progress import read_events
from storage.model import AlarmKind
from tests.alarms.samples import ALARM, WELL
from tests.loopback.certificates import make_authority
from tests.loopback.hook import Hook
from tests.loopback.mail import MailServer
from tests.loopback.server import LoopbackServer, Program

BOTH = "from=archive@archive.example&to=a@archive.example,b@archive.example"


def mail(
    server: MailServer, account: str = "", *, scheme: str = "smtp", host: str = "127.0.0.1", timeout_s: float = 5.0
) -> MailChannel:
    settings = read_settings({SMTP: f"{scheme}://{account}{host}:{server.port}/?{BOTH}"}).mail
    assert settings is not None
    return MailChannel(mail=settings, timeout_s=timeout_s)


def hook(server: LoopbackServer, path: str = "/services/hush", *, timeout_s: float = 5.0) -> WebhookChannel:
    settings = read_settings({WEBHOOK: server.url(path)}, allow_loopback=True).webhook
    assert settings is not None
    return WebhookChannel(webhook=settings, timeout_s=timeout_s)


def refusal(channel: Channel) -> str:
    with pytest.raises(AlarmError) as refused:
        channel.tell(ALARM)
    assert "hush" not in str(refused.value)
    assert refused.value.__cause__ is None
    return str(refused.value)


# Log


def test_the_log_gets_a_line_of_fields_and_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    home = Home(root=tmp_path)
    with caplog.at_level(logging.INFO, logger="onrecord.alarms"):
        LogChannel(home=home).tell(ALARM)
        LogChannel(home=home).tell(WELL)
    assert [(event["event"], event["subject"], event["kind"]) for event in read_events(home)] == [
        ("alarm", "xx_sample", "blocked"),
        ("alarm", "xx_sample", "well"),
    ]
    assert [record.levelno for record in caplog.records] == [logging.WARNING, logging.INFO]


def test_the_log_is_always_a_channel_and_others_if_they_are_set_up(tmp_path: Path) -> None:
    home = Home(root=tmp_path)
    assert [channel.name for channel in list_channels(home, AlarmSettings())] == ["log"]
    given = read_settings({SMTP: f"smtp://mail.example/?{BOTH}", WEBHOOK: "https://hooks.example/hush"})
    assert [channel.name for channel in list_channels(home, given)] == ["log", "smtp", "webhook"]


# Mail


def test_a_mail_goes_to_all_recipients_with_what_to_do() -> None:
    with MailServer() as server:
        mail(server).tell(ALARM)
    [sent] = server.mails
    assert (sent["Subject"], sent["From"]) == ("[On Record] xx_sample: blocked", "archive@archive.example")
    assert sent["To"] == "a@archive.example, b@archive.example"
    assert "What to do: Write to the publisher." in sent.get_content()
    assert sum(command.upper().startswith("RCPT") for command in server.commands) == 2


def test_words_outside_ascii_arrive_whole() -> None:
    with MailServer() as server:
        mail(server).tell(replace(ALARM, title="Министерство «Примеров» – Նախարարություն"))
    assert "Министерство «Примеров» – Նախարարություն" in server.mails[0].get_content()


def test_a_mail_server_gets_its_password_on_this_machine() -> None:
    with MailServer(account=("me", "hush")) as server:
        mail(server, "me:hush@").tell(ALARM)
    assert len(server.mails) == 1


def test_a_wrong_password_is_named_by_its_code_alone() -> None:
    with MailServer(account=("me", "other")) as server:
        assert refusal(mail(server, "me:hush@")) == "the mail server answered 535 (SMTPAuthenticationError)"


def test_a_password_is_not_sent_without_tls_to_a_host_that_is_not_known_to_be_this_machine() -> None:
    with MailServer(account=("me", "hush")) as server:
        assert "offers no TLS" in refusal(mail(server, "me:hush@", host="127.1"))
    assert not any(command.upper().startswith("AUTH") for command in server.commands)


def test_a_mail_is_told_where_one_of_two_recipients_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    with MailServer(refuses=("b@",)) as server, caplog.at_level(logging.WARNING, logger="onrecord.alarms"):
        mail(server).tell(ALARM)
    assert len(server.mails) == 1
    assert "refused 1 of 2 recipients" in caplog.text


def test_a_mail_that_every_recipient_is_refused_is_not_told() -> None:
    with MailServer(refuses=("a@", "b@")) as server:
        assert refusal(mail(server)) == "no mail was sent (SMTPRecipientsRefused)"


def test_a_mail_that_is_turned_down_at_the_end_is_not_told() -> None:
    with MailServer(codes={"DATA": "554 no"}) as server:
        assert refusal(mail(server)) == "the mail server answered 554 (SMTPDataError)"


def test_a_mail_server_that_is_not_there_is_named_by_the_kind_of_error() -> None:
    with MailServer() as server:
        channel = mail(server, "me:hush@")
    assert refusal(channel) == "no mail was sent (ConnectionRefusedError)"


def test_a_mail_server_that_says_nothing_is_left_after_the_time_out() -> None:
    with MailServer(stalls=True) as server:
        assert refusal(mail(server, timeout_s=0.2)) == "no mail was sent (SMTPServerDisconnected)"


def test_a_mail_that_was_taken_is_told_even_if_the_goodbye_is_missing() -> None:
    with MailServer(silent_goodbye=True) as server:
        mail(server, timeout_s=0.2).tell(ALARM)
    assert len(server.mails) == 1


def test_a_mail_server_with_a_certificate_of_nobody_known_gets_nothing(tmp_path: Path) -> None:
    context = make_authority(tmp_path).make_context("127.0.0.1")
    with MailServer(context=context) as server:
        assert refusal(mail(server, "me:hush@", scheme="smtps")) == "no mail was sent (SSLCertVerificationError)"
    assert server.commands == []


def test_a_mail_server_with_a_known_certificate_gets_the_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = make_authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.bundle))
    with MailServer(context=authority.make_context("127.0.0.1")) as server:
        mail(server, scheme="smtps").tell(ALARM)
    assert len(server.mails) == 1


# Webhook


def test_a_webhook_gets_a_text_and_the_fields() -> None:
    answer = Hook()
    with LoopbackServer({"*": answer}) as server:
        hook(server).tell(ALARM)
    [posted] = answer.posted
    assert posted["text"].startswith("xx_sample (Sample ministry) is blocked")
    assert (posted["kind"], posted["subject"]) == (AlarmKind.BLOCKED, "xx_sample")
    assert server.visits[0].fields["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("status", "told"), [("204 No Content", True), ("299 Odd", True), ("302 Found", False), ("500 No", False)]
)
def test_only_an_answer_of_success_counts_as_told(status: str, told: bool) -> None:
    with LoopbackServer({"*": Hook(status=status)}) as server:
        if told:
            hook(server).tell(ALARM)
        else:
            assert refusal(hook(server)) == f"the webhook answered {status[:3]}"


def test_a_webhook_is_not_followed_elsewhere() -> None:
    def move(visit: object) -> None:
        visit.reply(b"", "307 Temporary Redirect", Location="/elsewhere")  # type: ignore[attr-defined]

    with LoopbackServer({"*": move}) as server:
        refusal(hook(server))
    assert server.paths() == ["/services/hush"]


def test_a_webhook_is_not_reached_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with LoopbackServer({}) as gone:
        monkeypatch.setenv("http_proxy", gone.url())
    answer = Hook()
    with LoopbackServer({"*": answer}) as server:
        hook(server).tell(ALARM)
    assert len(answer.posted) == 1


def test_a_webhook_that_is_not_there_is_named_by_the_kind_of_error() -> None:
    with LoopbackServer({}) as server:
        channel = hook(server)
    assert refusal(channel) == "nothing was posted (ConnectionError)"


@pytest.mark.parametrize("how", ["stall", "hang_up"])
def test_a_webhook_that_says_nothing_is_left_after_the_time_out(how: str) -> None:
    program: Program = lambda visit: getattr(visit, how)()  # noqa: E731 -- a program is a function of a visit
    with LoopbackServer({"*": program}) as server:
        assert refusal(hook(server, timeout_s=0.2)).startswith("nothing was posted (")
