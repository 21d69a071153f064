"""What time it is; tests and the demo, which replays the past, can say that it is another."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

RIGA = ZoneInfo("Europe/Riga")
_frozen: ContextVar[datetime | None] = ContextVar("frozen_moment", default=None)


def now() -> datetime:
    """Return the moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """Return the day in Riga."""
    return now().astimezone(RIGA).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be this (aware) moment inside the block."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone is no moment")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
