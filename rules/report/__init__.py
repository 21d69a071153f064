"""Figures of the overview: which reports there are, over which days, and how figures are made of numbers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto
from functools import cache
from itertools import accumulate

from rules.deadlines import Calendar
from rules.refusals import Problem
from rules.vocabulary import ProblemCode

LONGEST = 1100  # days of a period


class ReportName(StrEnum):
    """Each report, in the order in which the overview shows them."""

    opinions = auto()
    open = auto()
    time = auto()
    load = auto()
    remarks = auto()
    rounds = auto()
    years = auto()


TIMELESS = frozenset({ReportName.open, ReportName.load})  # they tell of now


@dataclass(frozen=True, slots=True)
class Period:
    """Days in Riga, both of them included."""

    first: date
    last: date

    @property
    def months(self) -> list[str]:
        """Each month that it touches, as 2026-03."""
        months = range(_month(self.first), _month(self.last) + 1)
        return [f"{one // 12:04}-{one % 12 + 1:02}" for one in months]

    def problems(self) -> Iterator[Problem]:
        """Yield why nothing can be counted over it."""
        days = (self.last - self.first).days + 1
        if days < 1:
            yield Problem("from", ProblemCode.invalid)
        if days > LONGEST:
            yield Problem("from", ProblemCode.too_long, {"maximum": LONGEST, "length": days})


def usual(today: date) -> Period:
    """Return the period when none is named: eleven months and the one that runs, until today."""
    month = _month(today) - 11
    return Period(date(month // 12, month % 12 + 1, 1), today)


def median(numbers: Iterable[int]) -> float | None:
    """Return the middle one, of an even number of them the mean of two; None of none."""
    ordered = sorted(numbers)
    if not ordered:
        return None
    half = len(ordered) // 2
    twice = ordered[half] + ordered[-half - 1]
    return twice / 2 if twice % 2 else twice // 2


def p90(numbers: Iterable[int]) -> int | None:
    """Return the ⌈0.9 n⌉-th smallest; None of none."""
    ordered = sorted(numbers)
    return ordered[-(-9 * len(ordered) // 10) - 1] if ordered else None


def ages(days: Iterable[int]) -> Mapping[str, int]:
    """Return how many have waited for so many working days."""
    found = dict.fromkeys(_AGES, 0)
    for one in days:
        found[next(name for name, most in _AGES.items() if most is None or one <= most)] += 1
    return found


def week(day: date) -> str:
    """Return the ISO week of a day, as 2026-W49."""
    year, number, _ = day.isocalendar()
    return f"{year:04}-W{number:02}"


class Elapsed:
    """Counts the working days after a day up to and including a later one; many of them at once."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._upto = cache(self._of_year)

    def __call__(self, start: date, end: date) -> int:
        whole = sum(self._upto(year)[-1] for year in range(start.year, end.year))
        return whole + self._in_year(end) - self._in_year(start)

    def _in_year(self, day: date) -> int:
        return self._upto(day.year)[(day - date(day.year, 1, 1)).days]

    def _of_year(self, year: int) -> Sequence[int]:
        first = date(year, 1, 1)
        days = (first + timedelta(days=place) for place in range((date(year, 12, 31) - first).days + 1))
        return tuple(accumulate(map(self._calendar.is_working_day, days)))


_AGES = {"0-5": 5, "6-10": 10, "11-20": 20, "21+": None}


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
