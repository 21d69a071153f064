"""Tells PostgreSQL in each transaction who looks, where the role of the connection sees only some rows."""

from typing import Any

from sqlalchemy import Connection, Engine, Insert, event
from sqlalchemy.engine import ExecutionContext

from app.visibility import described

HELD_UP, TOLD = "row_security", "row_security_viewer"  # what is known of a connection
FOR_OTHERS = frozenset({"notification", "account_event"})
_ASK = "SELECT coalesce(row_security_active(to_regclass('activity')), false)"
# Until the end of the transaction: the next one on this connection is perhaps somebody else's.
_TELL = (
    "SELECT set_config('virsis.grounds', %s, true), set_config('virsis.institution', %s, true), "
    "set_config('virsis.person', %s, true)"
)


def install(engine: Engine) -> None:
    """Listen to the connections of this engine; SQLite has no such wall."""
    if engine.dialect.name != "postgresql":
        return
    event.listen(engine, "connect", _ask)
    for moment in ("begin", "rollback_savepoint"):  # here the database forgets what it was told
        event.listen(engine, moment, _forget)
    event.listen(engine, "before_cursor_execute", _tell)


def _ask(connection: Any, record: Any) -> None:
    """Owners and superusers see all anyway, and pay nothing."""
    with connection.cursor() as cursor:
        record.info[HELD_UP] = cursor.execute(_ASK).fetchone()[0]
    connection.rollback()


def _forget(connection: Connection, *_savepoint: object) -> None:
    connection.info.pop(TOLD, None)


def _tell(connection: Connection, _cursor: Any, statement: str, *execution: Any) -> None:
    """Say before a statement who looks, when that has changed; not before the one that ends a failure."""
    if not connection.info.get(HELD_UP) or statement.startswith("ROLLBACK TO SAVEPOINT"):
        return
    context = execution[1]
    viewer = described(everything=context is not None and (_may_see_all(context) or _adds_unseen(context)))
    if connection.info.get(TOLD) != viewer:
        cursor = connection.connection.cursor()
        cursor.execute(_TELL, viewer)
        cursor.close()
        connection.info[TOLD] = viewer


def _may_see_all(context: ExecutionContext) -> bool:
    return bool(context.execution_options.get("see_everything"))


def _adds_unseen(context: Any) -> bool:
    """Whether rows are added that are for others: PostgreSQL returns their new keys to who may see them."""
    added = context.compiled.statement if context.isinsert and context.compiled else None
    return isinstance(added, Insert) and added.select is None and added.table.name in FOR_OTHERS
