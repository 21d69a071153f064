"""Moving open due dates after a correction of the working-day calendar, and telling those concerned."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.services import outbox
from app.services.activity import audit
from app.services.outbox import People, Reach
from app.visibility import seeing_everything
from models import Activity, Requirement, Round, User
from rules.audience import Told, told_of_moved
from rules.facts import Actor
from rules.vocabulary import OPEN_STATES

AT_ONCE = 500  # rows that one statement names
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Move:
    """An open due date that a correction would move."""

    requirement: int
    activity: int
    number: str
    institution: str
    was: date
    becomes: date


def carry_out(wanted: Sequence[Move], because: dict[str, Any], actor: Actor, at: datetime) -> list[Move]:
    """Move due dates, record it with each activity and tell those concerned; return what has moved.

    What was answered meanwhile, or is due on another day than was looked at, stays. The caller commits.
    """
    with seeing_everything():
        _lock(sorted({one.activity for one in wanted}))
        moved = [one for group in _by_dates(wanted) for piece in _pieces(group) for one in _moved(piece)]
        by_activity: dict[int, list[Move]] = {}
        for one in moved:
            by_activity.setdefault(one.activity, []).append(one)
        reach = _asking_once()
        for piece in _pieces(sorted(by_activity)):
            for activity in db.session.scalars(_ACTIVITIES.where(Activity.id.in_(piece))):
                _tell(activity, by_activity[activity.id], because, actor, at, reach)
    return moved


def _asking_once() -> Reach:
    """The same people are told again and again: each is looked up once."""
    known: dict[Told, Sequence[User]] = {}

    def reach(told: Iterable[Told]) -> People:
        known.update(outbox.reached({*told} - known.keys()))
        return known

    return reach


_ROUNDS = selectinload(Activity.rounds).selectinload(Round.requirements)
_ACTIVITIES = (
    select(Activity)
    .options(joinedload(Activity.holder), _ROUNDS.joinedload(Requirement.institution))
    .order_by(Activity.id)
    .execution_options(populate_existing=True)
)


def _lock(activities: list[int]) -> None:
    """Touch the cards first, as every step does: whoever answers at the same moment waits."""
    touched = update(Activity).values(version=Activity.version + 1)
    for piece in _pieces(activities):
        _execute(touched.where(Activity.id.in_(piece)))


def _moved(alike: Sequence[Move]) -> list[Move]:
    """Move due dates that are still open and still the ones that were looked at; all from day to day."""
    known, first = {one.requirement: one for one in alike}, alike[0]
    open_still = update(Requirement).where(Requirement.id.in_(known), Requirement.due_on == first.was)
    changed = open_still.where(Requirement.state.in_(OPEN_STATES)).values(due_on=first.becomes)
    return [known[key] for key in sorted(_execute(changed.returning(Requirement.id)).scalars())]


def _tell(
    activity: Activity, moved: list[Move], because: dict[str, Any], actor: Actor, at: datetime, reach: Reach
) -> None:
    lines = [[one.institution, one.was.isoformat(), one.becomes.isoformat()] for one in moved]
    told = {**because, "moved": lines}
    audit.record(activity, audit.DUE_MOVED, actor, at, activity.status, data=told)
    for group in _by_dates(moved):
        codes = [one.institution for one in group]
        dates = {"was_on": group[0].was.isoformat(), "due_on": group[0].becomes.isoformat()}
        whom = told_of_moved(activity.holder.code, codes)
        values = {**because, **dates, "concerned": codes, "round": activity.round}
        outbox.enqueue(activity, whom, actor, at, values, reach)


def _by_dates(moves: Sequence[Move]) -> Iterator[list[Move]]:
    dates = attrgetter("was", "becomes")
    return (list(group) for _, group in groupby(sorted(moves, key=dates), key=dates))


def _pieces(rows: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def _execute(statement: Any) -> Any:
    return db.session.execute(statement, execution_options={"synchronize_session": False})
