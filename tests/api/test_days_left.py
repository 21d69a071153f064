"""How many working days are left to the due date of a card, on days around the turn of a year."""

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select, update

from app.clock import at
from app.database import writing
from app.extensions import db
from models import Activity, CalendarOverride, Requirement
from tests.helpers.people import caller_of
from tests.helpers.rounds import rows_of

pytestmark = pytest.mark.stage("in_round")
DUE = date(2026, 1, 19)  # a Monday; Saturday the 17th is worked for Friday the 2nd, which is free


@pytest.fixture
def card(app):
    """The address of a card that is due on that Monday."""
    with rows_of(app), writing():
        db.session.execute(update(Requirement).values(due_on=DUE))
        db.session.commit()
        return f"/activities/{db.session.scalar(select(Activity.id))}"


def left(app, card, day):
    """What the card says on that day, and each requirement that is waited for."""
    caller = caller_of(app, "vid.pieteicejs")
    with at(datetime.combine(day, time(10), UTC)):
        told = caller.get(card).get_json()["working_days_left"]
        rows = {row["working_days_left"] for row in caller.get(f"{card}/requirements").get_json()}
    assert rows == {told}
    return told


# By hand: 5–9 and 12–16 January are ten, then Saturday the 17th and Monday the 19th.
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 12, 29), 13),  # Tuesday the 30th too; Wednesday the 31st is a holiday
        (date(2025, 12, 30), 12),
        (date(2025, 12, 31), 12),
        (date(2026, 1, 2), 12),
        (date(2026, 1, 4), 12),
        (date(2026, 1, 5), 11),
        (date(2026, 1, 16), 2),
        (date(2026, 1, 17), 1),
        (date(2026, 1, 18), 1),
        (date(2026, 1, 19), 0),
        (date(2026, 1, 20), -1),
        (date(2026, 1, 23), -4),
        (date(2026, 1, 25), -4),
        (date(2026, 1, 26), -5),
    ],
)
def test_days_left_are_those_counted_by_hand(app, card, day, expected):
    assert left(app, card, day) == expected


def test_a_corrected_day_counts_as_it_was_corrected(app, card):
    with rows_of(app), writing():
        db.session.add(CalendarOverride(day=date(2026, 1, 17), working=False, source="Rīkojums"))
        db.session.add(CalendarOverride(day=date(2026, 1, 10), working=True, source="Rīkojums"))
        db.session.commit()
    assert [left(app, card, date(2026, 1, day)) for day in (9, 10, 16, 18)] == [7, 6, 1, 1]
