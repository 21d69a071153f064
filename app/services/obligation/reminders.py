"""What people are reminded of by day: obligations due soon, and those that are overdue."""

from datetime import date, datetime

from sqlalchemy import select

from app.extensions import db
from app.services import outbox
from app.services.obligation.list import due
from app.services.ruleset import rule_sets
from app.services.working_days import calendar
from app.visibility import seeing_everything
from models import Notification, Obligation
from rules.audience import Message
from rules.deadlines import WEEK, day_of, due as due_after
from rules.facts import SYSTEM
from rules.obligation.steps import told_by_day

# Obligation and due date (ISO) → the last day on which it was said; a due date that was moved is another one.
Said = dict[tuple[int, str], date]


def remind(on: date, at: datetime) -> int:
    """Remind of obligations, near ones once, overdue ones each week; return how many messages.

    Days are those of votes, of the rule set in force. The caller commits.
    """
    with seeing_everything():
        rules, days = rule_sets.in_force(on), calendar()
        near = due_after(on, rules.days("reminder_days") + 1, days)
        reminded, late = _said(Message.obligation_due), _said(Message.obligation_overdue)
        told = 0
        for one in due(near):
            key = (one.id, one.due_on.isoformat())
            if on <= one.due_on < near and key not in reminded:
                told += _tell(one, Message.obligation_due, on, at)
            elif on >= due_after(one.due_on, rules.days("escalation_days"), days) and (
                key not in late or on >= late[key] + WEEK
            ):
                told += _tell(one, Message.obligation_overdue, on, at)
        return told


def _tell(one: Obligation, message: Message, on: date, at: datetime) -> int:
    values = {"key": one.id, "obligation": one.text, "until_on": one.due_on.isoformat(), "on": on.isoformat()}
    return len(outbox.enqueue(one.activity, told_by_day(message, one.facts()), SYSTEM, at, values))


def _said(message: Message) -> Said:
    rows = select(Notification.created_at, Notification.values).where(Notification.message == message)
    found: Said = {}
    for at, values in db.session.execute(rows):
        key, on = (values["key"], values["until_on"]), date.fromisoformat(values["on"])
        found[key] = max(found.get(key, day_of(at)), on)
    return found
