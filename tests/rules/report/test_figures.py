"""How figures are made: the middle, the slow end, ages, weeks, months and working days."""

from datetime import date, timedelta

import pytest

from rules.deadlines import working_days_between
from rules.report import Elapsed, Period, ages, median, p90, usual, week


class Weekdays:
    def is_working_day(self, day):
        return day.weekday() < 5


@pytest.mark.parametrize(
    ("numbers", "middle", "slow"),
    [
        ([], None, None),
        ([7], 7, 7),
        ([3, 1], 2, 3),
        ([1, 4], 2.5, 4),
        ([5, 1, 3], 3, 5),
        (range(1, 11), 5.5, 9),
        (range(1, 12), 6, 10),
        (range(1, 71), 35.5, 63),
    ],
)
def test_median_is_the_middle_and_p90_the_smallest_that_nine_of_ten_reach(numbers, middle, slow):
    assert (median(numbers), p90(numbers)) == (middle, slow)


def test_ages_and_weeks_are_told_by_their_bounds():
    assert ages([0, 5, 6, 10, 11, 20, 21, 99]) == {"0-5": 2, "6-10": 2, "11-20": 2, "21+": 2}
    assert [week(date(2026, 12, 31)), week(date(2027, 1, 3)), week(date(2027, 1, 4))] == [
        *["2026-W53"] * 2,
        "2027-W01",
    ]


def test_period_has_its_months_and_bounds():
    assert usual(date(2026, 12, 1)) == Period(date(2026, 1, 1), date(2026, 12, 1))
    assert usual(date(2026, 3, 31)).first == date(2025, 4, 1)
    assert Period(date(2025, 11, 30), date(2026, 2, 1)).months == ["2025-11", "2025-12", "2026-01", "2026-02"]
    last = date(2026, 12, 31)
    for days, codes in ((0, ["invalid"]), (1, []), (1100, []), (1101, ["too_long"])):
        period = Period(last - timedelta(days=days - 1), last)
        assert [(one.field, one.code) for one in period.problems()] == [("from", code) for code in codes]


def test_working_days_are_counted_as_due_dates_are_also_over_years():
    elapsed, start = Elapsed(Weekdays()), date(2024, 12, 20)
    for days in (0, 1, 3, 12, 400, 800):
        end = start + timedelta(days=days)
        assert elapsed(start, end) == working_days_between(start, end, Weekdays())
