"""The way of a dependency, as one table: who may do what with it, from which state to which."""

from dataclasses import dataclass

from rules.audience import Message
from rules.dependency.words import DependencyState, DependencyStep
from rules.facts import Actor
from rules.flow import Flow, Transition
from rules.refusals import WrongStatus
from rules.text import N_
from rules.vocabulary import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyFacts:
    """Where a dependency stands; sides are the institutions in charge of the two resources.

    `proposed_by` = the side that proposed it; None = the administrator, or nobody remembers.
    """

    status: DependencyState
    consumer: str
    provider: str
    proposed_by: str | None = None

    @property
    def others(self) -> frozenset[str]:
        """The side that has not proposed it; both where neither did."""
        return frozenset({self.consumer, self.provider}) - {self.proposed_by} or frozenset({self.consumer})


def controls(actor: Actor, *institutions: str) -> bool:
    """Whether somebody is a change controller of one of these; the administrator may what any of them may."""
    return actor.has(Role.admin) or (actor.has(Role.change_controller) and actor.institution in institutions)


def one_of_the_sides(facts: DependencyFacts, actor: Actor) -> bool:
    """A change controller of either side."""
    return controls(actor, facts.consumer, facts.provider)


def who_answers(facts: DependencyFacts, actor: Actor) -> bool:
    """While it is proposed, the side that has not; afterwards either."""
    if facts.status is not DependencyState.proposed:
        return one_of_the_sides(facts, actor)
    return controls(actor, *facts.others)


def who_ends(facts: DependencyFacts, actor: Actor) -> bool:
    """While it is proposed, who did; once it is confirmed, who needs the other resource."""
    if facts.status is DependencyState.proposed:
        return controls(actor, *([facts.proposed_by] if facts.proposed_by else [facts.consumer]))
    if facts.status is DependencyState.confirmed:
        return controls(actor, facts.consumer)
    return one_of_the_sides(facts, actor)


def told_after(step: DependencyStep, facts: DependencyFacts, actor: Actor) -> tuple[Message, tuple[str, ...]]:
    """Return what is told after a step, and to the controllers of which institutions.

    `facts` are those before it. Of an end the side is told that did not act.
    """
    if step is DependencyStep.end:
        other = {facts.consumer, facts.provider} - {actor.institution}
        return Message.dependency_ended, tuple(sorted(other))
    answer = {
        DependencyStep.confirm: Message.dependency_confirmed,
        DependencyStep.reject: Message.dependency_rejected,
    }
    proposed = facts.status is DependencyState.proposed
    return answer[step], (facts.proposed_by,) if facts.proposed_by and proposed else ()


_ANSWER = N_("Only change controllers of the other side answer what was proposed: %(others)s.")
_END = N_("Only change controllers of %(consumer)s end a dependency; what is proposed ends who proposed it.")
_MISFIT = N_("This does not fit where the dependency stands: %(status)s.")

S, T = DependencyState, DependencyStep
_LIVING = (S.proposed, S.confirmed)
STEPS = (
    Transition(T.confirm, _LIVING, S.confirmed, who_answers, _ANSWER),
    Transition(T.reject, (S.proposed,), S.rejected, who_answers, _ANSWER),
    Transition(T.end, _LIVING, S.ended, who_ends, _END),
)


def _wrong_status(
    facts: DependencyFacts, _step: DependencyStep, fitting: tuple[DependencyStep, ...]
) -> WrongStatus:
    return WrongStatus(_MISFIT, fitting, told={"state": facts.status.value}, status=facts.status)


FLOW = Flow(
    STEPS,
    DependencyStep,
    lambda facts: {"consumer": facts.consumer, "others": tuple(sorted(facts.others))},
    _wrong_status,
)
