"""Tickets: who may do what, in which status, and who sees them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rules.desk.access import sees_ticket
from rules.desk.flow import TICKET_FLOW, TICKET_TRANSITIONS, TicketFacts, opens_problems, opens_tickets
from rules.desk.words import TicketAction as A, TicketKind, TicketStatus as S
from rules.facts import SYSTEM, Actor
from rules.refusals import NotAllowed, WrongStatus
from rules.vocabulary import Role
from tests.helpers.persons import MONDAY


def person(key: int, institution: str | None, *roles: Role) -> Actor:
    return Actor(
        username=str(key), user_id=key, institution=institution, institution_id=1, roles=frozenset(roles)
    )


PEOPLE = {
    "opener": person(1, "BVKB", Role.applicant),
    "colleague": person(2, "BVKB", Role.cab_member),
    "controller": person(3, "PMLP", Role.change_controller),
    "assigned": person(4, "PMLP", Role.applicant),
    "other": person(5, "PMLP", Role.applicant),
    "earlier": person(6, "VID", Role.change_controller),
    "stranger": person(7, "FM", Role.change_controller, Role.cab_head),
    "admin": person(8, "PMLP", Role.admin, Role.change_controller),
    "user_admin": person(9, "BVKB", Role.user_admin),
    "system": SYSTEM,
}
INCIDENT = TicketFacts(
    number="IN-2026-000001",
    kind=TicketKind.incident,
    status=S.new,
    requester_institution="BVKB",
    assignee_institution="PMLP",
    institutions=frozenset({"BVKB", "PMLP", "VID"}),
    openers=frozenset({1}),
    assignee_id=4,
)
PROBLEM = replace(INCIDENT, kind=TicketKind.problem)
_OPEN = "assign {}wait {}pass_on resolve merge prioritise escalate link unlink"
# What is offered of an incident, by status: to those who asked and to those who work on it.
OFFERED = {
    S.new: ("edit cancel", "accept assign begin wait pass_on resolve merge prioritise escalate link unlink"),
    S.accepted: ("cancel", _OPEN.format("begin ", "")),
    S.in_progress: ("cancel", _OPEN.format("", "")),
    S.waiting: ("cancel", _OPEN.format("", "resume ")),
    S.resolved: ("close reopen", "reopen link unlink"),
    S.closed: ("reopen", "reopen link unlink"),
    S.cancelled: ("", ""),
    S.duplicate: ("", ""),
}
SIDE = dict.fromkeys(("opener", "colleague"), 0) | dict.fromkeys(("controller", "assigned"), 1)


def offered(facts: TicketFacts, who: str) -> str:
    return " ".join(TICKET_FLOW.offered(facts, PEOPLE[who], MONDAY))


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("who", [one for one in PEOPLE if one != "system"])
def test_each_is_offered_what_the_table_says(status: S, who: str) -> None:
    expected = OFFERED[status][SIDE[who]] if who in SIDE else ""
    assert offered(replace(INCIDENT, status=status), who) == expected


@pytest.mark.parametrize(
    ("status", "steps"),
    [(S.new, "resolve"), (S.waiting, "resume resolve"), (S.resolved, "close"), (S.closed, "")],
)
def test_the_system_resumes_resolves_and_closes(status: S, steps: str) -> None:
    assert offered(replace(INCIDENT, status=status), "system") == steps


def test_a_problem_is_closed_by_who_works_on_it_and_may_be_a_known_error() -> None:
    resolved = replace(PROBLEM, status=S.resolved)
    assert offered(resolved, "opener") == "reopen"
    assert offered(resolved, "controller") == "close reopen known_error link unlink"
    assert "close" not in offered(resolved, "system")
    assert "escalate" not in offered(replace(PROBLEM, status=S.new), "controller")


def test_what_is_restricted_is_neither_major_nor_a_known_error() -> None:
    assert "escalate" not in offered(replace(INCIDENT, restricted=True), "controller")
    with pytest.raises(WrongStatus):
        TICKET_FLOW.check(replace(PROBLEM, restricted=True), A.known_error, PEOPLE["controller"], MONDAY)


def test_of_a_restricted_ticket_only_who_opened_it_is_the_requester() -> None:
    restricted = replace(INCIDENT, restricted=True)
    assert (offered(restricted, "opener"), offered(restricted, "colleague")) == ("edit cancel", "")


@pytest.mark.parametrize(("days", "again"), [(0, True), (1, False)])
def test_what_is_closed_is_opened_again_until_the_last_day(days: int, again: bool) -> None:
    closed = replace(INCIDENT, status=S.closed, reopens_until=MONDAY - timedelta(days=days))
    assert ("reopen" in offered(closed, "opener")) is again


@pytest.mark.parametrize("action", A)
def test_strangers_get_403_and_the_sides_409_where_it_does_not_fit(action: A) -> None:
    over = replace(INCIDENT, status=S.cancelled)
    for who in ("stranger", "admin", "user_admin", "earlier"):
        with pytest.raises(NotAllowed):
            TICKET_FLOW.check(over, action, PEOPLE[who], MONDAY)
    requesters = {A.edit, A.cancel, A.close}
    with pytest.raises(WrongStatus):
        TICKET_FLOW.check(over, action, PEOPLE["opener" if action in requesters else "controller"], MONDAY)


def test_every_action_has_a_row() -> None:
    assert {row.action for row in TICKET_TRANSITIONS} == set(A)


@pytest.mark.parametrize(
    ("restricted", "seeing"),
    [
        (False, "opener colleague controller assigned other earlier admin"),
        (True, "opener controller assigned admin"),
    ],
)
def test_who_sees_it(restricted: bool, seeing: str) -> None:
    facts = replace(INCIDENT, restricted=restricted)
    assert " ".join(who for who, actor in PEOPLE.items() if sees_ticket(facts, actor)) == seeing


def test_who_has_moved_to_another_institution_sees_neither() -> None:
    moved = person(1, "FM", Role.applicant), person(4, "FM", Role.change_controller)
    assert [sees_ticket(replace(INCIDENT, restricted=True), one) for one in moved] == [False, False]


def test_everybody_of_the_process_opens_tickets_and_controllers_of_the_holder_problems() -> None:
    assert [who for who, one in PEOPLE.items() if not opens_tickets(one)] == ["admin", "user_admin", "system"]
    assert [who for who, one in PEOPLE.items() if opens_problems("PMLP", one)] == ["controller"]
