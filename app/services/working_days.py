"""The Latvian working-day calendar: state holidays, moved working days, single days set by hand."""

from datetime import date
from functools import lru_cache

import holidays
from sqlalchemy import select

from app.extensions import db
from models import CalendarOverride


class WorkingDays:
    """Knows which days people work; days set by an administrator win over the library."""

    def __init__(self, overrides: dict[date, bool]) -> None:
        self._overrides = overrides

    def is_working_day(self, day: date) -> bool:
        """Whether people work on that day."""
        set_by_hand = self._overrides.get(day)
        return _library_says(day) if set_by_hand is None else set_by_hand


def calendar() -> WorkingDays:
    """Return the calendar with the days that administrators have set by hand."""
    rows = db.session.execute(select(CalendarOverride.day, CalendarOverride.working))
    return WorkingDays({day: working for day, working in rows})


@lru_cache(maxsize=4096)
def _library_says(day: date) -> bool:
    return bool(_latvia().is_working_day(day))


@lru_cache(maxsize=1)
def _latvia() -> holidays.HolidayBase:
    return holidays.country_holidays("LV")
