"""Reports of how things stand now, and of opinions."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, select

from app.extensions import db
from app.services.activity.search_turns import CARD, REQUIREMENT, ROUND
from app.services.report.look import Look
from models import Activity, Event, Institution, Requirement, Round
from rules.deadlines import day_of
from rules.report import ages, median, week
from rules.vocabulary import FINAL, RequirementState, Status

RUNNING = tuple(one for one in Status if one not in FINAL)
_EVENT: Any = Event.__table__.c
_INSTITUTION: Any = Institution.__table__.c
_WAITS = and_(
    REQUIREMENT.state == RequirementState.waiting,
    CARD.status == Status.in_approval,
    ROUND.number == CARD.round,
)


class Waiting(NamedTuple):
    """A card not final, and for how many working days it has had its status."""

    card: int
    days: int


class Opinion(NamedTuple):
    """A requirement: how it stands, and in how many working days it was answered."""

    card: int
    state: RequirementState
    due_on: date
    answered_on: date | None
    days: int | None
    waits: bool
    overdue: bool


def waiting(look: Look) -> Mapping[str, Sequence[Waiting]]:
    """Cards that are not final now, by status: working days from `waiting_since` to today."""
    came = select(_EVENT.at).where(
        _EVENT.activity_id == CARD.id, _EVENT.from_status.is_distinct_from(_EVENT.to_status)
    )
    since = came.order_by(_EVENT.seq.desc()).limit(1).scalar_subquery()
    rows = select(CARD.id, CARD.status, since).where(CARD.status.in_(RUNNING), *look.cards)
    found: dict[str, list[Waiting]] = {one.value: [] for one in RUNNING}
    for card, status, at in db.session.connection().execute(rows):
        found[status.value].append(Waiting(card, look.elapsed(day_of(at), look.on)))
    return found


def of_waiting(rows: Sequence[Waiting]) -> dict[str, Any]:
    """How many, the median and the oldest of their days, and how many there are of each age."""
    days = [one.days for one in rows]
    return {
        "count": len(rows),
        "median_days": median(days),
        "oldest_days": max(days, default=None),
        "ages": ages(days),
    }


def opinions(look: Look) -> Mapping[str, Sequence[Opinion]]:
    """Requirements with `due_on` in the period, by institution; those carried over have no due date."""
    due = REQUIREMENT.due_on.between(look.period.first, look.period.last)
    return _by_institution(look, due, REQUIREMENT.state != RequirementState.carried_over)


def of_opinions(rows: Sequence[Opinion]) -> dict[str, Any]:
    """How many were asked, answered on time, late or not, still wait, and the median of days to answer."""
    answered = [one for one in rows if one.state is RequirementState.answered and one.answered_on]
    on_time = sum(one.answered_on <= one.due_on for one in answered if one.answered_on)
    return {
        "asked": len(rows),
        "on_time": on_time,
        "late": len(answered) - on_time,
        "missing": sum(one.state is RequirementState.not_answered for one in rows),
        "waiting": sum(one.waits for one in rows),
        "overdue": sum(one.overdue for one in rows),
        "median_days": median(one.days for one in answered if one.days is not None),
    }


def load(look: Look) -> Mapping[str, Sequence[Opinion]]:
    """Requirements that wait now, by institution: of a card in co-approval, in its last round."""
    return _by_institution(look, _WAITS)


def of_load(rows: Sequence[Opinion]) -> dict[str, Any]:
    """How many are past their day, and how many are due in each week from today."""
    weeks: dict[str, int] = {}
    for one in sorted(rows, key=lambda row: row.due_on):
        if not one.overdue:
            weeks[week(one.due_on)] = weeks.get(week(one.due_on), 0) + 1
    return {"overdue": sum(one.overdue for one in rows), "weeks": weeks}


def _by_institution(look: Look, *which: ColumnElement[bool]) -> Mapping[str, Sequence[Opinion]]:
    found: dict[str, list[Opinion]] = {}
    for code, *row in db.session.connection().execute(_requirements(look, *which)):
        found.setdefault(code, []).append(_opinion(look, *row))
    return {code: found[code] for code in sorted(found)}


def _requirements(look: Look, *which: ColumnElement[bool]) -> Select[Any]:
    columns = (CARD.id, REQUIREMENT.state, REQUIREMENT.due_on, ROUND.opened_at, REQUIREMENT.answered_at)
    return (
        select(_INSTITUTION.code, *columns, _WAITS)
        .join_from(Requirement.__table__, Round.__table__)
        .join(Activity.__table__, CARD.id == REQUIREMENT.activity_id)
        .join(Institution.__table__, _INSTITUTION.id == REQUIREMENT.institution_id)
        .where(*which, *look.cards, *look.of_asked())
    )


def _opinion(
    look: Look, card: int, state: RequirementState, due_on: date, opened: Any, answered: Any, waits: bool
) -> Opinion:
    on = day_of(answered) if state is RequirementState.answered else None
    days = look.elapsed(day_of(opened), on) if on else None
    return Opinion(card, state, due_on, on, days, bool(waits), bool(waits) and due_on < look.on)
