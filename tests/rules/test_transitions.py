"""Role × action × status, against a table written by hand."""

from contextlib import suppress
from dataclasses import replace

import pytest

from rules import transitions
from rules.facts import SYSTEM, ActivityFacts, Actor
from rules.refusals import NotAllowed, TooEarly, WrongStatus
from rules.transitions import TRANSITIONS, check, fitting, offered
from rules.vocabulary import FINAL, Action, Choice, Outcome, RequirementState, Role, Status
from tests.helpers.persons import DUE, LATER, MONDAY, PEOPLE, activity, requirement

# Everybody not named in a row is offered nothing in that status. In a round an institution has a question
# open, else it objects; another one has proposed something; the round is not yet overdue.
ANY_APPLICANT = ("author", "applicant", "submitter")
OFFERED: dict[Status, dict[str, str]] = {
    Status.draft: {
        "author": "edit submit answer withdraw",
        "applicant": "edit submit answer withdraw",
        "controller": "withdraw",
        "submitter": "edit submit answer withdraw",
    },
    Status.in_control: {
        "author": "recall withdraw",
        "applicant": "recall withdraw",
        "controller": "return forward withdraw",
        "submitter": "recall return withdraw",
    },
    Status.returned: {
        "author": "edit submit answer withdraw",
        "applicant": "edit submit answer withdraw",
        "controller": "withdraw",
        "submitter": "edit submit answer withdraw",
    },
    Status.in_approval: {
        "author": "answer withdraw",
        "applicant": "answer withdraw",
        "controller": "withdraw",
        "submitter": "answer withdraw",
        "asked member": "vote discuss",
        "head": "discuss",
        "head who wrote it": "discuss",
    },
    Status.awaiting_decision: {
        "author": "answer withdraw",
        "applicant": "answer withdraw",
        "controller": "withdraw",
        "submitter": "answer withdraw",
        "asked member": "withdraw_objection discuss",
        "head": "discuss decide",
        "head who wrote it": "discuss",
    },
    Status.approved: {
        "author": "withdraw start",
        "applicant": "withdraw start",
        "controller": "withdraw",
        "submitter": "withdraw start",
    },
    Status.rejected: {},
    Status.in_progress: {
        "author": "withdraw progress complete",
        "applicant": "withdraw progress complete",
        "controller": "withdraw",
        "submitter": "withdraw progress complete",
    },
    Status.completed: {},
    Status.withdrawn: {},
    Status.superseded: {},
}

# Who may ever do it with this card; everybody else gets 403 in every status.
EVER: dict[Action, tuple[str, ...]] = {
    Action.edit: ANY_APPLICANT,
    Action.submit: ANY_APPLICANT,
    Action.recall: ANY_APPLICANT,
    Action.return_: ("controller", "submitter"),
    Action.forward: ("controller",),
    Action.vote: ("asked member",),
    Action.answer: ANY_APPLICANT,
    Action.withdraw_objection: ("asked member",),
    Action.discuss: ("asked member", "head", "head who wrote it"),
    Action.settle: ("asked member", "head", "head who wrote it"),
    Action.close_round: ("head", "head who wrote it"),
    Action.decide: ("head",),
    Action.withdraw: (*ANY_APPLICANT, "controller"),
    Action.start: ANY_APPLICANT,
    Action.progress: ANY_APPLICANT,
    Action.complete: ANY_APPLICANT,
    Action.supersede: (),
}

ASKING = (
    requirement("FM", RequirementState.info_requested, Choice.need_info, open_question=True),
    requirement("PMLP"),
)
REMARKED = (
    requirement("FM", RequirementState.answered, Choice.object, remarks=1, unanswered_objections=1),
    requirement("PMLP", RequirementState.answered, Choice.approve_with_proposals, remarks=1),
)


def facts_in(status: Status) -> ActivityFacts:
    return activity(status, requirements=ASKING if status is Status.in_approval else REMARKED)


@pytest.mark.parametrize("who", PEOPLE)
def test_each_person_is_offered_what_the_table_says(who: str) -> None:
    for status in Status:
        assert " ".join(offered(facts_in(status), PEOPLE[who], MONDAY)) == OFFERED[status].get(who, "")


