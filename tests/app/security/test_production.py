"""Settings with which production does not serve."""

import pytest

from app.cli.serve import KEEP_ALIVE, Server
from app.security.production import unfit

FIT = {"ENV": "production", "SECRET_KEY": "s" * 32, "BASE_URL": "https://virsis.example"}
FIT |= {"MAIL_DEFAULT_SENDER": "virsis@iestade.lv"}


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({}, ""),
        ({"SECRET_KEY": None}, "VIRSIS_SECRET_KEY is not set"),
        ({"SECRET_KEY": ""}, "VIRSIS_SECRET_KEY is not set"),
        ({"SECRET_KEY": "s" * 31}, "at least 32"),
        ({"BASE_URL": "http://virsis.example"}, "https://"),
        ({"BASE_URL": "virsis.example"}, "https://"),
        ({"MAIL_DEFAULT_SENDER": "virsis@localhost"}, ""),  # when unset
        ({"MAIL_DEFAULT_SENDER": "VIRSIS, valsts IKT <virsis@iestade.lv>"}, "VIRSIS_MAIL_SENDER"),
        ({"MAIL_DEFAULT_SENDER": '"VIRSIS, valsts IKT" <virsis@iestade.lv>'}, ""),
        ({"MAIL_DEFAULT_SENDER": "virsis@iestade.lv, cits@iestade.lv"}, "VIRSIS_MAIL_SENDER"),
        ({"MAIL_DEFAULT_SENDER": "virsis"}, "VIRSIS_MAIL_SENDER is virsis"),
        ({"MAIL_DEFAULT_SENDER": "virsis@iestade"}, "virsis@iestade.lv"),
        ({"MAIL_DEFAULT_SENDER": "VIRSIS\n<virsis@iestade.lv>"}, "VIRSIS_MAIL_SENDER"),
        ({"ENV": "demo", "SECRET_KEY": "s", "BASE_URL": "http://127.0.0.1:8080"}, ""),
        ({"ENV": "demo", "MAIL_DEFAULT_SENDER": "virsis"}, ""),
    ],
)
def test_production_needs_a_long_secret_https_and_a_sender(over, said):
    found = unfit({**FIT, **over})
    assert (bool(found), said in found) == (bool(said), True)


def test_server_keeps_idle_connections_longer_than_a_proxy_does(sqlite_app):
    assert Server(sqlite_app, "").cfg.keepalive == KEEP_ALIVE > 60


def test_the_worker_of_production_does_not_start_with_a_sender_that_is_none(sqlite_app, monkeypatch):
    monkeypatch.setitem(sqlite_app.config, "ENV", "production")
    monkeypatch.setitem(sqlite_app.config, "MAIL_DEFAULT_SENDER", "virsis")
    answer = sqlite_app.test_cli_runner().invoke(args=["worker"])
    assert (answer.exit_code, "VIRSIS_MAIL_SENDER is virsis" in answer.output) == (1, True)
