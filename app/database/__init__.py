"""How connections and transactions begin on SQLite and PostgreSQL."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask import Flask, Response, current_app, g, request
from sqlalchemy import Connection, Engine, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.database import kept_answers

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
BUSY_TIMEOUT_MS = 20_000
# Posts that only read, or read much before they write (in `one_change`): asked again with every choice in a
# form they must not wait for those who write, and over a long list, or while a file is looked at, they must
# not keep others waiting.
READING = frozenset(
    {
        "ActivityForm.preview_new",
        "ActivityForm.preview",
        "AttachmentApi.add",
        "DocumentPage.add",
        "DocumentPage.replace",
        "SimulationPage.export",
    }
)

_writes: ContextVar[bool] = ContextVar("transactions_write", default=False)


@contextmanager
def writing(on: bool = True) -> Iterator[None]:
    """Let transactions that begin inside the block be ready to write (or only to read).

    On SQLite a transaction that has read and then writes fails at once when another has written
    meanwhile, whatever the timeout; so whoever may write takes the lock at the beginning.
    """
    token = _writes.set(on)
    try:
        yield
    finally:
        _writes.reset(token)


def noted(session: Session) -> set[Hashable]:
    """Return the notes of this session's transaction: what it has done, so that it is not done again."""
    transaction = session.get_transaction()
    notes: set[Hashable]
    held, notes = session.info.get(_NOTED, (None, set()))
    if held is None or held is not transaction:
        notes = set()
        session.info[_NOTED] = (transaction, notes)
    return notes


_NOTED = "noted by its transaction"


def one_by_one(session: Session, subject: str, *, reading: bool = False) -> None:
    """Wait until no other transaction writes about this subject: what is read after that stays true.

    For rules over several rows that no constraint can hold. Who is only `reading` about it waits for
    those who write, and they for him. On SQLite only one writes anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        lock = func.pg_advisory_xact_lock_shared if reading else func.pg_advisory_xact_lock
        session.execute(select(lock(func.hashtext(subject))))


def breaks_a_check(error: IntegrityError) -> bool:
    """Say whether a row contradicts itself, and not another row."""
    said: Any = error.orig
    code = getattr(said, "sqlstate", None) or getattr(said, "sqlite_errorname", "")
    return code in {"23502", "23514", "SQLITE_CONSTRAINT_NOTNULL", "SQLITE_CONSTRAINT_CHECK"}


def engine_options(url: str) -> dict[str, Any]:
    """Return what SQLAlchemy is told about the pool of connections."""
    if make_url(url).get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000}}
    told = {"options": "-c jit=off"}  # to compile a query takes longer than any of ours
    pool = {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10, "pool_recycle": 1800}
    return {**pool, "connect_args": told}


def install(app: Flask, engine: Engine) -> None:
    """Prepare connections of this engine, and let every request say whether it may write."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    else:
        app.after_request(_end_reading)
    app.before_request(_say_whether_writing)
    app.teardown_request(_forget_writing)


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are ours, not the driver's
    # As PostgreSQL does, LIKE tells capitals from small letters: what is searched has both (rules/search).
    for setting in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "case_sensitive_like=ON"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes.get() else "BEGIN")
    kept_answers.note_beginning(connection)


def _say_whether_writing() -> None:
    g.writes_token = _writes.set(request.method not in SAFE and request.endpoint not in READING)
    kept_answers.may_keep.set(request.method in SAFE)


def _end_reading(answer: Response) -> Response:
    """Commit what only read: a rollback makes the driver forget the statements it has prepared."""
    session: Session = current_app.extensions["sqlalchemy"].session()
    read_only = request.method in SAFE and not (session.new or session.dirty or session.deleted)
    if read_only and session.in_transaction() and session.is_active:
        session.commit()
    return answer


def _forget_writing(_error: BaseException | None) -> None:
    token = g.pop("writes_token", None)
    if token is not None:
        _writes.reset(token)
    kept_answers.may_keep.set(False)
