"""What the database has answered, kept by a connection as long as nobody writes."""

# Whether somebody has written is asked of the database itself, in every transaction that reads; nothing else
# is trusted to say so. An answer stands under everything that it depends on: what was asked, who looks, and
# the day. Only requests that do not write keep answers, and use them.

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Any, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
MOST = 500  # answers that a connection keeps
may_keep: ContextVar[bool] = ContextVar("answers_are_kept", default=False)
_KEPT, _STATE, _BEGUN = "answers kept", "state of its transaction", "changes when its transaction began"
# The transactions whose changes are seen, others as soon as one more has been committed; and whether this one
# has changed something itself.
_POSTGRESQL = "SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned() IS NOT NULL"


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


def _state(connection: Connection) -> Hashable | None:
    """Return what differs whenever the database does; None for a transaction that has changed it itself."""
    transaction = connection.get_transaction()
    state: Hashable
    known, state = connection.info.get(_STATE, (None, None))
    if known is None or known is not transaction:
        state = _sqlite(connection) if connection.dialect.name == "sqlite" else _postgresql(connection)
        connection.info[_STATE] = (transaction, state)
    return state


def _postgresql(connection: Connection) -> Hashable | None:
    snapshot, writes = connection.exec_driver_sql(_POSTGRESQL).one()
    return None if writes else str(snapshot)


def _sqlite(connection: Connection) -> Hashable | None:
    """What others have committed the database counts; what this connection has changed, the driver."""
    changes = _changes(connection)
    others = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
    return (others, changes) if connection.info[_BEGUN] == changes else None


def _changes(connection: Connection) -> int:
    driver: Any = connection.connection.driver_connection
    changes: int = driver.total_changes
    return changes
