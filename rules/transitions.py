"""The workflow of activities as one table: who may do what, from which status to which; who begins drafts."""

from rules.facts import ActivityFacts, Actor
from rules.flow import Flow, Transition
from rules.guards import (
    acts_as,
    applicant_of_holder,
    applicant_or_controller_of_holder,
    asked_or_head,
    being_amended,
    cab_head,
    cab_head_or_system,
    cab_member,
    cab_member_or_head,
    controller_of_holder,
    due_on,
    institution_asked,
    is_pulled,
    not_author_or_submitter,
    not_being_amended,
    not_own_institution,
    not_pulled,
    not_the_submitter,
    nothing_besides,
    nothing_unfinished,
    open_institutions,
    own_objection_stands,
    puller_or_head,
    round_is_over,
    something_to_answer,
    the_system,
)
from rules.refusals import NotAllowed, Refusal, WrongStatus
from rules.text import N_
from rules.visibility import sees_texts
from rules.vocabulary import AMENDABLE, FINAL, Action, DraftAs, Outcome, Role, Status

__all__ = [
    "TRANSITIONS",
    "Transition",
    "check",
    "check_draft",
    "due_on",
    "fitting",
    "may_begin",
    "offered",
    "waiting_for",
]

_EDIT = N_("Only an applicant of %(holder)s can edit this card.")
_SUBMIT = N_("Only an applicant of %(holder)s can submit this card.")
_RECALL = N_("Only an applicant of %(holder)s can recall this card.")
_RETURN = N_("Only a change controller of %(holder)s can return this card.")
_FORWARD = N_("Only a change controller of %(holder)s can forward this card.")
_VOTE = N_("Only CAB members of the institutions asked can vote on this card.")
_ANSWER = N_("Only an applicant of %(holder)s can answer questions and remarks on this card.")
_WITHDRAW_OBJECTION = N_(
    "Only CAB members of the institutions asked can withdraw an objection of their institution."
)
_DISCUSS = N_(
    "Only CAB members of the institutions asked and CAB heads move this card to those to be discussed."
)
_SETTLE = N_("Only who moved this card to those to be discussed and CAB heads take it from there.")
_CLOSE = N_("Only a CAB head can close the round of this card.")
_DECIDE = N_("Only a CAB head can decide on this card.")
_WITHDRAW = N_("Only an applicant or a change controller of %(holder)s can withdraw this card.")
_START = N_("Only an applicant of %(holder)s can start this activity.")
_PROGRESS = N_("Only an applicant of %(holder)s reports on the progress of this activity.")
_COMPLETE = N_("Only an applicant of %(holder)s can complete this activity.")
_SUPERSEDE = N_("Only the decision on a card that amends the activity supersedes it.")
_COPIED_BY = N_("Only an applicant who reads the whole card makes a copy of it.")
_AMENDED_BY = N_("Only an applicant of %(holder)s amends this activity.")
_AMENDABLE = N_(
    "Only an activity that is approved or in progress is amended. The status of this one: %(status)s."
)
_RUNS = N_("%(number)s amends this activity already and is not decided yet. Change that card.")

A, S = Action, Status
_TO_SUBMIT = (S.draft, S.returned)
_TO_ANSWER = (S.draft, S.returned, S.in_approval, S.awaiting_decision)
_TO_DECIDE = (S.awaiting_decision,)
_BEFORE_END = tuple(status for status in Status if status not in FINAL)
_BY_ANOTHER = (not_the_submitter,)
_ASKED = (not_own_institution, institution_asked)
_OPEN = (something_to_answer,)
_OBJECTING = (*_ASKED, own_objection_stands)
_OVER = (round_is_over,)
_IMPARTIAL = (not_author_or_submitter,)
_TO_PULL = (asked_or_head, not_pulled)
_TO_SETTLE = (asked_or_head, puller_or_head, is_pulled)
_FINISHED = (nothing_unfinished, nothing_besides, not_being_amended)
_UNAMENDED = (not_being_amended,)
_APPROVED = tuple(status for status in Status if status in AMENDABLE)

