"""Browser tests drive the Chromium that chromium.py finds, on a real server with a real mail server."""

from collections.abc import Iterator
from dataclasses import dataclass
from shutil import copytree
from threading import Event, Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser

from app import jobs
from tests.browser import chromium
from tests.browser.live import demo_app, served
from tests.browser.person import Person
from tests.conftest import let_go, make_app
from tests.helpers.mail_server import MailServer

LOOK_EVERY = 0.2  # seconds between two looks into the outbox


@dataclass(frozen=True)
class Site:
    """A running system: people come with their browsers, letters go to the mail server."""

    browser: Browser
    address: str
    app: Flask
    letters: MailServer

    def person(self, username: str, **settings) -> Person:
        """Return a person who is not signed in yet."""
        return Person(self.browser, self.address, username, **settings)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **chromium.launch_args()}


@pytest.fixture
def site(request, browser, stage, tmp_path_factory) -> Iterator[Site]:
    """A site on SQLite, or on the database that the test names; contexts are closed with the test."""
    before = set(browser.contexts)  # those of people who look at the demonstration stay
    database = request.getfixturevalue(getattr(request, "param", "sqlite"))
    database.reset(stage)
    mail = MailServer()
    settings = {"MAIL_SERVER": mail.host, "MAIL_PORT": mail.port, "MAIL_SUPPRESS_SEND": False}
    app = make_app(database.url, tmp_path_factory, **settings)
    mail.start()
    stop = Event()
    postman = Thread(target=_carry, args=(app, stop), daemon=True)
    with served(app) as address:
        postman.start()
        yield Site(browser, address, app, mail)
        for context in set(browser.contexts) - before:
            context.close()
        stop.set()
        postman.join()
    mail.stop()
    let_go(app)


@pytest.fixture(scope="session")
def demo(browser, shared, tmp_path_factory) -> Iterator[Site]:
    """A site with demo data, to be looked at only; loaded once, and a copy for each process."""
    folder, loaded = tmp_path_factory.mktemp("demo"), shared.folder / "demo"
    shared.once("demo", lambda: let_go(demo_app(loaded)))
    copytree(loaded, folder, dirs_exist_ok=True)
    app = demo_app(folder)
    with served(app) as address:
        yield Site(browser, address, app, MailServer())
    let_go(app)


def _carry(app: Flask, stop: Event) -> None:
    while not stop.wait(LOOK_EVERY):
        jobs.deliver(app)
