"""Obligations by day: near ones are said once, overdue ones each week, moved ones anew."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.clock import now, today
from app.extensions import db
from app.services import daily
from app.services.obligation import steps
from models import Notification, User
from rules.audience import Message
from tests.helpers.cards import member
from tests.helpers.obliged import agreed, given, report

pytestmark = [pytest.mark.stage("in_round"), pytest.mark.both_databases]


def run(days):
    """What the daily run of a day counts as obligations."""
    with clock.at(now() + timedelta(days=days)):
        found = daily.run(today(), now())["obligations"]
        db.session.commit()
    return found


def told(message):
    rows = select(User.username).join(Notification, Notification.recipient_id == User.id)
    return sorted(db.session.scalars(rows.where(Notification.message == message).distinct()))


def test_applicants_are_reminded_once_of_what_is_due_soon(inside):
    agreed()
    assert [run(days) for days in (10, 29, 30)] == [0, 1, 0]
    assert told(Message.obligation_due) == ["vid.pieteicejs"]


def test_overdue_is_told_to_who_verifies_too_and_again_each_week(inside):
    agreed()
    first = next(days for days in range(31, 40) if run(days))
    assert [run(first + more) for more in (1, 6, 7, 8, 14)] == [0, 0, 2, 0, 2]
    assert told(Message.obligation_overdue) == ["dvi.loceklis", "vid.pieteicejs"]


def test_where_a_cab_head_verifies_heads_are_told(inside):
    agreed(added=[given()])
    next(days for days in range(31, 40) if run(days))
    assert "varam.vaditajs" in told(Message.obligation_overdue)


def test_what_is_reported_is_said_no_more(inside):
    row = agreed()
    report(row)
    assert [run(days) for days in (29, 31, 40)] == [0, 0, 0]


def test_of_a_due_date_that_was_moved_people_are_reminded_anew(inside):
    row = agreed()
    assert run(29) == 1
    steps.move(row, member("DVI"), now(), due_on=today() + timedelta(days=60), comment="Vajag laiku.")
    db.session.commit()
    assert [run(days) for days in (31, 58, 59)] == [0, 1, 0]


def test_the_same_day_again_says_nothing(inside):
    agreed()
    assert [run(29), run(29)] == [1, 0]
    rows = select(func.count(Notification.id)).where(Notification.message == Message.obligation_due)
    assert db.session.scalar(rows) == 1
