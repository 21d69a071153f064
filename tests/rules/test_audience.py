"""Who is told after which action."""

from typing import Any

import pytest

from rules.audience import (
    Message,
    Occasion,
    Told,
    audience,
    reminded,
    told_of_moved,
    told_of_nobody,
    told_of_overdue,
)
from rules.vocabulary import Action, Choice, RequirementState, Role, Status
from tests.helpers.persons import AUTHOR, SUBMITTER, activity, requirement

APPLICANTS = (Role.applicant, "VID")
CONTROLLERS = (Role.change_controller, "VID")
HEADS = (Role.cab_head, None)
FM, PMLP = (Role.cab_member, "FM"), (Role.cab_member, "PMLP")


def told(action: Action, source: Status, status: Status, **more: Any) -> dict[str, list[Any]]:
    requirements = more.pop("requirements", activity(status).requirements)
    occasion = Occasion(facts=activity(status, requirements=requirements), source=source, **more)
    found: dict[str, list[Any]] = {}
    for one in audience(action, occasion):
        found.setdefault(one.message, []).append((one.role, one.institution))
    return found


@pytest.mark.parametrize(
    ("action", "source", "status", "more", "expected"),
    [
        (Action.submit, Status.draft, Status.in_control, {}, {"submitted": [CONTROLLERS]}),
        (Action.return_, Status.in_control, Status.returned, {}, {"returned": [APPLICANTS]}),
        (
            Action.forward,
            Status.in_control,
            Status.in_approval,
            {},
            {"opinion_asked": [FM, PMLP], "opened": [APPLICANTS]},
        ),
        (
            Action.vote,
            Status.in_approval,
            Status.in_approval,
            {"choice": Choice.need_info},
            {"info_requested": [APPLICANTS]},
        ),
        (
            Action.vote,
            Status.in_approval,
            Status.in_approval,
            {"choice": Choice.object},
            {"remark": [APPLICANTS]},
        ),
        (
            Action.vote,
            Status.in_approval,
            Status.in_approval,
            {"choice": Choice.approve_with_proposals},
            {"remark": [APPLICANTS]},
        ),
        (Action.vote, Status.in_approval, Status.in_approval, {"choice": Choice.approve}, {}),
        (Action.vote, Status.in_approval, Status.in_approval, {"choice": Choice.not_applicable}, {}),
        (Action.discuss, Status.in_approval, Status.in_approval, {}, {"pulled": [HEADS, FM, PMLP]}),
        (Action.settle, Status.in_approval, Status.in_approval, {}, {}),
        (Action.answer, Status.in_approval, Status.in_approval, {"institution": "FM"}, {"answered": [FM]}),
        (Action.answer, Status.in_approval, Status.in_approval, {}, {}),
        (Action.answer, Status.returned, Status.returned, {"institution": "FM"}, {"answered": [FM]}),
        (
            Action.withdraw_objection,
            Status.awaiting_decision,
            Status.awaiting_decision,
            {"institution": "FM", "choice": Choice.approve},
            {"objection_withdrawn": [APPLICANTS, HEADS]},
        ),
        (
            Action.close_round,
            Status.in_approval,
            Status.awaiting_decision,
            {},
            {"round_closed": [HEADS]},
        ),
        (
            Action.decide,
            Status.awaiting_decision,
            Status.rejected,
            {},
            {"decided": [APPLICANTS, CONTROLLERS, FM, PMLP]},
        ),
        (
            Action.decide,
            Status.awaiting_decision,
            Status.approved,
            {"overruled": ("FM",)},
            {"decided": [APPLICANTS, CONTROLLERS, PMLP], "overruled": [FM]},
        ),
        (Action.start, Status.approved, Status.in_progress, {}, {"started": [FM, PMLP]}),
        (Action.complete, Status.in_progress, Status.completed, {}, {"completed": [FM, PMLP, HEADS]}),
        (Action.supersede, Status.approved, Status.superseded, {}, {"superseded": [FM, PMLP]}),
        (
            Action.supersede,
            Status.in_progress,
            Status.superseded,
            {"besides": frozenset({"FM", "VID"})},
            {"superseded": [PMLP]},
        ),
        (Action.edit, Status.draft, Status.draft, {}, {}),
        (Action.recall, Status.in_control, Status.draft, {}, {}),
    ],
)
def test_after_an_action_these_are_told(
    action: Action, source: Status, status: Status, more: dict[str, Any], expected: dict[str, list[Any]]
) -> None:
    assert told(action, source, status, **more) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (Status.draft, [APPLICANTS]),
        (Status.in_control, [CONTROLLERS]),
        (Status.returned, [APPLICANTS]),
        (Status.in_approval, []),
        (Status.awaiting_decision, [HEADS]),
        (Status.approved, [APPLICANTS]),
        (Status.in_progress, [APPLICANTS]),
        (Status.completed, []),
    ],
)
def test_after_a_withdrawal_those_whose_turn_it_was_and_those_asked_are_told(
    source: Status, expected: list[Any]
) -> None:
    assert told(Action.withdraw, source, Status.withdrawn) == {"withdrawn": [*expected, FM, PMLP]}


def test_applicants_with_an_open_question_are_told_of_a_withdrawal() -> None:
    asking = (requirement("FM", RequirementState.info_requested, Choice.need_info, open_question=True),)
    found = told(Action.withdraw, Status.in_approval, Status.withdrawn, requirements=asking)
    assert found == {"withdrawn": [APPLICANTS, FM, PMLP]}


def test_a_return_is_told_to_those_who_wrote_or_submitted_the_card() -> None:
    facts = activity(Status.returned)
    (one,) = audience(Action.return_, Occasion(facts=facts, source=Status.in_control))
    assert one.persons == (AUTHOR, SUBMITTER)


def test_a_return_is_told_to_whoever_took_the_card_over_and_to_each_person_once() -> None:
    facts = activity(Status.returned, submitter_id=AUTHOR, caretaker_id=20)
    (one,) = audience(Action.return_, Occasion(facts=facts, source=Status.in_control))
    assert one.persons == (AUTHOR, 20)


def test_a_return_of_a_card_of_nobody_is_told_to_nobody() -> None:
    facts = activity(Status.returned, author_id=None, submitter_id=None)
    assert audience(Action.return_, Occasion(facts=facts, source=Status.in_control)) == ()


def test_an_institution_whose_vote_was_carried_over_is_not_asked_again() -> None:
    rows = (requirement("FM", RequirementState.carried_over, Choice.approve), requirement("PMLP"))
    found = told(Action.forward, Status.in_control, Status.in_approval, requirements=rows)
    assert found["opinion_asked"] == [PMLP]


def test_overdue_is_told_to_the_member_and_the_heads_a_reminder_to_the_member_only() -> None:
    assert reminded("FM") == (Told(Message.reminder, Role.cab_member, "FM"),)
    assert told_of_overdue("FM") == (
        Told(Message.overdue, Role.cab_member, "FM"),
        Told(Message.overdue, Role.cab_head),
    )


def test_a_moved_due_date_is_told_to_the_members_asked_and_the_applicants_of_the_holder() -> None:
    assert told_of_moved("VID", ["FM", "PMLP"]) == (
        Told(Message.due_moved, Role.cab_member, "FM"),
        Told(Message.due_moved, Role.cab_member, "PMLP"),
        Told(Message.due_moved, Role.applicant, "VID"),
    )


def test_a_missing_member_is_told_to_the_administrators() -> None:
    assert told_of_nobody("FM") == (
        Told(Message.nobody_to_vote, Role.user_admin, "FM"),
        Told(Message.nobody_to_vote, Role.admin),
    )
