"""Applications on real databases. Imports stand inside, so that tests of the rules start at once."""

import gc
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest

DATABASES = ("sqlite", "postgresql")
FOLDER = pytest.StashKey[Path]()  # what the processes of one run have in common


@pytest.fixture(scope="session")
def shared(pytestconfig):
    """The folder that the processes of one run have in common."""
    from tests.helpers.shared import Shared

    return Shared(pytestconfig.stash[FOLDER])


@pytest.fixture(scope="session")
def sqlite(shared, pytestconfig, tmp_path_factory):
    """The SQLite database: fresh, with reference data and accounts, or at a stage."""
    from tests.helpers.databases import SQLite

    return _database(SQLite, shared, pytestconfig, tmp_path_factory)


@pytest.fixture(scope="session")
def postgresql(shared, pytestconfig, tmp_path_factory):
    """The PostgreSQL database, likewise."""
    from tests.helpers.databases import PostgreSQL

    return _database(PostgreSQL, shared, pytestconfig, tmp_path_factory)


@pytest.fixture(scope="session")
def plain_role(shared, pytestconfig, tmp_path_factory):
    """A PostgreSQL database to which the application connects as a plain role, not as the owner."""
    from tests.helpers.databases import AsPlainRole

    return _database(AsPlainRole, shared, pytestconfig, tmp_path_factory)


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


@pytest.fixture
def stage(request):
    """How far the card of the test has come when it begins: as marked, or a parameter of this name."""
    marked = request.node.get_closest_marker("stage")
    return marked.args[0] if marked else "fresh"


@pytest.fixture(params=DATABASES)
def app(request, apps, stage):
    """An application on a copy of the database at the stage.

    Each test has a twin on PostgreSQL. It runs by `make test-all`, and by `make test` only if the test
    is marked both_databases.
    """
    yield from fresh(request.getfixturevalue(request.param), apps, stage)


@pytest.fixture
def sqlite_app(sqlite, apps, stage):
    """An application on SQLite alone, for what has nothing to do with the database."""
    yield from fresh(sqlite, apps, stage)


@pytest.fixture
def owner_app(postgresql, apps, stage):
    """An application on PostgreSQL alone, connecting as the owner of the tables."""
    yield from fresh(postgresql, apps, stage)


@pytest.fixture
def walled_app(plain_role, apps, stage):
    """An application on PostgreSQL alone, connecting as a plain role behind row-level security."""
    yield from fresh(plain_role, apps, stage)


@pytest.fixture
def inside(app):
    """An app context in which every row is seen; for services, never around a client's calls."""
    from app.visibility import seeing_everything

    with app.app_context(), seeing_everything():
        yield app


def make_app(url, folders, **over):
    """Return an application of the tests; `over` overrides settings."""
    from app.factory import create_app
    from tests.helpers.compiled import CompiledByLanguage

    var = folders.mktemp("var")
    given = {"ENV": "test", "SECRET_KEY": "0123456789abcdef" * 4, "VAR": var, "QUEUE_FILE": var / "queue.db"}
    app = create_app(**{**given, "TESTING": True, "SQLALCHEMY_DATABASE_URI": url, **over})
    app.jinja_env.bytecode_cache = CompiledByLanguage(str(folders.getbasetemp()))
    return app


def fresh(database, apps, stage) -> Iterator:
    """Yield the application on a copy of the database at the stage."""
    from app.extensions import db

    app = apps(database)
    let_go(app)
    database.reset(stage)
    yield app
    with app.app_context():
        db.session.remove()


def let_go(app):
    from app.extensions import db

    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _database(kind, shared, config, folders):
    from tests.helpers.stages import fill

    database = kind(shared, _given(config, "workerid", "own"), fill(folders))
    database.ready()
    return database


def pytest_addoption(parser):
    text = "run each test, and on SQLite and on PostgreSQL: also what repeats what another test shows"
    parser.addoption("--all-databases", action="store_true", help=text)


def pytest_configure(config):
    """Let all processes of the run know one folder."""
    from tests.helpers.shared import folder_in_memory

    config.stash[FOLDER] = Path(_given(config, "shared") or mkdtemp(prefix="virsis-", dir=folder_in_memory()))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    node.workerinput["shared"] = str(node.config.stash[FOLDER])


def pytest_unconfigure(config):
    """Stop the server of the run, if it had one, and remove what was shared."""
    folder = config.stash[FOLDER]
    if _given(config, "shared"):
        return
    if (folder / "postgresql").exists():
        from tests.helpers.postgresql import Server

        Server(folder / "postgresql").stop()
    rmtree(folder, ignore_errors=True)


def pytest_collection_modifyitems(config, items):
    """Leave to `make test-all` what repeats, and twins on PostgreSQL unless the databases may differ."""
    if config.getoption("all_databases"):
        return
    left = {item for item in items if item.get_closest_marker("repeats") or _is_needless_twin(item)}
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]


def pytest_collection_finish():
    """Do not look for garbage among what stays for the whole run: libraries, applications, the tests."""
    gc.freeze()
    gc.set_threshold(100_000)


def _is_needless_twin(item):
    if item.get_closest_marker("both_databases"):
        return False
    return hasattr(item, "callspec") and "postgresql" in item.callspec.params.values()


def _given(config, name, otherwise=None):
    """Return what pytest-xdist has told this process, if it is one of several."""
    return getattr(config, "workerinput", {}).get(name, otherwise)
