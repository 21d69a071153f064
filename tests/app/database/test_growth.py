"""What a page asks of the database does not grow with all cards there are, only with what is shown."""

from types import SimpleNamespace

from sqlalchemy import event

from app.extensions import db
from tests.conftest import let_go
from tests.helpers.databases import AsPlainRole
from tests.helpers.many import lay
from tests.helpers.people import browser_of

FEW, MANY = 2_000, 20_000
PAGES = [
    ("admin", "/aktivitates"),
    ("vid.pieteicejs", "/aktivitates"),
    ("vid.pieteicejs", "/darbi"),
    ("fm.loceklis", "/aktivitates"),
    ("fm.loceklis", "/darbi"),
    ("fm.loceklis", "/cab"),
    ("fm.loceklis", "/cab/mani"),
    ("varam.vaditajs", "/darbi"),
    ("varam.vaditajs", "/cab/lemumi"),
]
LARGE = {"activity", "approval_round", "requirement", "vote"}
ROWS = 4_500  # four tabs counted up to 1001 rows, and the open ones


def test_sqlite_takes_as_many_steps_for_many_cards_as_for_few(sqlite, apps):
    few, many = (_steps(_filled(sqlite, sqlite, apps, count)) for count in (FEW, MANY))
    assert {page: (few[page], many[page]) for page in PAGES if many[page] > 1.3 * few[page]} == {}


def test_postgresql_reads_no_more_rows_than_are_shown_or_counted(plain_role, apps):
    owner = SimpleNamespace(url=super(AsPlainRole, plain_role).url)  # rows come in bulk past the wall
    app = _filled(plain_role, owner, apps, MANY)
    read = {page: _rows_read(app, *page) for page in PAGES}
    assert {page: rows for page, rows in read.items() if rows > ROWS} == {}


def _filled(database, owner, apps, count):
    for one in (database, owner):
        let_go(apps(one))
    database.reset()
    lay(apps(owner), count)
    return apps(database)


def _steps(app):
    """How many hundreds of steps SQLite took for each page."""
    taken = []
    with app.app_context():
        engine = db.engine

    @event.listens_for(engine, "checkout")
    def _count(connection, *_rest):
        connection.set_progress_handler(lambda: taken.append(1), 100)

    found = {}
    for username, page in PAGES:
        browser = browser_of(app, username)
        browser.get(page)
        taken.clear()
        assert browser.get(page).status_code == 200
        found[username, page] = len(taken)
    event.remove(engine, "checkout", _count)
    return found


def _rows_read(app, username, page):
    """The most rows of a large table that one step of a plan read, among all statements of a page."""
    browser, plans = browser_of(app, username), []
    browser.get(page)
    with app.app_context():
        engine = db.engine

    @event.listens_for(engine, "after_cursor_execute")
    def _explain(connection, _cursor, statement, parameters, *_rest):
        if statement.startswith("SELECT"):
            cursor = connection.connection.cursor()
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters)
            plans.append(cursor.fetchone()[0][0]["Plan"])

    assert browser.get(page).status_code == 200
    event.remove(engine, "after_cursor_execute", _explain)
    return max(rows for plan in plans for rows in _read(plan))


def _read(node):
    if node.get("Relation Name") in LARGE:
        once = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
        yield round(once * node["Actual Loops"])
    for part in node.get("Plans", ()):
        yield from _read(part)
    yield 0
