"""Who may do what with a meeting, from which status, against a table written by hand."""

from dataclasses import replace
from datetime import date

import pytest

from rules.facts import Actor
from rules.meeting.flow import (
    MEETING_FLOW,
    MeetingFacts,
    check_head,
    is_head,
    sees_every_meeting,
)
from rules.meeting.words import OVER, MeetingAction, MeetingStatus
from rules.refusals import NotAllowed, WrongStatus
from rules.vocabulary import Role

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
HEAD = Actor(username="head", user_id=1, institution="VARAM", roles=frozenset({Role.cab_head}))
OTHERS = [*({one} for one in Role if one is not Role.cab_head), {Role.cab_head, Role.admin}]
OFFERED = {
    MeetingStatus.planned: "edit invite cancel",
    MeetingStatus.invited: "edit start cancel",
    MeetingStatus.running: "edit close",
    MeetingStatus.closed: "",
    MeetingStatus.cancelled: "",
}


def facts(status, agenda=1, starts_on=TUESDAY):
    return MeetingFacts(number="CS-2026-0001", status=status, agenda=agenda, starts_on=starts_on)


@pytest.mark.parametrize("status", MeetingStatus)
def test_head_is_offered_what_the_table_says(status):
    assert " ".join(MEETING_FLOW.offered(facts(status), HEAD, MONDAY)) == OFFERED[status]


@pytest.mark.parametrize(
    "roles", [{one} for one in Role if one is not Role.cab_head] + [{Role.cab_head, Role.admin}]
)
def test_nobody_else_is_offered_anything(roles):
    other = replace(HEAD, roles=frozenset(roles))
    assert [MEETING_FLOW.offered(facts(one), other, MONDAY) for one in MeetingStatus] == [()] * len(
        MeetingStatus
    )
    assert not is_head(other)
    with pytest.raises(NotAllowed):
        check_head(other)


@pytest.mark.parametrize("action", MeetingAction)
@pytest.mark.parametrize("status", MeetingStatus)
def test_what_does_not_fit_is_refused_after_who_may(action, status):
    if action in OFFERED[status].split():
        return
    with pytest.raises(NotAllowed):
        MEETING_FLOW.check(facts(status), action, replace(HEAD, roles=frozenset()), MONDAY)
    with pytest.raises(WrongStatus) as refused:
        MEETING_FLOW.check(facts(status), action, HEAD, MONDAY)
    assert " ".join(refused.value.fitting) == OFFERED[status]


@pytest.mark.parametrize(("agenda", "starts_on"), [(0, TUESDAY), (1, date(2026, 3, 1))])
def test_nobody_is_invited_to_nothing_or_to_what_has_passed(agenda, starts_on):
    planned = facts(MeetingStatus.planned, agenda, starts_on)
    assert MeetingAction.invite not in MEETING_FLOW.offered(planned, HEAD, MONDAY)


def test_what_is_over_leads_nowhere():
    assert {one for one in MeetingStatus if not MEETING_FLOW.fitting(one)} == OVER


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.cab_head, True), (Role.admin, True), (Role.cab_member, False)]
)
def test_heads_and_administrators_see_every_meeting(role, sees):
    assert sees_every_meeting(replace(HEAD, roles=frozenset({role}))) is sees
