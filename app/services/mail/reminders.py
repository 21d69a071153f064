"""What people are reminded of by day: opinions due soon or overdue, activities past their planned end."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.services import outbox
from app.services.ruleset import rule_sets
from app.services.working_days import calendar
from app.visibility import seeing_everything
from models import Activity, Notification, Requirement
from rules.audience import Message, reminded, told_of_overdue, told_of_unfinished
from rules.deadlines import WEEK, Calendar, day_of, due
from rules.facts import SYSTEM
from rules.ruleset import RuleSet
from rules.vocabulary import RequirementState, Status

# Activity, round, institution and due date (ISO) → the last day on which it was said. A due date that has
# moved is another one: of that, too, the institution is reminded.
Said = dict[tuple[int, int, str, str], date]


def remind(on: date, at: datetime) -> int:
    """Remind of what is due soon, and of activities past their planned end; return how many messages.

    The caller commits.
    """
    return _of_opinions(Message.reminder, on, at) + _of_unfinished(on, at)


def tell_overdue(on: date, at: datetime) -> int:
    """Tell of overdue opinions, first on the working day after, then once a week; return how many messages.

    The caller commits.
    """
    return _of_opinions(Message.overdue, on, at)


def _of_opinions(message: Message, on: date, at: datetime) -> int:
    with seeing_everything():
        days, sets, said = calendar(), rule_sets.known(), _said(message)
        told = 0
        for rows in _waiting():
            fitting = [
                row
                for row in rows
                if _is_time(row, message, on, days, sets.get(row.round.rule_set), said.get(_key(row)))
            ]
            told += _tell(fitting, message, on, at) if fitting else 0
        return told


def _waiting() -> Iterable[list[Requirement]]:
    """Return the requirements that wait for an answer, of one activity after another."""
    open_now = (
        select(Requirement)
        .join(Requirement.activity)
        .where(Activity.status == Status.in_approval, Requirement.state == RequirementState.waiting)
        .options(*(selectinload(one) for one in (Requirement.activity, Requirement.institution)))
        .options(selectinload(Requirement.round))
        .order_by(Requirement.activity_id, Requirement.position)
    )
    found: dict[int, list[Requirement]] = defaultdict(list)
    for row in db.session.scalars(open_now):
        found[row.activity_id].append(row)
    return found.values()


def _said(message: Message) -> Said:
    """Return what was said before, but for what a CAB head said by hand."""
    rows = (
        select(Notification.activity_id, Notification.created_at, Notification.values)
        .join(Notification.activity)
        .where(Activity.status == Status.in_approval, Notification.message == message)
    )
    found: Said = {}
    for activity_id, at, values in db.session.execute(rows):
        if "concerned" not in values:
            continue
        dues = values.get("dues") or {values.get("institution"): values.get("due_on")}
        for code, due_on in dues.items():
            key = (activity_id, values.get("round", 0), code, due_on)
            found[key] = max(found.get(key, date.min), _day(values, at))
    return found


def _key(row: Requirement) -> tuple[int, int, str, str]:
    return row.activity_id, row.activity.round, row.institution.code, row.due_on.isoformat()


def _is_time(
    row: Requirement, message: Message, on: date, days: Calendar, rule_set: RuleSet, last: date | None
) -> bool:
    if message is Message.reminder:
        too_far = due(on, rule_set.days("reminder_days") + 1, days)
        return last is None and on <= row.due_on < too_far
    again = last is None or on >= last + WEEK
    return again and on > row.due_on and on >= due(row.due_on, rule_set.days("escalation_days"), days)


def _tell(rows: list[Requirement], message: Message, on: date, at: datetime) -> int:
    activity: Activity = rows[0].activity
    persons = reminded if message is Message.reminder else told_of_overdue
    whom = [one for row in rows for one in persons(row.institution.code)]
    values = {
        "round": activity.round,
        "concerned": [row.institution.code for row in rows],
        "dues": {row.institution.code: row.due_on.isoformat() for row in rows},
        "on": on.isoformat(),
    }
    return len(outbox.enqueue(activity, whom, SYSTEM, at, values))


def _of_unfinished(on: date, at: datetime) -> int:
    """Remind the applicants of activities in progress whose planned end has passed, once a week."""
    with seeing_everything():
        past = select(Activity).where(Activity.status == Status.in_progress, Activity.planned_end < on)
        said, told = _last_of_unfinished(), 0
        for activity in db.session.scalars(past.order_by(Activity.id)):
            if activity.id not in said or on >= said[activity.id] + WEEK:
                whom = told_of_unfinished(activity.holder.code)
                told += len(outbox.enqueue(activity, whom, SYSTEM, at, {"on": on.isoformat()}))
        return told


def _last_of_unfinished() -> dict[int, date]:
    rows = (
        select(Notification.activity_id, Notification.created_at, Notification.values)
        .join(Notification.activity)
        .where(Activity.status == Status.in_progress, Notification.message == Message.unfinished)
    )
    found: dict[int, date] = {}
    for activity_id, at, values in db.session.execute(rows):
        found[activity_id] = max(found.get(activity_id, date.min), _day(values, at))
    return found


def _day(values: dict[str, str], at: datetime) -> date:
    """Return the day for which a message was written; older ones were written on it."""
    return date.fromisoformat(values["on"]) if "on" in values else day_of(at)
