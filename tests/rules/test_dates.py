"""Dates mean the same in every form; what could be another date is asked."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, strategies as st

from rules.dates import FIRST_YEAR, LAST_YEAR, read, read_moment
from rules.reading import Unreadable

MAY = date(2027, 5, 21)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        (" \u200b ", None),
        ("21.05.2027", MAY),
        ("21.05.2027.", MAY),
        ("21. 5. 2027.", MAY),
        ("21.\u00a05.\u202f2027.", MAY),
        ("21.5.27", MAY),
        ("2027-05-21", MAY),
        (" 2027-5-21\u200e", MAY),
        ("29.02.2028", date(2028, 2, 29)),
        ("1.1.1990", date(1990, 1, 1)),
        ("31.12.2100.", date(2100, 12, 31)),
        ("1.1.89", date(2089, 1, 1)),
    ],
)
def test_dates_are_read_in_every_usual_way(typed: str, meant: date | None) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    "typed", ["10/12/2026", "tomorrow", "20270521", "2027-W20-5", "٣.5.2027", "21.5", "-"]
)
def test_what_is_no_date_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Unreadable, match=r"12\.10\.2026\."):
        read(typed)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("32.01.2027", "January has 31 days"),
        ("29.02.2027", "In 2027 February has 28 days"),
        ("30.02.2028", "In 2028 February has 29 days"),
        ("29.02.2100", "In 2100 February has 28 days"),
        ("2027-03-32", "March has 31 days"),
        ("31.04.2027", "April has 30 days"),
        ("32.05.2027", "May has 31 days"),
        ("31.06.2027", "June has 30 days"),
        ("2027-06-31", "June has 30 days"),
        ("32.07.2027", "July has 31 days"),
        ("32.08.2027", "August has 31 days"),
        ("31.9.27", "September has 30 days"),
        ("32.10.2027", "October has 31 days"),
        ("31.11.2027", "November has 30 days"),
        ("99.12.2027", "December has 31 days"),
        ("21.13.2027", "There is no month 13"),
        ("05.21.2027", "There is no month 21"),
        ("2027-00-01", "There is no month 0"),
        ("0.05.2027", "There is no day 0"),
    ],
)
def test_a_day_that_there_is_not_is_said_with_its_month(typed: str, says: str) -> None:
    with pytest.raises(Unreadable, match=f"^{says}"):
        read(typed)


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("0227-05-21", "0227"),
        ("20227-05-21", "20227"),
        ("21.05.227", "227"),
        ("21.05.7", "7"),
        ("21.05.1989", "1989"),
        ("21.05.2101", "2101"),
        ("21.05.95", "95"),
        ("21.05.00", "00"),
    ],
)
def test_a_year_that_may_be_another_is_asked(typed: str, year: str) -> None:
    with pytest.raises(Unreadable, match=f"Which year is {year}[?] Write the year with four digits"):
        read(typed)


@given(st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)))
def test_every_date_is_read_as_it_is_written(day: date) -> None:
    written = (f"{day:%Y-%m-%d}", f"{day:%d.%m.%Y}.", f"{day.day}. {day.month}. {day.year}")
    assert {read(one) for one in written} == {day}


@pytest.mark.parametrize(
    "typed",
    [
        "2026-10-14T14:00",
        "14.10.2026. 14.00",
        "14.10.2026. plkst. 14.00",
        "14.10.2026, 14:00",
        "2026-10-14T14:00:00",
    ],
)
def test_a_moment_is_a_day_and_a_time_in_riga(typed: str) -> None:
    assert read_moment(typed) == datetime(2026, 10, 14, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed", ["14.10.2026.", "14.00", "14.10.2026. 25.00", "14.10.2026. 14.60", "rīt 14.00"]
)
def test_what_is_no_moment_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Unreadable, match=r"12\.10\.2026"):
        read_moment(typed)


def test_nothing_typed_is_no_moment() -> None:
    assert read_moment(" ") is None


def test_an_hour_that_the_clocks_leave_out_is_none() -> None:
    with pytest.raises(Unreadable, match="put forward"):
        read_moment("2026-03-29T03:30")
    assert read_moment("2026-03-29T04:30") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    assert read_moment("2026-10-25T03:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
