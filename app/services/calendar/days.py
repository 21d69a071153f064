"""Setting single days of the working-day calendar by hand: what would move, and doing it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.services import rights
from app.services.account.traces import trace
from app.services.calendar.moved_due_dates import Move, carry_out
from app.services.checks import INVALID
from app.services.working_days import WorkingDays, calendar
from models import AccountEvent, Activity, CalendarOverride, Requirement, Round
from rules.account.access import AccountAction
from rules.deadlines import day_of, due, working_days_between
from rules.facts import Actor
from rules.refusals import Invalid, NotAllowed, Problem, WrongStatus
from rules.text import N_, length
from rules.vocabulary import OPEN_STATES, ProblemCode, Role, Status

FIRST_YEAR, LAST_YEAR = 2001, 2099  # what can be told of Latvian days
SHORTEST_SOURCE, LONGEST_SOURCE = 5, 300  # characters
SHOWN_AT_MOST = 20


class Correction(StrEnum):
    """What a day becomes, as the form says it; `deleted` = as the library says, without a correction."""

    working = "true"
    free = "false"
    deleted = "library"


@dataclass(frozen=True, slots=True)
class DayWanted:
    """A day as it is to be; `working` None = as the library says, the correction is deleted."""

    day: date
    working: bool | None
    source: str = ""


def wanted(day: date | None, correction: Correction | None, source: str) -> DayWanted:
    """Return the day as it is to be; raise `Invalid` with everything that is wrong with it."""
    problems = tuple(_problems(day, correction, source))
    if problems or day is None or correction is None:
        raise Invalid(INVALID, problems)
    working = {Correction.working: True, Correction.free: False}.get(correction)
    return DayWanted(day, working, source)


def override(day: date) -> CalendarOverride | None:
    """Return the correction of a day, if there is one."""
    return db.session.scalars(select(CalendarOverride).where(CalendarOverride.day == day)).one_or_none()


def overrides(year: int) -> dict[date, CalendarOverride]:
    """Return the corrections of a year by day."""
    within = CalendarOverride.day.between(date(year, 1, 1), date(year, 12, 31))
    return {one.day: one for one in db.session.scalars(select(CalendarOverride).where(within))}


def stands(wanted: DayWanted) -> bool:
    """Whether the day is corrected as wanted already, with that source."""
    known = override(wanted.day)
    return known is not None and (known.working, known.source) == (wanted.working, wanted.source)


def moves(wanted: DayWanted, on: date) -> list[Move]:
    """Return the open due dates that would move, by day and number.

    Each keeps the number of working days it had from the opening of its round, the days a question added
    included; none is moved into the past.
    """
    before = calendar()
    after = before.with_day(wanted.day, wanted.working)
    found = (_move(one, before, after, on) for one in _open(wanted.day))
    return sorted((one for one in found if one.was != one.becomes), key=lambda one: (one.was, one.number))


def set_day(wanted: DayWanted, recompute: list[Move], actor: Actor, at: datetime) -> int:
    """Set the day, move the due dates given and tell those concerned; return how many moved.

    Votes stay as they are, and so do due dates that were met or have been answered meanwhile. The caller
    commits.
    """
    if not actor.has(Role.admin):
        raise NotAllowed(N_("Only a system administrator corrects the working-day calendar."))
    known = override(wanted.day)
    if wanted.working is None:
        if known is None:
            raise WrongStatus(N_("This day is not corrected: there is nothing to delete."))
        db.session.delete(known)
    elif known is None:
        db.session.add(CalendarOverride(day=wanted.day, working=wanted.working, source=wanted.source))
    else:
        known.working, known.source = wanted.working, wanted.source
    because = {"calendar": wanted.day.isoformat(), "working": wanted.working}
    moved = carry_out(recompute, {**because, "source": wanted.source}, actor, at)
    rights.check(actor)  # who may have waited for cards
    told = [[one.number, one.institution, one.was.isoformat(), one.becomes.isoformat()] for one in moved]
    trace(AccountAction.calendar_changed, actor, at, data={**because, "moved": told})
    return len(moved)


def history() -> list[AccountEvent]:
    """Return what was last done to the calendar, newest first."""
    rows = select(AccountEvent).where(AccountEvent.action == AccountAction.calendar_changed)
    shown = rows.options(joinedload(AccountEvent.actor)).order_by(AccountEvent.id.desc())
    return list(db.session.scalars(shown.limit(SHOWN_AT_MOST)))


def _problems(day: date | None, correction: Correction | None, source: str) -> Iterator[Problem]:
    known = day is not None and FIRST_YEAR <= day.year <= LAST_YEAR
    if not known:
        yield Problem("day", ProblemCode.required)
    if correction is None:
        yield Problem("working", ProblemCode.required)
    elif correction is Correction.deleted:
        if day is not None and known and override(day) is None:
            yield Problem("day", ProblemCode.not_needed)
    elif length(source) < SHORTEST_SOURCE:
        yield Problem("source", ProblemCode.too_short)
    elif length(source) > LONGEST_SOURCE:
        yield Problem("source", ProblemCode.too_long)


def _open(day: date) -> Iterator[Requirement]:
    rows = (
        select(Requirement)
        .join(Requirement.activity)
        .join(Requirement.round)
        .where(Activity.status == Status.in_approval, Round.closed_at.is_(None))
        .where(Requirement.state.in_(OPEN_STATES), Requirement.due_on >= day)
        .options(joinedload(Requirement.activity), joinedload(Requirement.institution))
        .options(joinedload(Requirement.round))
    )
    yield from db.session.scalars(rows)


def _move(one: Requirement, before: WorkingDays, after: WorkingDays, on: date) -> Move:
    opened = day_of(one.round.opened_at)
    becomes = due(opened, working_days_between(opened, one.due_on, before), after)
    becomes = max(becomes, min(one.due_on, on))
    return Move(one.id, one.activity_id, one.activity.number, one.institution.code, one.due_on, becomes)
