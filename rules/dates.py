"""Dates and moments as people type them; what could be another date is asked, never guessed."""

import re
from calendar import isleap
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from rules.reading import NoSuchThing, Unreadable
from rules.signs import in_one_line
from rules.text import N_

FIRST_YEAR, LAST_YEAR = 1990, 2100
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
_LATVIAN = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{1,6})\.?", re.ASCII)
_MOMENT = re.compile(
    r"(?P<day>.*\d\.?)(?:T|,? +(?:plkst\. ?)?)(?P<hour>\d{1,2})[.:](?P<minute>\d{2})(?::\d{2})?", re.ASCII
)
_RIGA = ZoneInfo("Europe/Riga")
_ISO = re.compile(r"(?P<year>\d{1,6})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)


def read(typed: str, years: range = YEARS) -> date | None:
    """Return the date, None for nothing; 21.05.2027., 21.5.27 and 2027-05-21 are the same.

    Raises `Unreadable`, which says what is wrong: no such month, no such day in it, a year to be asked.
    """
    text = " ".join(in_one_line(typed).split())
    if not text:
        return None
    found = _LATVIAN.fullmatch(text) or _ISO.fullmatch(text)
    if found is None:
        raise NoSuchThing(N_("Write a date, for example 12.10.2026."))
    return _date(_year(found["year"], years), int(found["month"]), int(found["day"]))


def read_moment(typed: str) -> datetime | None:
    """Return the moment in UTC of a day and a time in Riga, None for nothing.

    12.10.2026. 14.00, 12.10.2026. plkst. 14.00 and 2026-10-12T14:00 are the same. Raises `Unreadable`.
    """
    text = " ".join(in_one_line(typed).split())
    if not text:
        return None
    found = _MOMENT.fullmatch(text)
    day = read(found["day"]) if found else None
    if found is None or day is None or int(found["hour"]) > 23 or int(found["minute"]) > 59:
        raise NoSuchThing(N_("Write a day and a time, for example 12.10.2026. 14.00"))
    local = datetime.combine(day, time(int(found["hour"]), int(found["minute"])), _RIGA)
    moment = local.astimezone(UTC)
    if moment.astimezone(_RIGA).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Unreadable(N_("There is no such time on that day: the clocks are put forward. Write another."))
    return moment


def _year(written: str, years: range) -> int:
    """A year of two digits is that of the one century in which it can be, or is asked."""
    if len(written) == 2:
        fitting = [year for year in years if year % 100 == int(written)]
    else:
        fitting = [year for year in (int(written),) if len(written) == 4 and year in years]
    if len(fitting) != 1:
        raise Unreadable(
            N_("Which year is %(year)s? Write the year with four digits, from %(first)s to %(last)s."),
            year=written,
            first=years[0],
            last=years[-1],
        )
    return fitting[0]


def _date(year: int, month: int, day: int) -> date:
    if not 1 <= month <= len(_MONTHS):
        raise Unreadable(
            N_("There is no month %(month)s. Write the day, the month from 1 to 12 and the year."),
            month=month,
        )
    if day == 0:
        raise Unreadable(N_("There is no day %(day)s. The days of a month begin with 1."), day=day)
    days, sentence = _MONTHS[month - 1]
    if month == 2 and isleap(year):
        days, sentence = 29, N_("In %(year)s February has 29 days. Correct the day or the month.")
    if day > days:
        raise Unreadable(sentence, year=year)
    return date(year, month, day)


# A sentence for each month: in Latvian its name and the number change together.
_MONTHS = (
    (31, N_("January has 31 days. Correct the day or the month.")),
    (28, N_("In %(year)s February has 28 days. Correct the day or the month.")),
    (31, N_("March has 31 days. Correct the day or the month.")),
    (30, N_("April has 30 days. Correct the day or the month.")),
    (31, N_("May has 31 days. Correct the day or the month.")),
    (30, N_("June has 30 days. Correct the day or the month.")),
    (31, N_("July has 31 days. Correct the day or the month.")),
    (31, N_("August has 31 days. Correct the day or the month.")),
    (30, N_("September has 30 days. Correct the day or the month.")),
    (31, N_("October has 31 days. Correct the day or the month.")),
    (30, N_("November has 30 days. Correct the day or the month.")),
    (31, N_("December has 31 days. Correct the day or the month.")),
)
