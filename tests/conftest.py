"""Applications on real databases. Imports stand inside, so that tests of the rules start at once."""

from collections.abc import Iterator

import pytest

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory):
    """The SQLite database, migrated, with reference data and accounts."""
    from tests.helpers.databases import SQLite

    return _filled(SQLite(tmp_path_factory.mktemp("sqlite")), tmp_path_factory)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory):
    """The PostgreSQL database, migrated, with reference data and accounts."""
    from tests.helpers.databases import PostgreSQL, postgresql_server

    with postgresql_server() as socket:
        yield _filled(PostgreSQL(socket), tmp_path_factory)


@pytest.fixture(scope="session")
def plain_role(tmp_path_factory):
    """A PostgreSQL database to which the application connects as a plain role, not as the owner."""
    from tests.helpers.databases import AsPlainRole, postgresql_server

    with postgresql_server() as socket:
        yield _filled(AsPlainRole(socket), tmp_path_factory, AsPlainRole.ROLE)


@pytest.fixture(scope="session")
def apps(tmp_path_factory):
    """One application for each database, made when it is first asked for."""
    made = {}

    def app_on(database):
        if database.url not in made:
            made[database.url] = make_app(database.url, tmp_path_factory)
        return made[database.url]

    yield app_on
    for app in made.values():
        let_go(app)


@pytest.fixture(params=DATABASES)
def app(request, apps):
    """An application on a fresh copy of the database: each test runs once on SQLite, once on PostgreSQL."""
    yield from _fresh(request.getfixturevalue(request.param), apps)


@pytest.fixture
def sqlite_app(sqlite, apps):
    """An application on SQLite alone, for what has nothing to do with the database."""
    yield from _fresh(sqlite, apps)


@pytest.fixture
def owner_app(postgresql, apps):
    """An application on PostgreSQL alone, connecting as the owner of the tables."""
    yield from _fresh(postgresql, apps)


@pytest.fixture
def walled_app(plain_role, apps):
    """An application on PostgreSQL alone, connecting as a plain role behind row-level security."""
    yield from _fresh(plain_role, apps)


@pytest.fixture
def inside(app):
    """An app context in which every row is seen; for services, never around a client's calls."""
    from app.visibility import seeing_everything

    with app.app_context(), seeing_everything():
        yield app


def make_app(url, folders, **over):
    """Return an application of the tests; `over` overrides settings."""
    from app.factory import create_app

    var = folders.mktemp("var")
    given = {"ENV": "test", "SECRET_KEY": "0123456789abcdef" * 4, "VAR": var, "QUEUE_FILE": var / "queue.db"}
    return create_app(**{**given, "TESTING": True, "SQLALCHEMY_DATABASE_URI": url, **over})


def _filled(database, folders, web_role=""):
    from app.cli.setup import prepare_database, prepare_web_role
    from app.database import writing
    from app.extensions import db
    from app.visibility import seeing_everything
    from tests.helpers.people import PEOPLE, account

    app = make_app(database.template_url, folders)
    with app.app_context(), seeing_everything(), writing():
        prepare_database()
        if web_role:
            prepare_web_role(web_role)
        for username, (institution, roles) in PEOPLE.items():
            account(username, institution, *roles)
        db.session.commit()
    let_go(app)
    return database


def _fresh(database, apps) -> Iterator:
    from app.extensions import db

    app = apps(database)
    let_go(app)
    database.reset()
    yield app
    with app.app_context():
        db.session.remove()


def let_go(app):
    from app.extensions import db

    with app.app_context():
        db.session.remove()
        db.engine.dispose()
