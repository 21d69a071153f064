"""A refusal says why, and who may."""

from dataclasses import replace

import pytest

from rules.refusals import NotAllowed, WrongStatus
from rules.transitions import TRANSITIONS, check
from rules.vocabulary import Action, Status
from tests.helpers.persons import AUTHOR, MONDAY, PEOPLE, SUBMITTER, activity


@pytest.mark.parametrize(
    ("status", "action", "who", "sentence"),
    [
        (
            Status.in_control,
            Action.forward,
            "applicant",
            "Only a change controller of VID can forward this card.",
        ),
        (
            Status.in_control,
            Action.forward,
            "submitter",
            "You submitted this card yourself. Another change controller of VID forwards it.",
        ),
        (
            Status.in_control,
            Action.return_,
            "author",
            "Only a change controller of VID can return this card.",
        ),
        (
            Status.draft,
            Action.submit,
            "other applicant",
            "Only an applicant of VID can submit this card.",
        ),
        (
            Status.in_approval,
            Action.vote,
            "own member",
            "VID does not vote on its own card.",
        ),
        (
            Status.in_approval,
            Action.vote,
            "other member",
            "Your institution is not asked about this card. Those asked vote: FM, PMLP.",
        ),
        (
            Status.in_approval,
            Action.vote,
            "asked applicant",
            "Only CAB members of the institutions asked can vote on this card.",
        ),
        (
            Status.draft,
            Action.vote,
            "asked member",
            "Your institution is not asked about this card.",
        ),
        (
            Status.awaiting_decision,
            Action.decide,
            "head who wrote it",
            "You wrote or submitted this card yourself. Another CAB head decides on it.",
        ),
        (
            Status.awaiting_decision,
            Action.decide,
            "asked member",
            "Only a CAB head can decide on this card.",
        ),
        (
            Status.approved,
            Action.start,
            "administrator",
            "Only an applicant of VID can start this activity.",
        ),
    ],
)
def test_the_refusal_is_this_sentence(status: Status, action: Action, who: str, sentence: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        check(
            activity(status, **({"requirements": ()} if status == Status.draft else {})),
            action,
            PEOPLE[who],
            MONDAY,
        )
    assert str(refused.value) == sentence


@pytest.mark.parametrize("status", Status)
def test_a_stranger_is_not_allowed_whatever_the_status(status: Status) -> None:
    for action in Action:
        with pytest.raises(NotAllowed):
            check(activity(status), action, PEOPLE["other applicant"], MONDAY)


def test_a_vote_after_the_round_says_that_no_round_is_open() -> None:
    with pytest.raises(WrongStatus, match="No round is open") as refused:
        check(activity(Status.awaiting_decision), Action.vote, PEOPLE["asked member"], MONDAY)
    fitting = (Action.answer, Action.withdraw_objection, Action.discuss, Action.settle)
    assert refused.value.fitting == (*fitting, Action.decide, Action.withdraw)


@pytest.mark.parametrize("action", [Action.edit, Action.withdraw, Action.complete])
def test_a_final_card_says_that_nothing_more_can_be_done(action: Action) -> None:
    with pytest.raises(WrongStatus, match="Nothing more can be done") as refused:
        check(activity(Status.completed), action, PEOPLE["applicant"], MONDAY)
    assert refused.value.fitting == ()


@pytest.mark.parametrize(
    ("status", "action", "who", "sentence"),
    [
        (
            Status.awaiting_decision,
            Action.vote,
            "asked member",
            "No round is open, so no vote is taken. Status: awaiting_decision. "
            "Possible now: answer, withdraw_objection, discuss, settle, decide, withdraw.",
        ),
        (
            Status.approved,
            Action.submit,
            "applicant",
            "This does not fit the status of the card: approved. Possible now: withdraw, start.",
        ),
        (
            Status.completed,
            Action.withdraw,
            "applicant",
            "Nothing more can be done with this card. Its status: completed.",
        ),
        (
            Status.in_approval,
            Action.answer,
            "applicant",
            "There is no open question and no remark in force on this card.",
        ),
        (
            Status.in_approval,
            Action.close_round,
            "head",
            "The round can be closed from 2026-03-17. Until then answers are awaited from FM, PMLP.",
        ),
    ],
)
def test_what_does_not_fit_now_is_refused_with_this_sentence(
    status: Status, action: Action, who: str, sentence: str
) -> None:
    with pytest.raises(WrongStatus) as refused:
        check(activity(status), action, PEOPLE[who], MONDAY)
    assert str(refused.value) == sentence


def test_every_row_says_who_may() -> None:
    assert (len(TRANSITIONS) >= len(Action), {row.otherwise[:5] for row in TRANSITIONS}) == (True, {"Only "})


@pytest.mark.parametrize(
    ("status", "action", "who", "principal"),
    [
        (Status.in_control, Action.forward, "controller", SUBMITTER),
        (Status.awaiting_decision, Action.decide, "head", AUTHOR),
        (Status.awaiting_decision, Action.decide, "head", SUBMITTER),
    ],
)
def test_nobody_does_for_another_what_that_person_may_not_do(status, action, who, principal) -> None:
    actor = replace(PEOPLE[who], on_behalf_of="lauma", on_behalf_of_id=principal)
    with pytest.raises(NotAllowed, match=r"lauma .*in your own name"):
        check(activity(status), action, actor, MONDAY)


def test_on_behalf_of_anybody_else_the_step_is_allowed() -> None:
    actor = replace(PEOPLE["head"], on_behalf_of="lauma", on_behalf_of_id=99)
    check(activity(Status.awaiting_decision), Action.decide, actor, MONDAY)
