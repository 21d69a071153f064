"""Due dates that a corrected calendar moves: recorded with the card, and told to those concerned."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.clock import now, today
from app.database import writing
from app.extensions import db
from app.services.activity import audit
from app.services.calendar import days as calendar_days
from app.services.calendar.days import DayWanted
from app.services.working_days import calendar
from models import Event, Notification
from rules.audience import Message
from rules.deadlines import due
from rules.vocabulary import Choice
from tests.helpers.cards import ASKED, actor, the_card, vote as answer

MEMBERS = {f"{code.lower()}.loceklis" for code in ASKED}
pytestmark = pytest.mark.stage("in_round")

SOURCE = "Ministru kabineta rīkojums Nr. 1"


@pytest.fixture
def card(inside):
    """A card about which eight institutions are asked."""
    return the_card()


def make_free():
    """Make the next working day free and move what is due; return the day."""
    wanted = DayWanted(due(today(), 1, calendar()), False, SOURCE)
    with writing():
        moves = calendar_days.moves(wanted, today())
        calendar_days.set_day(wanted, moves, actor("admin"), now())
        db.session.commit()
    return wanted.day


def told():
    return list(db.session.scalars(select(Notification).where(Notification.message == Message.due_moved)))


def names():
    return {row.recipient.username for row in told()}


def test_the_members_asked_and_the_applicants_are_told_both_dates(card):
    before = card.current_round.requirements[0].due_on
    make_free()
    after = due(before, 1, calendar())
    assert names() == {*MEMBERS, "vid.pieteicejs"}
    assert {(row.values["was_on"], row.values["due_on"]) for row in told()} == {(str(before), str(after))}


def test_who_has_answered_is_not_told(card):
    with writing():
        answer(card, "FM")
        db.session.commit()
    make_free()
    assert names() == {*MEMBERS, "vid.pieteicejs"} - {"fm.loceklis"}


def test_the_history_of_the_card_keeps_the_day_and_both_dates(card):
    before = card.current_round.requirements[0].due_on
    day = make_free()
    event = db.session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert (event.activity_id, event.action, event.actor.username) == (card.id, "due_moved", "admin")
    assert (event.data["calendar"], event.data["source"]) == (str(day), SOURCE)
    assert ["FM", str(before), str(due(before, 1, calendar()))] in event.data["moved"]
    assert audit.verify()[1] == []


def test_due_dates_of_one_card_that_differ_are_told_each_by_itself(card):
    with writing():
        card.current_round.requirements[0].due_on += timedelta(days=7)
        db.session.commit()
    make_free()
    mine = [row.values for row in told() if row.recipient.username == "vid.pieteicejs"]
    assert sorted(len(one["concerned"]) for one in mine) == [1, 7]


def test_nobody_is_told_when_due_dates_stay(card):
    wanted = DayWanted(due(today(), 1, calendar()), False, SOURCE)
    with writing():
        calendar_days.set_day(wanted, [], actor("admin"), now())
        db.session.commit()
    assert told() == []


def test_a_question_that_waits_keeps_its_institution_among_those_told(card):
    with writing():
        answer(card, "DVI", Choice.need_info, comment="Kur dati glabājas?")
        db.session.commit()
    make_free()
    assert "dvi.loceklis" in names()
