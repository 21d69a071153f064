"""The workflow of activities, as one table: who may do what, from which status to which, if what holds."""

from rules import guards
from rules.facts import ActivityFacts
from rules.flow import Flow, Transition
from rules.guards import due_on, open_institutions
from rules.refusals import WrongStatus
from rules.text import N_
from rules.vocabulary import FINAL, Action, Outcome, Status

__all__ = ["TRANSITIONS", "Transition", "check", "due_on", "fitting", "offered", "waiting_for"]

_EDIT = N_("Only an applicant of %(holder)s can edit this card.")
_DECIDE = N_("Only a CAB head can decide on this card.")
_IMPARTIAL = (guards.not_author_or_submitter,)
_BEFORE_END = tuple(status for status in Status if status not in FINAL)

# That the card is complete (submit, forward, complete) and that somebody can take over is checked
# after the stale check, by the use case: it needs more than the card.
TRANSITIONS = (
    Transition(Action.edit, (Status.draft,), Status.draft, guards.applicant_of_holder, _EDIT),
    Transition(Action.edit, (Status.returned,), Status.returned, guards.applicant_of_holder, _EDIT),
    Transition(
        Action.submit,
        (Status.draft, Status.returned),
        Status.in_control,
        guards.applicant_of_holder,
        N_("Only an applicant of %(holder)s can submit this card."),
    ),
    Transition(
        Action.recall,
        (Status.in_control,),
        Status.draft,
        guards.applicant_of_holder,
        N_("Only an applicant of %(holder)s can recall this card."),
    ),
    Transition(
        Action.return_,
        (Status.in_control,),
        Status.returned,
        guards.controller_of_holder,
        N_("Only a change controller of %(holder)s can return this card."),
    ),
    Transition(
        Action.forward,
        (Status.in_control,),
        Status.in_approval,
        guards.controller_of_holder,
        N_("Only a change controller of %(holder)s can forward this card."),
        (guards.not_the_submitter,),
    ),
    Transition(
        Action.vote,
        (Status.in_approval,),
        Status.in_approval,
        guards.cab_member,
        N_("Only CAB members of the institutions asked can vote on this card."),
        (guards.not_own_institution, guards.institution_asked),
    ),
    Transition(
        Action.answer,
        (Status.in_approval,),
        Status.in_approval,
        guards.applicant_of_holder,
        N_("Only an applicant of %(holder)s can answer questions and remarks on this card."),
        (guards.something_to_answer,),
    ),
    Transition(
        Action.close_round,
        (Status.in_approval,),
        Status.awaiting_decision,
        guards.cab_head_or_system,
        N_("Only a CAB head can close the round of this card."),
        (guards.round_is_over,),
    ),
    Transition(
        Action.decide,
        (Status.awaiting_decision,),
        Status.approved,
        guards.cab_head,
        _DECIDE,
        _IMPARTIAL,
        Outcome.approve,
    ),
    Transition(
        Action.decide,
        (Status.awaiting_decision,),
        Status.rejected,
        guards.cab_head,
        _DECIDE,
        _IMPARTIAL,
        Outcome.reject,
    ),
    Transition(
        Action.decide,
        (Status.awaiting_decision,),
        Status.returned,
        guards.cab_head,
        _DECIDE,
        _IMPARTIAL,
        Outcome.return_,
    ),
    Transition(
        Action.withdraw,
        _BEFORE_END,
        Status.withdrawn,
        guards.applicant_or_controller_of_holder,
        N_("Only an applicant or a change controller of %(holder)s can withdraw this card."),
    ),
    Transition(
        Action.start,
        (Status.approved,),
        Status.in_progress,
        guards.applicant_of_holder,
        N_("Only an applicant of %(holder)s can start this activity."),
    ),
    Transition(
        Action.complete,
        (Status.in_progress,),
        Status.completed,
        guards.applicant_of_holder,
        N_("Only an applicant of %(holder)s can complete this activity."),
    ),
)


def waiting_for(facts: ActivityFacts) -> list[str]:
    """Return whose turn it is: roles, or in a round the codes of the institutions still to answer."""
    if facts.status != Status.in_approval:
        return list(_TURN[facts.status])
    asking = any(requirement.open_question for requirement in facts.requirements)
    return [*open_institutions(facts), *(["applicant"] if asking else [])]


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
    if not possible:
        sentence = N_("Nothing more can be done with this card. Its status: %(status)s.")
    elif action == Action.vote:
        sentence = N_("No round is open, so no vote is taken. Status: %(status)s. Possible now: %(fitting)s.")
    else:
        sentence = N_("This does not fit the status of the card: %(status)s. Possible now: %(fitting)s.")
    return WrongStatus(sentence, possible, status=facts.status)


FLOW = Flow(TRANSITIONS, Action, lambda facts: {"holder": facts.holder}, _wrong_status)
check, offered, fitting = FLOW.check, FLOW.offered, FLOW.fitting