@pytest.mark.parametrize("who", PEOPLE)
def test_the_door_opens_for_what_is_offered_and_says_403_before_409(who: str) -> None:
    assert {(status, action): tried(status, action, who) for status in Status for action in Action} == {
        (status, action): answer_of_the_table(status, action, who) for status in Status for action in Action
    }


def tried(status: Status, action: Action, who: str) -> int:
    try:
        check(facts_in(status), action, PEOPLE[who], MONDAY)
    except NotAllowed:
        return 403
    except WrongStatus:
        return 409
    return 200


def answer_of_the_table(status: Status, action: Action, who: str) -> int:
    if who not in EVER[action]:
        return 403
    return 200 if action in OFFERED[status].get(who, "").split() else 409


def test_every_action_has_rows_with_one_kind_of_person_and_guard() -> None:
    for action in Action:
        rows = [row for row in TRANSITIONS if row.action == action]
        assert len({(row.who, row.otherwise, row.guards) for row in rows}) == 1


def test_no_two_rows_say_the_same_thing_twice() -> None:
    keys = [(row.action, source, row.outcome) for row in TRANSITIONS for source in row.sources]
    assert len(keys) == len(set(keys))


def test_nothing_leads_out_of_a_final_status() -> None:
    assert [status for status in Status if not fitting(status)] == [
        status for status in Status if status in FINAL
    ]


@pytest.mark.parametrize(
    ("action", "source", "target"),
    [
        (Action.edit, Status.draft, Status.draft),
        (Action.edit, Status.returned, Status.returned),
        (Action.submit, Status.draft, Status.in_control),
        (Action.submit, Status.returned, Status.in_control),
        (Action.recall, Status.in_control, Status.draft),
        (Action.return_, Status.in_control, Status.returned),
        (Action.forward, Status.in_control, Status.in_approval),
        (Action.vote, Status.in_approval, Status.in_approval),
        (Action.answer, Status.draft, Status.draft),
        (Action.answer, Status.returned, Status.returned),
        (Action.answer, Status.in_approval, Status.in_approval),
        (Action.answer, Status.awaiting_decision, Status.awaiting_decision),
        (Action.withdraw_objection, Status.awaiting_decision, Status.awaiting_decision),
        (Action.discuss, Status.in_approval, Status.in_approval),
        (Action.discuss, Status.awaiting_decision, Status.awaiting_decision),
        (Action.withdraw, Status.in_approval, Status.withdrawn),
        (Action.start, Status.approved, Status.in_progress),
        (Action.complete, Status.in_progress, Status.completed),
    ],
)
def test_an_action_leads_from_status_to_status(action: Action, source: Status, target: Status) -> None:
    person = PEOPLE[EVER[action][0]]
    assert check(facts_in(source), action, person, MONDAY).target == target


@pytest.mark.parametrize(
    ("outcome", "target"),
    [
        (Outcome.approve, Status.approved),
        (Outcome.reject, Status.rejected),
        (Outcome.return_, Status.returned),
    ],
)
def test_the_outcome_tells_the_rows_of_decide_apart(outcome: Outcome, target: Status) -> None:
    row = check(activity(Status.awaiting_decision), Action.decide, PEOPLE["head"], MONDAY, outcome)
    assert row.target == target


def test_the_head_may_close_the_round_on_the_day_after_the_last_due_date() -> None:
    later = (requirement("FM", due_on=MONDAY), requirement("PMLP", due_on=DUE))
    facts = activity(Status.in_approval, requirements=later)
    assert Action.close_round not in offered(facts, PEOPLE["head"], DUE)
    assert Action.close_round in offered(facts, PEOPLE["head"], DUE.replace(day=DUE.day + 1))


def test_closing_too_early_names_the_day_and_those_awaited() -> None:
    with pytest.raises(TooEarly) as refused:
        check(activity(Status.in_approval), Action.close_round, PEOPLE["head"], DUE)
    assert refused.value.values["date"] == DUE.replace(day=DUE.day + 1)
    assert refused.value.values["institutions"] == ("FM", "PMLP")


