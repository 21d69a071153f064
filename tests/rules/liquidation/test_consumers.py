"""What an institution says of each of its systems that need a resource which is to end."""

from datetime import date

import pytest

from rules.liquidation.consumers import ConsumerGiven, answered, problems_of, shown, systems
from rules.liquidation.words import ConsumerAnswer
from rules.vocabulary import Choice

ON = date(2026, 12, 1)
ASKED = ("EDS", "NIS")
MIGRATED, UNAFFECTED, BLOCKED = ConsumerAnswer


def said(resource, answer=UNAFFECTED, **rest):
    return ConsumerGiven(resource=resource, answer=answer, **rest)


BOTH = (said("EDS"), said("NIS", MIGRATED))
CASES = [
    ((), {"consumers.EDS": "required", "consumers.NIS": "required"}),
    (BOTH, {}),
    (BOTH[:1], {"consumers.NIS": "required"}),
    ((*BOTH, said("BIS")), {"consumers.BIS": "unknown"}),
    ((*BOTH, said("EDS", MIGRATED)), {"consumers.EDS": "invalid"}),
    ((said("EDS", None), BOTH[1]), {"consumers.EDS": "required"}),
    ((said("EDS", until=ON), BOTH[1]), {"consumers.EDS.date": "not_needed"}),
    ((said("EDS", MIGRATED, until=ON), BOTH[1]), {"consumers.EDS.date": "not_needed"}),
    ((said("EDS", BLOCKED), BOTH[1]), {"consumers.EDS.date": "required"}),
    ((said("EDS", BLOCKED, until=ON), BOTH[1]), {}),
    ((said("EDS", BLOCKED, until=date(2026, 11, 30)), BOTH[1]), {"consumers.EDS.date": "in_past"}),
]


@pytest.mark.parametrize("choice", [Choice.approve, Choice.approve_with_proposals])
@pytest.mark.parametrize(("given", "found"), CASES)
def test_an_approval_answers_for_each_system(given, found, choice):
    problems = problems_of(ASKED, choice, given, ON)
    assert {one.field: one.code.value for one in problems} == found


@pytest.mark.parametrize("choice", [Choice.object, Choice.need_info, Choice.not_applicable])
@pytest.mark.parametrize(("given", "found"), [((), {}), (BOTH, {"consumers": "not_needed"})])
def test_another_choice_takes_no_answers(choice, given, found):
    problems = problems_of(ASKED, choice, given, ON)
    assert {one.field: one.code.value for one in problems} == found


def test_who_is_asked_for_another_reason_answers_for_no_system():
    found = problems_of((), Choice.approve, BOTH[:1], ON)
    assert [(one.field, one.code.value) for one in found] == [("consumers.EDS", "unknown")]


def test_systems_are_those_of_the_reasons_once_each_in_their_order():
    facts = ("always", "used:VPM", "consumer:NIS", "consumer:EDS", "consumer:NIS")
    assert systems({"fact": one} for one in facts) == ("NIS", "EDS")


def test_whom_nothing_concerns_says_it_of_each_system():
    kept = answered(ASKED, Choice.not_applicable, ())
    assert [(one["resource"], one["answer"]) for one in kept] == [
        ("EDS", "not_affected"),
        ("NIS", "not_affected"),
    ]


def test_a_vote_keeps_the_day_and_the_comment():
    given = [said("NIS", BLOCKED, until=date(2027, 3, 31), comment=" Līgums. "), said("EDS")]
    assert answered(ASKED, Choice.approve, given)[1] == {
        "resource": "NIS",
        "answer": "blocked_until",
        "date": "2027-03-31",
        "comment": "Līgums.",
    }


def test_what_nobody_has_answered_is_shown_without_an_answer():
    rows = shown(ASKED, answered(ASKED, Choice.approve, [said("NIS", MIGRATED)]))
    assert rows == [ConsumerGiven(resource="EDS"), said("NIS", MIGRATED)]
