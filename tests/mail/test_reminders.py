"""Reminders before the due date, word of overdue opinions after it, each once."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.services.activity import steps as workflow
from app.services.working_days import calendar
from models import Notification
from rules.audience import Message
from rules.deadlines import due
from rules.vocabulary import Choice
from tests.helpers import days
from tests.helpers.cards import ASKED, actor, the_card, vote

pytestmark = pytest.mark.stage("in_round")

REMINDER_DAYS = 3  # of the rule set


@pytest.fixture
def activity(inside):
    """A card about which eight institutions are asked."""
    return the_card()


def told(message):
    rows = db.session.scalars(select(Notification).where(Notification.message == message))
    return sorted(row.recipient.username for row in rows)


def morning(day):
    return datetime.combine(day, time(6), UTC)


def working_days_before(day, count):
    first = day - timedelta(days=30)
    return next(
        one
        for one in (day - timedelta(days=back) for back in range(1, 30))
        if one > first and due(one, count, calendar()) == day
    )


def due_on(activity):
    return activity.current_round.requirements[0].due_on


def members(*codes):
    return sorted(f"{code.lower()}.loceklis" for code in codes)


def test_three_working_days_before_the_due_date_the_members_are_reminded(activity):
    days.remind(morning(working_days_before(due_on(activity), REMINDER_DAYS)))
    assert told(Message.reminder) == members(*ASKED)


def test_four_working_days_before_nobody_is_reminded(activity):
    day = working_days_before(due_on(activity), REMINDER_DAYS + 1)
    days.remind(morning(day))
    assert told(Message.reminder) == []


@pytest.mark.both_databases
def test_nobody_is_reminded_twice(activity):
    day = working_days_before(due_on(activity), REMINDER_DAYS)
    days.remind(morning(day))
    days.remind(morning(day + timedelta(days=1)))
    assert told(Message.reminder) == members(*ASKED)


def test_who_has_answered_is_not_reminded(activity):
    vote(activity, "DVI")
    days.remind(morning(due_on(activity)))
    assert told(Message.reminder) == members(*(code for code in ASKED if code != "DVI"))


def test_who_waits_for_an_answer_to_a_question_is_not_reminded(activity):
    vote(activity, "DVI", Choice.need_info, comment="Kāpēc?")
    days.remind(morning(due_on(activity)))
    assert told(Message.reminder) == members(*(code for code in ASKED if code != "DVI"))


def test_on_the_due_date_nothing_is_overdue(activity):
    days.remind(morning(due_on(activity)))
    assert told(Message.overdue) == []


def test_after_the_due_date_members_and_heads_are_told(activity):
    days.remind(morning(due(due_on(activity), 1, calendar())))
    assert told(Message.overdue) == sorted([*members(*ASKED), "varam.vaditajs"])


def test_the_head_reads_once_who_is_late(activity):
    for code in ASKED[1:]:
        vote(activity, code)
    day = due(due_on(activity), 1, calendar())
    for later in range(3):
        days.remind(morning(day + timedelta(days=later)))
    assert told(Message.overdue) == ["varam.loceklis", "varam.vaditajs"]


def test_no_reminder_for_a_round_that_is_closed(activity):
    workflow.withdraw(activity, actor("vid.pieteicejs"), now(), comment="Vairs nav vajadzīgs.")
    days.remind(morning(due_on(activity)))
    assert told(Message.reminder) == []
