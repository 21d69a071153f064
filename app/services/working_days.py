"""The Latvian working-day calendar: state holidays, moved working days, single days set by hand."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from importlib.metadata import version

import holidays
from sqlalchemy import select

from app.database import one_by_one
from app.extensions import db
from models import CalendarOverride
from rules.deadlines import working_days_between

LIBRARY = f"holidays {version('holidays')}"

_SUBJECT = "calendar"
_OVERRIDES = select(CalendarOverride.day, CalendarOverride.working)


class WorkingDays:
    """Knows which days people work; days set by an administrator win over the library."""

    def __init__(self, overrides: Mapping[date, bool]) -> None:
        self._overrides = overrides

    def is_working_day(self, day: date) -> bool:
        """Whether people work on that day."""
        set_by_hand = self._overrides.get(day)
        return library_says(day) if set_by_hand is None else set_by_hand

    def with_day(self, day: date, working: bool | None) -> "WorkingDays":
        """Return the same calendar with one day set by hand, or (None) left to the library."""
        others = {one: known for one, known in self._overrides.items() if one != day}
        return WorkingDays(others if working is None else {**others, day: working})


def calendar() -> WorkingDays:
    """Return the calendar with the days that administrators have set by hand."""
    rows = db.session.connection().execute(_OVERRIDES)
    return WorkingDays({day: working for day, working in rows})


def days_left(on: date) -> Callable[[date], int]:
    """Return what counts the working days from a day to another, less than 0 when that one is past."""
    days = calendar()
    return lambda due: working_days_between(on, due, days)


def hold_still() -> None:
    """Let nobody correct the calendar until this transaction ends: due dates set in it are right."""
    one_by_one(db.session(), _SUBJECT, reading=True)


def wait_for_turn() -> None:
    """Wait until nobody else corrects the calendar or sets due dates by it, and keep them waiting."""
    one_by_one(db.session(), _SUBJECT)


@lru_cache(maxsize=4096)
def library_says(day: date) -> bool:
    """Whether people work on that day, were nothing set by hand."""
    return bool(_latvia().is_working_day(day))


def moved_days(year: int) -> dict[date, date]:
    """Return the days that the library moves in a year: each with the day it is exchanged with."""
    found: dict[date, date] = {}
    listed = _latvia().special_public_holidays.get(year, ())
    for month, day, *other in (listed,) if listed and isinstance(listed[0], int) else listed:
        if isinstance(other[0], int):  # else the name of a day that is free this once
            free, worked = date(year, month, day), date(year, other[0], other[1])
            found |= {free: worked, worked: free}
    return found


def moves_known_until() -> int:
    """Return the last year for which the library knows moved days; those after it are an assumption."""
    return int(max(_latvia().special_public_holidays))


@lru_cache(maxsize=16)
def holiday_names(year: int, language: str) -> dict[date, str]:
    """Return the state holidays and free days of a year by name."""
    return dict(holidays.country_holidays("LV", years=year, language=language))


@lru_cache(maxsize=1)
def _latvia() -> holidays.HolidayBase:
    return holidays.country_holidays("LV")
