"""Who may begin a card with the content of another, and from which."""

from dataclasses import replace

import pytest

from rules.facts import ActivityFacts, Actor
from rules.refusals import NotAllowed, WrongStatus
from rules.transitions import check_draft, may_begin
from rules.vocabulary import AMENDABLE, DraftAs, Role, Status

COPY, AMENDMENT = DraftAs.copy, DraftAs.amendment
FACTS = ActivityFacts(
    number="AA-2026-000001",
    status=Status.approved,
    revision=3,
    round=1,
    holder="VID",
    published=True,
    author_id=1,
    submitter_id=1,
    asked=frozenset({"FM"}),
)


def person(*roles: Role, institution: str = "VID") -> Actor:
    return Actor(username="x", user_id=7, institution=institution, institution_id=1, roles=frozenset(roles))


OWN, OTHER = person(Role.applicant), person(Role.applicant, institution="PMLP")


@pytest.mark.parametrize("status", Status)
def test_an_applicant_of_the_holder_amends_what_is_approved_or_in_progress(status: Status) -> None:
    found = may_begin(replace(FACTS, status=status), False, OWN)
    assert found == ((COPY, AMENDMENT) if status in AMENDABLE else (COPY,))


@pytest.mark.parametrize(
    ("who", "restricted", "may"),
    [
        (OTHER, False, (COPY,)),
        (OTHER, True, ()),
        (person(Role.applicant, institution="FM"), True, (COPY,)),
        (person(Role.change_controller), False, ()),
        (person(Role.cab_head, institution="VARAM"), False, ()),
        (person(Role.applicant, Role.admin), False, ()),
    ],
)
def test_others_copy_what_they_read_if_they_are_applicants(
    who: Actor, restricted: bool, may: tuple[DraftAs, ...]
) -> None:
    assert may_begin(FACTS, restricted, who) == may


@pytest.mark.parametrize(
    ("facts", "who", "refusal"),
    [
        (FACTS, OTHER, NotAllowed),
        (replace(FACTS, status=Status.completed), OTHER, NotAllowed),
        (replace(FACTS, status=Status.completed), OWN, WrongStatus),
        (replace(FACTS, amended_by="AA-2026-000002"), OWN, WrongStatus),
    ],
)
def test_who_may_not_amend_is_told_so_before_what_the_status_forbids(
    facts: ActivityFacts, who: Actor, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal) as refused:
        check_draft(AMENDMENT, facts, False, who)
    assert type(refused.value) is refusal
