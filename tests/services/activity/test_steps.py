"""A card on its way: every use case through the one door."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.services.activity import completion, steps as workflow
from app.services.card import writing as cards
from app.services.registry import changes
from models import Event, Notification, Resource, User
from rules.audience import Message
from rules.refusals import Invalid, NotAllowed, Stale, TooEarly, WrongStatus
from rules.registry_vocabulary import ResourceKind, ResourceStatus
from rules.vocabulary import Choice, Kind, Outcome, RequirementState, Role, Status
from tests.helpers.cards import (
    ASKED,
    TEXT,
    actor,
    complete_values,
    draft,
    the_card,
    vote,
)
from tests.helpers.people import account


def test_an_incomplete_card_is_not_submitted_and_every_problem_is_named(inside):
    activity = draft()
    with pytest.raises(Invalid) as refused:
        workflow.submit(activity, actor("vid.pieteicejs"), now())
    fields = {problem.field for problem in refused.value.problems}
    assert {"goal", "description", "scope", "personal_data", "principles.S1", "budget_eur"} <= fields


@pytest.mark.stage("complete")
@pytest.mark.both_databases
def test_a_stale_revision_is_refused_with_the_current_one(inside):
    activity = the_card()
    with pytest.raises(Stale) as refused:
        workflow.submit(activity, actor("vid.pieteicejs"), now(), seen=1)
    assert refused.value.current_revision == 2


@pytest.mark.stage("in_round")
def test_forwarding_asks_eight_institutions_in_the_order_of_the_rules(inside):
    activity = the_card()
    assert tuple(one.institution.code for one in activity.current_round.requirements) == ASKED


@pytest.mark.stage("complete")
def test_nobody_forwards_the_own_submission(inside):
    activity = the_card()
    person = db.session.scalars(select(User).where(User.username == "vid.pieteicejs")).one()
    controller = db.session.scalars(select(User).where(User.username == "vid.kontrolieris")).one()
    person.roles.append(controller.roles[0])
    workflow.submit(activity, actor("vid.pieteicejs"), now())
    with pytest.raises(NotAllowed, match="You submitted this card yourself"):
        workflow.forward(activity, actor("vid.pieteicejs"), now())


@pytest.mark.stage("complete")
def test_without_an_active_controller_nothing_is_submitted(inside):
    activity = the_card()
    db.session.scalars(select(User).where(User.username == "vid.kontrolieris")).one().active = False
    with pytest.raises(WrongStatus, match="user administrator of VID"):
        workflow.submit(activity, actor("vid.pieteicejs"), now())


@pytest.mark.stage("awaiting_decision")
@pytest.mark.both_databases
def test_the_last_answer_closes_the_round_by_itself(inside):
    activity = the_card()
    assert activity.status is Status.awaiting_decision


@pytest.mark.stage("in_round")
def test_a_question_is_no_answer(inside):
    activity = the_card()
    for code in ASKED[1:]:
        vote(activity, code)
    vote(activity, "VARAM", Choice.need_info, comment="Kur glabā datus?")
    assert activity.status is Status.in_approval


@pytest.mark.stage("in_round")
def test_head_cannot_close_the_round_before_the_due_date(inside):
    with pytest.raises(TooEarly):
        workflow.close_round(the_card(), actor("varam.vaditajs"), now())


@pytest.mark.stage("in_round")
def test_silence_is_recorded_as_not_answered(inside):
    activity = the_card()
    vote(activity, "VARAM")
    late = now() + timedelta(days=60)
    workflow.close_round(activity, actor("varam.vaditajs"), late)
    states = [one.state for one in activity.current_round.requirements]
    assert states == [RequirementState.answered] + [RequirementState.not_answered] * 7


@pytest.mark.stage("objected")
def test_head_cannot_approve_over_an_objection_without_overruling_it(inside):
    activity = the_card()
    with pytest.raises(Invalid) as refused:
        workflow.decide(
            activity, actor("varam.vaditajs"), now(), outcome=Outcome.approve, reasoning="Vajadzīgs."
        )
    assert [problem.field for problem in refused.value.problems] == ["objections.DVI"]


@pytest.mark.stage("objected")
def test_an_overruled_objection_lets_the_card_be_approved(inside):
    activity = the_card()
    workflow.decide(
        activity,
        actor("varam.vaditajs"),
        now(),
        outcome=Outcome.approve,
        reasoning="Vajadzīgs.",
        overruled={"DVI": "Dati ir aizsargāti."},
    )
    assert activity.status is Status.approved


@pytest.mark.stage("awaiting_decision")
def test_a_returned_card_starts_a_second_round_that_asks_everybody_again(inside):
    activity = the_card()
    head, applicant = actor("varam.vaditajs"), actor("vid.pieteicejs")
    workflow.decide(activity, head, now(), outcome=Outcome.return_, reasoning="Jāprecizē.")
    workflow.submit(activity, applicant, now())
    workflow.forward(activity, actor("vid.kontrolieris"), now())
    assert [(one.number, len(one.requirements)) for one in activity.rounds] == [(1, 8), (2, 8)]


@pytest.mark.stage("awaiting_decision")
def test_kind_and_resource_are_fixed_once_a_round_has_opened(inside):
    activity = the_card()
    workflow.decide(activity, actor("varam.vaditajs"), now(), outcome=Outcome.return_, reasoning="Jāprecizē.")
    with pytest.raises(Invalid) as refused:
        cards.edit(activity, actor("vid.pieteicejs"), now(), {"resource": "NIS"})
    assert [problem.field for problem in refused.value.problems] == ["resource"]


@pytest.mark.stage("complete")
def test_an_edit_that_changes_nothing_makes_no_revision(inside):
    activity = the_card()
    assert cards.edit(activity, actor("vid.pieteicejs"), now(), {"goal": f" {TEXT} "}) == ()


@pytest.mark.stage("awaiting_decision")
@pytest.mark.both_databases
def test_each_event_goes_on_where_the_one_before_ended(inside):
    activity = the_card()
    events = db.session.scalars(
        select(Event).where(Event.activity_id == activity.id).order_by(Event.seq)
    ).all()
    assert [one.from_status for one in events[1:]] == [one.to_status for one in events[:-1]]


def test_the_created_resource_is_planned_at_approval_and_active_at_the_end(inside):
    activity = _approved_creation()
    planned = db.session.scalars(select(Resource).where(Resource.code == activity.number)).one()
    applicant = actor("vid.pieteicejs")
    assert planned.status is ResourceStatus.planned
    workflow.start(activity, applicant, now(), actual_start=today())
    completion.complete(
        activity,
        applicant,
        now(),
        actual_end=today(),
        actual_cost_eur=0,
        result="Darbojas.",
        resource_code="VRK",
    )
    assert (planned.code, planned.status) == ("VRK", ResourceStatus.active)


@pytest.mark.parametrize(
    "code",
    ["EDS", "E\u202eDS", "eds", "AA-2026-999999", "LAD G\u0327IS", "VRK/1", "\u200b", ".."],
)
def test_code_that_is_taken_or_that_no_address_can_hold_is_refused_in_the_closing_notice(inside, code):
    activity = _approved_creation()
    applicant = actor("vid.pieteicejs")
    workflow.start(activity, applicant, now(), actual_start=today())
    with pytest.raises(Invalid) as refused:
        completion.complete(
            activity,
            applicant,
            now(),
            actual_end=today(),
            actual_cost_eur=0,
            result="Ir.",
            resource_code=code,
        )
    assert [problem.field for problem in refused.value.problems] == ["resource_code"]


@pytest.mark.both_databases
def test_code_of_a_new_resource_is_kept_as_codes_are_compared(inside):
    activity = _approved_creation()
    applicant = actor("vid.pieteicejs")
    workflow.start(activity, applicant, now(), actual_start=today())
    ending = {"actual_end": today(), "actual_cost_eur": 0, "result": "Ir."}
    completion.complete(activity, applicant, now(), **ending, resource_code="VRG\u0327")
    assert db.session.scalars(select(Resource.code).where(Resource.code == "VR\u0122")).all() == ["VR\u0122"]


@pytest.mark.stage("submitted")
def test_who_is_told_is_never_the_one_who_acted(inside):
    activity = the_card()
    account("vid.otrais", "VID", Role.change_controller)
    workflow.withdraw(activity, actor("vid.kontrolieris"), now(), comment="Nav vajadzīgs.")
    told = db.session.scalars(select(Notification).where(Notification.message == "withdrawn")).all()
    assert [one.recipient.username for one in told] == ["vid.otrais"]


@pytest.mark.parametrize(("restricted", "basis"), [(False, "Likuma 5. pants."), (True, "")])
def test_the_planned_resource_knows_what_its_card_knows_but_no_text_of_a_restricted_one(
    inside, restricted, basis
):
    activity = _approved_creation(restricted=restricted, legal_basis="Likuma 5. pants.", domain="izglitiba")
    planned = db.session.scalars(select(Resource).where(Resource.code == activity.number)).one()
    known = (planned.kind, planned.personal_data, planned.domain.code, planned.legal_basis)
    assert known == (ResourceKind.tool, True, "izglitiba", basis)


def test_the_history_of_a_planned_resource_tells_how_it_came_and_went(inside):
    activity = _approved_creation()
    planned = db.session.scalars(select(Resource).where(Resource.code == activity.number)).one()
    workflow.withdraw(activity, actor("vid.pieteicejs"), now(), comment="Nav vajadzīgs.")
    told = [(one.source.value, one.field, one.before, one.after) for one in changes.of(planned)]
    assert told == [
        ("activity", "code", None, activity.number),
        ("activity", "status", "planned", "cancelled"),
        ("activity", "closed_on", None, today().isoformat()),
    ]


def _approved_creation(**more):
    activity = draft(
        **{
            **more,
            "kind": Kind.creation,
            "resource": None,
            "used_resources": [],
            "new_resource.name": "Valsts rīku krātuve",
            "new_resource.kind": ResourceKind.tool,
        }
    )
    cards.edit(activity, actor("vid.pieteicejs"), now(), complete_values(activity))
    workflow.submit(activity, actor("vid.pieteicejs"), now())
    workflow.forward(activity, actor("vid.kontrolieris"), now())
    for row in activity.current_round.requirements:
        vote(activity, row.institution.code)
    workflow.decide(activity, actor("varam.vaditajs"), now(), outcome=Outcome.approve, reasoning="Vajadzīgs.")
    return activity


@pytest.mark.stage("submitted")
def test_a_returned_card_of_somebody_who_left_is_announced_to_the_other_applicants(inside):
    activity = the_card()
    colleague = account("vid.otrs", "VID", Role.applicant)
    db.session.get(User, activity.created_by_id).active = False
    db.session.flush()
    workflow.return_card(activity, actor("vid.kontrolieris"), now(), comment="Papildiniet mērķi.")
    told = select(Notification.recipient_id).where(Notification.message == Message.returned)
    assert db.session.scalars(told).all() == [colleague.id]
