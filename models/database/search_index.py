"""Indexes of three-letter pieces: where a word may stand in the folded texts of activities."""

# One index over all texts of a card, as what everybody may know is a part of them. It names candidates;
# whether a word stands there, in a text that the viewer reads, is asked of the text. On PostgreSQL it is
# pg_trgm. On SQLite it is FTS5, kept by triggers: a migration that rebuilds the table drops them.

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from models.database import row_security

SUFFIX = "_trigrams"  # of what is laid here; migrations leave it alone
_SQLITE = (
    "CREATE VIRTUAL TABLE activity_trigrams USING fts5(search_text, content='activity', content_rowid='id', "
    "tokenize='trigram case_sensitive 1', detail=none, columnsize=0)",
    "INSERT INTO activity_trigrams (activity_trigrams) VALUES ('rebuild')",
    "CREATE TRIGGER activity_trigrams_added AFTER INSERT ON activity BEGIN "
    "INSERT INTO activity_trigrams (rowid, search_text) VALUES (new.id, new.search_text); END",
    "CREATE TRIGGER activity_trigrams_changed AFTER UPDATE OF search_text ON activity "
    "WHEN old.search_text <> new.search_text BEGIN "
    "INSERT INTO activity_trigrams (activity_trigrams, rowid, search_text) "
    "VALUES ('delete', old.id, old.search_text); "
    "INSERT INTO activity_trigrams (rowid, search_text) VALUES (new.id, new.search_text); END",
    "CREATE TRIGGER activity_trigrams_removed AFTER DELETE ON activity BEGIN "
    "INSERT INTO activity_trigrams (activity_trigrams, rowid, search_text) "
    "VALUES ('delete', old.id, old.search_text); END",
)
_REMOVED = {
    "sqlite": (
        *(f"DROP TRIGGER IF EXISTS activity_trigrams_{moment}" for moment in ("added", "changed", "removed")),
        "DROP TABLE IF EXISTS activity_trigrams",
    ),
    "postgresql": ("DROP INDEX IF EXISTS activity_search_text_trigrams",),
}


def install(connection: Connection) -> None:
    """Lay the index over what is there; it is kept by the database from then on."""
    if not inspect(connection).has_table("activity"):
        return
    if connection.dialect.name == "sqlite":
        remove(connection)
        for statement in _SQLITE:
            connection.exec_driver_sql(statement)
    else:
        row_security.lay_functions(connection)
        _lay_trigrams(connection)


def remove(connection: Connection) -> None:
    """Take the index away while very many rows are written; `install` lays it again, faster."""
    for statement in _REMOVED[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def _lay_trigrams(connection: Connection) -> None:
    """Lay it where the database knows trigrams; without them searching is slower, not wrong."""
    try:
        with connection.begin_nested():
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    except DBAPIError:
        return  # the extension is not there, or this role may not add it
    laid = "CREATE INDEX IF NOT EXISTS activity_search_text_trigrams ON activity "
    connection.execute(text(f"{laid} USING gin (search_text gin_trgm_ops)"))
