"""One change: all of it is saved, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.database import writing
from app.extensions import db


@contextmanager
def one_change() -> Iterator[None]:
    """Commit what the block did; undo it when the block raises, and let the exception go on.

    Take the use case's row inside the block: the transaction that locks must be the one that read.
    """
    with writing():
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
