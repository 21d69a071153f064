"""Persons and activities for the tests of the workflow: a card of VID about which FM and PMLP are asked."""

from dataclasses import replace
from datetime import date
from typing import Any

from rules.facts import ActivityFacts, Actor, RequirementFacts
from rules.vocabulary import Choice, RequirementState, Role, Status

MONDAY = date(2026, 3, 2)
DUE = date(2026, 3, 16)
LATER = date(2026, 3, 18)

AUTHOR, SUBMITTER = 1, 2


def person(user_id: int, institution: str, *roles: Role) -> Actor:
    return Actor(
        username=f"person{user_id}", user_id=user_id, institution=institution, roles=frozenset(roles)
    )


PEOPLE = {
    "author": person(AUTHOR, "VID", Role.applicant),
    "applicant": person(3, "VID", Role.applicant),
    "controller": person(4, "VID", Role.change_controller),
    "submitter": person(SUBMITTER, "VID", Role.applicant, Role.change_controller),
    "own member": person(5, "VID", Role.cab_member),
    "own user admin": person(6, "VID", Role.user_admin),
    "asked member": person(7, "FM", Role.cab_member),
    "other member": person(8, "UR", Role.cab_member),
    "head": person(9, "VARAM", Role.cab_head),
    "head who wrote it": person(AUTHOR, "VID", Role.cab_head),
    "other applicant": person(10, "BVKB", Role.applicant),
    "other controller": person(11, "BVKB", Role.change_controller),
    "asked applicant": person(12, "FM", Role.applicant),
    "administrator": person(13, "VARAM", Role.admin),
}


def requirement(
    institution: str,
    state: RequirementState = RequirementState.waiting,
    choice: Choice | None = None,
    due_on: date = DUE,
    **more: Any,
) -> RequirementFacts:
    return RequirementFacts(
        id=len(institution),
        institution=institution,
        fixed=True,
        state=state,
        choice=choice,
        due_on=due_on,
        **more,
    )


ASKED = (requirement("FM"), requirement("PMLP"))


def activity(status: Status = Status.draft, **changes: Any) -> ActivityFacts:
    opened = status not in {Status.draft, Status.in_control}
    facts = ActivityFacts(
        number="AA-2026-000001",
        status=status,
        revision=1,
        round=1 if opened else 0,
        holder="VID",
        published=status in {Status.approved, Status.in_progress, Status.completed},
        author_id=AUTHOR,
        submitter_id=SUBMITTER,
        requirements=ASKED if opened else (),
        asked=frozenset({"FM", "PMLP"}) if opened else frozenset(),
    )
    return replace(facts, **changes)