def test_the_due_dates_of_those_who_answered_do_not_keep_the_round_open() -> None:
    answered = requirement("FM", RequirementState.answered, Choice.approve, due_on=LATER)
    facts = activity(Status.in_approval, requirements=(answered, requirement("PMLP", due_on=MONDAY)))
    assert Action.close_round in offered(facts, PEOPLE["head"], DUE)


def test_the_system_closes_the_round_when_everybody_has_answered() -> None:
    answered = (requirement("FM", RequirementState.answered, Choice.approve),)
    facts = activity(Status.in_approval, requirements=answered)
    assert check(facts, Action.close_round, SYSTEM, MONDAY).target == Status.awaiting_decision


def test_the_system_does_not_close_a_round_in_which_somebody_is_awaited_even_after_the_due_date() -> None:
    with pytest.raises(WrongStatus):
        check(activity(Status.in_approval), Action.close_round, SYSTEM, LATER)


@pytest.mark.parametrize("action", sorted(set(Action) - {Action.close_round, Action.supersede}))
def test_the_system_does_nothing_but_close_rounds_and_supersede(action: Action) -> None:
    for status in Status:
        with pytest.raises(NotAllowed):
            check(activity(status), action, SYSTEM, MONDAY)


def test_the_system_supersedes_what_is_approved_or_in_progress_and_nothing_else() -> None:
    found = {}
    for status in Status:
        with suppress(WrongStatus):
            found[status] = check(activity(status), Action.supersede, SYSTEM, MONDAY).target
    assert found == dict.fromkeys((Status.approved, Status.in_progress), Status.superseded)


def test_what_is_being_amended_is_neither_completed_nor_withdrawn_and_the_refusal_names_the_amendment() -> (
    None
):
    for status, action in ((Status.in_progress, Action.complete), (Status.approved, Action.withdraw)):
        facts = replace(activity(status), amended_by="AA-2026-000009")
        assert action not in offered(facts, PEOPLE["applicant"], MONDAY)
        with pytest.raises(WrongStatus) as refused:
            check(facts, action, PEOPLE["applicant"], MONDAY)
        assert refused.value.told["number"] == "AA-2026-000009"


def test_nobody_is_told_that_superseding_is_possible_now() -> None:
    with pytest.raises(WrongStatus) as refused:
        check(activity(Status.in_progress), Action.submit, PEOPLE["applicant"], MONDAY)
    assert refused.value.fitting == (Action.withdraw, Action.progress, Action.complete)


def test_somebody_who_only_calls_himself_system_closes_nothing() -> None:
    with pytest.raises(NotAllowed):
        check(activity(Status.in_approval), Action.close_round, Actor(username="system", user_id=9), LATER)


def test_an_earlier_vote_can_be_changed_while_the_round_is_open() -> None:
    voted = (requirement("FM", RequirementState.answered, Choice.object), requirement("PMLP"))
    facts = activity(Status.in_approval, requirements=voted)
    assert Action.vote in offered(facts, PEOPLE["asked member"], MONDAY)


def test_votes_are_taken_after_the_due_date_until_the_round_is_closed() -> None:
    assert Action.vote in offered(activity(Status.in_approval), PEOPLE["asked member"], LATER)


def test_a_remark_can_be_answered_like_a_question_and_again() -> None:
    for unanswered in (1, 0):
        row = requirement(
            "FM", RequirementState.answered, Choice.object, remarks=1, unanswered_objections=unanswered
        )
        facts = activity(Status.in_approval, requirements=(row,))
        assert Action.answer in offered(facts, PEOPLE["applicant"], MONDAY)


@pytest.mark.parametrize("status", [Status.draft, Status.returned, Status.awaiting_decision])
def test_a_question_is_open_only_while_its_round_runs(status: Status) -> None:
    asking = activity(status, requirements=ASKING)
    assert Action.answer not in offered(asking, PEOPLE["applicant"], MONDAY)


