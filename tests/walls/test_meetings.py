"""Meetings behind the wall of the database itself: what is on an agenda needs meeting and card."""

import pytest
from sqlalchemy import func, select

from app.database import writing
from app.extensions import db
from app.visibility import looking_as, seeing_everything
from models import Meeting, MeetingEvent, MeetingGuest, MeetingItem
from rules.vocabulary import Role
from tests.helpers import cards
from tests.helpers.meetings import meeting_about
from tests.helpers.people import account

pytestmark = pytest.mark.stage("in_round")
TABLES = (Meeting, MeetingGuest, MeetingEvent, MeetingItem)
NAMES = {one.__tablename__ for one in TABLES}
SEEING = ["varam.vaditajs", "ur.vaditajs", "dvi.loceklis", "vid.pieteicejs", "admin"]


@pytest.fixture
def walled(walled_app):
    """A meeting about a card, and somebody invited who does not see the card."""
    with walled_app.app_context():
        with seeing_everything(), writing():
            account("ur.vaditajs", "UR", Role.cab_head)
            db.session.flush()
            meeting_about(cards.the_card())
            db.session.commit()
        yield walled_app


def seen_by(username):
    """How many rows of each table the database gives to a person who asks for all."""
    with seeing_everything():
        person = cards.actor(username)
    db.session.rollback()
    with looking_as(person):
        return {one.__tablename__: db.session.scalar(_rows_of(one)) for one in TABLES}


def _rows_of(table):
    """Count without the criteria of the ORM: what the database itself gives."""
    return select(func.count()).select_from(table.__table__)


@pytest.mark.parametrize(
    "username", ["varam.vaditajs", "ur.vaditajs", "dvi.loceklis", "vid.pieteicejs", "admin"]
)
def test_heads_the_invited_and_administrators_see_it(walled, username):
    assert {table for table, rows in seen_by(username).items() if rows} == NAMES


@pytest.mark.parametrize("username", ["ur.loceklis", "bvkb.pieteicejs", "vid.administrators"])
def test_others_see_nothing_of_it(walled, username):
    assert seen_by(username) == dict.fromkeys(NAMES, 0)


def test_who_is_invited_and_does_not_see_a_card_sees_no_line_of_it(walled):
    with seeing_everything(), writing():
        person, meeting = cards.actor("bvkb.pieteicejs"), db.session.scalar(select(Meeting.id))
        db.session.add(MeetingGuest(meeting_id=meeting, person_id=person.user_id))
        db.session.commit()
    found = seen_by("bvkb.pieteicejs")
    assert (found["meeting"], found["meeting_item"]) == (1, 0)
