"""Alarms are told where Airflow's connections say, unless the environment says otherwise."""

import pytest

pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(autouse=True)
def _connected(dagbag: object, monkeypatch: pytest.MonkeyPatch) -> None:
    del dagbag  # it sets Airflow up
    mail = "smtp://archivist:s3cret%2Fpass@mail.example:587/?from=archive%40example.org&to=one%40example.org"
    monkeypatch.setenv("AIRFLOW_CONN_ONRECORD_SMTP", mail)
    monkeypatch.setenv("AIRFLOW_CONN_ONRECORD_WEBHOOK", "http://:https%3A%2F%2Fhooks.example%2Fa-long-secret@")
    monkeypatch.setenv("AIRFLOW_CONN_ONRECORD_HEARTBEAT", "http://:https%3A%2F%2Fmonitor.example%2Fping@")


def test_the_connections_name_the_mail_server_the_webhook_and_the_heartbeat() -> None:
    from dags.tasks.connections import read_alarm_settings

    found = read_alarm_settings({})
    assert found.mail is not None
    assert (found.mail.host, found.mail.port, found.mail.sender) == ("mail.example", 587, "archive@example.org")
    assert (found.mail.user, found.mail.password, found.mail.recipients) == ("archivist", "s3cret/pass", ("one@example.org",))
    assert found.webhook is not None
    assert found.webhook.url == "https://hooks.example/a-long-secret"
    assert found.heartbeat is not None
    assert found.heartbeat.url == "https://monitor.example/ping"


def test_the_environment_comes_before_the_connections() -> None:
    from dags.tasks.connections import read_alarm_settings

    found = read_alarm_settings({"ONRECORD_ALARM_WEBHOOK": "https://other.example/hook"})
    assert found.webhook is not None
    assert found.webhook.url == "https://other.example/hook"


def test_without_connections_the_log_is_the_only_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    from dags.tasks.connections import read_alarm_settings

    monkeypatch.delenv("AIRFLOW_CONN_ONRECORD_SMTP")
    monkeypatch.delenv("AIRFLOW_CONN_ONRECORD_WEBHOOK")
    monkeypatch.delenv("AIRFLOW_CONN_ONRECORD_HEARTBEAT")
    found = read_alarm_settings({})
    assert (found.mail, found.webhook, found.heartbeat) == (None, None, None)
