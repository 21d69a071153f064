"""The chain of events holds, and a change from outside is found."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.extensions import db
from app.services.activity import audit
from models.database.triggers import APPEND_ONLY, install
from tests.helpers.cards import draft

pytestmark = pytest.mark.both_databases


@pytest.mark.stage("objected")
def test_the_chain_of_a_whole_journey_holds(inside):
    assert audit.verify()[1] == []


@pytest.mark.parametrize("statement", ["UPDATE event SET comment = 'cits'", "DELETE FROM event"])
def test_the_database_refuses_to_change_an_event(inside, statement):
    draft()
    db.session.commit()
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))
    db.session.rollback()


def test_a_status_changed_past_the_door_is_found(inside):
    activity = draft()
    db.session.execute(text("UPDATE activity SET status = 'withdrawn'"))
    assert [(one.number, one.reason) for one in audit.verify()[1]] == [
        (activity.number, "the status was changed without an event")
    ]


def test_an_event_changed_past_the_triggers_is_found(inside):
    activity = draft()
    db.session.commit()
    _without_triggers()
    db.session.execute(text("UPDATE event SET comment = 'cits'"))
    assert [one.reason for one in audit.verify()[1]] == ["the event was changed"]
    assert activity.number == audit.verify()[1][0].number


def test_triggers_can_be_laid_again(inside):
    install(db.session.connection())
    draft()
    db.session.commit()
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text("DELETE FROM revision"))
    db.session.rollback()


def _without_triggers():
    sqlite = db.engine.dialect.name == "sqlite"
    for table in APPEND_ONLY:
        if sqlite:
            db.session.execute(text(f"DROP TRIGGER {table}_no_update"))
        else:
            db.session.execute(text(f"DROP TRIGGER {table}_append_only ON {table}"))
