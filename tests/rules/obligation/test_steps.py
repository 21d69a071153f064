"""Who does what with an obligation, in which state: against a table written by hand."""

import pytest

from rules.audience import Message, Told
from rules.facts import SYSTEM, Actor
from rules.obligation.steps import FLOW, ObligationFacts, role_of, told_after
from rules.obligation.words import BY_PEOPLE, ObligationState, ObligationStep
from rules.refusals import NotAllowed, WrongStatus
from rules.vocabulary import Role
from tests.helpers.persons import MONDAY, PEOPLE

OF_FM, OF_NOBODY = {"holder": "VID", "verifier": "FM"}, {"holder": "VID", "verifier": None}
VERIFIED: dict[ObligationState, str] = {
    ObligationState.open: "release move",
    ObligationState.reported: "accept refuse release",
}
APPLICANTS = ("author", "applicant", "submitter")
BOTH = Actor(username="x", user_id=20, institution="FM", roles=frozenset({Role.cab_member, Role.admin}))


def offered(person: Actor, state: ObligationState, **of: str | None) -> str:
    facts = ObligationFacts(status=state, **{**OF_FM, **of})
    return " ".join(FLOW.offered(facts, person, MONDAY))


@pytest.mark.parametrize("who", PEOPLE)
def test_the_holder_reports_and_who_asked_verifies(who: str) -> None:
    for state in ObligationState:
        reports = "report" if who in APPLICANTS and state is ObligationState.open else ""
        verifies = VERIFIED.get(state, "") if who == "asked member" else ""
        assert offered(PEOPLE[who], state) == reports + verifies


@pytest.mark.parametrize("who", PEOPLE)
def test_what_nobody_else_verifies_is_for_every_cab_head(who: str) -> None:
    for state in ObligationState:
        verifies = VERIFIED.get(state, "") if who in ("head", "head who wrote it") else ""
        reports = "report" if who in APPLICANTS and state is ObligationState.open else ""
        assert offered(PEOPLE[who], state, verifier=None) == reports + verifies


def test_a_system_administrator_verifies_nothing() -> None:
    assert {offered(BOTH, state) for state in ObligationState} == {""}


@pytest.mark.parametrize("step", [ObligationStep.begin, ObligationStep.lapse])
def test_no_person_lets_an_obligation_begin_or_lapse(step: ObligationStep) -> None:
    for person in PEOPLE.values():
        with pytest.raises(NotAllowed):
            FLOW.check(ObligationFacts(status=ObligationState.proposed, **OF_FM), step, person, MONDAY)


@pytest.mark.parametrize(
    ("step", "source", "target"),
    [
        ("begin", "proposed", "open"),
        ("lapse", "proposed", "lapsed"),
        ("lapse", "open", "lapsed"),
        ("lapse", "reported", "lapsed"),
    ],
)
def test_what_follows_by_itself(step: str, source: str, target: str) -> None:
    facts = ObligationFacts(status=ObligationState(source), **OF_FM)
    row = FLOW.check(facts, ObligationStep(step), SYSTEM, MONDAY)
    assert row.target == target


@pytest.mark.parametrize("state", ["fulfilled", "released", "lapsed"])
def test_what_is_over_stays_over(state: str) -> None:
    facts = ObligationFacts(status=ObligationState(state), **OF_FM)
    for step in ObligationStep:
        for person in (*PEOPLE.values(), SYSTEM):
            with pytest.raises((NotAllowed, WrongStatus)):
                FLOW.check(facts, step, person, MONDAY)


def test_a_refusal_names_what_people_can_do_instead() -> None:
    facts = ObligationFacts(status=ObligationState.open, **OF_FM)
    with pytest.raises(WrongStatus) as refused:
        FLOW.check(facts, ObligationStep.accept, PEOPLE["asked member"], MONDAY)
    assert refused.value.fitting == ("report", "release", "move")


def test_a_report_is_told_to_who_verifies_and_the_rest_to_the_holder() -> None:
    of_fm = ObligationFacts(status=ObligationState.reported, **OF_FM)
    of_nobody = ObligationFacts(status=ObligationState.reported, **OF_NOBODY)
    assert told_after(ObligationStep.report, of_fm) == (
        Told(Message.obligation_reported, Role.cab_member, "FM"),
    )
    assert told_after(ObligationStep.report, of_nobody) == (Told(Message.obligation_reported, Role.cab_head),)
    for step in (one for one in BY_PEOPLE if one is not ObligationStep.report):
        assert told_after(step, of_fm) == (Told(Message.obligation_changed, Role.applicant, "VID"),)


def test_members_and_heads_are_substituted_and_applicants_are_not() -> None:
    of_fm = ObligationFacts(status=ObligationState.reported, **OF_FM)
    of_nobody = ObligationFacts(status=ObligationState.reported, **OF_NOBODY)
    assert (role_of(of_fm, ObligationStep.report), role_of(of_fm, ObligationStep.accept)) == (
        None,
        Role.cab_member,
    )
    assert role_of(of_nobody, ObligationStep.accept) is Role.cab_head
