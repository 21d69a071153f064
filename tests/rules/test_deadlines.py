"""Due dates on the Latvian state calendar, the moved working days included."""

from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from holidays import country_holidays

from rules.deadlines import day_of, due, extended, working_days_between


class StateCalendar:
    """The published calendar of Latvia."""

    days = country_holidays("LV", years=range(2024, 2028))

    def is_working_day(self, day: date) -> bool:
        return bool(self.days.is_working_day(day))


@cache
def calendar() -> StateCalendar:
    return StateCalendar()


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2025, 6, 16), 10, date(2025, 7, 2)),  # Ligo and Jani between
        (date(2026, 1, 16), 1, date(2026, 1, 17)),  # a working Saturday
        (date(2025, 12, 31), 1, date(2026, 1, 5)),  # 2 January is moved
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # counting starts on the next working day
        (date(2026, 3, 7), 0, date(2026, 3, 7)),
    ],
)
def test_the_due_date_is_so_many_working_days_later(start: date, days: int, expected: date) -> None:
    assert due(start, days, calendar()) == expected


def test_between_counts_back_what_due_counted_forth() -> None:
    for offset in range(60):
        start = date(2025, 12, 1) + timedelta(days=offset)
        assert working_days_between(start, due(start, 7, calendar()), calendar()) == 7


def test_days_left_are_negative_when_overdue() -> None:
    assert working_days_between(date(2026, 3, 12), date(2026, 3, 10), calendar()) == -2
    assert working_days_between(date(2026, 3, 12), date(2026, 3, 12), calendar()) == 0


def test_a_question_moves_the_due_date_by_the_working_days_it_waited() -> None:
    moved = extended(date(2026, 3, 16), date(2026, 3, 5), date(2026, 3, 10), calendar())
    assert moved == date(2026, 3, 19)


def test_a_question_answered_the_same_day_moves_nothing() -> None:
    day = date(2026, 3, 5)
    assert extended(date(2026, 3, 16), day, day, calendar()) == date(2026, 3, 16)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 15, 21, 59, tzinfo=UTC), date(2026, 1, 15)),
        (datetime(2026, 1, 15, 22, 0, tzinfo=UTC), date(2026, 1, 16)),  # midnight of winter time
        (datetime(2026, 7, 15, 20, 59, tzinfo=UTC), date(2026, 7, 15)),
        (datetime(2026, 7, 15, 21, 0, tzinfo=UTC), date(2026, 7, 16)),  # midnight of summer time
    ],
)
def test_a_day_ends_at_midnight_in_riga(moment: datetime, day: date) -> None:
    assert day_of(moment) == day


# Counted by hand on a printed calendar of 2026: weekdays of the month, without state holidays (1 January,
# 3 and 6 April, 1 and 4 May, 23 and 24 June, 18 November, 24, 25 and 31 December) and without the days that
# were moved (2 January, worked on Saturday the 17th; 22 June, worked on Saturday the 27th).
WORKED_2026 = (21, 20, 22, 20, 19, 20, 23, 21, 22, 22, 20, 20)


@pytest.mark.parametrize("month", range(1, 13))
def test_working_days_of_each_month_are_those_counted_by_hand(month: int) -> None:
    before = date(2026, month, 1) - timedelta(days=1)
    last = date(2026, month + 1, 1) - timedelta(days=1) if month < 12 else date(2026, 12, 31)
    assert working_days_between(before, last, calendar()) == WORKED_2026[month - 1]


def test_from_any_day_of_the_year_what_is_left_and_what_is_past_are_the_same_days() -> None:
    middle, year = date(2026, 7, 1), [date(2025, 12, 31) + timedelta(days=one) for one in range(366)]
    assert sum(WORKED_2026) == working_days_between(year[0], year[-1], calendar())
    for day in year:
        assert working_days_between(day, middle, calendar()) == -working_days_between(middle, day, calendar())
