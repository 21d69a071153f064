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
