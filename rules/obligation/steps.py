"""The way of an obligation, as one table: who may do what with it, from which state to which."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.audience import Message, Told
from rules.facts import SYSTEM, Actor
from rules.flow import Flow, Transition
from rules.guards import acts_as
from rules.obligation.words import BY_PEOPLE, ObligationState, ObligationStep
from rules.refusals import WrongStatus
from rules.text import N_
from rules.vocabulary import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationFacts:
    """Where an obligation stands; `verifier` = the institution whose CAB members verify it, None = a head."""

    status: ObligationState
    holder: str
    verifier: str | None = None


def reporter(facts: ObligationFacts, actor: Actor) -> bool:
    """Any applicant of the institution that holds the card."""
    return acts_as(actor, Role.applicant) and actor.institution == facts.holder


def verifier(facts: ObligationFacts, actor: Actor) -> bool:
    """A CAB member of the institution that verifies; where there is none, a CAB head."""
    if facts.verifier is None:
        return acts_as(actor, Role.cab_head)
    return acts_as(actor, Role.cab_member) and actor.institution == facts.verifier


def system(_facts: ObligationFacts, actor: Actor) -> bool:
    """Nobody: it follows from what was done with the card."""
    return actor == SYSTEM


def role_of(facts: ObligationFacts, step: ObligationStep) -> Role | None:
    """Return the role in which somebody may substitute a colleague in a step; applicants are not."""
    if step is ObligationStep.report:
        return None
    return Role.cab_head if facts.verifier is None else Role.cab_member


def told_after(step: ObligationStep, facts: ObligationFacts) -> tuple[Told, ...]:
    """Return who is told of a step: of a report who verifies it, of all else the applicants."""
    if step is not ObligationStep.report:
        return (Told(Message.obligation_changed, Role.applicant, facts.holder),)
    return (verifiers(Message.obligation_reported, facts),)


def told_by_day(message: Message, facts: ObligationFacts) -> tuple[Told, ...]:
    """Return who is told that it is due: the applicants; that it is overdue, also who verifies it."""
    applicants = Told(message, Role.applicant, facts.holder)
    return (applicants, verifiers(message, facts)) if message is Message.obligation_overdue else (applicants,)


def verifiers(message: Message, facts: ObligationFacts) -> Told:
    """Return those who verify the obligation, to be told something."""
    role = Role.cab_head if facts.verifier is None else Role.cab_member
    return Told(message, role, facts.verifier)


_REPORT = N_("Only an applicant of %(holder)s reports on this obligation.")
_VERIFY = N_("Only this one verifies the obligation: %(verifier)s.")
_FOLLOWS = N_("This follows by itself from what is done with the card.")
_MISFIT = N_("This does not fit where the obligation stands: %(status)s.")

S, T = ObligationState, ObligationStep
_NOT_OVER = (S.proposed, S.open, S.reported)
STEPS = (
    Transition(T.report, (S.open,), S.reported, reporter, _REPORT),
    Transition(T.accept, (S.reported,), S.fulfilled, verifier, _VERIFY),
    Transition(T.refuse, (S.reported,), S.open, verifier, _VERIFY),
    Transition(T.release, (S.open, S.reported), S.released, verifier, _VERIFY),
    Transition(T.move, (S.open,), S.open, verifier, _VERIFY),
    Transition(T.begin, (S.proposed,), S.open, system, _FOLLOWS),
    Transition(T.lapse, _NOT_OVER, S.lapsed, system, _FOLLOWS),
)


def _named(facts: ObligationFacts) -> Mapping[str, object]:
    return {"holder": facts.holder, "verifier": facts.verifier or Role.cab_head}


def _wrong_status(
    facts: ObligationFacts, _step: ObligationStep, fitting: tuple[ObligationStep, ...]
) -> WrongStatus:
    return WrongStatus(_MISFIT, tuple(one for one in fitting if one in BY_PEOPLE), status=facts.status)


FLOW = Flow(STEPS, ObligationStep, _named, _wrong_status)
