"""How a migration runs: one transaction, on SQLite without foreign keys, and the triggers laid after it."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.database import checked_words, writing
from models.columns import UtcDateTime
from models.database import search_index, triggers


def run() -> None:
    """Bring the database to the wanted revision."""
    migrate = current_app.extensions["migrate"]
    checked_words.install()
    with migrate.db.engine.connect() as connection, writing():
        _let_tables_be_rebuilt(connection)
        applied: list[Any] = []
        context.configure(
            connection=connection,
            transactional_ddl=True,
            target_metadata=migrate.db.metadata,
            on_version_apply=lambda step, **_rest: applied.append(step),
            render_item=_render,
            include_name=_is_ours,
            process_revision_directives=_settle,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            if any(step.is_upgrade for step in applied):
                triggers.install(connection)
                search_index.install(connection)
        connection.invalidate()  # its foreign keys are off


def _let_tables_be_rebuilt(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")


def _render(kind: str, thing: object, _context: object) -> str | bool:
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return not (kind in {"index", "table"} and name and search_index.SUFFIX in name)


def _settle(context: Any, revision: tuple[str, ...], directives: list[Any]) -> None:
    """Write no empty migration, and number the others."""
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []
    for one in directives:
        one.rev_id = f"{int(max(revision, default='0')) + 1:04}"


run()
