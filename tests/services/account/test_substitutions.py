"""Substitution: named and told, and written into the record of every step."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.services.account import substitutions
from app.services.account.substitutions import Asked
from app.services.activity import audit, on_behalf, steps as workflow, voting
from models import AccountEvent, Decision, Event, Notification, User
from rules.account.access import AccountAction
from rules.audience import Message
from rules.refusals import Invalid, NotAllowed, NotFound, WrongStatus
from rules.vocabulary import Action, Choice, Outcome, Role
from tests.helpers import cards
from tests.helpers.people import account
from tests.helpers.substitutes import colleague, substituted

MEMBER = "fm.loceklis"


def user(username):
    return db.session.scalars(select(User).where(User.username == username)).one()


def acting(activity, action, username, **chosen):
    return on_behalf.in_whose_name(activity, action, cards.actor(username), now(), **chosen)[0]


def named(by="vid.kontrolieris", **over):
    said = {"principal": "vid.kontrolieris", "role": Role.change_controller, "from_on": today()}
    until = today() + timedelta(days=5)
    return substitutions.name(cards.actor(by), now(), Asked(**{**said, "until_on": until, **over}))


def test_both_are_told_by_name_role_and_days(inside):
    row = substituted(MEMBER, Role.cab_member)
    told = db.session.scalars(
        select(Notification).where(Notification.message == Message.substitution_set)
    ).all()
    assert {one.recipient_id for one in told} == {row.principal_id, row.substitute_id}
    assert told[0].values == {
        "principal": "FM loceklis",
        "substitute": "FM kolega",
        "role": "cab_member",
        "from_on": today().isoformat(),
        "until_on": (today() + timedelta(days=1)).isoformat(),
    }


@pytest.mark.both_databases
def test_the_same_form_sent_twice_is_one_substitution_and_one_message_to_each(inside):
    name = colleague("vid.kontrolieris")
    assert named(substitute=name) is named(substitute=name)
    told = select(Notification).where(Notification.message == Message.substitution_set)
    assert len(db.session.scalars(told).all()) == 2


@pytest.mark.stage("in_round")
def test_a_vote_of_the_substitute_says_on_whose_behalf_in_vote_and_record(inside):
    activity = cards.the_card()
    row = substituted(MEMBER, Role.cab_member)
    given = voting.vote(
        activity,
        acting(activity, Action.vote, "fm.loceklis.kolega"),
        now(),
        voting.Opinion(choice=Choice.approve),
    )
    event = db.session.scalars(select(Event).where(Event.action == "vote")).one()
    assert (given.voter_id, given.on_behalf_of_id) == (row.substitute_id, row.principal_id)
    assert (event.actor_id, event.on_behalf_of_id) == (row.substitute_id, row.principal_id)
    assert audit.verify()[1] == []


@pytest.mark.stage("in_round")
def test_the_hash_of_an_event_covers_on_whose_behalf_it_was(inside):
    activity = cards.the_card()
    substituted(MEMBER, Role.cab_member)
    actor = acting(activity, Action.vote, "fm.loceklis.kolega")
    voting.vote(activity, actor, now(), voting.Opinion(choice=Choice.approve))
    event = db.session.scalars(select(Event).where(Event.action == "vote")).one()
    with db.session.no_autoflush:
        event.on_behalf_of_id = None
        assert audit.digest(activity.number, event) != event.hash
    db.session.expire(event)


@pytest.mark.stage("awaiting_decision")
def test_the_decision_of_the_substitute_says_on_whose_behalf(inside):
    activity = cards.the_card()
    row = substituted("varam.vaditajs", Role.cab_head)
    actor = acting(activity, Action.decide, "varam.vaditajs.kolega")
    workflow.decide(
        activity, actor, now(), outcome=Outcome.approve, reasoning="Ieguvums ir lielāks par risku."
    )
    assert db.session.scalars(select(Decision.on_behalf_of_id)).one() == row.principal_id


@pytest.mark.stage("in_round")
def test_a_substitute_may_act_in_the_own_name(inside):
    activity = cards.the_card()
    substituted(MEMBER, Role.cab_member)
    assert acting(activity, Action.vote, "fm.loceklis.kolega", chosen=None).on_behalf_of is None


@pytest.mark.stage("in_round")
def test_who_is_not_substituted_today_is_unknown(inside):
    activity = cards.the_card()
    colleague(MEMBER)
    actor = cards.actor("fm.loceklis.kolega")
    _, problems = on_behalf.in_whose_name(activity, Action.vote, actor, now(), MEMBER)
    assert [one.field for one in problems] == ["on_behalf_of"]


@pytest.mark.stage("in_round")
@pytest.mark.both_databases
def test_the_substitution_that_began_first_is_the_default(inside):
    activity = cards.the_card()
    substituted(MEMBER, Role.cab_member)
    account("fm.otrais", "FM", Role.cab_member)
    db.session.flush()
    substituted("fm.otrais", Role.cab_member, "fm.loceklis.kolega")
    assert acting(activity, Action.vote, "fm.loceklis.kolega").on_behalf_of == MEMBER
    assert acting(activity, Action.vote, "fm.loceklis.kolega", chosen="fm.otrais").on_behalf_of == "fm.otrais"


@pytest.mark.stage("submitted")
def test_a_step_outside_the_role_is_in_the_own_name(inside):
    activity = cards.the_card()
    substituted(MEMBER, Role.cab_member)
    assert acting(activity, Action.forward, "fm.loceklis.kolega").on_behalf_of is None


def both_roles():
    """The controller of VID submits a card and is away; a colleague forwards it."""
    person = user("vid.kontrolieris")
    person.roles.append(user("vid.pieteicejs").roles[0])
    row = substituted("vid.kontrolieris", Role.change_controller)
    activity = cards.complete_card()
    workflow.submit(activity, cards.actor("vid.kontrolieris"), now())
    return activity, row


def test_by_default_nobody_acts_for_a_person_who_may_not_act(inside):
    activity, _ = both_roles()
    actor = acting(activity, Action.forward, "vid.kontrolieris.kolega")
    workflow.forward(activity, actor, now())
    assert actor.on_behalf_of is None


def test_who_is_chosen_against_the_rules_is_refused(inside):
    activity, _ = both_roles()
    actor = acting(activity, Action.forward, "vid.kontrolieris.kolega", chosen="vid.kontrolieris")
    with pytest.raises(NotAllowed, match="in your own name"):
        workflow.forward(activity, actor, now())


@pytest.mark.stage("in_round")
@pytest.mark.parametrize("who", ["fm.loceklis", "fm.loceklis.kolega"])
def test_a_closed_account_ends_the_substitution_at_once(inside, who):
    activity = cards.the_card()
    substituted(MEMBER, Role.cab_member)
    user(who).active = False
    assert acting(activity, Action.vote, "fm.loceklis.kolega").on_behalf_of is None


def test_after_the_last_day_it_is_over(inside):
    row = substituted(MEMBER, Role.cab_member)
    substitute = cards.actor(row.substitute.username)
    assert on_behalf.in_force(substitute, row.until_on) == [row]
    assert on_behalf.in_force(substitute, row.until_on + timedelta(days=1)) == []


def test_either_person_ends_it_and_both_are_told(inside):
    row = substituted(MEMBER, Role.cab_member)
    substitute = cards.actor(row.substitute.username)
    substitutions.end(substitutions.found(row.id, substitute), substitute, now())
    told = select(Notification.recipient_id).where(Notification.message == Message.substitution_ended)
    assert set(db.session.scalars(told)) == {row.principal_id, row.substitute_id}
    assert on_behalf.in_force(substitute, today()) == []


def test_what_has_ended_does_not_end_again(inside):
    row = substituted(MEMBER, Role.cab_member)
    substitutions.end(row, cards.actor(MEMBER), now())
    with pytest.raises(WrongStatus, match="ended already"):
        substitutions.end(row, cards.actor(MEMBER), now())


def test_a_stranger_finds_no_substitution(inside):
    row = substituted(MEMBER, Role.cab_member)
    with pytest.raises(NotFound):
        substitutions.found(row.id, cards.actor("vid.administrators"))


def test_administrator_to_whose_institution_a_person_moved_does_not_see_whom_it_was_with_before(inside):
    row = substituted("vid.kontrolieris", Role.change_controller)
    row.principal.institution = user("bvkb.kontrolieris").institution
    db.session.flush()
    administrator = cards.actor("bvkb.administrators")
    with pytest.raises(NotFound):
        substitutions.found(row.id, administrator)
    assert substitutions.page(administrator, 0, 25) == (0, [])
    assert substitutions.listed(substitutions.of_institution(administrator)) == []


def test_the_user_administrator_names_for_somebody_who_fell_ill(inside):
    row = named(by="vid.administrators", substitute=colleague("vid.kontrolieris"))
    assert row.principal.username == "vid.kontrolieris"


@pytest.mark.parametrize("principal", ["bvkb.kontrolieris", "nav.tada"])
def test_for_people_of_others_nobody_names_and_learns_nothing(inside, principal):
    with pytest.raises(NotAllowed, match="user administrator of the institution"):
        named(by="vid.administrators", principal=principal, substitute=colleague("bvkb.kontrolieris"))


def test_everything_wrong_is_said_at_once(inside):
    with pytest.raises(Invalid) as refused:
        named(substitute="bvkb.kontrolieris", from_on=today() - timedelta(days=1), until_on=None)
    assert {one.field for one in refused.value.problems} == {"substitute", "from_on", "until_on"}


@pytest.mark.both_databases
def test_the_days_of_one_person_and_role_do_not_overlap(inside):
    substituted("vid.kontrolieris", Role.change_controller)
    with pytest.raises(Invalid) as refused:
        named(substitute="vid.kontrolieris.kolega")
    assert [one.field for one in refused.value.problems] == ["from_on"]


def named_on(name, first, last):
    """Name a substitute for these days, counted from today."""
    return named(
        substitute=name,
        from_on=today() + timedelta(days=first),
        until_on=today() + timedelta(days=last),
    )


@pytest.mark.parametrize(("first", "last"), [(3, 5), (9, 9), (9, 12)])
def test_days_that_touch_those_of_another_substitution_are_refused(inside, first, last):
    name = colleague("vid.kontrolieris")
    there = named_on(name, 5, 9)
    with pytest.raises(Invalid) as refused:
        named_on(name, first, last)
    (problem,) = refused.value.problems
    told = (problem.field, problem.values["from_on"], problem.values["until_on"])
    assert told == ("from_on", there.from_on, there.until_on)


@pytest.mark.parametrize(("first", "last"), [(3, 4), (10, 10), (10, 12)])
def test_days_up_to_the_day_before_and_from_the_day_after_are_free(inside, first, last):
    name = colleague("vid.kontrolieris")
    assert named_on(name, 5, 9).id != named_on(name, first, last).id


def test_on_each_day_of_two_that_follow_each_other_one_stands_in(inside):
    name = colleague("vid.kontrolieris")
    first, second = named_on(name, 0, 1), named_on(name, 2, 3)
    days = [today() + timedelta(days=number) for number in range(5)]
    in_force = [on_behalf.in_force(cards.actor(name), day) for day in days]
    assert in_force == [[first], [first], [second], [second], []]


def test_days_of_a_substitution_that_was_ended_are_free(inside):
    row = substituted("vid.kontrolieris", Role.change_controller)
    substitutions.end(row, cards.actor("vid.kontrolieris"), now())
    assert named(substitute="vid.kontrolieris.kolega").id != row.id


def test_two_do_not_substitute_each_other_on_the_same_days(inside):
    substituted("vid.kontrolieris", Role.change_controller)
    with pytest.raises(Invalid) as refused:
        named(
            by="vid.kontrolieris.kolega", principal="vid.kontrolieris.kolega", substitute="vid.kontrolieris"
        )
    assert [one.field for one in refused.value.problems] == ["substitute"]


def test_naming_and_ending_leave_traces_without_names(inside):
    row = substituted(MEMBER, Role.cab_member)
    substitutions.end(row, cards.actor(MEMBER), now())
    actions = (AccountAction.substitution_set, AccountAction.substitution_ended)
    traced = db.session.scalars(select(AccountEvent).where(AccountEvent.action.in_(actions))).all()
    assert [one.action for one in traced] == list(actions)
    assert traced[0].data["substitute"] == row.substitute_id
