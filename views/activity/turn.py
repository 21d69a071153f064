"""Whose turn it is, and by when, in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import g
from flask_babel import gettext, ngettext

from app.clock import today
from app.services.activity.search import Listed
from app.services.working_days import calendar
from rules.deadlines import Calendar, working_days_between
from rules.vocabulary import Role
from views.words.labels import label

MANY = 4  # more institutions than this are counted, not named


@dataclass(frozen=True, slots=True)
class Due:
    """A due date and the working days left until it; negative when it has passed."""

    date: date
    days: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of a list of activities with what its cells say."""

    row: Listed
    turn: str
    due: Due | None


def shown(rows: Sequence[Listed]) -> list[Shown]:
    """Return the rows, each with whose turn it is and by when."""
    return [Shown(row, turn_words(row.waiting_for, row.holder), due(row.due_on)) for row in rows]


def turn_words(waiting: Sequence[str], holder: str) -> str:
    """Return who has to act now: institutions by code, persons by role."""
    roles: dict[str, Callable[[], str]] = {
        "applicant": lambda: gettext("%(institution)s, applicant", institution=holder),
        "change_controller": lambda: gettext("%(institution)s, change controller", institution=holder),
        "cab_head": lambda: label(Role.cab_head),
    }
    codes = [one for one in waiting if one not in roles]
    named = codes
    if len(codes) > MANY:
        named = [ngettext("%(num)s institution", "%(num)s institutions", len(codes))]
    return ", ".join([*named, *(roles[one]() for one in waiting if one in roles)])


def due(day: date | None, days: Calendar | None = None) -> Due | None:
    """Return the due date with the days left from today."""
    return None if day is None else Due(day, working_days_between(today(), day, days or working_days()))


def working_days() -> Calendar:
    """Return the working-day calendar, asked for once for a page."""
    if "working_days" not in g:
        g.working_days = calendar()
    days: Calendar = g.working_days
    return days
