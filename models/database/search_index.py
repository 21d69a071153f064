"""What makes searching inside long texts fast on PostgreSQL; SQLite reads the folded texts through."""

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

COLUMNS = ("search_text", "search_public")
SUFFIX = "_trigrams"  # indexes that only PostgreSQL has; migrations leave them alone


def install(connection: Connection) -> None:
    """Lay trigram indexes where the database knows trigrams; without them searching is slower, not wrong."""
    if connection.dialect.name != "postgresql":
        return
    try:
        with connection.begin_nested():
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
    except DBAPIError:
        return  # the extension is not there, or this role may not add it
    for column in COLUMNS:
        connection.execute(
            text(
                f"CREATE INDEX IF NOT EXISTS activity_{column}{SUFFIX} "
                f"ON activity USING gin ({column} gin_trgm_ops)"
            )
        )


def remove(connection: Connection) -> None:
    """Take the indexes away while very many rows are written; `install` lays them again, faster."""
    if connection.dialect.name == "postgresql":
        for column in COLUMNS:
            connection.execute(text(f"DROP INDEX IF EXISTS activity_{column}{SUFFIX}"))
