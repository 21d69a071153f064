"""Cards in a round, put into the database of an application, and what its pages say."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event, select

from app.database import writing
from app.extensions import db
from app.visibility import seeing_everything
from models import Activity, Vote


@contextmanager
def rows_of(app: Flask) -> Iterator[None]:
    """Look at the rows themselves, never while a client's call runs."""
    with app.app_context(), seeing_everything():
        yield


def put(app: Flask, make: Callable[[], Activity]) -> str:
    """Carry out use cases, commit, and return the number of the card."""
    with rows_of(app), writing():
        number = make().number
        db.session.commit()
        return number


def number_in(app: Flask) -> str:
    """Return the number of the card that is there from the beginning, by the stage of the test."""
    [number] = numbers_in(app)
    return number


def numbers_in(app: Flask) -> list[str]:
    """Return the numbers of all cards that are there."""
    with rows_of(app):
        return list(db.session.scalars(select(Activity.number).order_by(Activity.number)))


def change(app: Flask, number: str, act: Callable[[Activity], object]) -> None:
    """Carry out a use case on a card that is there, and commit."""
    with rows_of(app), writing():
        act(db.session.scalars(select(Activity).where(Activity.number == number)).one())
        db.session.commit()


def status_of(app: Flask, number: str) -> str:
    with rows_of(app):
        return db.session.scalars(select(Activity.status).where(Activity.number == number)).one().value


def votes_of(app: Flask, number: str) -> list[str]:
    """Return the choices of all votes on a card, oldest first."""
    with rows_of(app):
        found = select(Vote.choice).join(Activity, Activity.id == Vote.activity_id)
        return [
            one.value for one in db.session.scalars(found.where(Activity.number == number).order_by(Vote.id))
        ]


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="{re.escape(name)}"\s+value="([^"]*)"', page)
    assert found, f"no {name} on the page"
    return found[1]


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Collect the SQL statements that run inside the block."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
