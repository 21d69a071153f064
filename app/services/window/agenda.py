"""What the calendar shows: windows of cards, periods of work, and blackouts, each as the reader sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.clock import RIGA
from app.extensions import db
from app.services.window import blackouts
from models import Activity, Blackout, Institution, Resource, Window
from rules.refusals import Invalid, Problem
from rules.text import N_
from rules.vocabulary import FINAL, ProblemCode

MOST_DAYS = 366
_INVALID = N_("What you sent cannot be accepted.")


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
    check(wanted)
    since, until = _moment(wanted.since), _moment(wanted.until + timedelta(days=1))
    return Agenda(_windows(wanted, since, until), _periods(wanted), _blackouts(wanted, since, until))


def check(wanted: Wanted) -> None:
    """Raise `Invalid` where the days are turned round or too many."""
    days = (wanted.until - wanted.since).days + 1
    if days < 1:
        raise Invalid(_INVALID, (Problem("from", ProblemCode.invalid),))
    if days > MOST_DAYS:
        values = {"maximum": MOST_DAYS, "length": days}
        raise Invalid(_INVALID, (Problem("from", ProblemCode.too_long, values),))


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


def _blackouts(wanted: Wanted, since: datetime, until: datetime) -> Sequence[Blackout]:
    """Return the blackouts of these resources, and those of all."""
    rows = blackouts.between(since, until)
    return [one for one in rows if one.resource is None or _is_wanted(one.resource, wanted)]


def _is_wanted(resource: Resource, wanted: Wanted) -> bool:
    of_holder = not wanted.holder or resource.holder.in_charge.code == wanted.holder
    return of_holder and (not wanted.resource or resource.code == wanted.resource)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), RIGA)
