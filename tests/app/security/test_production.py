"""Settings with which production does not serve."""

import pytest

from app.cli.serve import KEEP_ALIVE, Server
from app.security.production import unfit

FIT = {"ENV": "production", "SECRET_KEY": "s" * 32, "BASE_URL": "https://virsis.example"}


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({}, ""),
        ({"SECRET_KEY": None}, "VIRSIS_SECRET_KEY is not set"),
        ({"SECRET_KEY": ""}, "VIRSIS_SECRET_KEY is not set"),
        ({"SECRET_KEY": "s" * 31}, "at least 32"),
        ({"BASE_URL": "http://virsis.example"}, "https://"),
        ({"BASE_URL": "virsis.example"}, "https://"),
        ({"ENV": "demo", "SECRET_KEY": "s", "BASE_URL": "http://127.0.0.1:8080"}, ""),
    ],
)
def test_production_needs_a_long_secret_and_https(over, said):
    found = unfit({**FIT, **over})
    assert (bool(found), said in found) == (bool(said), True)


def test_server_keeps_idle_connections_longer_than_a_proxy_does(sqlite_app):
    assert Server(sqlite_app, "").cfg.keepalive == KEEP_ALIVE > 60
