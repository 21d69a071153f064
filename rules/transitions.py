"""The workflow, as one table: who may do what, from which status to which, under which guards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from rules import guards
from rules.facts import ActivityFacts, Actor
from rules.guards import due_on, open_institutions
from rules.refusals import NotAllowed, Refusal, WrongStatus
from rules.text import N_
from rules.vocabulary import FINAL, Action, Outcome, Status

__all__ = ["TRANSITIONS", "Transition", "check", "due_on", "fitting", "offered", "waiting_for"]

Who = Callable[[ActivityFacts, Actor], bool]
Guard = Callable[[ActivityFacts, Actor, date], Refusal | None]


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: `otherwise` says who may, to somebody who is not `who`."""

    action: Action
    sources: tuple[Status, ...]
    target: Status
    who: Who
    otherwise: str
    guards: tuple[Guard, ...] = ()
    outcome: Outcome | None = None


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


def check(
    facts: ActivityFacts, action: Action, actor: Actor, on: date, outcome: Outcome | None = None
) -> Transition:
    """Return the row that allows the action on that day, or raise the reason why not.

    Raises `NotAllowed` first (whatever the status), then `WrongStatus`, then what time and state
    forbid (`TooEarly` is one). Without an outcome, `decide` is answered by its first row: enough
    to ask whether a person may decide, not to decide.
    """
    row = _row(action, facts.status, outcome)
    refused = _first_refusal(facts, row, actor, on)
    if refused is not None:
        raise refused
    return row


def offered(facts: ActivityFacts, actor: Actor, on: date) -> tuple[Action, ...]:
    """Return what this person may do now, in the order of `Action`.

    Whether the card is complete does not count: the button is there and says what is missing.
    """
    rows = (_row(action, facts.status) for action in fitting(facts.status))
    return tuple(row.action for row in rows if _first_refusal(facts, row, actor, on) is None)


def fitting(status: Status) -> tuple[Action, ...]:
    """Return the actions that fit a status, whoever does them, in the order of `Action`."""
    return _FITTING[status]


def waiting_for(facts: ActivityFacts) -> list[str]:
    """Return whose turn it is: roles, or in a round the codes of the institutions still to answer."""
    if facts.status != Status.in_approval:
        return list(_TURN[facts.status])
    asking = any(requirement.open_question for requirement in facts.requirements)
    return [*open_institutions(facts), *(["applicant"] if asking else [])]


_FITTING = {
    status: tuple(
        action
        for action in Action
        if any(row.action == action and status in row.sources for row in TRANSITIONS)
    )
    for status in Status
}
_TURN: dict[Status, tuple[str, ...]] = {
    Status.draft: ("applicant",),
    Status.in_control: ("change_controller",),
    Status.returned: ("applicant",),
    Status.awaiting_decision: ("cab_head",),
    Status.approved: ("applicant",),
    Status.in_progress: ("applicant",),
    **dict.fromkeys(FINAL, ()),
}


def _row(action: Action, status: Status, outcome: Outcome | None = None) -> Transition:
    """Return the row for the status; where none fits, one that says who may at all."""
    rows = [row for row in TRANSITIONS if row.action == action and outcome in (None, row.outcome)]
    return next((row for row in rows if status in row.sources), rows[0])


def _first_refusal(facts: ActivityFacts, row: Transition, actor: Actor, on: date) -> Refusal | None:
    if not row.who(facts, actor):
        return NotAllowed(row.otherwise, holder=facts.holder)
    refusals = [no for guard in row.guards if (no := guard(facts, actor, on)) is not None]
    forbidden = next((no for no in refusals if isinstance(no, NotAllowed)), None)
    if forbidden is not None or facts.status in row.sources:
        return forbidden or next(iter(refusals), None)
    return _wrong_status(facts, row.action)


def _wrong_status(facts: ActivityFacts, action: Action) -> WrongStatus:
    possible = fitting(facts.status)
    if not possible:
        sentence = N_("Nothing more can be done with this card. Its status: %(status)s.")
    elif action == Action.vote:
        sentence = N_("No round is open, so no vote is taken. Status: %(status)s. Possible now: %(fitting)s.")
    else:
        sentence = N_("This does not fit the status of the card: %(status)s. Possible now: %(fitting)s.")
    return WrongStatus(sentence, possible, status=facts.status)
