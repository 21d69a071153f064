"""Make a database to be measured: set up, the demonstration, generated cards, a past beneath them."""

# The newest cards are those of the demonstration's own generator, with open work among the youngest; whatever
# is asked for beyond `NEWEST` are older, finished cards. So the past grows with the size, open work does not.

import sys
from pathlib import Path

from sqlalchemy import func, select, text

from app import clock
from app.cli.demo import load_demo
from app.cli.setup import prepare_database, prepare_web_role
from app.database import writing
from app.extensions import db
from app.factory import create_app
from app.seeds.load.generated import load_generated
from app.seeds.stories import stories
from app.visibility import seeing_everything
from bench.data import copies, past
from models import Activity
from models.database import search_index

VERSION = 1  # another one lets kept databases be made anew
NEWEST = 10_000
SEED = 1


def make(url: str, size: int, web_role: str = "") -> None:
    """Fill a database up to so many cards; on PostgreSQL lay the wall for the role of the web."""
    app = create_app(ENV="demo", SQLALCHEMY_DATABASE_URI=url)
    with app.app_context():
        prepare_database()
        with writing(), seeing_everything():
            if not _cards():
                _begin(min(size, NEWEST))
            _lengthen(size - _cards())
            db.session.commit()
        if web_role:
            prepare_web_role(web_role)
        _tidy()
        db.engine.dispose()


def _cards() -> int:
    return db.session.scalar(select(func.count(Activity.id))) or 0


def _begin(size: int) -> None:
    load_demo()
    load_generated(max(size - _cards(), 0), SEED, clock.now())
    db.session.flush()
    past.complete(len(stories()))


def _lengthen(wanted: int) -> None:
    if wanted <= 0:
        return
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":  # what refers to what is known to be right
        connection.execute(text("SET LOCAL session_replication_role = replica"))
    search_index.remove(connection)
    copies.add_copies(connection, len(stories()), wanted)
    search_index.install(connection)


def _tidy() -> None:
    """Let the database know its tables, as autovacuum (or `PRAGMA optimize`) would in time."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in (
            ("ANALYZE",) if connection.dialect.name == "sqlite" else ("VACUUM (ANALYZE)", "CHECKPOINT")
        ):
            connection.exec_driver_sql(statement)


if __name__ == "__main__":
    where, wanted, *role = sys.argv[1:]
    address = where if "://" in where else f"sqlite:///{Path(where).resolve()}"
    make(address, int(wanted), *role)
