"""Both clocks of a ticket, from its record: what stops them, what begins them anew, when they are late."""

from datetime import timedelta

import pytest

from rules.desk.clocks import Pinned, Turn, breached, clocks, overdue
from rules.desk.priority import ASSUMED, Hours, priority
from rules.desk.words import ClockName, Level, TicketStatus as S, WaitingFor
from tests.helpers.clocks import StateCalendar, riga, said

CALENDAR = StateCalendar()
WAITS = {"asker": WaitingFor.requester, "third": WaitingFor.third_party, "activity": WaitingFor.activity}
CREATED = "03-02T09:00 new*, "


def record(written: str) -> list[Turn]:
    """Read turns: `03-02T09:00 new*, 03-02T10:00 asker`; * = anew, … = as most of them begin."""
    return [_turn(*one.split()) for one in written.replace("… ", CREATED).split(", ")]


def _turn(at: str, word: str) -> Turn:
    waits = WAITS.get(word)
    word, anew = word.rstrip("*").replace("begun", "in_progress"), word.endswith("*")
    return Turn(at=riga(at), status=S.waiting if waits else S(word), waiting_for=waits, anew=anew)


# Priority 2: 4 hours to answer, 16 to resolve. Turns | now | answer due | resolution due | hours left
CASES = """
03-02T09:00 new* | 03-02T10:00 | 03-02T13:00 | 03-03T16:30 | 15
03-02T09:00 new* | 03-02T14:00 | 03-02T13:00 | 03-03T16:30 | 11 | answer | overdue
03-02T09:00 new* | 03-02T13:00 | 03-02T13:00 | 03-03T16:30 | 12
… 03-02T12:00 accepted | 03-02T16:00 | 03-02T13:00 | 03-03T16:30 | 9
… 03-02T14:00 accepted | 03-02T16:00 | 03-02T13:00 | 03-03T16:30 | 9 | answer
… 03-02T10:00 asker | 03-02T16:00 | 03-02T13:00 | | 15
… 03-02T10:00 activity | 03-06T16:00 | 03-02T13:00 | | 15
… 03-02T10:00 third | 03-02T16:00 | 03-02T13:00 | 03-03T16:30 | 9
… 03-02T10:00 asker, 03-03T10:00 begun | 03-03T11:00 | 03-02T13:00 | 03-04T16:30 | 14
… 03-02T10:00 asker, 03-02T12:00 activity, 03-03T10:00 begun | 03-03T11:00 | 03-02T13:00 | 03-04T16:30 | 14
… 03-02T10:00 asker, 03-02T12:00 third | 03-02T13:00 | 03-02T13:00 | 03-04T10:00 | 14
… 03-02T10:00 accepted, 03-02T11:00 new* | 03-02T11:30 | 03-02T15:00 | 03-03T16:30 | 13.5
… 03-02T16:00 new* | 03-03T09:00 | 03-03T11:30 | 03-03T16:30 | 7.5
… 03-02T10:00 asker, 03-02T12:00 new* | 03-02T13:00 | 03-02T16:00 | 03-04T10:00 | 14
… 03-02T10:00 new | 03-02T11:00 | 03-02T13:00 | 03-03T16:30 | 14
… 03-02T12:00 resolved | 03-09T12:00 | 03-02T13:00 | | 13
… 03-02T12:00 resolved, 03-06T12:00 closed | 03-30T12:00 | 03-02T13:00 | | 13
… 03-02T12:00 resolved, 03-03T12:00 begun | 03-03T13:00 | 03-02T13:00 | 03-04T16:30 | 12
… 03-02T12:00 closed, 03-03T12:00 begun | 03-05T17:00 | 03-02T13:00 | 03-04T16:30 | -9 | resolution | overdue
… 03-02T10:00 begun, 03-04T10:00 resolved | 03-09T10:00 | 03-02T13:00 | | -2 | resolution
… 03-02T14:00 cancelled | 03-09T10:00 | 03-02T13:00 | | 11 | answer
… 03-02T12:00 duplicate | 03-09T10:00 | 03-02T13:00 | | 13
06-19T16:00 new* | 06-19T16:30 | 06-25T11:30 | 06-26T15:00 | 15.5
03-27T16:00 new* | 03-30T08:30 | 03-30T11:30 | 03-31T15:00 | 15
"""
ROWS = [[one.strip() for one in line.split("|")] for line in CASES.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=" | ".join)
def test_clocks_stand_as_the_record_says(row: list[str]) -> None:
    turns, now, answer, resolution, left, *late = row
    found = clocks(record(turns), Pinned(ASSUMED[2]), CALENDAR, riga(now))
    assert said(found[ClockName.answer].due_at) == answer
    assert said(found[ClockName.resolution].due_at) == resolution
    assert found[ClockName.resolution].left_s == float(left) * 3600
    assert list(breached(found)) == [one for one in late if one != "overdue"]
    assert overdue(found) is ("overdue" in late)


def test_other_hours_count_from_the_creation_on() -> None:
    turns = record("03-02T09:00 new*, 03-02T10:00 asker, 03-02T12:00 begun")
    found = clocks(turns, Pinned(Hours(1, 8)), CALENDAR, riga("03-02T13:00"))
    assert said(found[ClockName.resolution].due_at) == "03-03T10:30"
    assert said(found[ClockName.answer].due_at) == "03-02T10:00"


def test_a_problem_has_no_clocks() -> None:
    assert clocks(record("03-02T09:00 new*"), None, CALENDAR, riga("03-02T13:00")) == {}


@pytest.mark.parametrize(("now", "warned"), [("03-02T11:59", False), ("03-02T12:00", True)])
def test_a_warning_is_due_once_three_quarters_have_passed(now: str, warned: bool) -> None:
    found = clocks(record("03-02T09:00 new*"), Pinned(ASSUMED[2]), CALENDAR, riga(now))
    assert found[ClockName.answer].nearly is warned


def test_what_is_left_never_grows_while_the_clock_runs() -> None:
    turns, begun = record("03-02T09:00 new*, 03-03T09:00 third"), riga("03-02T09:00")
    steps = (begun + timedelta(hours=5 * one) for one in range(40))
    left = [clocks(turns, Pinned(ASSUMED[2]), CALENDAR, at)[ClockName.resolution].left_s for at in steps]
    assert left == sorted(left, reverse=True)


def test_priority_is_that_of_the_matrix() -> None:
    found = [priority(impact, urgency) for impact in Level for urgency in Level]
    assert found == [1, 2, 3, 2, 3, 4, 3, 4, 5]
