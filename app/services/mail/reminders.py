"""Reminders before a due date and word of an overdue opinion, each once for a requirement."""

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.services import outbox
from app.services.ruleset import rule_sets
from app.services.working_days import calendar
from app.visibility import seeing_everything
from models import Activity, Notification, Requirement
from rules.audience import Message, Told, reminded, told_of_overdue
from rules.deadlines import Calendar, day_of, working_days_between
from rules.facts import SYSTEM
from rules.vocabulary import RequirementState, Status

Waiting = dict[int, list[Requirement]]  # activity id → its requirements that wait for an answer


def remind(at: datetime) -> int:
    """Enqueue what is to be said on this day; return how many messages. The caller commits."""
    with seeing_everything():
        waiting = _waiting()
        told = _already_told(waiting)
        days = calendar()
        return sum(
            _tell(rows, message, at, days, told)
            for rows in waiting.values()
            for message in (Message.reminder, Message.overdue)
        )


def _waiting() -> Waiting:
    open_now = (
        select(Requirement)
        .join(Requirement.activity)
        .where(Activity.status == Status.in_approval, Requirement.state == RequirementState.waiting)
        .options(selectinload(Requirement.activity), selectinload(Requirement.institution))
        .order_by(Requirement.activity_id, Requirement.position)
    )
    found: Waiting = defaultdict(list)
    for row in db.session.scalars(open_now):
        found[row.activity_id].append(row)
    return found


def _already_told(waiting: Waiting) -> set[tuple[int, Message, int, str]]:
    """Return (activity, message, round, institution) of what was said before."""
    rows = select(Notification.activity_id, Notification.message, Notification.values).where(
        Notification.activity_id.in_(waiting), Notification.message.in_((Message.reminder, Message.overdue))
    )
    return {
        (activity_id, message, values.get("round", 0), code)
        for activity_id, message, values in db.session.execute(rows)
        for code in values.get("concerned", ())
    }


def _tell(
    rows: list[Requirement],
    message: Message,
    at: datetime,
    days: Calendar,
    told: set[tuple[int, Message, int, str]],
) -> int:
    activity: Activity = rows[0].activity
    codes = [
        row.institution.code
        for row in rows
        if _is_time(row, message, day_of(at), days)
        and (activity.id, message, activity.round, row.institution.code) not in told
    ]
    persons = reminded if message is Message.reminder else told_of_overdue
    whom: list[Told] = [one for code in codes for one in persons(code)]
    values = {"round": activity.round, "concerned": codes}
    return len(outbox.enqueue(activity, whom, SYSTEM, at, values))


def _is_time(row: Requirement, message: Message, on: date, days: Calendar) -> bool:
    rule_set = rule_sets.known().get(row.round.rule_set)
    left = working_days_between(on, row.due_on, days)
    if message is Message.reminder:
        return on <= row.due_on and left <= rule_set.days("reminder_days")
    return on > row.due_on and -left >= rule_set.days("escalation_days")
