"""Service time: what is due when, over weekends, state holidays, stops and changes of the clocks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings, strategies as some

from rules.desk.service_time import due, worked
from rules.registry_vocabulary import ServiceHours
from tests.helpers.clocks import StateCalendar, riga, said, spans

CALENDAR = StateCalendar()
CASES = """
office | 03-02T08:30 | 0.5 | 03-02T09:00
office | 03-02T08:30 | 8.5 | 03-02T17:00
office | 03-02T16:00 | 1 | 03-02T17:00
office | 03-02T16:00 | 1.5 | 03-03T09:00
office | 03-02T07:00 | 1 | 03-02T09:30
office | 03-02T00:00 | 1 | 03-02T09:30
office | 03-02T17:00 | 1 | 03-03T09:30
office | 03-02T23:59 | 1 | 03-03T09:30
office | 03-02T08:30 | 17 | 03-03T17:00
office | 03-02T08:30 | 17.5 | 03-04T09:00
office | 03-02T12:15 | 0 | 03-02T12:15
office | 03-07T12:00 | 0 | 03-07T12:00
office | 03-06T16:00 | 2 | 03-09T09:30
office | 03-07T12:00 | 1 | 03-09T09:30
office | 03-08T23:00 | 8.5 | 03-09T17:00
office | 03-02T08:30 | 42.5 | 03-06T17:00
office | 03-02T08:30 | 43 | 03-09T09:00
office | 03-27T16:00 | 2 | 03-30T09:30
office | 03-27T16:00 | 1 | 03-27T17:00
office | 10-23T16:00 | 2 | 10-26T09:30
office | 10-23T08:30 | 17 | 10-26T17:00
office | 04-02T16:00 | 2 | 04-07T09:30
office | 04-03T10:00 | 1 | 04-07T09:30
office | 04-30T16:30 | 1 | 05-05T09:00
office | 06-19T16:00 | 2 | 06-25T09:30
office | 06-22T10:00 | 1 | 06-25T09:30
office | 06-26T16:00 | 2 | 06-27T09:30
office | 06-27T16:00 | 2 | 06-29T09:30
office | 01-16T16:00 | 2 | 01-17T09:30
office | 11-17T16:00 | 2 | 11-19T09:30
office | 12-23T16:00 | 2 | 12-28T09:30
office | 12-30T10:00 | 7 | 12-30T17:00
office | 03-02T08:30 | 80 | 03-13T12:00
extended | 03-02T06:00 | 1 | 03-02T08:00
extended | 03-02T21:00 | 1 | 03-02T22:00
extended | 03-02T21:00 | 2 | 03-03T08:00
extended | 03-06T21:00 | 16 | 03-07T22:00
extended | 03-07T12:00 | 1 | 03-07T13:00
extended | 06-23T12:00 | 10 | 06-23T22:00
extended | 06-23T12:00 | 11 | 06-24T08:00
extended | 03-28T21:00 | 2 | 03-29T08:00
extended | 10-24T21:00 | 2 | 10-25T08:00
extended | 03-02T07:00 | 30 | 03-03T22:00
extended | 12-25T22:30 | 1 | 12-26T08:00
always | 03-02T08:30 | 24 | 03-03T08:30
always | 03-07T23:30 | 1 | 03-08T00:30
always | 03-28T12:00 | 24 | 03-29T13:00
always | 03-29T02:30 | 1 | 03-29T04:30
always | 10-24T12:00 | 24 | 10-25T11:00
always | 10-25T02:30 | 3 | 10-25T04:30
always | 06-23T20:00 | 8 | 06-24T04:00
always | 03-02T08:30 | 0.25 | 03-02T08:45
office | 03-02T09:00 | 2 | 03-02T12:00 | 03-02T10:00/03-02T11:00
office | 03-02T09:00 | 8 | 03-03T09:30 | 03-02T10:00/03-02T11:00
office | 03-02T09:00 | 2 | 03-02T11:00 | 03-02T18:00/03-03T08:00
office | 03-02T09:00 | 1 | 03-02T10:00 | 03-02T10:00/03-02T16:00
office | 03-02T09:00 | 1.5 | 03-02T16:30 | 03-02T10:00/03-02T16:00
office | 03-02T09:00 | 2 | 03-02T13:00 | 03-02T10:00/03-02T11:30 03-02T11:00/03-02T12:00
office | 03-02T09:00 | 2 | 03-02T13:00 | 03-02T12:00/03-02T12:30 03-02T10:00/03-02T11:30
office | 03-02T09:00 | 1 | 03-02T11:00 | 03-02T08:00/03-02T10:00
office | 03-06T16:00 | 2 | 03-10T09:30 | 03-06T17:00/03-09T17:00
office | 03-06T16:00 | 2 | 03-09T10:30 | 03-06T16:00/03-06T17:00
office | 06-19T16:00 | 2 | 06-25T10:30 | 06-19T16:30/06-25T09:00
extended | 03-02T21:00 | 2 | 03-03T09:00 | 03-02T21:30/03-03T07:30
always | 03-28T12:00 | 24 | 03-29T15:00 | 03-29T02:00/03-29T05:00
always | 10-24T12:00 | 24 | 10-25T15:00 | 10-25T02:00/10-25T05:00
always | 03-02T08:00 | 1 | 03-04T09:00 | 03-02T08:00/03-04T08:00
"""
ROWS = [[one.strip() for one in line.split("|")] for line in CASES.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_it_is_due_at(row: list[str]) -> None:
    by, start, hours, expected, *stops = row
    stopped = spans(" ".join(stops))
    amount, known = timedelta(hours=float(hours)), ServiceHours(by)
    found = due(riga(start), amount, known, CALENDAR, stopped)
    assert said(found) == expected
    assert worked((riga(start), found), known, CALENDAR, stopped) == amount


def test_a_day_set_by_hand_counts_as_it_is_set() -> None:
    amount = timedelta(hours=2)
    free = StateCalendar(_2026_03_03=False)
    assert said(due(riga("03-02T16:00"), amount, ServiceHours.office, free)) == "03-04T09:30"
    assert said(due(riga("03-02T16:00"), amount, ServiceHours.extended, free)) == "03-02T18:00"


MOMENTS = some.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 1), timezones=some.just(UTC))
AMOUNTS = some.integers(1, 120 * 3600).map(lambda seconds: timedelta(seconds=seconds))
SPANS = some.tuples(MOMENTS, some.integers(0, 9 * 86400))
STOPS = some.lists(SPANS.map(lambda one: (one[0], one[0] + timedelta(seconds=one[1]))), max_size=3)


@settings(max_examples=60, deadline=None)
@given(MOMENTS, AMOUNTS, some.sampled_from(ServiceHours), STOPS)
def test_what_is_due_is_the_first_moment_by_which_so_much_was_worked(start, amount, by, stops) -> None:
    found = due(start, amount, by, CALENDAR, stops)
    moment = timedelta(microseconds=1)
    assert worked((start, found), by, CALENDAR, stops) == amount
    assert worked((start, found - moment), by, CALENDAR, stops) == amount - moment
    middle = start + (found - start) / 2
    parts = worked((start, middle), by, CALENDAR, stops), worked((middle, found), by, CALENDAR, stops)
    assert sum(parts, timedelta()) == amount
