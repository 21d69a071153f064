"""A CAB head reminds the institutions that are late: whom, how often, and what the record says."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.services.activity import audit
from app.services.mail.late_opinions import remind_late
from models import Event, Notification
from rules.audience import Message
from rules.refusals import NotAllowed, WrongStatus
from rules.vocabulary import Choice
from tests.helpers import days
from tests.helpers.cards import ASKED, actor, member, the_card, vote

pytestmark = pytest.mark.stage("in_round")


@pytest.fixture
def activity(inside):
    """A card about which eight institutions are asked, all of which but two have answered."""
    card = the_card()
    for code in ASKED[2:]:
        vote(card, code)
    return card


def late(activity, days=1):
    """The morning of a day after the due date."""
    due_on = activity.current_round.requirements[0].due_on
    return datetime.combine(due_on + timedelta(days=days), time(6), UTC)


def told():
    rows = db.session.scalars(select(Notification).where(Notification.message == Message.overdue))
    return sorted(row.recipient.username for row in rows)


def remind(activity, days=1):
    return remind_late(activity, actor("varam.vaditajs"), late(activity, days))


@pytest.mark.both_databases
def test_members_of_the_institutions_that_are_late_are_told(activity):
    assert (remind(activity), told()) == (["VARAM", "FM"], ["fm.loceklis", "varam.loceklis"])


@pytest.mark.both_databases
def test_on_one_day_nobody_is_reminded_twice(activity):
    remind(activity)
    with pytest.raises(WrongStatus, match="today already"):
        remind(activity)
    assert told() == ["fm.loceklis", "varam.loceklis"]


def test_whom_the_worker_has_told_today_is_not_told_again(activity):
    days.remind(late(activity, 7))
    with pytest.raises(WrongStatus, match="today already"):
        remind(activity, 7)


def test_on_the_next_day_they_are_reminded_again(activity):
    remind(activity)
    assert remind(activity, 2) == ["VARAM", "FM"]


def test_the_history_says_who_was_reminded_and_its_chain_holds(activity):
    remind(activity)
    event = db.session.scalars(select(Event).where(Event.action == audit.REMINDED)).one()
    assert (event.actor.username, event.data) == ("varam.vaditajs", {"institutions": ["VARAM", "FM"]})
    assert audit.verify()[1] == []


def test_on_the_due_date_nobody_is_late(activity):
    with pytest.raises(WrongStatus, match="No opinion"):
        remind(activity, 0)


def test_who_waits_for_an_answer_to_a_question_is_not_late(activity):
    vote(activity, "FM", Choice.need_info, comment="Kāpēc?")
    assert remind(activity) == ["VARAM"]


def test_only_a_head_reminds(activity):
    with pytest.raises(NotAllowed):
        remind_late(activity, member("DVI"), late(activity))