@pytest.mark.parametrize("choice", [None, *(one for one in Choice if one is not Choice.object)])
def test_only_an_institution_whose_objection_is_in_force_withdraws_one(choice: Choice | None) -> None:
    rows = (requirement("FM", RequirementState.answered, choice), *REMARKED[1:])
    facts = activity(Status.awaiting_decision, requirements=rows)
    with pytest.raises(WrongStatus):
        check(facts, Action.withdraw_objection, PEOPLE["asked member"], MONDAY)


def test_without_a_question_or_remark_there_is_nothing_to_answer() -> None:
    assert Action.answer not in offered(activity(Status.in_approval), PEOPLE["applicant"], MONDAY)
    with pytest.raises(WrongStatus):
        check(activity(Status.in_approval), Action.answer, PEOPLE["applicant"], MONDAY)


def test_a_system_administrator_acts_on_no_card_whatever_other_roles_he_has() -> None:
    everybody = [replace(one, roles=one.roles | {Role.admin}) for one in PEOPLE.values()]
    found = [offered(activity(status), one, LATER) for one in everybody for status in Status]
    assert found == [()] * len(PEOPLE) * len(Status)


def test_a_wrong_status_names_the_actions_that_fit() -> None:
    with pytest.raises(WrongStatus) as refused:
        check(activity(Status.approved), Action.submit, PEOPLE["applicant"], MONDAY)
    assert refused.value.fitting == (Action.withdraw, Action.start)
    assert "approved" in str(refused.value)


def test_due_and_turn_are_those_of_the_running_round_only() -> None:
    facts = activity(Status.withdrawn)
    assert transitions.due_on(facts) is None
    assert transitions.waiting_for(facts) == []


@pytest.mark.parametrize(
    ("status", "waiting"),
    [
        (Status.draft, ["applicant"]),
        (Status.in_control, ["change_controller"]),
        (Status.returned, ["applicant"]),
        (Status.in_approval, ["FM", "PMLP"]),
        (Status.awaiting_decision, ["cab_head"]),
        (Status.approved, ["applicant"]),
        (Status.rejected, []),
        (Status.in_progress, ["applicant"]),
        (Status.completed, []),
        (Status.withdrawn, []),
    ],
)
def test_whose_turn_it_is(status: Status, waiting: list[str]) -> None:
    assert transitions.waiting_for(activity(status)) == waiting


def test_while_a_question_is_open_the_institution_and_the_applicant_are_awaited() -> None:
    facts = activity(Status.in_approval, requirements=ASKING)
    assert transitions.waiting_for(facts) == ["FM", "PMLP", "applicant"]


def test_the_due_date_of_a_card_is_the_latest_open_one() -> None:
    rows = (
        requirement("FM", due_on=MONDAY),
        requirement("PMLP", due_on=DUE),
        requirement("DVI", RequirementState.answered, Choice.approve, due_on=LATER),
    )
    assert transitions.due_on(activity(Status.in_approval, requirements=rows)) == DUE


PULLED = frozenset({PEOPLE["asked member"].user_id})


@pytest.mark.parametrize("status", [Status.in_approval, Status.awaiting_decision])
def test_who_moved_a_card_to_those_to_be_discussed_and_heads_take_it_from_there(status: Status) -> None:
    facts = activity(status, requirements=(*ASKING, requirement("DVI")), pulled_by=PULLED)
    other = replace(PEOPLE["asked member"], user_id=77)
    assert Action.settle in offered(facts, PEOPLE["asked member"], MONDAY)
    assert Action.settle in offered(facts, PEOPLE["head"], MONDAY)
    assert Action.settle not in offered(facts, other, MONDAY)
    assert Action.settle in offered(
        facts, replace(other, on_behalf_of_id=PEOPLE["asked member"].user_id), MONDAY
    )
    with pytest.raises(NotAllowed):
        check(facts, Action.settle, other, MONDAY)


def test_what_lies_there_is_not_moved_there_again() -> None:
    with pytest.raises(WrongStatus):
        check(activity(Status.in_approval, pulled_by=PULLED), Action.discuss, PEOPLE["head"], MONDAY)
