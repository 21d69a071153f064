"""What is due on a day is said once, whoever begins it and however often."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from app.clock import now, today
from app.database import writing
from app.extensions import db
from app.services import daily
from app.services.activity import steps as workflow
from app.services.working_days import calendar
from models import DailyRun, Notification, Requirement
from rules.audience import Message
from rules.deadlines import due, working_days_between
from rules.refusals import Refusal
from rules.vocabulary import Choice
from tests.helpers.at_once import at_once
from tests.helpers.cards import ASKED, actor, all_vote, the_card, vote

pytestmark = pytest.mark.stage("in_round")
NOTHING = {"reminders": 0, "overdue": 0, "digests": 0, "obligations": 0}


@pytest.fixture
def card(inside):
    """A card about which eight institutions are asked."""
    return the_card()


def run(on):
    """Run a day by itself, as a command or the worker does."""
    with writing():
        counts = daily.run(on, now())
        db.session.commit()
    return counts


def due_on():
    return db.session.scalars(select(Requirement.due_on)).first()


def told(message):
    rows = db.session.scalars(select(Notification).where(Notification.message == message))
    return sorted(row.recipient.username for row in rows)


def days_said(message, username, first, count):
    """Run so many days one after another; return on which of them this person was told."""
    for offset in range(count):
        run(first + timedelta(days=offset))
    rows = select(Notification).where(Notification.message == message).order_by(Notification.id)
    found = [row for row in db.session.scalars(rows) if row.recipient.username == username]
    return [date.fromisoformat(row.values["on"]) for row in found]


@pytest.mark.both_databases
def test_a_day_run_again_says_nothing(card):
    late = due(due_on(), 1, calendar())
    assert run(late)["overdue"] == len(ASKED) + 1
    assert run(late) == NOTHING


@pytest.mark.both_databases
def test_a_day_run_by_several_at_once_says_everything_once(card, inside):
    late = due(due_on(), 1, calendar())
    at_once(inside, *[lambda: daily.run(late, now())] * 3)
    assert len(told(Message.overdue)) == len(ASKED) + 1
    assert db.session.scalars(select(DailyRun.day)).all() == [late]


def test_a_run_that_fails_leaves_the_day_to_be_run(card, monkeypatch):
    late = due(due_on(), 1, calendar())

    def fail(_on, _at):
        raise RuntimeError("down")

    monkeypatch.setattr(daily, "TASKS", (*daily.TASKS, ("digests", fail)))
    with pytest.raises(RuntimeError):
        run(late)
    db.session.rollback()
    monkeypatch.undo()
    assert run(late)["overdue"] == len(ASKED) + 1


def test_reminded_is_once_and_overdue_on_the_next_working_day_and_then_each_week(card):
    last = due_on()
    first = last - timedelta(days=12)
    assert days_said(Message.reminder, "dvi.loceklis", first, 40) == [
        next(
            first + timedelta(days=offset)
            for offset in range(12)
            if working_days_between(first + timedelta(days=offset), last, calendar()) == 3
        )
    ]
    late = due(last, 1, calendar())
    weekly = [late + timedelta(days=7 * week) for week in range(4)]
    said = [
        date.fromisoformat(row.values["on"])
        for row in db.session.scalars(select(Notification).where(Notification.message == Message.overdue))
        if row.recipient.username == "dvi.loceklis"
    ]
    assert said == [day for day in weekly if day < first + timedelta(days=40)]


def test_a_past_day_run_later_does_not_repeat_what_was_said_since(card):
    late = due(due_on(), 1, calendar())
    run(late + timedelta(days=3))
    assert run(late) == NOTHING


def test_a_day_that_was_left_out_is_made_up_for_by_the_next(card):
    assert run(due_on())["reminders"] == len(ASKED)


def test_a_due_date_that_has_moved_is_reminded_of_anew(card):
    first = due_on()
    run(first)
    for row in card.current_round.requirements:
        row.due_on = due(first, 5, calendar())
    assert run(due(first, 2, calendar()))["reminders"] == len(ASKED)


def test_a_question_stops_the_clock_and_the_later_due_date_is_reminded_of(card):
    vote(card, "DVI", Choice.need_info, comment="Kāpēc?")
    run(due_on())
    assert "dvi.loceklis" not in told(Message.reminder)
    asked = next(row for row in card.current_round.requirements if row.institution.code == "DVI")
    asked.state, asked.due_on = "waiting", due(due_on(), 4, calendar())
    run(due(due_on(), 1, calendar()))
    assert told(Message.reminder).count("dvi.loceklis") == 1


def test_what_a_cab_head_said_by_hand_does_not_stand_for_the_weekly_word(card, inside):
    from app.services.mail.late_opinions import remind_late

    late = due(due_on(), 1, calendar())
    remind_late(card, actor("varam.vaditajs"), datetime.combine(late, time(6), UTC))
    assert run(late + timedelta(days=1))["overdue"] == len(ASKED) + 1


@pytest.mark.stage("started")
@pytest.mark.both_databases
def test_an_activity_past_its_planned_end_reminds_its_applicants_once_a_week(card):
    end = card.planned_end
    assert run(end) == NOTHING
    said = days_said(Message.unfinished, "vid.pieteicejs", end + timedelta(days=1), 15)
    assert said == [end + timedelta(days=offset) for offset in (1, 8, 15)]


@pytest.mark.stage("started")
def test_word_of_the_planned_end_is_a_reminder_and_ends_with_the_activity(card):
    end = card.planned_end
    assert run(end + timedelta(days=1)) == {**NOTHING, "reminders": 1}
    workflow.withdraw(card, actor("vid.pieteicejs"), now(), comment="Vairs nav vajadzīgs.")
    assert run(end + timedelta(days=9)) == NOTHING


def test_nothing_is_due_where_everybody_has_answered(card):
    all_vote(card)
    assert run(due_on() + timedelta(days=30)) == NOTHING


@pytest.mark.parametrize("environment", ["demo", "test"])
def test_outside_production_any_day_is_run(environment):
    daily.check_day(date(2020, 1, 1), today(), environment)


def test_in_production_today_is_run_and_no_other_day():
    daily.check_day(today(), today(), "production")
    for other in (today() - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(Refusal, match="only today"):
            daily.check_day(other, today(), "production")
