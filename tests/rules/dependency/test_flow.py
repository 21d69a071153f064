"""Two sides agree on a dependency: who may do what, from which state to which, and who is told."""

import pytest

from rules.audience import Message
from rules.dependency.flow import FLOW, DependencyFacts, told_after
from rules.dependency.words import DependencyState, DependencyStep
from rules.facts import Actor
from rules.refusals import NotAllowed, WrongStatus
from rules.vocabulary import Role
from tests.helpers.persons import MONDAY

S, T = DependencyState, DependencyStep
BIS = {"consumer": "BVKB", "provider": "PMLP", "proposed_by": "BVKB"}  # BVKB says that it needs FPR


def controller(institution: str, role: Role = Role.change_controller) -> Actor:
    return Actor(username="x", user_id=1, institution=institution, institution_id=1, roles=frozenset({role}))


PEOPLE = {
    "consumer": controller("BVKB"),
    "provider": controller("PMLP"),
    "other": controller("VID"),
    "applicant": controller("BVKB", Role.applicant),
    "admin": controller("VARAM", Role.admin),
}
# What each is offered, by state; whatever else is refused.
OFFERED = {
    S.proposed: {"consumer": "end", "provider": "confirm reject", "admin": "confirm reject end"},
    S.confirmed: {"consumer": "confirm end", "provider": "confirm", "admin": "confirm end"},
    S.rejected: {},
    S.ended: {},
}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("who", PEOPLE)
def test_each_is_offered_what_the_table_says(state: DependencyState, who: str) -> None:
    facts = DependencyFacts(status=state, **BIS)
    assert " ".join(FLOW.offered(facts, PEOPLE[who], MONDAY)) == OFFERED[state].get(who, "")


@pytest.mark.parametrize("step", T)
def test_strangers_get_403_and_the_sides_409_where_it_does_not_fit(step: DependencyStep) -> None:
    facts = DependencyFacts(status=S.ended, **BIS)
    with pytest.raises(NotAllowed):
        FLOW.check(facts, step, PEOPLE["other"], MONDAY)
    with pytest.raises(WrongStatus) as refused:
        FLOW.check(facts, step, PEOPLE["consumer"], MONDAY)
    assert refused.value.told == {"state": "ended"}


def test_what_nobody_remembers_proposing_is_answered_by_either_side() -> None:
    facts = DependencyFacts(status=S.proposed, consumer="BVKB", provider="PMLP")
    assert T.confirm in FLOW.offered(facts, PEOPLE["consumer"], MONDAY)
    assert T.confirm in FLOW.offered(facts, PEOPLE["provider"], MONDAY)


@pytest.mark.parametrize(
    ("state", "step", "who", "told"),
    [
        (S.proposed, T.confirm, "provider", (Message.dependency_confirmed, ("BVKB",))),
        (S.confirmed, T.confirm, "provider", (Message.dependency_confirmed, ())),
        (S.proposed, T.reject, "provider", (Message.dependency_rejected, ("BVKB",))),
        (S.proposed, T.end, "consumer", (Message.dependency_ended, ("PMLP",))),
        (S.confirmed, T.end, "consumer", (Message.dependency_ended, ("PMLP",))),
        (S.confirmed, T.end, "admin", (Message.dependency_ended, ("BVKB", "PMLP"))),
    ],
)
def test_after_a_step_the_side_concerned_is_told(
    state: DependencyState,
    step: DependencyStep,
    who: str,
    told: tuple[Message, tuple[str, ...]],
) -> None:
    assert told_after(step, DependencyFacts(status=state, **BIS), PEOPLE[who]) == told
