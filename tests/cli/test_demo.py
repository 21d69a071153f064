"""`flask demo` fills an empty system for show, and nothing but that."""

import pytest


@pytest.fixture
def in_production(sqlite_app):
    """An application that believes to be in production."""
    sqlite_app.config["ENV"] = "production"
    yield sqlite_app
    sqlite_app.config["ENV"] = "test"


def test_demo_is_refused_in_production(in_production):
    said = in_production.test_cli_runner().invoke(args=["demo"])
    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr.startswith("Error: Demo data are not loaded in production")
