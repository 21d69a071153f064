"""Days corrected by hand: the state calendar, which due dates a correction moves, and moving them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.clock import now, today
from app.database import writing
from app.extensions import db
from app.services.activity import steps as workflow
from app.services.calendar import days as calendar_days
from app.services.calendar.days import DayWanted
from app.services.working_days import calendar, moved_days, moves_known_until, wait_for_turn
from models import Activity, Requirement, Vote
from rules.deadlines import due
from rules.refusals import NotAllowed, WrongStatus
from tests.helpers.at_once import at_once, meanwhile
from tests.helpers.cards import actor, submitted, the_card, vote as answer

SOURCE = "Ministru kabineta rīkojums Nr. 1"


def next_working_day():
    return due(today(), 1, calendar())


def free(day=None):
    return DayWanted(day or next_working_day(), False, SOURCE)


def due_dates(activity):
    db.session.expire_all()
    return {one.institution.code: one.due_on for one in activity.current_round.requirements}


def set_day(wanted, recompute=()):
    moved = calendar_days.set_day(wanted, list(recompute), actor("admin"), now())
    db.session.commit()
    return moved


def test_the_tenth_working_day_after_16_06_2025_is_02_07_2025(inside):
    assert due(date(2025, 6, 16), 10, calendar()) == date(2025, 7, 2)


def test_a_day_made_free_by_hand_counts_no_more(inside):
    with writing():
        set_day(free(date(2025, 6, 17)))
    assert due(date(2025, 6, 16), 10, calendar()) == date(2025, 7, 3)


@pytest.mark.stage("in_round")
def test_each_open_due_date_moves_by_the_day_made_free(inside):
    activity = the_card()
    before = due_dates(activity)
    found = calendar_days.moves(free(), today())
    expected = {code: due(day, 1, calendar()) for code, day in before.items()}
    assert {one.institution: one.becomes for one in found} == expected


@pytest.mark.stage("in_round")
def test_due_dates_move_when_that_is_chosen_and_the_trace_tells_which(inside):
    with writing():
        activity = the_card()
        found = calendar_days.moves(free(), today())
        assert set_day(free(), found) == len(found)
    assert due_dates(activity) == {one.institution: one.becomes for one in found}
    told = calendar_days.history()[0].data
    assert [activity.number, "FM", found[0].was.isoformat(), found[0].becomes.isoformat()] in told["moved"]


@pytest.mark.stage("in_round")
def test_due_dates_stay_when_that_is_chosen(inside):
    with writing():
        activity = the_card()
        before = due_dates(activity)
        set_day(free())
    assert due_dates(activity) == before


@pytest.mark.stage("in_round")
def test_deleting_the_correction_moves_them_back(inside):
    with writing():
        activity = the_card()
        before, day = due_dates(activity), next_working_day()
        set_day(free(day), calendar_days.moves(free(day), today()))
        back = DayWanted(day, None)
        set_day(back, calendar_days.moves(back, today()))
    assert due_dates(activity) == before


@pytest.mark.stage("in_round")
def test_nothing_moves_for_a_day_after_every_due_date(inside):
    assert calendar_days.moves(free(today() + timedelta(days=90)), today()) == []


@pytest.mark.stage("in_round")
def test_what_has_been_answered_stays_with_its_vote(inside):
    with writing():
        activity = the_card()
        answer(activity, "FM")
        db.session.commit()
        before = due_dates(activity)["FM"]
        votes = db.session.scalars(select(Vote.id)).all()
        set_day(free(), calendar_days.moves(free(), today()))
    assert due_dates(activity)["FM"] == before
    assert db.session.scalars(select(Vote.id)).all() == votes


@pytest.mark.stage("in_round")
def test_a_due_date_changed_since_it_was_looked_at_stays(inside):
    with writing():
        activity = the_card()
        found = calendar_days.moves(free(), today())
        one = db.session.get(Requirement, found[0].requirement)
        one.due_on += timedelta(days=30)
        db.session.commit()
        assert set_day(free(), found) == len(found) - 1
    assert due_dates(activity)[found[0].institution] == found[0].was + timedelta(days=30)


@pytest.mark.stage("in_round")
def test_no_due_date_is_moved_into_the_past(inside):
    with writing():
        activity = the_card()
        day = today() - timedelta(days=1)
        activity.current_round.opened_at = now() - timedelta(days=10)
        for one in activity.current_round.requirements:
            one.due_on = today()
        set_day(free(day))
    worked = DayWanted(day, True, SOURCE)
    assert calendar_days.moves(worked, today()) == []


def test_only_a_system_administrator_corrects_a_day(inside):
    with pytest.raises(NotAllowed):
        calendar_days.set_day(free(), [], actor("varam.vaditajs"), now())


def test_a_correction_that_is_not_there_cannot_be_deleted(inside):
    with pytest.raises(WrongStatus):
        calendar_days.set_day(DayWanted(date(2026, 5, 5), None), [], actor("admin"), now())


def test_moved_days_are_known_with_the_day_they_are_exchanged_with():
    assert moved_days(2026)[date(2026, 1, 17)] == date(2026, 1, 2)
    assert moved_days(2025)[date(2025, 5, 2)] == date(2025, 5, 10)
    assert moved_days(2018) == {date(2018, 4, 30): date(2018, 4, 21), date(2018, 4, 21): date(2018, 4, 30)}


def test_no_moved_day_is_known_for_the_years_after_the_last_that_the_library_knows():
    known = moves_known_until()
    assert (known >= 2026, bool(moved_days(known))) == (True, True)
    assert [moved_days(year) for year in range(known + 1, known + 4)] == [{}] * 3


def corrected(wanted):
    """Correct a day as the page does: look at what moves, and move it."""
    wait_for_turn()
    found = calendar_days.moves(wanted, today())
    return calendar_days.set_day(wanted, found, actor("admin"), now())


@pytest.mark.both_databases
def test_two_who_correct_the_same_day_at_once_both_succeed(inside):
    wanted = free()
    assert at_once(inside, lambda: corrected(wanted), lambda: corrected(wanted)) == []
    assert list(calendar_days.overrides(wanted.day.year)) == [wanted.day]


@pytest.mark.stage("in_round")
@pytest.mark.both_databases
def test_of_two_days_corrected_at_once_each_moves_the_due_dates(inside):
    activity = the_card()
    before = due_dates(activity)
    first, second = next_working_day(), due(today(), 2, calendar())
    library = calendar()
    at_once(inside, lambda: corrected(free(first)), lambda: corrected(free(second)))
    assert due_dates(activity) == {code: due(day, 2, library) for code, day in before.items()}


@pytest.mark.both_databases
def test_a_round_opened_while_the_calendar_is_being_corrected_has_the_dates_of_the_new_one(inside):
    activity = put(submitted)
    meanwhile(inside, lambda: corrected(free()), lambda: forwarded(activity))
    assert set(due_dates(activity).values()) == {due(today(), 10, calendar())}


@pytest.mark.both_databases
def test_a_correction_made_while_a_round_is_being_opened_moves_its_dates(inside):
    activity, wanted = put(submitted), free()
    meanwhile(inside, lambda: forwarded(activity), lambda: corrected(wanted))
    assert set(due_dates(activity).values()) == {due(today(), 10, calendar())}


def put(made):
    with writing():
        activity = made()
        db.session.commit()
    return activity


def forwarded(activity):
    known = db.session.get(Activity, activity.id)
    workflow.forward(known, actor("vid.kontrolieris"), now())
