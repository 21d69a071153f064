"""What waits for a person: each card with why, by when, and the one button."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext, lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.clock import today
from app.services.activity import search as activities
from app.services.activity.search import Listed, Search
from app.services.activity.tasks import own_requirements
from models import Requirement
from rules.deadlines import Calendar
from rules.facts import Actor
from rules.vocabulary import Action, Choice, Role, Status, Urgency
from views.activity.steps import STEPS, address
from views.activity.turn import Due, due, working_days
from views.words.labels import label
from views.words.language import reader_language


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One row of the inbox; `approve`: where a vote is given with the approval chosen already."""

    row: Listed
    why: str
    due: Due | None
    button: str
    url: str
    approve: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Tasks of one urgency."""

    key: str
    title: LazyString
    tasks: list[Task]


TITLES = {
    "emergency": _l("Emergencies"),
    "late": _l("Late"),
    "week": _l("This week"),
    "later": _l("Later"),
    "open": _l("Without a due date"),
}


def tasks_of(actor: Actor, most: int) -> list[Task]:
    """Return what waits for the person, the most urgent first."""
    rows = activities.page(Search(to_do=True, emergencies_first=True), actor, 0, most)
    asked = own_requirements(rows, actor)
    days = working_days()
    tasks = [_task(row, asked.get(row.id), actor, days) for row in rows]
    return sorted(tasks, key=lambda task: (task.due.date if task.due else date.max, task.row.number))


def groups_of(tasks: list[Task]) -> list[Group]:
    """Return the tasks by urgency, emergencies first; groups without any are left out."""
    found: dict[str, list[Task]] = {key: [] for key in TITLES}
    for task in tasks:
        emergency = task.row.urgency is Urgency.emergency
        found["emergency" if emergency else _urgency(task)].append(task)
    return [Group(key=key, title=TITLES[key], tasks=some) for key, some in found.items() if some]


def counts_of(tasks: list[Task]) -> Counter[str]:
    """Return how many tasks are late, due this week, later, or without a due date."""
    return Counter(map(_urgency, tasks))


def _urgency(task: Task) -> str:
    if task.due is None:
        return "open"
    if task.due.days < 0:
        return "late"
    return "week" if task.due.date <= today() + timedelta(days=6 - today().weekday()) else "later"


def _task(row: Listed, asked: Requirement | None, actor: Actor, days: Calendar) -> Task:
    if asked is not None:
        facts = "; ".join(reason[reader_language()] for reason in asked.reasons)
        task = _of(row, Action.vote, facts, due(asked.due_on, days))
        return replace(task, approve=f"{task.url}?choice={Choice.approve}")
    if row.status is Status.in_approval:
        return _in_round(row, actor, days)
    action = next(action for action, told in reversed(STEPS.items()) if row.status in told.inbox)
    task, first = _of(row, action, _why(action, row.status), None), STEPS[action].look_first
    if first is None:
        return task
    tab, button = first
    return replace(task, url=f"/aktivitates/{row.number}{tab}", button=str(button))


def _in_round(row: Listed, actor: Actor, days: Calendar) -> Task:
    """The applicant is to answer; a CAB head can close the round."""
    if row.holder != actor.institution or not actor.has(Role.applicant):
        why = _why(Action.close_round, Status.in_approval)
        return _of(row, Action.close_round, why, due(row.due_on, days))
    asked = "; ".join(
        gettext("%(institution)s asks; the due date stands until you answer", institution=one)
        for one in row.asking
    )
    return _of(row, Action.answer, asked or _why(Action.answer, Status.in_approval), None)


def _why(action: Action, status: Status) -> str:
    return str(STEPS[action].inbox[status])


def _of(row: Listed, action: Action, why: str, until: Any) -> Task:
    return Task(row=row, why=why, due=until, button=label(action), url=address(row.number, action))
