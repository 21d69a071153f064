"""What the calendar shows: windows of cards, periods of work, and blackouts, each as the reader sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.clock import RIGA
from app.extensions import db
from app.services.checks import refuse
from app.services.window import blackouts
from models import Activity, Blackout, Institution, Resource, Window
from rules.refusals import Problem
from rules.vocabulary import FINAL, ProblemCode

MOST_DAYS = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which days (inclusive, in Riga), and of which resource or holder; empty = of all."""

    since: date
    until: date
    resource: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What falls into these days, the earliest first."""

    windows: Sequence[Window]
    periods: Sequence[Activity]
    blackouts: Sequence[Blackout]


def agenda(wanted: Wanted) -> Agenda:
    """Return what falls into these days; raise `Invalid` for days that make no sense."""
    since, until = _moments(wanted)
    return Agenda(_windows(wanted, since, until), _periods(wanted), blackouts_in(wanted))


def blackouts_in(wanted: Wanted) -> Sequence[Blackout]:
    """Return the blackouts of these days and resources, and those of all; raises as `agenda` does."""
    rows = blackouts.between(*_moments(wanted))
    return [one for one in rows if one.resource is None or _is_wanted(one.resource, wanted)]


def _moments(wanted: Wanted) -> tuple[datetime, datetime]:
    """Return when the days begin and end, unless they are turned round or too many."""
    _check(wanted)
    return _moment(wanted.since), _moment(wanted.until + timedelta(days=1))


def _check(wanted: Wanted) -> None:
    days = (wanted.until - wanted.since).days + 1
    if days < 1:
        refuse([Problem("from", ProblemCode.invalid)])
    if days > MOST_DAYS:
        refuse([Problem("from", ProblemCode.too_long, {"maximum": MOST_DAYS, "length": days})])


def _windows(wanted: Wanted, since: datetime, until: datetime) -> Sequence[Window]:
    card = joinedload(Window.activity)
    rows = select(Window).join(Window.activity).where(Window.ends_at > since, Window.starts_at < until)
    if wanted.resource:
        rows = rows.where(Activity.resource.has(Resource.code == wanted.resource))
    if wanted.holder:
        rows = rows.where(Activity.holder.has(Institution.code == wanted.holder))
    loaded = rows.options(card.joinedload(Activity.resource), card.joinedload(Activity.holder))
    return db.session.scalars(loaded.order_by(Window.starts_at, Window.id)).unique().all()


def _periods(wanted: Wanted) -> Sequence[Activity]:
    """Return the activities that are not over and whose planned work falls into the days."""
    rows = select(Activity).where(
        Activity.status.not_in(FINAL),
        Activity.planned_start <= wanted.until,
        Activity.planned_end >= wanted.since,
    )
    if wanted.resource:
        rows = rows.where(Activity.resource.has(Resource.code == wanted.resource))
    if wanted.holder:
        rows = rows.where(Activity.holder.has(Institution.code == wanted.holder))
    loaded = rows.options(joinedload(Activity.resource), joinedload(Activity.holder))
    return db.session.scalars(loaded.order_by(Activity.planned_start, Activity.number)).unique().all()


def _is_wanted(resource: Resource, wanted: Wanted) -> bool:
    of_holder = not wanted.holder or resource.holder.in_charge.code == wanted.holder
    return of_holder and (not wanted.resource or resource.code == wanted.resource)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), RIGA)
