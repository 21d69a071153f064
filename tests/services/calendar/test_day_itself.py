"""What becomes of a due date when the corrected day is the due date itself, or beside it."""

from datetime import UTC, date, datetime

import pytest

from app.database import writing
from app.extensions import db
from app.services.calendar import days as calendar_days
from app.services.calendar.days import DayWanted
from app.services.working_days import calendar
from rules.deadlines import due, extended, working_days_between
from tests.helpers import days
from tests.helpers.cards import actor, in_round

SOURCE = "Ministru kabineta rīkojums Nr. 1"
FREE, WORKED, LIBRARY = False, True, None


def march(day):
    """A day of March 2026, which has no state holiday: the 2nd, 9th, 16th and 23rd are Mondays."""
    return date(2026, 3, day)


def noon(day):
    return datetime(2026, 3, day, 10, 0, tzinfo=UTC)


@pytest.fixture
def card(inside):
    """A card that went round on Monday the 2nd and is due ten working days later, on Monday the 16th."""
    with writing():
        activity = in_round()
        activity.current_round.opened_at = noon(2)
        for one in activity.current_round.requirements:
            one.due_on = march(16)
        db.session.commit()
    return activity


def correct(day, working, on=2):
    """Correct a day of March on another, and move what is due; return the due dates that were moved to."""
    wanted = DayWanted(march(day), working, SOURCE)
    with writing():
        found = calendar_days.moves(wanted, march(on))
        calendar_days.set_day(wanted, found, actor("admin"), noon(on))
        db.session.commit()
    return {one.becomes.day for one in found}


def due_days(activity):
    db.session.expire_all()
    return {one.due_on.day for one in activity.current_round.requirements}


@pytest.mark.parametrize(
    ("day", "working", "becomes"),
    [
        (16, FREE, 17),  # the due date itself
        (16, WORKED, 16),  # it was one already
        (13, FREE, 17),  # the working day before
        (15, WORKED, 15),  # the day before, a Sunday
        (14, WORKED, 14),  # the Saturday
        (15, FREE, 16),  # it was free already
        (17, FREE, 16),  # the day after
        (2, FREE, 16),  # the day on which it went round does not count
        (3, FREE, 17),  # the first that counts
        (1, WORKED, 16),  # before it went round
    ],
)
def test_a_due_date_moves_when_a_day_up_to_it_and_including_it_is_corrected(card, day, working, becomes):
    moved = correct(day, working)
    assert (moved, due_days(card)) == (set() if becomes == 16 else {becomes}, {becomes})


@pytest.mark.parametrize(("day", "between"), [(16, 17), (13, 17), (3, 17), (14, 14), (15, 15)])
def test_a_correction_of_a_day_that_is_deleted_moves_back_what_it_moved(card, day, between):
    correct(day, FREE if between == 17 else WORKED)
    assert due_days(card) == {between}
    correct(day, LIBRARY)
    assert due_days(card) == {16}


def test_a_due_date_that_was_moved_onto_a_day_moves_on_when_that_day_is_made_free(card):
    assert [correct(16, FREE), correct(17, FREE), correct(18, FREE)] == [{17}, {18}, {19}]


@pytest.mark.parametrize(
    ("on", "becomes"),
    [
        (13, 14),  # tomorrow
        (14, 14),  # today
        (16, 16),  # the day is over: what is due today stays due today
        (17, 16),  # what was due yesterday stays as late as it was
    ],
)
def test_a_due_date_moves_back_to_the_day_of_the_correction_at_most(card, on, becomes):
    correct(14, WORKED, on=on)
    assert due_days(card) == {becomes}


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (march(2), 10, march(17)),  # the day it falls on
        (march(13), 1, march(17)),  # the next working day
        (march(16), 1, march(17)),  # the day it starts on
        (march(16), 0, march(16)),
        (march(17), 1, march(18)),  # the day before the start
    ],
)
def test_a_free_day_is_passed_over_wherever_it_stands(inside, start, days, expected):
    with writing():
        correct(16, FREE)
    assert due(start, days, calendar()) == expected


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (march(13), march(14), 1),  # the last day counts
        (march(14), march(16), 1),  # the first does not
        (march(14), march(14), 0),
        (march(13), march(16), 2),
        (march(14), march(13), -1),
        (march(15), march(14), 0),
    ],
)
def test_a_saturday_that_is_worked_counts_as_the_last_day_and_not_as_the_first(inside, start, end, count):
    with writing():
        correct(14, WORKED)
    assert working_days_between(start, end, calendar()) == count


@pytest.mark.parametrize(
    ("asked", "answered", "expected"),
    [
        (9, 16, 25),  # six: the 10th to the 14th and the 16th; then the 17th, 19th, 20th, 23rd, 24th, 25th
        (13, 14, 17),
        (13, 16, 19),
        (14, 16, 17),
        (14, 14, 16),
        (16, 16, 16),
    ],
)
def test_a_question_stops_the_clock_for_the_corrected_day_too(inside, asked, answered, expected):
    with writing():
        correct(14, WORKED)
        correct(18, FREE)
    assert extended(march(16), march(asked), march(answered), calendar()) == march(expected)


@pytest.mark.parametrize(
    ("free", "on", "told"),
    [
        (13, 11, 8),  # two working days are left: the 12th and the 16th
        (13, 10, 8),
        (13, 9, 0),  # four: the 10th, 11th, 12th and 16th
        (16, 11, 8),  # the due date itself, which nobody moved: the 12th and the 13th
        (16, 10, 8),
        (17, 16, 8),
    ],
)
def test_reminders_count_the_days_that_are_left_without_the_corrected_one(card, free, on, told):
    with writing():
        calendar_days.set_day(DayWanted(march(free), FREE, SOURCE), [], actor("admin"), noon(2))
        assert days.remind(noon(on)) == told
