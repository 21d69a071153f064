"""A real mail server on a port of its own, and applications that use it."""

import pytest

from tests.helpers.mail_server import MailServer


@pytest.fixture
def server():
    """A running mail server that keeps what it gets."""
    running = MailServer()
    running.start()
    yield running
    running.stop()


@pytest.fixture
def outbox(inside, server):
    """The application inside its context, sending to the server."""
    state = inside.extensions["mail"]
    before = (inside.config["MAIL_SERVER"], state.server, state.port, state.suppress)
    inside.config["MAIL_SERVER"] = state.server = server.host
    state.port, state.suppress = server.port, False
    yield inside
    inside.config["MAIL_SERVER"], state.server, state.port, state.suppress = before