# That the card is complete (submit, forward, complete) and that somebody can take over is checked
# after the stale check, by the use case: it needs more than the card.
TRANSITIONS = (
    Transition(A.edit, (S.draft,), S.draft, applicant_of_holder, _EDIT),
    Transition(A.edit, (S.returned,), S.returned, applicant_of_holder, _EDIT),
    Transition(A.submit, _TO_SUBMIT, S.in_control, applicant_of_holder, _SUBMIT),
    Transition(A.recall, (S.in_control,), S.draft, applicant_of_holder, _RECALL),
    Transition(A.return_, (S.in_control,), S.returned, controller_of_holder, _RETURN),
    Transition(A.forward, (S.in_control,), S.in_approval, controller_of_holder, _FORWARD, _BY_ANOTHER),
    Transition(A.vote, (S.in_approval,), S.in_approval, cab_member, _VOTE, _ASKED),
    *(Transition(A.answer, (one,), one, applicant_of_holder, _ANSWER, _OPEN) for one in _TO_ANSWER),
    Transition(
        A.withdraw_objection,
        _TO_DECIDE,
        S.awaiting_decision,
        cab_member,
        _WITHDRAW_OBJECTION,
        _OBJECTING,
    ),
    Transition(A.discuss, (S.in_approval,), S.in_approval, cab_member_or_head, _DISCUSS, _TO_PULL),
    Transition(A.discuss, _TO_DECIDE, S.awaiting_decision, cab_member_or_head, _DISCUSS, _TO_PULL),
    Transition(A.settle, (S.in_approval,), S.in_approval, cab_member_or_head, _SETTLE, _TO_SETTLE),
    Transition(A.settle, _TO_DECIDE, S.awaiting_decision, cab_member_or_head, _SETTLE, _TO_SETTLE),
    Transition(A.close_round, (S.in_approval,), S.awaiting_decision, cab_head_or_system, _CLOSE, _OVER),
    Transition(A.decide, _TO_DECIDE, S.approved, cab_head, _DECIDE, _IMPARTIAL, Outcome.approve),
    Transition(A.decide, _TO_DECIDE, S.rejected, cab_head, _DECIDE, _IMPARTIAL, Outcome.reject),
    Transition(A.decide, _TO_DECIDE, S.returned, cab_head, _DECIDE, _IMPARTIAL, Outcome.return_),
    Transition(
        A.withdraw,
        _BEFORE_END,
        S.withdrawn,
        applicant_or_controller_of_holder,
        _WITHDRAW,
        _UNAMENDED,
    ),
    Transition(A.start, (S.approved,), S.in_progress, applicant_of_holder, _START),
    Transition(A.progress, (S.in_progress,), S.in_progress, applicant_of_holder, _PROGRESS),
    Transition(A.complete, (S.in_progress,), S.completed, applicant_of_holder, _COMPLETE, _FINISHED),
    Transition(A.supersede, _APPROVED, S.superseded, the_system, _SUPERSEDE),
)


def waiting_for(facts: ActivityFacts) -> list[str]:
    """Return whose turn it is: roles, or in a round the codes of the institutions still to answer."""
    if facts.status != Status.in_approval:
        return list(_TURN[facts.status])
    asking = any(requirement.open_question for requirement in facts.requirements)
    return [*open_institutions(facts), *(["applicant"] if asking else [])]


def may_begin(facts: ActivityFacts, restricted: bool, actor: Actor) -> tuple[DraftAs, ...]:
    """Return what kinds of cards this person may begin with the content of this one."""
    return tuple(kind for kind in DraftAs if _allowed(kind, facts, restricted, actor))


def check_draft(kind: DraftAs, facts: ActivityFacts, restricted: bool, actor: Actor) -> None:
    """Raise the reason why this person does not begin such a card now.

    `NotAllowed` first, then `WrongStatus`; also where another amendment is not decided yet.
    """
    if kind is DraftAs.copy:
        _check_copy(facts, restricted, actor)
    else:
        _check_amendment(facts, actor)


def _allowed(kind: DraftAs, facts: ActivityFacts, restricted: bool, actor: Actor) -> bool:
    try:
        check_draft(kind, facts, restricted, actor)
    except Refusal:
        return False
    return True


def _check_copy(facts: ActivityFacts, restricted: bool, actor: Actor) -> None:
    if not acts_as(actor, Role.applicant) or not sees_texts(facts, restricted, actor):
        raise NotAllowed(_COPIED_BY)


def _check_amendment(facts: ActivityFacts, actor: Actor) -> None:
    if not applicant_of_holder(facts, actor):
        raise NotAllowed(_AMENDED_BY, holder=facts.holder)
    if facts.status not in AMENDABLE:
        raise WrongStatus(_AMENDABLE, status=facts.status)
    if facts.amended_by:
        raise being_amended(_RUNS, facts)


_TURN: dict[Status, tuple[str, ...]] = {
    Status.draft: ("applicant",),
    Status.in_control: ("change_controller",),
    Status.returned: ("applicant",),
    Status.awaiting_decision: ("cab_head",),
    Status.approved: ("applicant",),
    Status.in_progress: ("applicant",),
    **dict.fromkeys(FINAL, ()),
}


def _wrong_status(facts: ActivityFacts, action: Action, possible: tuple[Action, ...]) -> WrongStatus:
    possible = tuple(one for one in possible if one is not Action.supersede)  # which nobody does
    if not possible:
        sentence = N_("Nothing more can be done with this card. Its status: %(status)s.")
    elif action == Action.vote:
        sentence = N_("No round is open, so no vote is taken. Status: %(status)s. Possible now: %(fitting)s.")
    else:
        sentence = N_("This does not fit the status of the card: %(status)s. Possible now: %(fitting)s.")
    return WrongStatus(sentence, possible, status=facts.status)


FLOW = Flow(TRANSITIONS, Action, lambda facts: {"holder": facts.holder}, _wrong_status)
check, offered, fitting = FLOW.check, FLOW.offered, FLOW.fitting
