"""What the database has answered, kept by a connection as long as nobody writes."""

# Whether somebody has written is asked of the database itself, in every transaction that reads; nothing else
# is trusted to say so. An answer stands under everything that it depends on: what was asked, who looks, and
# the day. Only requests that do not write keep answers, and use them.

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Any, TypeVar

from sqlalchemy import Connection, String, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

T = TypeVar("T")
MOST = 500  # answers that a connection keeps
may_keep: ContextVar[bool] = ContextVar("answers_are_kept", default=False)
_KEPT, _STATE, _BEGUN = "answers kept", "state of its transaction", "changes when its transaction began"


class state_now(FunctionElement[str]):
    """What differs whenever the database does; with `!` at its end in a transaction that changes it itself.

    PostgreSQL: the transactions whose changes are seen, others as soon as one more has been committed.
    SQLite: how often others have committed; what the connection itself has changed the driver counts.
    """

    type = String()
    inherit_cache = True


@compiles(state_now, "postgresql")
def _of_postgresql(_element: Any, _compiler: Any, **_rest: Any) -> str:
    writes = "CASE WHEN pg_current_xact_id_if_assigned() IS NULL THEN '' ELSE '!' END"
    return f"CAST(pg_current_snapshot() AS text) || {writes}"


@compiles(state_now, "sqlite")
def _of_sqlite(_element: Any, _compiler: Any, **_rest: Any) -> str:
    return "(SELECT CAST(data_version AS text) FROM pragma_data_version)"


def kept_answer(connection: Connection, asked: Hashable, ask: Callable[[], T]) -> T:
    """Return what `ask` returns, or what it returned when the database was as it is now.

    `asked` holds all that the answer depends on besides the database.
    """
    state = _state(connection) if may_keep.get() else None
    if state is None:
        return ask()
    then, answers = connection.info.get(_KEPT, (None, {}))
    if then != state or len(answers) >= MOST:
        answers = {}
        connection.info[_KEPT] = (state, answers)
    if asked not in answers:
        answers[asked] = ask()
    found: T = answers[asked]
    return found


def note_beginning(connection: Connection) -> None:
    """Note how many rows a connection to SQLite has changed before its transaction."""
    connection.info[_BEGUN] = _changes(connection)


def note_state(connection: Connection, state: str) -> None:
    """Note what `state_now` was, for a transaction that has asked for it beside something else."""
    connection.info[_STATE] = (connection.get_transaction(), state)


def _state(connection: Connection) -> Hashable | None:
    """Return what tells the database as it is now from any other; None where this transaction changed it."""
    known, state = connection.info.get(_STATE, (None, ""))
    if known is None or known is not connection.get_transaction():
        state = str(connection.scalar(_NOW))
        note_state(connection, state)
    if connection.dialect.name != "sqlite":
        return None if state.endswith("!") else state
    changes = _changes(connection)
    return (state, changes) if changes == connection.info[_BEGUN] else None


_NOW = select(state_now())


def _changes(connection: Connection) -> int:
    driver: Any = connection.connection.driver_connection
    changes: int = driver.total_changes
    return changes
