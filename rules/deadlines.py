"""Due dates in working days over a calendar that is passed in."""

from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

_RIGA = ZoneInfo("Europe/Riga")
_DAY = timedelta(days=1)
WEEK = timedelta(days=7)  # what is overdue is said again after so long


class Calendar(Protocol):
    """Knows the working days, the moved ones included."""

    def is_working_day(self, day: date) -> bool:
        """Whether people work on that day."""
        ...


def day_of(moment: datetime) -> date:
    """Return the day in Europe/Riga on which an aware moment falls; due dates end at midnight there."""
    return moment.astimezone(_RIGA).date()


def due(start: date, days: int, calendar: Calendar) -> date:
    """Return the day that is so many working days after `start`; counting starts on the next one."""
    day = start
    for _ in range(days):
        day += _DAY
        while not calendar.is_working_day(day):
            day += _DAY
    return day


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """Count the working days after `start` up to and including `end`; negative if `end` is earlier."""
    if end < start:
        return -working_days_between(end, start, calendar)
    days = (start + _DAY * offset for offset in range(1, (end - start).days + 1))
    return sum(calendar.is_working_day(day) for day in days)


def extended(due_on: date, question_on: date, answer_on: date, calendar: Calendar) -> date:
    """Move a due date by the working days for which a question stopped the clock."""
    return due(due_on, max(0, working_days_between(question_on, answer_on, calendar)), calendar)
